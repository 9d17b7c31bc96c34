"""`characters`: what a reviewer reads is what Python reads (bidi controls, zero width, cookies)."""

import re
import unicodedata

from apps.builds.inspection.findings import Hits, Rule, Source

CODING = re.compile(r"#.*?coding[:=]")
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
STEERING = {"bidi", "Cc", "Cs"}
"""What may not even stand in data: an emoji may hold a joiner, but nothing turns a line round."""
HIDDEN = {*STEERING, "Cf", "Co", "Cn", "Zl", "Zp"}


def _find(source: Source) -> Hits:
    python = source.path.endswith(".py")
    refused = STEERING if source.path.endswith(".json") else HIDDEN
    for number, line in enumerate(source.text.split("\n"), start=1):
        if not line.isascii() or not line.isprintable():
            found = sorted({char for char in line if _sort(char) in refused})
            yield from ((number, f"The character U+{ord(char):04X}") for char in found)
        if python and number <= 2 and CODING.search(line):
            yield number, "An encoding cookie"


def _sort(char: str) -> str:
    """The general category of a character, or `bidi` for one that turns the direction."""
    return "bidi" if char in BIDI else unicodedata.category(char)


RULE = Rule(
    "characters",
    "invisible and direction-changing characters are written as escapes; files are plain UTF-8.",
    _find,
)
