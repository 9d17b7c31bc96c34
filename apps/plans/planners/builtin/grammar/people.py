"""People called by their first name: `Ines approves refunds`. A name is no role."""

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.verbs import MODALS, is_people
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.words import is_plural, singular_phrase
from apps.plans.planners.builtin.lexicon.entries import Verb

_ROLES = {"view": "viewer", "show": "viewer", "find": "viewer"}


def named_person(who: str, clause: Clause, world: World) -> str:
    """The name as typed, where words are a person's name; else an empty text."""
    words = who.split()
    if not 0 < len(words) < 3 or not all(word.isalpha() for word in words):
        return ""
    place = world.source.plain.find(who, clause.span.start, clause.span.end)
    typed = world.source.text[place : place + len(who)] if place >= 0 else ""
    if not typed or typed != typed.title() or _is_word(who, world):
        return ""
    begins = place == 0 or world.source.plain[:place].rstrip()[-1:] in {".", "!", "?", ""}
    surely = who in world.lexicon.people["names"] or (not begins and not is_plural(words[-1]))
    return typed if surely or _does_alone(who, clause, world) else ""


def _is_word(who: str, world: World) -> bool:
    """Whether the lexicon or the brief has the words as something else."""
    lexicon = world.lexicon
    return (
        is_people(who, lexicon)
        or world.things.named(who) is not None
        or singular_phrase(who) in lexicon.noun_words
        or any(word in lexicon.glue or word in lexicon.verb_forms for word in who.split())
    )


def _does_alone(who: str, clause: Clause, world: World) -> bool:
    """`Ines approves`, `Maria can order`: one person, without an article."""
    rest = world.source.plain[clause.span.start : clause.span.end].split(who, 1)[-1].split()
    verb = rest[0] if rest else ""
    if verb in world.lexicon.verb_forms and verb.endswith("s"):
        return True
    return verb in MODALS and not is_plural(who.split()[-1]) and who not in {"it", "hr"}


def role_for(verb: Verb) -> str:
    """The role that a named person gets, by what they do."""
    if verb.decides:
        return "approver"
    return _ROLES.get(verb.does, "editor")
