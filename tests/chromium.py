"""The Chromium of this machine, for the tests that are marked `browser`.

The headless shell comes first: the same engine without the windows that nobody sees, at a quarter
of the processor's time.
"""

import os
import shutil
from functools import cache

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ADVICE = (
    "no Chromium on this machine: browser tests are skipped "
    "(install it, on Debian: apt install chromium-headless-shell; or set CHROMIUM to its path)"
)


@cache
def find() -> str | None:
    """The path of the program; None where there is none."""
    wished = os.environ.get("CHROMIUM")
    if wished:
        return wished if os.access(wished, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)
