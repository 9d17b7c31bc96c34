"""Triggers: the fields and actions they wait for, and times that exist."""

import re

from apps.plans.blueprint.automations import Automation
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.rules import stored_fields
from apps.plans.blueprint.checks.values import TIME
from apps.plans.blueprint.triggers import Acted, Changed, OnDate, OnSchedule, Saved

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = re.compile(r"[1-9]|[12]\d|3[01]")
DAY_OF_YEAR = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def check_trigger(automation: Automation, at: str, found: Findings) -> None:
    """The trigger of one automation."""
    trigger, entity = automation.when, automation.entity
    if isinstance(trigger, OnSchedule):
        _check_schedule(trigger, at, found)
        return
    if entity not in found.tool.entities:
        message = f"rows of {entity} are not the tool's own; only a schedule runs over them"
        found.say(at, "directory", message)
        return
    match trigger:
        case Changed():
            _check_changed(trigger, entity, at, found)
        case Saved():
            source = found.tool.entity(entity).source
            stored_fields(found, f"{at}.fields", source, trigger.fields)
        case Acted():
            known = [action.id for action in found.tool.entity(entity).actions]
            found.known(f"{at}.action", trigger.action, known, f"action of {entity}")
            kinds = {action.id: action.kind for action in found.tool.entity(entity).actions}
            if kinds.get(trigger.action) == "print":
                message = f"nothing follows “{trigger.action}”: a sheet is only looked at"
                found.say(f"{at}.action", "nothing-changes", message)
        case OnDate():
            _check_date(trigger, entity, at, found)


def _check_changed(trigger: Changed, entity: str, at: str, found: Findings) -> None:
    resolved = found.tool.entity(entity)
    if not stored_fields(found, f"{at}.field", resolved.source, [trigger.field]):
        return
    values = [value.id for value in resolved.field(trigger.field).values]
    if trigger.to and not values:
        message = f"{trigger.field} has no list of values; test it in where"
        found.say(f"{at}.to", "kinds", message)
    elif trigger.to:
        found.known(f"{at}.to", trigger.to, values, f"value of {trigger.field}")


def _check_date(trigger: OnDate, entity: str, at: str, found: Findings) -> None:
    path = found.path(f"{at}.field", trigger.field, entity)
    if path is None or path.type.family == "any":
        return
    if path.type.family not in ("date", "datetime") or path.type.many:
        message = f"“{trigger.field}” is {path.type}, and this needs a date"
        found.say(f"{at}.field", "kinds", message)
    elif trigger.unit == "hours" and path.type.family == "date":
        found.say(f"{at}.unit", "kinds", "a date has no hours: count days")


def _check_schedule(trigger: OnSchedule, at: str, found: Findings) -> None:
    if not TIME.fullmatch(trigger.at):
        found.say(f"{at}.at", "time", f"“{trigger.at}” is not a time: write 08:00")
    if not trigger.on:
        return
    if trigger.every == "week":
        found.known(f"{at}.on", trigger.on, WEEKDAYS, "weekday")
    elif trigger.every in ("month", "quarter"):
        if not DAY.fullmatch(trigger.on):
            found.say(f"{at}.on", "time", f"“{trigger.on}” is not a day of a month: write 15")
    elif trigger.every == "year":
        if not DAY_OF_YEAR.fullmatch(trigger.on):
            found.say(f"{at}.on", "time", f"“{trigger.on}” is not a day of a year: write 01-31")
    else:
        found.say(f"{at}.on", "misfit", f"on does not go with every {trigger.every}")
