"""Starting an automation: a row is made, changed or acted on, so that it certainly runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import INSIDE, Person
from apps.builds.compiler.tests_py.evaluating import Reader, all_hold, opposite
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.making import Goal
from apps.builds.compiler.tests_py.reaching import reached, ready
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.automations import Automation
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.triggers import Acted, Changed, Created, Saved

MOST_VALUES = 6


def caused(automation: Automation, story: Story) -> Fact:
    """A row for which it has run. Raises `Underivable`."""
    if isinstance(automation.when, Created | Saved):
        return made(automation, story)
    if isinstance(automation.when, Acted):
        action = story.tool.entity(automation.entity).action(automation.when.action)
        row, person = ready(story, action)
        story.run(action, row, person)
        return row
    if isinstance(automation.when, Changed):
        return _changed(automation, automation.when, story)
    raise Underivable(f"what starts {automation.id}")


def made(automation: Automation, story: Story, also: Goal | None = None, *more: str) -> Fact:
    """A new row for which it starts, and of which something else is true: `more` it names."""

    def goal(row: Fact, facts: Facts) -> Value:
        found = _starts(automation, story, row, facts, None)
        return all_hold((found, also(row, facts))) if also and found is True else found

    where = list(filter(None, [automation.where]))
    return reached(story, automation.entity, goal, [*where, *more])


def _starts(
    automation: Automation, story: Story, row: Fact, facts: Facts, before: Fact | None
) -> Value:
    place = places.automated(automation.entity, after_change=before is not None)
    reader = Reader(story.tool, facts, row, None, {"before": before} if before else {})
    return reader.holds(automation.where, place)


def _changed(automation: Automation, when: Changed, story: Story) -> Fact:
    """By hand, by the first who certainly may; else by a button."""
    field = story.field(automation.entity, when.field)
    found: list[Fact] = []
    ways = [
        *(
            partial(_edited, automation, field, value, found)
            for value in _values(when, field, story)
        ),
        *(
            partial(_pressed, automation, action, found)
            for action in _moving(automation, when, story)
        ),
    ]
    if not any(story.attempt(way) for way in ways):
        raise Underivable(f"how {field.id} changes")
    return found[-1]


def _values(when: Changed, field: Field, story: Story) -> list[Value]:
    several = samples.candidates(field, len(story.facts.rows) + 2, story.facts, ())
    return [one for one in several if not when.to or one == when.to][:MOST_VALUES]


def _moving(automation: Automation, when: Changed, story: Story) -> Iterator[str]:
    """The buttons that write the field."""
    for action in story.tool.entity(automation.entity).actions:
        source = action.source
        if source is None or action.kind not in ("transition", "update"):
            continue
        written = {text.partition("=")[0].strip() for text in source.set}
        moves = action.kind == "transition" and action.field == when.field
        if (moves and when.to in ("", source.to)) or when.field in {*written, *source.needs}:
            yield action.id


def _edited(
    automation: Automation, field: Field, value: Value, found: list[Fact], story: Story
) -> None:
    """Somebody gives the field this value in a row that had another."""

    def editors(row: Fact, facts: Facts) -> Iterator[Person]:
        rights = Rights(story.tool, story.cast, facts)
        for person in INSIDE:
            may = rights.may("edit", row.entity, person, row)
            offered = rights.may_edit_field(row.entity, field.id, person, row)
            if (
                all_hold((may, offered, opposite(rights.is_locked(row, person, [field.id]))))
                is True
            ):
                yield person

    def goal(row: Fact, facts: Facts) -> Value:
        held = row.values.get(field.id)
        is_other = held is not UNKNOWN and held != value
        return is_other and (True if next(editors(row, facts), None) else UNKNOWN)

    rights = story.tool.entity(automation.entity).permissions
    people = [path for one in rights for path in one.by] + list(field.edited_by)
    named = [path.split(".")[1] for path in people if path.startswith("row.")]
    row = story.find(automation.entity, goal, [*dict.fromkeys(named), automation.where or field.id])
    before = row.copy()
    story.edit(row, {field.id: value}, next(editors(row, story.facts)))
    _demand(automation, story, row, before)
    found.append(row)


def _pressed(automation: Automation, called: str, found: list[Fact], story: Story) -> None:
    action = story.tool.entity(automation.entity).action(called)
    row, person = ready(story, action)
    before = row.copy()
    story.run(action, row, person)
    _demand(automation, story, row, before)
    found.append(row)


def _demand(automation: Automation, story: Story, row: Fact, before: Fact) -> None:
    if _starts(automation, story, row, story.facts, before) is not True:
        raise Underivable(f"whether {automation.id} starts")
