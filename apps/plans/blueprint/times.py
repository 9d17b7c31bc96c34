"""Dates and clocks that start something, in words: for reviews and for docstrings."""

from __future__ import annotations

from apps.plans.blueprint.triggers import OnDate, OnSchedule

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def by_clock(trigger: OnSchedule) -> str:
    """`every week on Monday at 08:00`."""
    if trigger.every == "hour":
        return "every hour"
    return f"every {trigger.every}{_on(trigger)} at {trigger.at}"


def _on(trigger: OnSchedule) -> str:
    if trigger.every == "week":
        return f" on {(trigger.on or 'monday').capitalize()}"
    if trigger.every == "month":
        return f" on day {trigger.on or '1'}"
    if trigger.every == "quarter":
        return f" on day {trigger.on or '1'} of its first month"
    if trigger.every == "year":
        month, day = (trigger.on or "01-01").split("-")
        return f" on {int(day)} {MONTHS[int(month) - 1]}"
    return ""


def by_date(trigger: OnDate, what: str) -> str:
    """`14 days before the due of an invoice, and every 7 days after that`."""
    length = abs(trigger.offset)
    unit = trigger.unit if length != 1 else trigger.unit.removesuffix("s")
    side = "before" if trigger.offset < 0 else "after"
    start = f"{length} {unit} {side} {what}" if length else f"when {what} has come"
    days = "every day" if trigger.again_days == 1 else f"every {trigger.again_days} days"
    return f"{start}, then {days}" if trigger.again_days else start
