"""The installation's two keys: made once, kept for as long as its data."""

import base64
import os
import secrets
from pathlib import Path

from portal.local import files

NAME = "secrets.json"


def invent() -> dict[str, str]:
    """New keys. The master key is 32 random bytes in URL-safe base64."""
    return {
        "secret_key": secrets.token_urlsafe(48),
        "master_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    }


def ensure(folder: Path) -> None:
    """Write the keys if they are not there; never replace one, since data is encrypted with it."""
    known = files.read(folder / NAME)
    wanted = invent() | known
    if wanted != known:
        files.write(folder / NAME, wanted)
