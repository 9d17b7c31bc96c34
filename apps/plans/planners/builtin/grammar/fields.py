"""Reads fields: "with columns for a, b and c", "each loan has …", "orders: name, phone, status
(new, done)".
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.field_lists import from_list, list_wish
from apps.plans.planners.builtin.grammar.field_phrases import field_phrase
from apps.plans.planners.builtin.grammar.finding import AND_WHO, RECORDED_FOR
from apps.plans.planners.builtin.grammar.phrases import bare, up_to_end
from apps.plans.planners.builtin.grammar.questions import (
    event,
    first_question,
    is_question,
)
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.grammar.wishes import HasFields, Wish
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list, until_stop
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.lexicon.kinds import is_known_field

_COLUMNS = re.compile(
    r"\b(?:with |and |the |these |following |show |showing |has |have )*columns?\s*(?:should be|"
    r"are|for|of|like|such as|named|called|with|:|-|showing)*\s*(?P<list>.+)",
    re.S,
)


_NAMED = re.compile(
    r"\b(?:with |and |the |these |following |a |its |their |has |have |needs? |basic "
    r")*(?:fields?|attributes|details|properties|information|info)(?: about it)?\s*(?:should be|"
    r"are|for|like|such as|including|namely|of|:|-|\()+\s*(?P<list>.+)",
    re.S,
)


_WITH = re.compile(
    r"\b(?:with|including|incl\.?|containing|consisting of|showing|by entering|that includes?|"
    r"recording|capturing|stating|giving)\s+(?P<list>.+)",
    re.S,
)


_COLON = re.compile(r"^(?P<head>[^:(]{2,60}):\s*(?P<list>.+)", re.S)


_BRACKET = re.compile(
    r"\b(?P<head>[a-z][\w' -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)"
)


_PER = re.compile(r"\b(?:per|for each|for every) (?P<thing>[a-z]+)\b(?! (?:we|i|they))")


_DESCRIBED = re.compile(
    r"(?P<thing>[a-z][\w -]{2,30}?)(?: (?:come|comes|arrive|arrives|are sent)(?: in| out)?)? "
    r"(?:with|have|has|include|contain) "
)


_BY_LIST = re.compile(r"(?P<thing>[a-z][\w' -]{2,30}?) by (?P<list>.+)")


_PLACE_TO = re.compile(
    r"\b(?:with |and )?(?:a |some )(?:place|space|field|box|room|line|spot) (?:to|for) "
    r"(?:note(?: down)?|record|enter|write(?: down)?|put|keep|noting|recording|writing down|"
    r"notes (?:on|about)) "
    r"(?P<list>.+)"
)


_GIVEN = re.compile(
    r"\b(?:give|gives|assign|assigns) (?:each|every|it|them)(?: one| [a-z]+)? "
    r"(?P<list>(?:an? |its )[a-z].*)"
)


_FOR_EACH = re.compile(
    r"\b(?:for|of|on) (?:each|every|all|the|any|an?) (?P<thing>[a-z][\w' -]{2,40})"
)


def read_fields(clause: Clause, world: World) -> Iterator[Wish]:
    """The fields a clause names, with the thing they belong to."""
    found: list[HasFields] = []
    for reader in (
        _columns,
        _named_fields,
        _possessed,
        _colon_list,
        _with_list,
        _bracket_list,
        _noted,
        _recorded,
        _bare_list,
        _asked_alone,
        _per_thing,
    ):
        wish = reader(clause, world)
        if wish is not None and not any(wish.span.overlaps(other.span) for other in found):
            found.append(wish)
    yield from sorted(found, key=lambda wish: wish.span.start)


def _columns(clause: Clause, world: World) -> HasFields | None:
    found = _COLUMNS.search(clause.text)
    if not found or re.match(r"(?:and |or )?(?:filter|sort)", found["list"]):
        return None
    return list_wish(clause, world, found, world.focus(clause), columns=True, least=1)


def _named_fields(clause: Clause, world: World) -> HasFields | None:
    found = _NAMED.search(clause.text)
    return list_wish(clause, world, found, world.focus(clause), least=2) if found else None


def _possessed(clause: Clause, world: World) -> HasFields | None:
    """`each loan has an item and a borrower`, `items need a name`, `a visit consists of …`."""
    if not clause.subject or (
        is_people(clause.subject, world.lexicon) and world.things.exactly(clause.subject) is None
    ):
        return None
    if not any(
        verb.name in {"have", "include", "contain", "need", "list", "show", "display", "require"}
        for verb in clause.verbs
    ):
        return None
    thing = world.things.named(clause.subject)
    if thing is None or clause.frame.negated:
        return None
    start = len(clause.text) - len(clause.rest)
    return from_list(
        clause,
        world,
        thing.key,
        start,
        clause.rest,
        Span(0, start),
        least=1,
        strict=not any(v.name == "have" for v in clause.verbs),
    )


def _with_list(clause: Clause, world: World) -> HasFields | None:
    if clause.does("signin", "filter", "sort"):
        return None
    for found in _WITH.finditer(clause.text):
        before = clause.text[: found.start()]
        thing = world.last_named_in(" ".join(before.split()[-4:])) or (
            world.things[world.focus(clause)] if world.focus(clause) else None
        )
        if thing is not None:
            wish = list_wish(clause, world, found, thing.key, least=1, strict=True)
            if wish is not None:
                return wish
    return None


def _colon_list(clause: Clause, world: World) -> HasFields | None:
    found = _COLON.match(clause.text)
    if not found:
        return None
    thing = world.named_in(found["head"])
    if (inner := _DESCRIBED.match(found["list"])) and world.things.named(
        inner["thing"]
    ) is not None:
        return None
    key = thing.key if thing else world.focus(clause)
    return (
        list_wish(clause, world, found, key, least=2, strict=thing is None, whole=True)
        if key
        else None
    )


def _bracket_list(clause: Clause, world: World) -> HasFields | None:
    """`visits (name, company, host)`: brackets right after a thing."""
    for found in _BRACKET.finditer(clause.text):
        thing = world.things.named(found["head"].split(",")[-1])
        items = split_list(found["list"])
        if (
            thing is not None
            and len(items) > 1
            and sum(is_known_field(item.text, world.lexicon) for item in items) * 2 >= len(items)
        ):
            return list_wish(clause, world, found, thing.key, least=2)
    return None


def _noted(clause: Clause, world: World) -> HasFields | None:
    """`with a place to note swaps`, `give each a number`: a field by what it is for."""
    found = _PLACE_TO.search(clause.text) or _GIVEN.search(clause.text)
    if found is None or not world.focus(clause):
        return None
    wish = list_wish(clause, world, found, world.focus(clause), least=1)
    if wish is None:
        return None
    fields = tuple(
        replace(phrase, kind="long_text" if found.re is _PLACE_TO else "reference")
        if found.re is _PLACE_TO or phrase.text == "number"
        else phrase
        for phrase in wish.fields
    )
    return replace(wish, fields=fields)


def _recorded(clause: Clause, world: World) -> HasFields | None:
    """`record the date, the place and what happened (for each incident)`."""
    recorded = RECORDED_FOR.match(clause.text)
    said = ("keep", "create", "show", "view", *(("want", "let") if recorded else ()))
    if not clause.does(*said) or clause.frame.passive or clause.frame.negated:
        return None
    start = len(clause.text) - len(clause.rest)
    if (by := _BY_LIST.match(clause.rest)) and world.things.named(by["thing"]) is not None:
        begin, start = start + by.end("thing"), start + by.start("list")
        return from_list(
            clause,
            world,
            world.focus(clause),
            start,
            by["list"],
            Span(begin, start),
            least=1,
            strict=True,
        )
    asks = _asks(clause, world, start)
    if asks is not None:
        return asks
    each = _FOR_EACH.search(clause.rest)
    thing = world.things.named(each["thing"]) if each else None
    key = thing.key if thing else world.focus(clause)
    if not key:
        return None
    return from_list(
        clause,
        world,
        key,
        start,
        clause.rest,
        Span(0, start),
        least=1 if thing and each and "each" in each[0] else 2,
        strict=recorded is None,
    )


def _asks(clause: Clause, world: World, start: int) -> HasFields | None:
    """`track the keys we hand out, who has them and since when`: fields by their questions."""
    place = first_question(clause.rest)
    if is_question(clause.rest) and event(clause.rest) != ("", ""):
        place = 0
    elif (
        place is None
        or clause.rest[:place].count(",") > 2
        or world.named_in(clause.rest[:place]) is None
    ):
        return None
    return _questions(clause, world, start + place)


def _questions(clause: Clause, world: World, start: int) -> HasFields | None:
    """A list of nothing but questions, from a place of the clause on."""
    text = clause.text[start:]
    if not all(is_question(item.text) for item in split_list(until_stop(text))):
        return None
    return from_list(clause, world, world.focus(clause), start, text, Span(start, start), least=1)


def _asked_alone(clause: Clause, world: World) -> HasFields | None:
    """`who waters which plant, how often`: a clause of questions only."""
    if not world.focus(clause):
        return None
    first = clause.span.start == world.said[0].span.start
    if first and (asked := AND_WHO.match(clause.text)) and not clause.subject:
        return _questions(clause, world, asked.start("asks"))
    return _questions(clause, world, 0) if is_question(clause.text) and not clause.subject else None


def _per_thing(clause: Clause, world: World) -> HasFields | None:
    """`log hours per project`: what a row is made for."""
    found = _PER.search(clause.text)
    if (
        found is None
        or not clause.does("create", "keep")
        or clause.frame.passive
        or not world.focus(clause)
    ):
        return None
    if found["thing"] in world.things[world.focus(clause)].names:
        return None
    noun = world.lexicon.noun_words.get(found["thing"])
    if (
        world.things.exactly(found["thing"]) is None
        and not (noun and noun.listed)
        and not is_people(found["thing"], world.lexicon)
    ):
        return None
    start = len(clause.text) - len(clause.rest)
    items = [Item(found["thing"], "", clause.place(found.start("thing"), found.end("thing")))]
    done = up_to_end(clause.rest)
    if done and is_known_field(bare(done), world.lexicon) and world.things.named(done) is None:
        items.insert(0, Item(done, "", clause.place(start, start + len(done))))
    phrases = tuple(phrase for item in items if (phrase := field_phrase(item, world)) is not None)
    span = clause.place(found.start(), found.end())
    return HasFields(span=span, of=world.focus(clause), fields=phrases) if phrases else None


def _bare_list(clause: Clause, world: World) -> HasFields | None:
    """`who has it, serial no, warranty until, price`: a list of fields and nothing else."""
    key = world.focus(clause)
    if (
        not key
        or clause.text.count(",") < 2
        or clause.frame.can
        or clause.does("make", "want", "let")
    ):
        return None
    return from_list(
        clause, world, key, 0, clause.text, Span(0, 0), least=3, strict=True, many=True
    )
