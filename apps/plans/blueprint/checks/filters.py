"""Filters of a list: a path, perhaps with a start value after `=`, or `free(booking)`."""

import re

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import FILES
from apps.plans.blueprint.pages import RowPage
from apps.plans.blueprint.rules import NoOverlap

FREE = re.compile(r"free\((\w+)\)")
NOT_FILTERED = FILES | {"long_text"}


def check_filters(page: RowPage, at: str, found: Findings) -> None:
    """All filters of a page."""
    for text in page.filters:
        called, _, start = (part.strip() for part in text.partition("="))
        where = f"{at}.filters.{called}"
        if match := FREE.fullmatch(called):
            _check_free(match[1], page, where, found)
            continue
        path = found.path(where, called, page.entity)
        if path is None:
            continue
        if path.field and path.field.kind in NOT_FILTERED:
            found.say(where, "kinds", f"there is no filter for {path.field.kind}")
        if start:
            found.expression(where, start, places.listed(page.entity), path.type.one)


def _check_free(booking: str, page: RowPage, where: str, found: Findings) -> None:
    if not found.known(where, booking, found.tool.entities, "entity"):
        return
    for rule in found.tool.entity(booking).rules:
        if isinstance(rule, NoOverlap) and _books(rule, booking, page.entity, found):
            return
    message = f"free({booking}) needs a no_overlap of {booking} with its {page.entity} in per"
    found.say(where, "no-overlap", message)


def _books(rule: NoOverlap, booking: str, entity: str, found: Findings) -> bool:
    """Whether rows of the entity are what the rule keeps apart."""
    fields = (found.world.field(booking, text) for text in rule.per)
    return any(field is not None and field.to == entity for field in fields)
