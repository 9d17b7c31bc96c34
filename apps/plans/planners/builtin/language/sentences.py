"""Cuts a text into sentences; a heading with its bulleted lines is one sentence, its bullets read
as a list.
"""

import re

from apps.plans.planners.builtin.language.source import Source, Span

_ALWAYS_SHORT = ("e.g.", "i.e.", "vs.", "approx.", "incl.", "mr.", "ms.", "mrs.", "dr.")
_SHORT = ("etc.", "no.", "max.", "min.", "inc.", "ltd.", "nr.", "ca.", "fig.", "dept.", "est.")
_END = re.compile(r"[.!?]+(?=[\"')\]]*(?:\s|$))|;(?=\s)|(?<=\s)-{1,2}(?=\s)|\n[ ]*\n+|\n")
_ALL_BUT = re.compile(r"\b(?:nobody|no one|none) (?:but|except)\b")
_MOST = 400


def sentences(source: Source) -> list[Span]:
    """Places of the sentences, in order, trimmed, none empty."""
    text = source.unbulleted()
    spans: list[Span] = []
    start = 0
    for found in _END.finditer(text):
        if not _ends(source, text, start, found):
            continue
        _keep(spans, source.trim(start, found.start()))
        start = found.end()
    _keep(spans, source.trim(start, len(text)))
    return _joined(source, spans)[:_MOST]


def _keep(spans: list[Span], span: Span) -> None:
    if span.start < span.end:
        spans.append(span)


def _ends(source: Source, text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a mark really ends a sentence there."""
    before = text[start : found.end()]
    if found[0] == ".":
        last = before.split()[-1] if before.split() else ""
        follows = text[found.end() : found.end() + 2].strip()
        if last in _ALWAYS_SHORT and follows:
            return False
        return not (
            last in _SHORT and follows and not source.text[found.end() :].lstrip()[:1].isupper()
        )
    if found[0] == "\n":
        return _line_ends(source, text, start, found)
    return True


def _line_ends(source: Source, text: str, start: int, found: re.Match[str]) -> bool:
    """A single line break ends a sentence unless the line was merely wrapped."""
    line = text[max(start, text.rfind("\n", 0, found.start()) + 1) : found.start()].rstrip()
    if any(
        found.end() == place or (text[found.end() : place].strip() == "" and place > found.end())
        for place in source.listed
    ):
        return True
    if line.endswith((":", ",")):
        return False
    upcoming = source.text[found.end() :].lstrip()[:1]
    return len(line) < 50 or upcoming.isupper()


def _joined(source: Source, spans: list[Span]) -> list[Span]:
    """A heading that ends with a colon takes the short bulleted lines after it."""
    joined: list[Span] = []
    heading = False
    for span in spans:
        after = source.plain[span.end : span.end + 2]
        bulleted = any(
            place <= span.start <= place + 12
            and not source.plain[place : span.start].strip(" -*>+\u20220123456789.)[]x")
            for place in source.listed
        )
        if heading and bulleted and joined and span.end - span.start < 160:
            joined[-1] = joined[-1].to(span)
            continue
        heading = after.startswith(":")
        joined.append(span)
    return joined


def reading_text(source: Source) -> str:
    """`plain` as clauses read it: bullets are commas, line breaks are blanks, "nobody but" is
    "only"; same length.
    """
    characters = list(source.unbulleted())
    for place in source.listed:
        cut = max(place - 1, 0)
        if characters[cut] == "\n" and source.plain[:cut].rstrip()[-1:] not in {":", ",", ""}:
            characters[cut] = ","
    text = "".join(" " if character == "\n" else character for character in characters)
    return _ALL_BUT.sub(lambda found: "only".rjust(len(found[0])), text)
