"""`characters`: what a reviewer reads is what Python reads (bidi controls, zero width, cookies)."""

import re
import unicodedata

from apps.builds.inspection.findings import Hits, Rule, Source

ALLOWED_CONTROLS = "\n"
CODING = re.compile(r"#.*?coding[:=]")
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _find(source: Source) -> Hits:
    python = source.path.endswith(".py")
    for number, line in enumerate(source.text.split("\n"), start=1):
        if not line.isascii() or not line.isprintable():
            yield from ((number, f"The character U+{ord(char):04X}") for char in _hidden(line))
        if python and number <= 2 and CODING.search(line):
            yield number, "An encoding cookie"


def _hidden(line: str) -> list[str]:
    return sorted({char for char in line if unicodedata.category(char) in HIDDEN})


RULE = Rule(
    "characters",
    "invisible and direction-changing characters are written as escapes; files are plain UTF-8.",
    _find,
)
