"""`python -m site_runtime.runner --socket PATH --log-dir DIR`."""

import argparse
import sys
from pathlib import Path

from site_runtime.runner.control import NotFree
from site_runtime.runner.loop import Runner


def main() -> int:
    """Run until told to stop; the exit status."""
    parser = argparse.ArgumentParser("site_runtime.runner", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="where the portal finds it")
    parser.add_argument("--log-dir", type=Path, required=True, help="what sites print, by site")
    parser.add_argument("--spares", type=int, default=1, help="processes kept ready for a site")
    parser.add_argument("--idle-seconds", type=float, default=600.0, help="then a site sleeps")
    parser.add_argument(
        "--ends-with-parent", action="store_true", help="stop when its starter does"
    )
    given = parser.parse_args()
    try:
        runner = Runner(
            given.socket, given.log_dir, spares=given.spares, idle_seconds=given.idle_seconds
        )
    except NotFree as error:
        sys.stderr.write(f"runner: {error}\n")
        return 1
    runner.run(ends_with_parent=given.ends_with_parent)
    return 0


if __name__ == "__main__":
    sys.exit(main())
