"""Tests of what people do: make rows, use their rights, press buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from apps.builds.compiler import literals, words
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import computing, copying, pressing, repeating, samples, signing
from apps.builds.compiler.tests_py.cast import INSIDE, Person
from apps.builds.compiler.tests_py.facts import (
    UNKNOWN,
    Fact,
    Facts,
    Underivable,
    Value,
    is_empty,
)
from apps.builds.compiler.tests_py.making import Goal
from apps.builds.compiler.tests_py.reaching import ready
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import parse_assignment, places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedAction
from apps.plans.blueprint.rights import Permission

OF_A_PAGE = frozenset(
    (
        "address",
        "root",
        "follow",
        "column",
        "headings",
        "counts",
        "buttons",
        "row",
        "follows",
        "part",
    )
)
MORE = {
    "toggle": pressing.toggle,
    "duplicate": copying.duplicate,
    "repeat": repeating.repeat,
    "print": pressing.sheet,
    "extension": pressing.offered,
}
EDITED = ("text", "long_text", "choice", "status", "boolean", "integer", "decimal", "money")


def kept(story: Story, entity: str) -> None:
    """A row is there when its maker comes back."""
    row = story.make(entity)
    viewer = row.creator
    if story.rights.may("view", entity, viewer, row) is not True:
        viewer = story.viewer(entity, row)
    story.say(f"{viewer.source}.signs_out_and_in()")
    seen(story, row, viewer)


def seen(story: Story, row: Fact, viewer: Person) -> None:
    """Somebody sees a row on its own page, by its title where that is plain."""
    title = story.tool.entity(row.entity).title
    field = story.tool.field(row.entity, title)
    page = call(f"{viewer.source}.sees", row.name)
    value = row.values.get(title)
    is_plain = field is not None and field.kind == "text" and not field.is_computed
    if is_plain and title not in OF_A_PAGE and isinstance(value, str):
        attribute = story.tool.names[row.entity].attribute(title)
        story.equal(f"{page}.{attribute}", literals.text(value))
    else:
        story.say(page)


def field(story: Story, entity: str, called: str) -> None:
    """A field keeps what is typed, or is worked out."""
    declared = story.field(entity, called)
    if declared.is_computed:
        computing.worked_out(story, entity, declared)
        return
    row = story.find(entity, _filled(called), [called])
    story.holds(row, called)
    if declared.kind == "status":
        story.attempt(partial(_moves, row, declared))


def _moves(row: Fact, status: Field, story: Story) -> None:
    """A status gets another value: by hand, or by the first button that moves it."""
    for person in INSIDE:
        if story.attempt(partial(_changed, row, status, person)):
            return
    for one in story.tool.entity(row.entity).actions:
        is_way = one.kind == "transition" and one.field == status.id
        if is_way and story.attempt(partial(_pressed, row.entity, one.id)):
            return
    raise Underivable(f"how {status.id} moves")


def _pressed(entity: str, called: str, story: Story) -> None:
    action(story, entity, called)


def fields(entity: str, called: Sequence[str], story: Story) -> None:
    """Several fields keep what is typed: one row with all of them."""
    wishes = {one: _typed(story, entity, one) for one in called}
    row = story.make(entity, {one: value for one, value in wishes.items() if value is not None})
    story.holds(row, *called)


def _typed(story: Story, entity: str, called: str) -> Value:
    """What is typed into a field for it to hold something; None where it does so by itself."""
    made = story.maker.find(story.facts, entity, _filled(called), [called])
    return made.given.get(called)


def _filled(called: str) -> Goal:
    def goal(row: Fact, facts: Facts) -> Value:
        value = row.values.get(called)
        return UNKNOWN if value is UNKNOWN or isinstance(value, tuple) else not is_empty(value)

    return goal


def permission(story: Story, entity: str, called: str) -> None:
    """Each thing that a permission gives, done by one whom it means."""
    resolved = story.tool.entity(entity)
    one = next((one for one in resolved.permissions if one.id == called), None)
    if one is None:
        raise Underivable(f"no permission {called}")
    ways = [WAYS[verb] for verb in WAYS if verb in one.can or "all" in one.can]
    if ways[:2] == [_creates, _views]:
        ways = [_creates_and_sees, *ways[2:]]
    shown = [story.attempt(partial(way, entity, one)) for way in ways]
    if not any(shown):
        raise Underivable(f"nothing of {called} can be shown")


def _meant(story: Story, entity: str, one: Permission, row: Fact) -> Person:
    """One of those whom a permission means, for a row; members before admins."""
    for person in sorted(INSIDE, key=lambda person: person is row.creator and _is_own(one)):
        if story.rights.is_meant(one.by, entity, person, row) is True:
            return person
    raise Underivable("nobody is meant")


def _is_own(one: Permission) -> bool:
    """Whether people of the row are meant, who are best told from whoever made it."""
    return any(path.startswith("row.") for path in one.by)


def _row_for(story: Story, entity: str, one: Permission, *, unlocked: bool = False) -> Fact:
    """A row for which a permission means somebody."""

    def goal(others: bool, row: Fact, facts: Facts) -> Value:
        rights = Rights(story.tool, story.cast, facts)
        for person in INSIDE:
            if others and person is row.creator:
                continue
            held = [rights.is_meant(one.by, entity, person, row)]
            held.append(rights.reader(row, person).holds(one.where, places.own(entity)))
            held.append(not unlocked or rights.is_locked(row, person) is False)
            if all(answer is True for answer in held):
                return True
        return UNKNOWN

    own = [path.split(".")[1] for path in one.by if path.startswith("row.")]
    texts = [*own, *filter(None, [one.where])]
    if _is_own(one):
        with suppress(Underivable):
            return story.find(entity, partial(goal, True), texts)
    return story.find(entity, partial(goal, False), texts)


def _views(entity: str, one: Permission, story: Story) -> None:
    row = _row_for(story, entity, one)
    seen(story, row, _meant(story, entity, one, row))
    _unseen(story, row)


def _unseen(story: Story, row: Fact) -> None:
    """The first of those from whom a row is certainly kept does not find it."""
    sentence = f"There is no such {words.noun(story.tool.entity(row.entity))}."
    for person in INSIDE:
        if story.rights.may("view", row.entity, person, row) is False:
            said = f"with self.assertRefused({literals.text(sentence)}):"
            story.say(f"{said}\n    {person.source}.sees({row.name})")
            return


def _creates(entity: str, one: Permission, story: Story) -> None:
    _created(entity, one, story)


def _creates_and_sees(entity: str, one: Permission, story: Story) -> None:
    row = _created(entity, one, story)
    seen(story, row, row.creator)
    _unseen(story, row)


def _created(entity: str, one: Permission, story: Story) -> Fact:
    people = [who for who in INSIDE if story.rights.is_meant(one.by, entity, who, None) is True]
    row = story.make(entity, by=people)
    started = (
        one.id
        for one in story.tool.sources[entity].fields
        if one.default == "me" or (one.kind == "status" and not one.is_computed)
    )
    story.holds_what_is_known(row, started)
    return row


def _edits(entity: str, one: Permission, story: Story) -> None:
    row = _row_for(story, entity, one, unlocked=True)
    change(story, row, _meant(story, entity, one, row))


def change(story: Story, row: Fact, person: Person) -> None:
    """Somebody changes a field of a row that they certainly may change; what was asked first."""
    declared = story.tool.sources[row.entity].fields
    for field in sorted(declared, key=lambda one: one.id not in story.preferred):
        is_plain = field.kind in EDITED and not field.is_computed and not field.show_if
        if is_plain and story.attempt(partial(_changed, row, field, person)):
            return
    raise Underivable("nothing can be changed")


def _changed(row: Fact, field: Field, person: Person, story: Story) -> None:
    for value in samples.candidates(field, 7, story.facts, ()):
        is_other = value != row.values.get(field.id)
        if is_other and story.attempt(partial(_edited, row, field.id, value, person)):
            story.holds(row, field.id)
            return
    raise Underivable(f"no other value for {field.id}")


def _edited(row: Fact, called: str, value: Value, person: Person, story: Story) -> None:
    story.edit(row, {called: value}, person)


def _deletes(entity: str, one: Permission, story: Story) -> None:
    row = _row_for(story, entity, one, unlocked=True)
    person = _meant(story, entity, one, row)
    if story.rights.may("delete", entity, person, row) is not True or _is_pointed_to(story, row):
        raise Underivable("it may not be deleted")
    story.say(f"{person.source}.deletes({row.name})")
    model = story.tool.names[entity].model
    story.say(f"self.assertFalse({model}.everything.filter(pk={row.name}.pk).exists())")
    story.facts.rows.remove(row)


def _is_pointed_to(story: Story, row: Fact) -> bool:
    return any(row is value for other in story.facts.rows for value in other.values.values())


WAYS: dict[str, Callable[[str, Permission, Story], None]] = {
    "create": _creates,
    "view": _views,
    "edit": _edits,
    "delete": _deletes,
}


def action(story: Story, entity: str, called: str) -> None:
    """A button is there, is pressed, and does what it says."""
    resolved = story.tool.entity(entity)
    one = next((one for one in resolved.actions if one.id == called), None)
    if one is not None and one.kind in MORE:
        MORE[one.kind](story, one)
        return None
    if one is not None and one.approval:
        return signing.show(story, one)
    if one is None or one.source is None or one.kind not in ("transition", "update"):
        raise Underivable(f"no action {called} that changes its row")
    row, person = ready(story, one)
    story.offers(called, row, person)
    story.run(one, row, person)
    story.holds_what_is_known(row, dict.fromkeys(_written(story, one)))


def _written(story: Story, one: ResolvedAction) -> Iterator[str]:
    """The fields of the row that an action writes."""
    if one.kind == "transition":
        yield one.field
    if one.source is None:
        return
    yield from (called for called in one.source.needs)
    place = places.changed(one.entity)
    for text in one.source.set:
        target = parse_assignment(text, place, story.tool.world, one.entity).target
        if len(target.hops) == 1:
            yield target.hops[0].id


def comments(story: Story, entity: str) -> None:
    """Somebody says something about a row."""
    if not story.tool.sources[entity].comments:
        raise Underivable(f"no comments on {entity}")
    row = story.make(entity)
    viewer = story.viewer(entity, row)
    story.say(call(f"{viewer.source}.comments", row.name, '"A first word."'))
