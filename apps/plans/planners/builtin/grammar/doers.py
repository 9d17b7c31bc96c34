"""Who does what a clause says: people, not pronouns, places or parts of a page."""

import re

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.verbs import COLLECTIVE, is_people
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.words import is_plural, last_word, singular_phrase

_SYSTEM = {
    "it",
    "this",
    "the tool",
    "the app",
    "the system",
    "the dashboard",
    "the page",
    "there",
    "the list",
    "the site",
    "that",
}
_THEY = {"they", "them", "he", "she", "those", "these", "who", "which", "that", "somewhere"}
_ME = {"i", "we", "me", "us", "you"}
_NEAR = 4
_NOBODY = {"nobody", "no one", "none", "no-one"}
_WHERE = re.compile(r"^(?:at|in|on|for) (?:our|the|my|this|each|every) [a-z]+,? (?=[a-z])")


def who_of(clause: Clause, world: World) -> str:
    """Who does it; `they` are the people spoken of last."""
    who = _named(clause)
    if who not in _THEY:
        return who
    before = [other for other in world.said if other.span.start < clause.span.start]
    named = ((_named(other), other) for other in reversed(before[-_NEAR:]))
    return next((one for one, said in named if one not in _ME and acts(one, said, world)), "")


def _named(clause: Clause) -> str:
    frame = clause.frame
    who = frame.by if frame.passive else frame.subject
    return re.sub(r"^(?:but |and )?(?:only |also )?", "", _WHERE.sub("", who.strip()))


def _is_it(clause: Clause, world: World) -> bool:
    """`IT` in capitals is a department, `it` is the tool."""
    return re.search(r"\bIT\b", world.source.text[clause.span.start : clause.span.end]) is not None


def acts(who: str, clause: Clause, world: World) -> bool:
    """Whether words are people: by the lexicon, by a modal, or because nothing else can
    be meant. Pronouns, places and parts of a page are none.
    """
    if not who or who in _THEY or (who in _SYSTEM and not (who == "it" and _is_it(clause, world))):
        return False
    thing = world.things.exactly(who)
    if thing is not None and thing.noun is not None and thing.noun.person:
        return True
    asker = who in _NOBODY or who in world.lexicon.people["asker"]
    if asker or is_people(who, world.lexicon) or (who == "it" and _is_it(clause, world)):
        return True
    last = last_word(who)
    if thing is not None or _is_part(last, world):
        return False
    one = who.startswith(("the ", "our ", "a ")) and clause.does("move", "mark")
    return clause.frame.can or is_plural(last) or last in COLLECTIVE or one


def _is_part(last: str, world: World) -> bool:
    """`the buttons`, `somewhere`, `the whole page`: what a tool has, no people."""
    lexicon = world.lexicon
    parts = {*lexicon.tools["ui"], *lexicon.tools["named"], *lexicon.tools["hollow"]}
    if last in COLLECTIVE:
        return False
    return bool({last, singular_phrase(last)} & parts) or last in lexicon.glue
