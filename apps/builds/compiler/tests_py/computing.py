"""Tests of computed fields: a row for which there is something to work out, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import MARA, Person
from apps.builds.compiler.tests_py.evaluating import READERS
from apps.builds.compiler.tests_py.facts import NOW, UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.plans.blueprint.expressions import nodes, places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedEntity

FOUND = ("person", "relation")
WHOLE = ("integer", "money", "decimal", "percent")


def worked_out(story: Story, entity: str, field: Field) -> None:
    """A row where a field comes to something is made, and read."""
    if field.kind in FOUND:
        row = _pointed_at(story, entity, field)
    else:
        row = story.find(entity, lambda row, facts: _tells(story, row, facts, field), [field.id])
    value = _value(story, row, story.facts, field)
    found = f"self.reload({row.name}).{story.tool.names[entity].attribute(field.id)}"
    if value is True:
        story.say(f"self.assertTrue({found})")
    else:
        story.equal(found, _source(story, entity, field, value))


def _value(story: Story, row: Fact, facts: Facts, field: Field) -> Value:
    reader = Rights(story.tool, story.cast, facts).reader(row, None)
    return reader.value(field.id, places.own(row.entity))


def _tells(story: Story, row: Fact, facts: Facts, field: Field) -> Value:
    """Whether the value is one that is not there anyway."""
    value = _value(story, row, facts, field)
    if field.values:
        return isinstance(value, str) and value != field.values[0].id
    is_plain = isinstance(value, bool) or (samples.is_whole(value) and field.kind in WHOLE)
    return bool(value) if is_plain else value == NOW or UNKNOWN


def _pointed_at(story: Story, entity: str, field: Field) -> Fact:
    """A row, and one that points to it and names somebody, or another row."""
    row = story.make(entity)
    for node in nodes.walk(story.tool.node(field.expr, places.own(entity))):
        if isinstance(node, nodes.Aggregate) and node.via is not None and node.path is not None:
            named = node.path.hops[0].field
            other = MARA if named.kind == "person" else story.make(named.to)
            story.make(node.entity, {node.via.id: row, named.id: other})
            return row
    raise Underivable(f"what {field.id} leads to")


def _source(story: Story, entity: str, field: Field, value: Value) -> str:
    if isinstance(value, Person):
        return f"{value.source}.person"
    if isinstance(value, Fact):
        return samples.source(story.tool, field, value, entity)
    if isinstance(value, str):
        return literals.text(value)
    if value == NOW:
        return "self.now"
    if not samples.is_whole(value):
        raise Underivable(f"what {field.id} comes to")
    return str(int(value))


def tests(teller: Teller) -> Iterator[Test]:
    """The rows for which one case or condition of something worked out makes a difference."""
    if lines := teller.told(_case_by_case):
        yield teller.test("what is worked out", lines)


@dataclass(frozen=True)
class Part:
    """A field that is worked out, as it is and without one of its cases or conditions."""

    field: Field
    whole: nodes.Node
    taken: nodes.Node
    less: nodes.Node

    def matters(self, story: Story, row: Fact, facts: Facts) -> bool:
        """Whether it comes to something else without it."""
        reader = Rights(story.tool, story.cast, facts).reader(row, None)
        values = [reader.read(self.whole), reader.read(self.less)]
        return UNKNOWN not in values and values[0] != values[1]


def _case_by_case(story: Story) -> None:
    for entity in story.tool.entities:
        story.attempt(partial(_of_an_entity, entity))


def _of_an_entity(entity: ResolvedEntity, story: Story) -> None:
    parts = list(_parts(story, entity))
    for part in parts:
        if not any(part.matters(story, row, story.facts) for row in _rows(story, entity)):
            story.attempt(partial(_one_more, entity, part))
    for row in _rows(story, entity):
        shown = {one.field.id: one.field for one in parts if one.matters(story, row, story.facts)}
        names = story.tool.names[entity.id]
        told: dict[str, str] = {}
        for field in shown.values():
            with suppress(Underivable):
                value = _value(story, row, story.facts, field)
                told[names.attribute(field.id)] = _source(story, entity.id, field, value)
        if told:
            story.say(call("self.assertHolds", row.name, **told))
    if not story.lines or not story.lines[-1].startswith("self.assertHolds"):
        raise Underivable("nothing is worked out")


def _rows(story: Story, entity: ResolvedEntity) -> list[Fact]:
    return [row for row in story.facts.of(entity.id) if row.name]


def _one_more(entity: ResolvedEntity, part: Part, story: Story) -> None:
    """A row for which the part matters, or one that it counts."""
    if not isinstance(part.taken, nodes.Aggregate):
        reached(story, entity.id, partial(part.matters, story), [part.field.expr], steps=1)
        return
    link, where = part.taken.via, part.taken.where
    row = next(iter(_rows(story, entity)), None) or story.make(entity.id)
    paths = [one for one in nodes.walk(where) if isinstance(one, nodes.Path)] if where else []
    named = [one.hops[0].id for one in paths if one.entity == part.taken.entity and one.hops]
    wishes = {link.id: row} if link else {}

    def counted(_: Fact, facts: Facts) -> Value:
        return part.matters(story, row, facts)

    story.find(part.taken.entity, counted, named, wishes=wishes)


def _parts(story: Story, entity: ResolvedEntity) -> Iterator[Part]:
    for field in entity.source.fields:
        if not field.is_computed or field.kind in FOUND:
            continue
        is_flag = field.kind == "boolean"
        read = story.tool.question if is_flag else story.tool.node
        whole = read(field.expr, places.own(entity.id))
        for one in nodes.walk(whole):
            if isinstance(one, nodes.Choose):
                yield Part(field, whole, one, _without(whole, one, one.otherwise))
            elif isinstance(one, nodes.Aggregate) and one.where is not None:
                yield Part(field, whole, one, _without(whole, one, replace(one, where=None)))


def _without(node: Any, taken: nodes.Node, instead: nodes.Node) -> Any:
    """The tree with another node in the place of one."""
    if node is taken:
        return instead
    if isinstance(node, tuple):
        return tuple(_without(one, taken, instead) for one in node)
    if type(node) not in READERS:
        return node
    inside = {one.name: getattr(node, one.name) for one in fields(node)}
    return replace(node, **{k: _without(v, taken, instead) for k, v in inside.items()})
