"""An exception of a site's code as one sentence: what, and where in the site's own files."""

from __future__ import annotations

import traceback
from pathlib import Path

LONGEST = 600


def sentence_of(error: BaseException, code: str) -> str:
    """Such as `NameError: name 'kit' is not defined (app/models.py, line 3).`"""
    said = " ".join(str(error).split())[:LONGEST] or "it gave no reason"
    where = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(code)
    ]
    if not where:
        return f"{type(error).__name__}: {said}"
    file = Path(where[-1].filename).relative_to(code).as_posix()
    return f"{type(error).__name__}: {said} ({file}, line {where[-1].lineno})"
