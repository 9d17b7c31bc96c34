"""Texts of people inside a question: data between marks, which nothing in them can end."""

import re
from collections.abc import Sequence


def quoted(called: str, text: str, marks: Sequence[str]) -> str:
    """A text as data between `<called>` and `</called>`. Marks within it (of all that the question
    has) are made harmless, so that nothing can end the quotation and go on as if it were ours.
    """
    words = "|".join(map(re.escape, marks))
    harmless = re.sub(rf"<(?=\s*/?\s*(?:{words})\b)", "&lt;", text, flags=re.I)
    return f"<{called}>\n{harmless}\n</{called}>"
