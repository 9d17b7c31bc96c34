"""Markdown as people write it in a field: paragraphs, lists, headings, emphasis, links.

Everything else is escaped; only what stands here becomes markup. No images, no raw HTML.
"""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from site_kit.web.html import safe

_BLANK = re.compile(r"\n\s*\n")
_HEAD = re.compile(r"^(#{1,4})\s+(.*)$")
_ITEM = re.compile(r"^\s*([-*]|\d{1,3}[.)])\s+(.*)$")
_SPAN = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\]\n]{1,200})\]\((?P<to>https?://[^\s)]{1,500})\)"
    r"|\b(?P<bare>https?://[^\s<>\"]{3,500}[^\s<>\".,;:!?)'])"
    r"|\*\*(?=\S)(?P<strong>.{1,1000}?)(?<=\S)\*\*"
    r"|(?<![\w*])[*_](?=\S)(?P<em>[^*_]+?)(?<=\S)[*_](?![\w*])"
)
"""What is markup within a line. An address is taken whole: nothing in it is read again."""


def inline(text: str, *, links: bool = True) -> str:
    """One run of text; without `links` where it stands in one."""
    said, at = "", 0
    for found in _SPAN.finditer(text):
        said += escape(text[at : found.start()]) + _marked(found, links=links)
        at = found.end()
    return said + escape(text[at:])


def _marked(found: re.Match[str], *, links: bool) -> str:
    kind = str(found.lastgroup)
    if kind == "code":
        return f"<code>{escape(found[kind])}</code>"
    if kind in ("strong", "em"):
        return f"<{kind}>{inline(found[kind], links=links)}</{kind}>"
    shown = inline(found["label"], links=False) if kind == "to" else escape(found[kind])
    if not links:
        return shown
    return f'<a href="{escape(found[kind])}" rel="noopener noreferrer">{shown}</a>'


def _block(block: str, level: int) -> str:
    lines = block.strip("\n").split("\n")
    if (head := _HEAD.match(lines[0])) and len(lines) == 1:
        return f"<h{level}>{inline(head.group(2))}</h{level}>"
    items = [_ITEM.match(line) for line in lines]
    if all(items):
        tag = "ol" if items[0] and items[0].group(1)[0].isdigit() else "ul"
        inside = "".join(f"<li>{inline(item.group(2))}</li>" for item in items if item)
        return f'<{tag} class="list">{inside}</{tag}>'
    return f"<p>{'<br>'.join(inline(line) for line in lines)}</p>"


def prose(text: str, level: int = 3) -> SafeString:
    """The text as markup; `level` is that of its headings, one below what it stands under."""
    blocks = _BLANK.split(text.replace("\r\n", "\n").strip())
    return safe("".join(_block(block, level) for block in blocks if block.strip()))
