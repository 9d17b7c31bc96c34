"""Reads what tools have anyway or may have: sign-in, storage, comments, files, export; and what is
beyond them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.wishes import Beyond, Extra, Wish
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.lexicon.entries import ExtraWord

_WHOLE = {"sign_in", "storage", "history", "phone"}
_LEAD = re.compile(
    r"(?:(?:and|with|via|through|by|from|an?|the|optional|including|also|to|its|on|have|has|each|"
    r"every|their|some|in|for|using) )+$"
)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def found_extras(text: str, world: World) -> Iterator[tuple[ExtraWord, re.Match[str]]]:
    """Every extra that a text speaks of, with the first place where it does."""
    for extra in world.lexicon.extras:
        if any(_compiled(pattern).search(text) for pattern in extra.unless):
            continue
        for pattern in extra.any:
            found = _compiled(pattern).search(text)
            if found:
                yield extra, found
                break


def read_extras(clause: Clause, world: World) -> Iterator[Wish]:
    """Extras of a clause; a column of that name is no extra."""
    for extra, found in found_extras(clause.text, world):
        span = _span(clause, extra, found)
        if extra.sort == "beyond":
            yield Beyond(span=span, reason=extra.reason)
        else:
            words = found.groupdict().get("colour") or clause.text
            yield Extra(span=span, what=extra.id, of=world.focus(clause), words=words)


def _span(clause: Clause, extra: ExtraWord, found: re.Match[str]) -> Span:
    """The whole clause where it is about nothing else, else the words with what leads
    up to them.
    """
    if (
        extra.id in _WHOLE
        or clause.does("export", "import", "attach", "comment", "signin", "search")
        or len(clause.text.split()) <= 6
    ):
        return clause.span
    lead = _LEAD.search(clause.text[: found.start()])
    start = lead.start() if lead else found.start()
    end = found.end()
    tail = re.compile(
        r"(?: (?:of|for|to|on|in|with|as|by|at|from|threads?|sections?|features?) ?(?:the |a |an "
        r"|each |every |all |our |their )*[\w-]+){0,2}"
    ).match(clause.text, end)
    return clause.place(start, tail.end() if tail and extra.sort != "beyond" else end)
