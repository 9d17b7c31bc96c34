"""Automations: their triggers, conditions and what their steps write and send."""

import re

from apps.plans.blueprint.automations import (
    ActionStep,
    AgentStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    ExtensionStep,
    Notify,
    UpdateStep,
    Webhook,
)
from apps.plans.blueprint.checks.actions import BY_PEOPLE, check_hook
from apps.plans.blueprint.checks.agents import check_agent
from apps.plans.blueprint.checks.filled import check_filled, written
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.rules import stored_fields
from apps.plans.blueprint.checks.told import check_told
from apps.plans.blueprint.checks.triggers import check_trigger
from apps.plans.blueprint.checks.values import fault_of
from apps.plans.blueprint.expressions import Place, places
from apps.plans.blueprint.fields import PERSONS, RELATIONS
from apps.plans.blueprint.words import PERSON

HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
LINK = frozenset({"link"})
BRACES = re.compile(r"\{([^{}]*)\}")
ONCE = ("count", "link")


def check_automations(found: Findings) -> None:
    """All automations."""
    for automation in found.tool.source.automations:
        at = f"automations.{automation.id}"
        if automation.entity:
            known = [*found.tool.entities, PERSON]
            if not found.known(f"{at}.entity", automation.entity, known, "entity"):
                continue
        elif automation.when.kind != "schedule":
            found.say(f"{at}.entity", "missing", "only a schedule runs without an entity")
            continue
        _check(automation, at, found)


WITHOUT_ROWS = Notify | Webhook | CreateStep | ExtensionStep


def _check(automation: Automation, at: str, found: Findings) -> None:
    place = places.automated(automation.entity, after_change=automation.when.kind == "changed")
    check_trigger(automation, f"{at}.when", found)
    if automation.where and not automation.entity:
        found.say(f"{at}.where", "missing", "where is about rows and needs an entity")
    elif automation.where:
        found.condition(f"{at}.where", automation.where, place)
    for number, step in enumerate(automation.do, 1):
        where = f"{at}.do.{number}"
        if not automation.entity and not isinstance(step, WITHOUT_ROWS):
            found.say(where, "missing", f"{step.kind} is about a row and needs an entity")
        else:
            _check_step(step, automation.entity, place, where, found)


def _check_step(step: AnyStep, entity: str, place: Place, at: str, found: Findings) -> None:
    match step:
        case Notify():
            _check_message(step, entity, place, at, found)
        case Webhook():
            _check_webhook(step, place, at, found)
        case UpdateStep():
            _check_target(entity, at, found)
            found.assignments(f"{at}.set", step.set, places.changed(entity), entity)
        case CreateStep():
            _check_create(step, entity, at, found, after_change=bool(place.before))
        case ActionStep():
            _check_actions([step.action], entity, f"{at}.action", found)
        case Decide():
            _check_decision(step, entity, place, at, found)
        case AgentStep():
            check_agent(step, entity, place, at, found)
        case ExtensionStep():
            check_hook(step.hook, "job", f"{at}.hook", found)


def _check_message(step: Notify, entity: str, place: Place, at: str, found: Findings) -> None:
    found.who(f"{at}.to", step.to, entity or PERSON, by_mail=True)
    if not entity and any(who.startswith("row") for who in step.to):
        found.say(f"{at}.to", "missing", "without an entity there is no row to name people of")
    if step.kind == "digest":
        _check_digest(step, entity, at, found)
        return
    of_the_tool = LINK if entity in ("", PERSON) else frozenset[str]()
    told = found.template(f"{at}.text", step.text, place, of_the_tool)
    check_told(told, f"{at}.text", found)
    if step.columns:
        found.say(f"{at}.columns", "misfit", "columns go with digest")


def _check_digest(step: Notify, entity: str, at: str, found: Findings) -> None:
    """Its text is said once for all rows, so it names none of their fields."""
    if not entity:
        found.say(at, "missing", "a digest is of rows and needs an entity; use notify")
        return
    for path in BRACES.findall(step.text):
        if path not in ONCE:
            message = (
                f"the text of a digest is said once for all rows, so {{{path}}} goes into "
                "columns; it knows {count} and {link}"
            )
            found.say(f"{at}.text", "expression", message)
    told = found.paths(f"{at}.columns", step.columns, entity)
    check_told(told, f"{at}.columns", found)


def _check_webhook(step: Webhook, place: Place, at: str, found: Findings) -> None:
    secrets = [s.key for s in found.tool.source.settings_needed if s.kind == "secret"]
    found.known(f"{at}.secret", step.secret, secrets, "secret in settings_needed")
    if not HOST.fullmatch(step.host):
        message = f"“{step.host}” is not the name of a host, like hooks.example.com"
        found.say(f"{at}.host", "host", message)
    told = found.template(f"{at}.text", step.text, place)
    check_told(told, f"{at}.text", found)


def _check_target(entity: str, at: str, found: Findings) -> None:
    if entity == PERSON:
        found.say(at, "directory", "people of the directory are read here, never written")


def _check_create(
    step: CreateStep, entity: str, at: str, found: Findings, *, after_change: bool
) -> None:
    if not found.known(f"{at}.entity", step.entity, found.tool.entities, "entity"):
        return
    place = places.made(step.entity, entity, after_change=after_change)
    held = found.assignments(f"{at}.set", step.set, place, step.entity)
    if len(held) == len(step.set):
        check_filled(found, at, step.entity, written(held), by_whom="this step")


def _check_actions(ids: list[str], entity: str, at: str, found: Findings) -> None:
    actions = found.tool.entity(entity).actions if entity in found.tool.entities else ()
    for called in ids:
        found.known(at, called, [action.id for action in actions], f"action of {entity}")
        for action in actions:
            if action.id == called and action.kind in BY_PEOPLE:
                message = f"“{called}” is for people: the tool cannot {action.kind} by itself"
                found.say(at, "by-people", message)


def _check_decision(step: Decide, entity: str, place: Place, at: str, found: Findings) -> None:
    _check_target(entity, at, found)
    for number, case in enumerate(step.cases, 1):
        found.condition(f"{at}.cases.{number}.when", case.when, place)
    if entity not in found.tool.entities:
        return
    source = found.tool.entity(entity).source
    if not stored_fields(found, f"{at}.field", source, [step.field], single=True):
        return
    field = found.tool.entity(entity).field(step.field).source
    if field.kind in RELATIONS | PERSONS:
        found.say(f"{at}.field", "kinds", f"a decision writes a plain value, not a {field.kind}")
        return
    for value in (*(case.value for case in step.cases), step.otherwise):
        if value and (fault := fault_of(value, field)):
            found.say(f"{at}.cases", "value", fault)
