"""Tests of computed fields: a row for which there is something to work out, and what it is."""

from __future__ import annotations

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import MARA, Person
from apps.builds.compiler.tests_py.facts import NOW, UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import nodes, places
from apps.plans.blueprint.fields import Field

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
