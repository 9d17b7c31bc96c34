"""Small files with secrets in them: whole or not there, and readable by the owner alone."""

import json
import os
from pathlib import Path
from typing import Any

from portal.local.errors import LocalError


def read(path: Path) -> dict[str, Any]:
    """The object in the file; an absent file is an empty one."""
    try:
        found = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise LocalError(f"{path} is damaged ({error}). Restore it from a backup.") from error
    return found if isinstance(found, dict) else {}


def write(path: Path, values: dict[str, Any]) -> None:
    """Replace the file at once, so that a reader or a crash never meets half of it."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(values, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
