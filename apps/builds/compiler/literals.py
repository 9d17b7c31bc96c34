"""The one place where a text of a blueprint becomes Python: always a literal, never code.

Whatever stands in a name, a help text or a message comes out of `text` or `docstring` as a
literal that reads back equal. Identifiers are made in `names`, from ids alone.
"""

import textwrap
from collections.abc import Iterable

WIDTH = 100
LONGEST_LITERAL = 76
LONGEST_IN_A_CONSTRAINT = 56
LONGEST_DOCSTRING_LINE = 94


def text(value: str, longest: int = LONGEST_LITERAL) -> str:
    """A literal that evaluates to `value`; a long one as several, joined by Python."""
    if len(value) <= longest:
        return repr(value)
    return "(" + " ".join(repr(piece) for piece in _pieces(value, longest)) + ")"


def _pieces(value: str, longest: int) -> Iterable[str]:
    rest = value
    while len(rest) > longest:
        cut = rest.rfind(" ", 1, longest) + 1 or longest
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def docstring(value: str, *, more: str = "", indent: int = 0) -> str:
    """`value` as a docstring of one paragraph (or two, with `more`), without a surprise inside.

    White space is folded, since a docstring is read and not used. What does not fit into a line
    begins with its first sentence alone.
    """
    first, stop, rest = value.partition(". ")
    if rest and not more and len(" ".join(value.split())) > LONGEST_DOCSTRING_LINE - indent:
        value, more = f"{first}{stop}".strip(), rest
    paragraphs = [_paragraph(text, indent) for text in (value, more) if text]
    if len(paragraphs) == 1 and "\n" not in paragraphs[0]:
        return f'"""{paragraphs[0]}"""'
    return '"""' + "\n\n".join(paragraphs) + '\n"""'


def _paragraph(value: str, indent: int) -> str:
    words = _escaped(" ".join(value.split()))
    width = LONGEST_DOCSTRING_LINE - indent
    lines = textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)
    return words if len(lines) <= 1 else "\n".join(lines)


def _escaped(value: str) -> str:
    """Printable characters as they are, others as escapes; quotes too, where they would end it."""
    doubled = value.replace("\\", "\\\\")
    plain = "".join(char if char.isprintable() else repr(char)[1:-1] for char in doubled)
    return plain.replace('"', '\\"') if '"""' in plain or plain.endswith('"') else plain


def texts(values: Iterable[str]) -> str:
    """A tuple of literals."""
    return sequence(text(value) for value in values)


def sequence(sources: Iterable[str]) -> str:
    """A tuple of what is source already."""
    items = list(sources)
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def listing(sources: Iterable[str]) -> str:
    """A list of what is source already."""
    return f"[{', '.join(sources)}]"


def mapping(entries: Iterable[tuple[str, str]]) -> str:
    """A dictionary whose keys and values are source already."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"
