"""A test for each limit: as many as there may be are made, and one more is refused or waits."""

from __future__ import annotations

from apps.builds.compiler import literals
from apps.builds.compiler.limits import shared
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import ADA
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value, is_empty
from apps.builds.compiler.tests_py.making import Made
from apps.builds.compiler.tests_py.naming import fields_named
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import parse_assignment, places
from apps.plans.blueprint.expressions.nodes import Value as Constant
from apps.plans.blueprint.rules import Limit

MOST_MADE = 6


def one_too_many(story: Story, entity: str, rule: Limit) -> tuple[list[Fact], Made]:
    """Rows that fill a limit, and the one that finds no room. Raises `Underivable`."""

    def counts(row: Fact, facts: Facts) -> Value:
        place, reader = places.own(entity), Reader(story.tool, facts, row)
        given = (reader.value(shared(text), place) for text in rule.per)
        filled = all(value is not UNKNOWN and not is_empty(value) for value in given)
        return filled and reader.holds(rule.where, place)

    named = list(filter(None, [*map(shared, rule.per), rule.where]))
    rows = [story.find(entity, counts, [*named, rule.of])]
    same = {
        field.id: rows[0].values[field.id]
        for field in fields_named(story.tool, entity, named)
        if not is_empty(rows[0].values.get(field.id))
    }
    known = story.tool.entity(entity)
    typed = {called: value for called, value in same.items() if known.field(called).is_typed_in}
    for _ in range(MOST_MADE):
        try:
            return rows, story.maker.find(
                story.facts, entity, counts, [*named, rule.of], typed, breaking=rule.id
            )
        except Underivable:
            rows.append(story.find(entity, counts, [*named, rule.of], wishes=typed))
    raise Underivable(f"{rule.id} is never full")


def show_waiting(story: Story, entity: str, rule: Limit) -> None:
    """The row that finds no room waits, and moves up when one of the others is gone."""
    rows, made = one_too_many(story, entity, rule)
    name, model = f"{entity}_waiting", story.tool.names[entity].model
    story.say(f"{name} = {story.creation(made)}")
    story.equal(*_written(story, entity, model, name, rule.overflow))
    if rule.promote and story.rights.may("delete", entity, ADA, rows[0]) is True:
        story.say(call("self.ada.deletes", rows[0].name))
        story.equal(*_written(story, entity, model, name, rule.promote))


def _written(story: Story, entity: str, model: str, name: str, text: str) -> tuple[str, str]:
    """What a row holds after an assignment of a constant, and how that is written."""
    place = places.changed(entity)
    read = parse_assignment(text, place, story.tool.world, entity)
    if not isinstance(read.value, Constant) or not read.target.hops:
        raise Underivable(f"{text} is no constant")
    called = read.target.hops[0].id
    attribute = story.tool.names[entity].attribute(called)
    field, value = story.field(entity, called), read.value.value
    is_choice = bool(field.values) and isinstance(value, str)
    expected = (
        story.tool.choice(entity, called, str(value)) if is_choice else literals.text(str(value))
    )
    return f"self.reload({name}).{attribute}", expected
