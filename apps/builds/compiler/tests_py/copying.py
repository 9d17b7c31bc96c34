"""Tests of copies: pressed, and what the new row has of the old one."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.fields import MANY
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Underivable, Value
from apps.builds.compiler.tests_py.following import Event, Following
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.reaching import ready
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.typed import start
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import parse_assignment, places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedAction

MOST_SAID = 4
COPY = "copy"


def duplicate(story: Story, one: ResolvedAction) -> None:
    """A button is there, is pressed, and the newest row is like the one it was pressed on."""
    row, person = ready(story, one)
    line = _line(story, one, row)
    copy = copied(story, one, row, person)
    story.facts.rows.append(copy)
    rights = story.rights
    is_mine = bool(one.by) or rights.may("create", one.entity, person, copy) is True
    if not is_mine or any(True for _ in Holding(story.tool, story.facts).broken(copy)):
        raise Underivable(f"{one.id} may be refused")
    story.offers(one.id, row, person)
    story.say(call(f"{person.source}.runs", literals.text(one.id), row.name))
    Following(story.tool, story.facts).follow(Event("created", copy, by=person))
    model = story.tool.names[one.entity].model
    copy.name = COPY if all(kept.name != COPY for kept in story.facts.rows) else f"{COPY}_of_it"
    newest = f'{model}.everything.latest("pk")'
    story.say(f"{copy.name} = {newest}")
    story.say(call("self.assertNotEqual", copy.name, row.name))
    for called in one.source.clear if one.source else ():
        attribute = story.tool.names[one.entity].attribute(called)
        if copy.values[called] is None and story.field(one.entity, called).kind not in MANY:
            story.say(f"self.assertFalse({copy.name}.{attribute})")
    story.holds_what_is_known(copy, _said(one, copy))
    if line is not None:
        names = story.tool.names[line.entity]
        link = names.attribute(story.tool.sources[line.entity].child_of)
        lines = call(f"{names.model}.everything.filter", **{link: copy.name})
        story.equal(f"{lines}.count()", "1")


def _line(story: Story, one: ResolvedAction, row: Fact) -> Fact | None:
    """A line of the row, where lines are copied and one can be made."""
    made: list[Fact] = []
    for entity in story.tool.entities if one.source and one.source.with_children else ():
        if entity.parent == one.entity and not made:
            wishes = {entity.source.child_of: row}
            story.attempt(partial(_make, entity.id, wishes, made))
    return made[0] if made else None


def _make(entity: str, wishes: dict[str, Value], made: list[Fact], story: Story) -> None:
    made.append(story.make(entity, wishes))


def copied(story: Story, one: ResolvedAction, row: Fact, person: Person) -> Fact:
    """The copy, as far as it can be told."""
    fields = [f for f in story.tool.sources[one.entity].fields if not f.is_computed]
    values = {f.id: _value(story, one, row, f, person) for f in fields}
    copy = Fact(one.entity, values, person)
    source = one.source
    place = places.made(one.entity, one.entity)
    reader = Reader(story.tool, story.facts, copy, person, {"row": row, "it": copy}, fixed=True)
    for text in source.set if source else ():
        said = parse_assignment(text, place, story.tool.world, one.entity)
        copy.values[said.target.text] = reader.read(said.value)
    return copy


def _value(story: Story, one: ResolvedAction, row: Fact, field: Field, person: Person) -> Value:
    """What a field of the copy holds before anything is set."""
    source = one.source
    clear = source.clear if source else ()
    moved = moved_by_buttons(story.tool, one.entity)
    if field.seen_by or field.kind == "reference":
        return UNKNOWN
    begins_anew = field.id in clear or field.id in moved or field.readonly
    return start(field, person) if begins_anew else row.values.get(field.id)


def moved_by_buttons(tool: Tool, entity: str) -> set[str]:
    """The statuses that only buttons move."""
    return {one.field for one in tool.entity(entity).actions if one.kind == "transition"}


def _said(one: ResolvedAction, copy: Fact) -> list[str]:
    """The fields of the copy that are looked at: what is set or cleared first."""
    source = one.source
    given = [text.partition("=")[0].strip() for text in source.set] if source else []
    first = {*given, *(source.clear if source else ())}
    ordered = sorted(copy.values, key=lambda called: called not in first)
    return [called for called in ordered if copy.values[called] not in (UNKNOWN, None)][:MOST_SAID]
