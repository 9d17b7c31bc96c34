"""Markdown as people write it in a field: paragraphs, lists, headings, emphasis, links.

Everything is escaped first; only what stands here becomes markup. No images, no raw HTML.
"""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from site_kit.web.html import safe

_BLANK = re.compile(r"\n\s*\n")
_HEAD = re.compile(r"^(#{1,4})\s+(.*)$")
_ITEM = re.compile(r"^\s*([-*]|\d{1,3}[.)])\s+(.*)$")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_THIN = re.compile(r"(?<![\w*])[*_](?=\S)([^*_]+?)(?<=\S)[*_](?![\w*])")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s)]{1,500})\)")
_BARE = re.compile(r"(?<![\"=>])\b(https?://[^\s<]{3,500}[^\s<.,;:!?)])")


def inline(text: str) -> str:
    """One run of text."""
    said = str(escape(text))
    said = _LINK.sub(r'<a href="\2" rel="noopener noreferrer">\1</a>', said)
    said = _BARE.sub(r'<a href="\1" rel="noopener noreferrer">\1</a>', said)
    said = _CODE.sub(r"<code>\1</code>", said)
    said = _BOLD.sub(r"<strong>\1</strong>", said)
    return _THIN.sub(r"<em>\1</em>", said)


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
