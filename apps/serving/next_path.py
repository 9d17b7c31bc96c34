"""Where a person goes on after signing in: a path of this site, or its beginning."""

import re

LONGEST = 2000
PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z")
HOME = "/"


def safe_next(text: str) -> str:
    """`text` where it is a path of this host and can mean no other; else home."""
    if len(text) > LONGEST or not PATH.match(text) or "//" in text.partition("?")[0]:
        return HOME
    return text if not text.lower().startswith("/__gate") else HOME
