"""Checks of what automations wait for by the calendar, and of what their messages tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.db.models import Model

from site_kit.automations import (
    Act,
    Agent,
    Automation,
    Decide,
    Digest,
    Every,
    Notify,
    OnDate,
    Set,
    Webhook,
)
from site_kit.calendars import WEEKDAYS, clock_time
from site_kit.declaring import Said, does_not_run, no_action, no_field, no_path, of_who
from site_kit.directory.models import Person
from site_kit.hidden import is_hidden, title_is_hidden
from site_kit.messages import is_title, paths_in, tells_title
from site_kit.paths import NoSuchPath, has_name, walk
from site_kit.registry import declared
from site_kit.tasks import is_plain
from site_kit.who import pointing_here
from site_kit.words import nearest

UNITS = ("hours", "days", "weeks", "months")
KEY = re.compile(r"[A-Z][A-Z0-9_]*")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
PERIODS = ("hour", "day", "workday", "week", "month", "quarter", "year")


def of_timed(automation: Automation) -> Iterator[Said]:
    """What is said of dates and of the clock, and that only a clock goes without own rows."""
    when, model = automation.when, automation.model
    if isinstance(when, OnDate):
        yield from _of_date(model, when)
    elif isinstance(when, Every):
        yield from _of_clock(when)
    if automation.where is not None and model is not None and isinstance(when, OnDate | Every):
        yield from does_not_run(model, "where", automation.where)
    if model is not None and model is not Person:
        return
    if not isinstance(when, Every):
        yield "Only kit.Every goes over people, or over nothing.", "Name one of the tool's models."
    for step in automation.do:
        of_a_row = isinstance(step, (Set, Decide, Act, Agent))
        if of_a_row or (model is None and isinstance(step, Digest)):
            yield f"kit.{type(step).__name__} needs a row of the tool.", "Name one of its models."


def _of_date(model: Any, when: OnDate) -> Iterator[Said]:
    if model is None:
        return
    try:
        path = walk(model, when.field)
    except NoSuchPath as wrong:
        yield f"when: {wrong}", "Name a date, or a path to one."
        return
    if not isinstance(path.field, models.DateField) or path.many or path.rest:
        yield f"when: {when.field!r} is no date of the row.", "Name a date, or a path to one."
    if when.unit not in UNITS:
        yield f"when: there is no unit {when.unit!r}.{nearest(when.unit, UNITS)}", ""


def _of_clock(when: Every) -> Iterator[Said]:
    if when.every not in PERIODS:
        yield f"when: there is no {when.every!r}.{nearest(when.every, PERIODS)}", ""
    if when.every == "week" and when.on and when.on not in WEEKDAYS:
        yield f"when: there is no {when.on!r}.{nearest(when.on, WEEKDAYS)}", "Name a weekday."
    try:
        clock_time(when.at)
    except ValueError:
        yield f"when: {when.at!r} is no time.", 'Write at="08:00".'


def of_message(
    step: Notify | Digest, model: type[Model] | None, roles: Sequence[str]
) -> Iterator[Said]:
    """Whom a message is for, and that it tells nothing that somebody may not see."""
    name = type(step).__name__
    told = paths_in(step.text)
    if isinstance(step, Digest):
        for path in told:
            yield f"Digest names {path!r} in its text, said once.", "Name it in columns."
        told = [path for path in step.columns if model is None or not is_title(model, path)]
    by_role = [to for to in step.to if not to.startswith("row")]
    yield from of_who(name, by_role, model or Person, roles)
    paths = [to.removeprefix("row.") for to in step.to if to.startswith("row.")]
    yield from _of_told(name, model, told, paths)
    yield from _of_title(name, model, step.text)


def of_webhook(step: Webhook, model: type[Model] | None) -> Iterator[Said]:
    """That it names a value and a host, and tells nothing that somebody may not see."""
    if not KEY.fullmatch(step.secret):
        yield f"Webhook: {step.secret!r} is no name of a value.", 'Write it like "CHAT_URL".'
    if not HOST.fullmatch(step.host):
        yield f"Webhook: {step.host!r} is no host.", 'Write it like "hooks.example.com".'
    yield from _of_told("Webhook", model, paths_in(step.text), [])
    yield from _of_title("Webhook", model, step.text)


def of_agent(step: Agent, model: type[Model] | None) -> Iterator[Said]:
    """That it asks something, tells nothing that somebody may not see, and writes plain values."""
    if not step.instructions.strip():
        yield "Agent asks nothing.", "Say what is to be done."
    if model is None or model is Person:
        return
    yield from _of_told("Agent", model, paths_in(step.instructions), [])
    yield from _of_title("Agent", model, step.instructions)
    if not step.may:
        yield "Agent may do nothing.", "Name fields and actions of the row."
    actions = [action.id for action in declared.actions.get(model, [])]
    for name in step.may:
        if name in actions or not has_name(model, name):
            yield from no_action(name, actions)
        elif wrong := list(no_field(model, "Agent", name)):
            yield from wrong
        elif not is_plain(walk(model, name).field):
            yield f"Agent: {name!r} is no plain value.", "Leave people, rows and files to people."


def _of_title(name: str, model: type[Model] | None, text: str) -> Iterator[Said]:
    if model is not None and tells_title(text) and title_is_hidden(model):
        yield (
            f"{name} tells the title, made of what not everybody may see.",
            "Leave it out of the text; the link leads to it under the person's rights.",
        )


def _of_told(
    name: str, model: type[Model] | None, told: Sequence[str], named: Sequence[str]
) -> Iterator[Said]:
    if model is None:
        for path in (*told, *named):
            yield f"{name} names {path!r}, and there is no row.", "Name the model it goes over."
        return
    for path in told:
        yield from no_path(model, name, path)
    for path in named:
        yield from _no_way(model, name, path)
    for path in told:
        if is_hidden(model, path):
            yield (
                f"{name} tells {path!r}, which not everybody may see.",
                "Leave it out of the text; the link leads to it under the person's rights.",
            )


def _no_way(model: type[Model], name: str, path: str) -> Iterator[Said]:
    """A path to whom is told: of the row, or of the rows of an entity that point to it."""
    first, _, beyond = path.partition(".")
    if has_name(model, first) or not beyond:
        yield from no_path(model, name, path)
        return
    try:
        other, _ = pointing_here(model, first)
    except NoSuchPath as wrong:
        yield f"{name}: {wrong}", "Name a field, or an entity whose rows point here."
        return
    yield from no_path(other, name, beyond)
