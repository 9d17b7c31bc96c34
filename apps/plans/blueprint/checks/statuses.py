"""Every value of a status can be reached: by a transition, an approval, or what writes it."""

from collections.abc import Iterator

from apps.plans.blueprint.automations import AgentStep, CreateStep, Decide, UpdateStep
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import Assignment, ExpressionErrors, Place, places
from apps.plans.blueprint.expressions.nodes import Value, walk
from apps.plans.blueprint.expressions.reading import parse_assignment
from apps.plans.blueprint.pages import FormPage
from apps.plans.blueprint.rules import Creates, Limit

Reached = tuple[str, str, str]
"""Entity, field, value; an empty value: any."""


def check_statuses(found: Findings) -> None:
    """All statuses that people do not change by hand."""
    reached = set(_reached(found))
    for entity in found.tool.entities.values():
        for field in entity.fields:
            by_hand = not field.by_actions_only and not field.source.readonly
            if field.kind != "status" or field.is_computed or by_hand:
                continue
            if (entity.id, field.id, "") in reached:
                continue
            for value in field.values:
                known = value.id == field.default or (entity.id, field.id, value.id) in reached
                if not known:
                    where = f"entities.{entity.id}.fields.{field.id}.values.{value.id}"
                    message = (
                        f"nothing moves {field.id} to “{value.id}”: no transition, rule or step"
                    )
                    tell = found.say if field.by_actions_only else found.warn
                    tell(where, "never-reached", message)


def _reached(found: Findings) -> Iterator[Reached]:
    for entity in found.tool.entities.values():
        for action in entity.actions:
            if action.kind == "transition" and action.source:
                yield entity.id, action.field, action.source.to
            if action.approval:
                for value in ("pending", "approved", "rejected"):
                    yield entity.id, action.field, getattr(action.approval, value)
            for asked in (*action.source.needs, *action.source.asks) if action.source else ():
                yield action.target, asked, ""
    for assignment in _assignments(found):
        if not (hops := assignment.target.hops):
            continue
        last = hops[-1]
        constants = [part for part in walk(assignment.value) if isinstance(part, Value)]
        for constant in constants:
            yield last.field.entity, last.id, str(constant.value)
        if not constants:
            yield last.field.entity, last.id, ""
    yield from _decided(found)


def _decided(found: Findings) -> Iterator[Reached]:
    for automation in found.tool.source.automations:
        for step in automation.do:
            if isinstance(step, Decide):
                for value in (*(case.value for case in step.cases), step.otherwise):
                    yield automation.entity, step.field, value or "-"
            elif isinstance(step, AgentStep):
                yield from ((automation.entity, called, "") for called in step.may)


def _assignments(found: Findings) -> Iterator[Assignment]:
    """All assignments of the tool that hold; the others have been complained about."""
    for text, place, target in _texts(found):
        try:
            yield parse_assignment(text, place, found.world, target)
        except ExpressionErrors:
            continue


def _texts(found: Findings) -> Iterator[tuple[str, Place, str]]:
    for entity in found.tool.entities.values():
        for action in entity.actions:
            is_new = action.kind in ("create", "duplicate")
            place = places.made(action.target, entity.id) if is_new else places.changed(entity.id)
            for text in action.source.set if action.source else ():
                yield text, place, action.target
        for rule in entity.rules:
            if isinstance(rule, Creates):
                place = places.from_template(entity.id, rule.each)
                yield from ((text, place, rule.entity) for text in rule.set)
            elif isinstance(rule, Limit):
                for text in filter(None, (rule.overflow, rule.promote)):
                    yield text, places.changed(entity.id), entity.id
    for page in found.tool.source.pages:
        if isinstance(page, FormPage):
            yield from ((text, places.own(page.entity), page.entity) for text in page.set)
    for automation in found.tool.source.automations:
        for step in automation.do:
            if isinstance(step, UpdateStep):
                place = places.changed(automation.entity)
                yield from ((text, place, automation.entity) for text in step.set)
            elif isinstance(step, CreateStep):
                place = places.made(step.entity, automation.entity)
                yield from ((text, place, step.entity) for text in step.set)
