"""What a text and a link may be when they come from a tool: data, and a way into that tool."""

import re

LONGEST_TEXT, LONGEST_LINE = 4000, 120
OWN_PATH = re.compile(r"/(?!/)[!-.0-\[\]-~/]{0,490}\Z")


def plain(text: str) -> str:
    """The text with nothing in it that is not seen: no control sign, nothing that turns it."""
    return unseen_gone(text[:LONGEST_TEXT]).strip()


def unseen_gone(text: str) -> str:
    """The text, of any length, with a space for each sign that is not seen."""
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)


def first_line(text: str) -> str:
    """What stands for the whole where there is one line: a subject, a row of a list."""
    line = next(iter(plain(text).splitlines()), "").strip()
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def own_path(link: str) -> str:
    """A path on the tool's own address; its first page where it is anything else."""
    return link if OWN_PATH.match(link) else "/"
