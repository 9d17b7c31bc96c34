"""Reads a whole brief: every wish in it, and every stretch of it that none of them covers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from apps.plans.planners.builtin.grammar.arranging import read_filters, read_order
from apps.plans.planners.builtin.grammar.clauses import Clause, clauses
from apps.plans.planners.builtin.grammar.deeds import read_deeds
from apps.plans.planners.builtin.grammar.extras import read_extras
from apps.plans.planners.builtin.grammar.fields import read_fields
from apps.plans.planners.builtin.grammar.figures import read_charts, read_counts
from apps.plans.planners.builtin.grammar.finding import find_things
from apps.plans.planners.builtin.grammar.heads import read_head
from apps.plans.planners.builtin.grammar.meddling import is_meddling
from apps.plans.planners.builtin.grammar.near import read_soon
from apps.plans.planners.builtin.grammar.pages import read_hidden, read_rows
from apps.plans.planners.builtin.grammar.phrases import content
from apps.plans.planners.builtin.grammar.rules import (
    read_flags,
    read_limits,
    read_messages,
    read_relations,
    read_rules,
)
from apps.plans.planners.builtin.grammar.things import Things
from apps.plans.planners.builtin.grammar.values import read_values
from apps.plans.planners.builtin.grammar.wishes import (
    Acted,
    Allowed,
    Assigned,
    Background,
    Counted,
    Extra,
    HasFields,
    HasValues,
    Ruled,
    Shown,
    Told,
    Wish,
)
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.source import Source, Span
from apps.plans.planners.builtin.language.tokens import tokens
from apps.plans.planners.builtin.lexicon import Lexicon

Reader = Callable[[Clause, World], Iterator[Wish]]
READERS: tuple[Reader, ...] = (
    read_head,
    read_messages,
    read_fields,
    read_values,
    read_counts,
    read_charts,
    read_filters,
    read_order,
    read_rules,
    read_relations,
    read_deeds,
    read_flags,
    read_limits,
    read_soon,
    read_extras,
    read_rows,
    read_hidden,
)
_BACKGROUND = re.compile(
    r"^(?:so that|so (?:we|i|they|nobody|everyone)|because|since|as (?:we|of|it)|in order to|to "
    r"(?:make sure|avoid|help|replace|stop|save|reduce|improve|get rid)|right now|currently|at "
    r"the moment|today we|until now|until today|"
    r"we(?:'re| are| have| currently| use| still| run| do| get| work| sell| produce| make)|"
    r"i(?:'m| am| have| run| work)|our (?:company|team|office|problem|goal|aim)|it is (?:a|for|"
    r"hard|difficult|important)|this (?:is|helps|will|makes)|"
    r"hi\b|hello|hey|dear|thanks?|thank you|cheers|regards|the (?:goal|aim|idea|problem|purpose|"
    r"point)|that's|nothing|which (?:is|are) (?:a|hard|annoying|slow)|(?:please )?(?:keep|make) "
    r"it (?:simple|small|short|basic|clean|nice)|"
    r"it (?:should|must) (?:be|look|feel) (?:simple|easy|clean|modern|nice|fast|friendly|good|"
    r"professional|intuitive))"
)


_SO_FAR = re.compile(
    r"^(?:and |but )?(?:at the moment|currently|right now|so far|until now|up to now|nowadays|"
    r"these "
    r"days|today),? (?:we|i|our|everything|everybody|it|this|that)\b(?! (?:need|want|should|must))"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the things, the wishes in order, and the stretches that nothing
    accounts for.
    """

    source: Source
    world: World
    wishes: tuple[Wish, ...]
    unread: tuple[Span, ...]

    @property
    def things(self) -> Things:
        """The entities to be."""
        return self.world.things


def read(
    source: Source, lexicon: Lexicon, known: Callable[[Things], None] | None = None
) -> Reading:
    """Reads a brief. `known` adds things of an existing blueprint first."""
    said = clauses(source, lexicon)
    things = find_things(said, lexicon, known)
    world = World(source, lexicon, said, things)
    wishes: list[Wish] = []
    unread: list[Span] = []
    for clause in said:
        if is_meddling(clause.text):
            unread.append(clause.span)
            continue
        found = _settled([wish for reader in READERS for wish in reader(clause, world)])
        if _SO_FAR.match(clause.text) or (not found and _BACKGROUND.match(clause.text)):
            found = [Background(span=clause.span)]
        gaps = _gaps(clause, [wish.span for wish in found])
        missed = [
            gap
            for gap in gaps
            if _matters(source.plain[gap.start : gap.end], world, alone=not found)
        ]
        wishes += _stretched(found, [gap for gap in gaps if gap not in missed])
        unread += missed
    return Reading(source, world, tuple(wishes), tuple(unread))


def is_background(text: str) -> bool:
    """Whether a clause only explains: who we are, why, thanks."""
    return bool(_BACKGROUND.match(text))


def _settled(found: list[Wish]) -> list[Wish]:
    """A list of fields or values is not read a second time as a file, a comment, a number; a
    message only as such.
    """
    if any(isinstance(wish, Told) and wish.channel for wish in found):
        return [wish for wish in found if isinstance(wish, Told)]
    if any(isinstance(wish, Told) for wish in found):
        return [wish for wish in found if isinstance(wish, Told) or not isinstance(wish, Extra)]
    if any(isinstance(wish, Ruled) and wish.kind == "reason" for wish in found):
        found = [
            wish
            for wish in found
            if not (isinstance(wish, Extra) and wish.what in {"comments", "files"})
            and not (isinstance(wish, Acted) and not wish.who)
        ]
    if any(isinstance(wish, Extra) and wish.what == "storage" for wish in found):
        found = [wish for wish in found if not isinstance(wish, (Allowed, Shown))]
    if any(isinstance(wish, Allowed) and wish.own and wish.right == "view" for wish in found):
        found = [wish for wish in found if not isinstance(wish, Shown)]
    lists = [wish.span for wish in found if isinstance(wish, (HasFields, HasValues))]
    return [
        wish
        for wish in found
        if not (
            isinstance(wish, Counted)
            and any(span.covers(wish.span) and span != wish.span for span in lists)
        )
        and not (
            isinstance(wish, Assigned)
            and not wish.act
            and any(span.covers(wish.span) for span in lists)
        )
        and not (
            isinstance(wish, Extra)
            and any(
                span.overlaps(wish.span) and span != wish.span and wish.what in _IN_LISTS
                for span in lists
            )
        )
    ]


_SAYING = {"show", "make", "want", "let", "require", "use", "keep", "create", "view"}
_IN_LISTS = {
    "files",
    "comments",
    "search",
    "phone",
    "export",
    "print",
    "forms",
    "detail",
    "restore",
}


def _gaps(clause: Clause, covered: list[Span]) -> list[Span]:
    """Stretches of a clause that no wish covers."""
    gaps: list[Span] = []
    start = None
    end = clause.span.start
    for word in tokens(clause.text):
        place = Span(clause.span.start + word.start, clause.span.start + word.end)
        if any(span.covers(place) for span in covered):
            if start is not None:
                gaps.append(Span(start, end))
            start = None
        else:
            start = place.start if start is None else start
            end = place.end
    return [*gaps, Span(start, end)] if start is not None else gaps


def _stretched(found: list[Wish], gaps: list[Span]) -> list[Wish]:
    """Words that ask for nothing by themselves go to the wish beside them, so that every word is
    quoted.
    """
    stretched = list(found)
    for gap in gaps:
        before = [wish for wish in stretched if wish.span.end <= gap.start]
        after = [wish for wish in stretched if wish.span.start >= gap.end]
        beside = (
            min(after, key=lambda wish: wish.span.start)
            if after
            else max(before, key=lambda wish: wish.span.end)
            if before
            else None
        )
        for index, wish in enumerate(stretched):
            if beside is not None and wish.span == beside.span:
                stretched[index] = replace(wish, span=wish.span.to(gap))
    return stretched


def _matters(text: str, world: World, *, alone: bool) -> bool:
    """Whether words ask for something: not only glue, names of things, words of pages; a clause
    without any wish
    matters as soon as it says anything.
    """
    lexicon = world.lexicon
    if alone:
        return bool(content(text, lexicon))
    known = (
        set(lexicon.tools["ui"])
        | {form for form, verb in lexicon.verb_forms.items() if verb.does in _SAYING}
        | {name for thing in world.things for name in " ".join(thing.names).split()}
    )
    return any(
        word not in known and word.rstrip("s") not in known and word.split("'")[0] not in known
        for word in content(text, world.lexicon)
    )
