"""Pages: their paths, counts, filters, measures, forms."""

from collections.abc import Iterable

from apps.plans.blueprint.checks.actions import check_hook
from apps.plans.blueprint.checks.filters import check_filters
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.forms import check_form
from apps.plans.blueprint.checks.parts import check_measure, check_parts, check_sort
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import FILES
from apps.plans.blueprint.pages import (
    AnyPage,
    DashboardPage,
    DetailPage,
    ExtensionPage,
    FormPage,
    RowPage,
)

GROUPED = frozenset({"status", "choice", "relation", "person"})
UNREADABLE = FILES | {"long_text"}
SEVERAL = frozenset({"people", "relations", "choices"})
MADE = {"lanes": "lanes", "colour_by": "colours"}


def check_pages(found: Findings) -> None:
    """All pages, also against one another."""
    homes: dict[str, str] = {}
    for page in found.tool.source.pages:
        at = f"pages.{page.id}"
        for role in (*page.home_for, *page.open_to):
            found.known(at, role, found.world.roles, "role")
        for role in page.home_for:
            first = homes.setdefault(role, page.id)
            if first != page.id:
                message = f"“{role}” has its home on “{first}” already"
                found.say(f"{at}.home_for", "home", message)
        _check(page, at, found)


def _check(page: AnyPage, at: str, found: Findings) -> None:
    if isinstance(page, RowPage | DetailPage):
        if not found.known(f"{at}.entity", page.entity, found.world.entities, "entity"):
            return
        found.paths(f"{at}.columns", page.columns, page.entity)
        _check_actions(page.entity, page.actions, at, found)
    match page:
        case RowPage():
            _check_rows(page, at, found)
        case DetailPage():
            for child in page.children:
                _check_child(child, page, at, found)
            check_parts(page.parts, at, found, shown=page.entity)
        case FormPage():
            check_form(page, at, found)
        case DashboardPage():
            check_parts(page.parts, at, found)
        case ExtensionPage():
            check_hook(page.hook, "page", f"{at}.hook", found)


def _check_actions(entity: str, ids: Iterable[str], at: str, found: Findings) -> None:
    actions = found.tool.entity(entity).actions if entity in found.tool.entities else ()
    for called in ids:
        known = [action.id for action in actions]
        found.known(f"{at}.actions", called, known, f"action of {entity}")


def _check_child(child: str, page: DetailPage, at: str, found: Findings) -> None:
    if not found.known(f"{at}.children", child, found.world.entities, "entity"):
        return
    if not found.world.links(child, page.entity):
        message = f"no relation of {child} leads to {page.entity}"
        found.say(f"{at}.children", "no-such-thing", message)


def _check_rows(page: RowPage, at: str, found: Findings) -> None:
    listed = places.listed(page.entity)
    found.condition(f"{at}.scope", page.scope, listed)
    for count in page.counts:
        where = f"{at}.counts.{count.id}"
        found.condition(f"{where}.where", count.where, listed)
        check_measure(f"{where}.measure", count.measure, page.entity, found)
    check_filters(page, at, found)
    _check_search(page, at, found)
    check_sort(page.sort, page.totals, page.entity, at, found)
    for total in page.totals:
        check_measure(f"{at}.totals", total, page.entity, found)
    _check_groups(page, at, found)
    _check_dates(page, at, found)
    if page.kind == "matrix":
        _check_matrix(page, at, found)
    check_parts(page.parts, at, found)


def _check_search(page: RowPage, at: str, found: Findings) -> None:
    for path in found.paths(f"{at}.search", page.search, page.entity):
        if path.type.family != "text":
            message = f"“{path.text}” is {path.type}; a search looks through texts"
            found.say(f"{at}.search", "kinds", message)


def _check_groups(page: RowPage, at: str, found: Findings) -> None:
    most = 1 if page.kind == "board" else 2
    if len(page.group_by) > most:
        found.say(f"{at}.group_by", "groups", f"a {page.kind} has at most {most} levels of groups")
    for path in found.paths(f"{at}.group_by", page.group_by, page.entity):
        if page.kind == "board" and not (path.field and path.field.kind in GROUPED):
            message = f"a board is grouped by a status, choice, relation or person, not {path.type}"
            found.say(f"{at}.group_by", "kinds", message)
        elif path.type.many or (path.field and path.field.kind in UNREADABLE):
            found.say(f"{at}.group_by", "kinds", f"nothing can be grouped by {path.type}")


def _check_dates(page: RowPage, at: str, found: Findings) -> None:
    families = set()
    for key in ("start", "end", "between"):
        text = getattr(page, key)
        path = found.path(f"{at}.{key}", text, page.entity) if text else None
        if path and path.type.family not in ("date", "datetime", "any"):
            found.say(f"{at}.{key}", "kinds", f"“{text}” is {path.type}, and this needs a date")
        elif path and key != "between":
            families.add(path.type.family)
    if len(families) > 1:
        found.say(at, "kinds", "start and end are two dates, or two moments (datetime)")
    for key, without in (("lanes", UNREADABLE), ("colour_by", UNREADABLE | SEVERAL)):
        text = getattr(page, key)
        path = found.path(f"{at}.{key}", text, page.entity) if text else None
        if path and path.field and path.field.kind in without:
            found.say(f"{at}.{key}", "kinds", f"{path.type} makes no {MADE[key]}")


def _check_matrix(page: RowPage, at: str, found: Findings) -> None:
    for key in ("rows", "across"):
        path = found.path(f"{at}.{key}", getattr(page, key), page.entity)
        if path and path.field and path.field.kind in UNREADABLE | SEVERAL:
            found.say(f"{at}.{key}", "kinds", f"{path.type} makes no rows or columns")
    known = found.world.entities[page.entity].fields
    if page.inline_edit and (page.cell not in known or known[page.cell].is_computed):
        message = "cells are edited in place where “cell” is a field that people fill in"
        found.say(f"{at}.inline_edit", "kinds", message)
    if page.cell and page.cell not in known:
        check_measure(f"{at}.cell", page.cell, page.entity, found)
