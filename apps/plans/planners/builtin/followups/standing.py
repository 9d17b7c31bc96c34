"""What a follow-up does to the lists of what was asked before.

`requirements` hold everything that was ever asked and still stands: the acceptance tests of the
tool come of them, so a follow-up adds its own and takes away only those whose every provision it
removed. `left_out` holds what is open: the follow-up's own, and those of earlier prompts that are
still not there. What was read as background, what this follow-up has built, and what was said away
("never mind the text messages") is gone from it.
"""

import re
from collections.abc import Callable, Iterable

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.requirements import BACKGROUND
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.phrases import content, key_of
from apps.plans.planners.builtin.lexicon import Lexicon

MOST_ASKED_AGAIN = 20
_SAID_AWAY = re.compile(
    r"^(?:never ?mind|forget|skip|ignore|leave|drop|we (?:don't|do not|no longer) (?:need|want)|"
    r"i (?:don't|do not|no longer) (?:need|want)|no need for)\b (?:about )?(?P<what>.+?)(?: "
    r"after all| out| be| for now)?$"
)
_NUMBER = re.compile(r"\d+")
_LIMITS = re.compile(
    r"\b(?:more than|at most|at least|or (?:less|fewer|more)|less than|fewer than|max\w*|min\w*|"
    r"limit\w*|exceed\w*|over|above|under|below|up to|no higher)\b"
)
_VERBS = frozenset({"add", "show", "send", "make", "let", "put", "have", "want", "need", "field"})


def said_away(request: Request) -> Change | None:
    """`never mind the text messages`: an open wish that is wanted no longer."""
    found = _SAID_AWAY.match(request.text)
    words = _words(found["what"], request.present.lexicon) if found else set()
    open_wishes = [str(entry["quote"]) for entry in request.present.data.get("left_out", [])]
    gone = [q for q in open_wishes if words and words <= _words(q, request.present.lexicon)]
    if not gone:
        return None
    edits: tuple[Edit, ...] = tuple({"kind": "remove", "at": f"left_out.{q}"} for q in gone)
    return Change(edits, (), f"No longer wanted: {', '.join(f'“{quote}”' for quote in gone)}")


def settled(
    before: Data,
    after: Data,
    built: Iterable[str],
    lexicon: Lexicon,
    ask_again: Callable[[str], Change | NoChange],
) -> list[Edit]:
    """The edits that take away what stands on the lists no longer."""
    wishes = [_words(quote, lexicon) for quote in built]
    earlier = {entry["quote"]: entry["reason"] for entry in before.get("left_out", [])}
    edits: list[Edit] = []
    for number, entry in enumerate(after.get("left_out", [])):
        quote = str(entry["quote"])
        if earlier.get(quote) != entry["reason"]:
            continue
        words = _words(quote, lexicon)
        again = ask_again(quote) if number < MOST_ASKED_AGAIN else None
        there = isinstance(again, Change) and again.provides and not (again.edits or again.partly)
        if entry["reason"] == BACKGROUND or there or any(words and words <= w for w in wishes):
            edits.append({"kind": "remove", "at": f"left_out.{quote}"})
    provided = {entry["quote"]: entry["provides"] for entry in before.get("requirements", [])}
    edits += [
        {"kind": "remove", "at": f"requirements.{entry['quote']}"}
        for entry in after.get("requirements", [])
        if provided.get(entry["quote"]) and not entry.get("provides")
    ]
    return edits


def _words(text: str, lexicon: Lexicon) -> set[str]:
    """The words that say what is meant, each in its plain form."""
    return {key_of(word) for word in content(text.lower(), lexicon)} - _VERBS - {""}


def same_wish(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two clauses that are not there yet ask for the same: the same number as a limit, or
    most of their words.
    """
    first, second = _words(one, lexicon), _words(other, lexicon)
    figures = set(_NUMBER.findall(one)) & set(_NUMBER.findall(other))
    if figures and _LIMITS.search(one.lower()) and _LIMITS.search(other.lower()):
        return True
    shared = len(first & second)
    return shared > 1 and shared * 5 >= len(first | second) * 3
