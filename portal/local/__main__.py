"""The supervisor's command line: `exec -- CMD…` and `run`."""

import errno
import os
import sys
from collections.abc import Sequence

from portal.local.errors import Interrupted, LocalError

USAGE = """\
usage: python -m portal.local run              everything on this machine
       python -m portal.local exec -- CMD…     one command with Postgres and Valkey around it
By environment: PORT, DATA_DIR, DEMO, DATABASE_URL, REDIS_URL."""
FULL = {errno.ENOSPC, errno.EDQUOT}


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; what is wrong with the machine is one sentence and an exit code."""
    try:
        return _dispatch(list(arguments))
    except Interrupted as interrupted:
        return 128 + interrupted.signal_number
    except LocalError as error:
        print(f"sitewright: {error}", file=sys.stderr)
        return 1
    except ImportError as error:
        print(f"sitewright: A library is missing: {error}. Run `make setup`.", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in FULL:
            raise
        where = error.filename or "the data folder's disk"
        print(
            f"sitewright: The disk is full ({where}). Make room, or set DATA_DIR.", file=sys.stderr
        )
        return 1


def _dispatch(arguments: list[str]) -> int:
    match arguments:
        case ["exec", "--", _, *_]:
            from portal.local.exec_command import execute

            return execute(arguments[2:], os.environ)
        case ["run"]:
            from portal.local.run_command import run

            return run(os.environ)
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
