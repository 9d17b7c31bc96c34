"""A list that a clause gives as fields: cut into items, each read, and kept only where it looks
like fields.
"""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.field_phrases import field_phrase, inside
from apps.plans.planners.builtin.grammar.phrases import key_of
from apps.plans.planners.builtin.grammar.questions import asked, states
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase, HasFields
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list, until_stop
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.words import is_plural, last_word
from apps.plans.planners.builtin.lexicon.kinds import is_known_field

_SAYS_LAST = re.compile(
    r",? and (?:note|say|state|mark|indicate|record|see|show|know|track|flag|tell)s? *$"
)


def list_wish(
    clause: Clause,
    world: World,
    found: re.Match[str],
    key: str,
    *,
    least: int,
    columns: bool = False,
    strict: bool = False,
    whole: bool = False,
) -> HasFields | None:
    """The wish for the list that a pattern found; the words in front of it are quoted too."""
    if not key:
        return None
    begin = 0 if whole else found.start()
    return from_list(
        clause,
        world,
        key,
        found.start("list"),
        found["list"],
        Span(begin, found.start("list")),
        least=least,
        columns=columns,
        strict=strict,
    )


def from_list(
    clause: Clause,
    world: World,
    key: str,
    start: int,
    text: str,
    lead: Span,
    *,
    least: int,
    columns: bool = False,
    strict: bool = False,
    many: bool = False,
) -> HasFields | None:
    """The wish for a list that begins at `start` of the clause; with `strict` only if it looks like
    fields.
    """
    listed = until_stop(inside(text))
    if state := states(listed):
        listed = _SAYS_LAST.sub("", listed[: state.start()])
    phrases: list[FieldPhrase] = []
    for item in _items(listed, clause.span.start + start, world, key):
        phrase = field_phrase(item, world)
        if phrase is None:
            if phrases and not strict:
                continue
            if many:
                continue
            if strict and not phrases:
                return None
            break
        phrases.append(phrase)
    if len(phrases) < least or (
        strict and not _looks_like_fields(phrases, world, key, nouns=not many)
    ):
        return None
    return HasFields(
        span=Span(clause.span.start + lead.start, phrases[-1].span.end),
        of=key,
        fields=tuple(phrases),
        columns=columns,
    )


def _items(listed: str, offset: int, world: World, key: str) -> Iterator[Item]:
    """The items of a list; of a question for two things the one that is not the row itself."""
    for item in split_list(listed, offset):
        parts = asked(item, world.lexicon)
        own = world.things[key].names
        yield from (part for part in parts if len(parts) == 1 or key_of(part.text) not in own)


def _looks_like_fields(phrases: list[FieldPhrase], world: World, key: str, *, nouns: bool) -> bool:
    """At least half known words of fields, or values in brackets (`nouns` of business count too);
    and not mostly things in the plural.
    """
    known = sum(
        bool(phrase.values or phrase.kind or phrase.unit)
        or is_known_field(phrase.text, world.lexicon)
        or world.things.exactly(phrase.text) is not None
        or (nouns and phrase.text in world.lexicon.noun_words)
        for phrase in phrases
    )
    plural_things = sum(
        is_plural(last_word(phrase.text)) and world.things.named(phrase.text) is not None
        for phrase in phrases
    )
    own = any(key_of(phrase.text) in world.things[key].names for phrase in phrases)
    return (
        known * 2 >= len(phrases)
        and plural_things * 2 <= len(phrases)
        and not (own and len(phrases) == 1)
    )
