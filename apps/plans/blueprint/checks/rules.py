"""Rules: their fields, expressions and values."""

from apps.plans.blueprint.checks.creating import check_creates
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.types import DECIMAL
from apps.plans.blueprint.resolved.fields import status_of
from apps.plans.blueprint.rules import (
    AnyRule,
    Approval,
    Conditional,
    Creates,
    Limit,
    Lock,
    NoOverlap,
    Stock,
    Unique,
    Validation,
)
from apps.plans.blueprint.words import APPROVAL_FIELDS

DECISIONS = ("approve", "reject")


def check_rules(entity: Entity, found: Findings) -> None:
    """All rules of an entity."""
    for rule in entity.rules:
        _check(rule, entity, f"entities.{entity.id}.rules.{rule.id}", found)
    approvals = [rule for rule in entity.rules if isinstance(rule, Approval)]
    if len(approvals) > 1:
        message = "one approval an entity: its actions are approve and reject"
        found.say(f"entities.{entity.id}.rules.{approvals[1].id}", "approval", message)
    for action in entity.actions if approvals else ():
        if action.id in DECISIONS:
            message = f"“{action.id}” exists by the approval already"
            found.say(f"entities.{entity.id}.actions.{action.id}", "id-twice", message)


def _check(rule: AnyRule, entity: Entity, at: str, found: Findings) -> None:
    place = places.own(entity.id)
    match rule:
        case Validation():
            found.condition(f"{at}.expr", rule.expr, place)
        case Conditional():
            stored_fields(found, f"{at}.field", entity, [rule.field])
            found.condition(f"{at}.when", rule.when, place)
        case Unique():
            stored_fields(found, f"{at}.fields", entity, rule.fields, single=True)
            found.condition(f"{at}.where", rule.where, place)
        case NoOverlap():
            _check_overlap(rule, entity, at, found)
        case Limit():
            _check_limit(rule, entity, at, found)
        case Lock():
            found.condition(f"{at}.when", rule.when, place)
            stored_fields(found, f"{at}.fields", entity, rule.fields)
            found.who(f"{at}.unless_by", rule.unless_by, entity.id)
        case Stock():
            _check_stock(rule, entity, at, found)
        case Creates():
            check_creates(rule, entity, at, found)
        case Approval():
            _check_approval(rule, entity, at, found)


def stored_fields(
    found: Findings,
    where: str,
    entity: Entity,
    ids: tuple[str, ...] | list[str],
    *,
    single: bool = False,
) -> bool:
    """Complains unless all are fields of the entity that are kept (and hold one value)."""
    before = len(found.problems)
    fields = {field.id: field for field in entity.fields}
    for called in ids:
        if not found.known(where, called, fields, f"field of {entity.id}"):
            continue
        if fields[called].is_computed:
            found.say(
                where, "computed", f"“{called}” is computed, and this needs a field that is kept"
            )
        elif single and found.world.entities[entity.id].fields[called].is_many:
            found.say(where, "several", f"“{called}” holds several values, and this needs one")
    return len(found.problems) == before


def _check_overlap(rule: NoOverlap, entity: Entity, at: str, found: Findings) -> None:
    found.condition(f"{at}.where", rule.where, places.own(entity.id))
    _check_per(rule.per, entity, at, found)
    if not stored_fields(found, at, entity, [rule.start, rule.end]):
        return
    kinds = {field.kind for field in entity.fields if field.id in (rule.start, rule.end)}
    if len(kinds) > 1 or not kinds <= {"date", "datetime"}:
        message = "start and end are two dates, or two moments (datetime)"
        found.say(at, "kinds", message)


def _check_per(per: tuple[str, ...], entity: Entity, at: str, found: Findings) -> None:
    for text in per:
        node = found.expression(f"{at}.per", text, places.own(entity.id))
        if node and node.type.many:
            found.say(f"{at}.per", "several", f"“{text}” is several at once; per needs one value")


def _check_limit(rule: Limit, entity: Entity, at: str, found: Findings) -> None:
    found.expression(f"{at}.of", rule.of, places.measured(entity.id), DECIMAL)
    found.expression(f"{at}.max", rule.max, places.own(entity.id), DECIMAL)
    found.condition(f"{at}.where", rule.where, places.own(entity.id))
    _check_per(rule.per, entity, at, found)
    for key in ("overflow", "promote"):
        if text := getattr(rule, key):
            found.assignment(f"{at}.{key}", text, places.changed(entity.id), entity.id)
    if rule.promote and not rule.overflow:
        message = "promote needs overflow: only rows over the limit can move up"
        found.say(f"{at}.promote", "overflow", message)


def _check_stock(rule: Stock, entity: Entity, at: str, found: Findings) -> None:
    place = places.own(entity.id)
    found.expression(f"{at}.quantity", rule.quantity, place, DECIMAL)
    if rule.min != "none":
        found.expression(f"{at}.min", rule.min, place, DECIMAL)
    fields = {field.id: field for field in entity.fields}
    named = [called for called in (rule.item, rule.from_, rule.to) if called]
    if not stored_fields(found, at, entity, named):
        return
    for called in named:
        if fields[called].kind != "relation":
            found.say(at, "kinds", f"“{called}” has to be a relation")
    _check_ledger(rule, entity, at, fields[rule.item].to, found)
    if rule.from_ and rule.to and fields[rule.from_].to != fields[rule.to].to:
        found.say(at, "kinds", "from and to lead to the same entity of locations")


def _check_ledger(rule: Stock, entity: Entity, at: str, item: str, found: Findings) -> None:
    """An item has one ledger, and the balances of a ledger's places have a name of their own."""
    for other in found.tool.source.entities:
        items = {field.id: field.to for field in other.fields}
        for one in other.rules:
            is_other = (other.id, one.id) != (entity.id, rule.id)
            if isinstance(one, Stock) and is_other and items.get(one.item) == item:
                found.say(at, "stock", f"{item} has a ledger already: {other.id}")
    if (rule.from_ or rule.to) and f"{entity.id}_balance" in found.tool.entities:
        message = f"“{entity.id}_balance” is the name of its balances; call the entity otherwise"
        found.say(at, "reserved", message)


def _check_approval(rule: Approval, entity: Entity, at: str, found: Findings) -> None:
    status = status_of(entity, rule.field)
    if not status:
        found.say(f"{at}.field", "status", f"say which status of {entity.id} is meant: field")
    else:
        values = found.tool.entity(entity.id).field(status).values
        for key in ("pending", "approved", "rejected"):
            known = [value.id for value in values]
            found.known(f"{at}.{key}", getattr(rule, key), known, f"value of {status}")
    if len({rule.pending, rule.approved, rule.rejected}) < 3:
        found.say(at, "approval", "pending, approved and rejected are three different values")
    for step in rule.steps:
        found.who(f"{at}.steps.{step.id}.by", step.by, entity.id)
        found.condition(f"{at}.steps.{step.id}.when", step.when, places.own(entity.id))
    found.who(f"{at}.not_by", rule.not_by, entity.id)
    if any(step.id == "admin" for step in rule.steps):
        found.say(f"{at}.steps.admin", "reserved", "a step is not called admin: admins step in")
    if entity.id in APPROVAL_FIELDS:
        message = f"what is decided on has a field “{entity.id}” already: call the entity otherwise"
        found.say(at, "reserved", message)
    if len({step.id for step in rule.steps}) < len(rule.steps):
        found.say(f"{at}.steps", "id-twice", "two steps have the same id")
