"""What a page declares that cannot be served: found when the tool starts, with the way out.

Never dropped in silence: a kind, a key or a name that is not served refuses the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db.models import Model

from site_kit.actions import actions_for
from site_kit.hooks import wrong_hook
from site_kit.overlaps import Booking
from site_kit.pages import (
    Board,
    Calendar,
    Cards,
    Detail,
    ExtensionPage,
    Form,
    Leaderboard,
    Matrix,
    ModelPage,
    Page,
    Queue,
    Report,
    RowsPage,
    Table,
)
from site_kit.parts import GRAINS, SHAPES, SIZES, Chart, Part, RowList, RowsPart, Stat
from site_kit.paths import NoSuchPath, has_name, walk
from site_kit.web import measures
from site_kit.web.columns import ABOUT, TITLE
from site_kit.web.form_checks import of_form
from site_kit.web.free import ASKED
from site_kit.web.kinds import DATES, FILES, LONG, SEVERAL, kind_of
from site_kit.web.levels import MOST_LEVELS, UNGROUPED
from site_kit.web.outsider_checks import of_public
from site_kit.web.reports import TOTAL
from site_kit.web.starts import UnknownStart, start_of
from site_kit.words import nearest

ID = "site_kit.E101"
SERVED_KEYS = frozenset({"model", "id", "name", "kind", "served", "home_for", "open_to"})
LANES = frozenset({"status", "choice", "relation", "person"})


def problems_of(page: type[Page]) -> list[CheckMessage]:
    """Everything about one page."""
    return [
        Error(f"{page.__name__}: {sentence}", hint=hint or None, obj=page, id=ID)
        for sentence, hint in _problems(page)
    ]


def _problems(page: type[Page]) -> Iterator[tuple[str, str]]:
    if not page.served:
        yield f"a page of kind {page.kind!r} is not served yet.", "Use one of the served kinds."
        return
    yield from _unknown_keys(page)
    if issubclass(page, ModelPage) and not isinstance(getattr(page, "model", None), type):
        yield "it says no model.", "Write model = …"
        return
    if issubclass(page, ExtensionPage):
        yield from wrong_hook("page", page.hook)
    if issubclass(page, RowsPage):
        yield from _of_rows(page)
    if issubclass(page, Form):
        yield from _of_form(page)
    if issubclass(page, Detail):
        yield from _paths(page.model, page.columns, "columns")
        yield from _actions(page.model, page.actions)
    for part in getattr(page, "parts", ()):
        yield from _of_part(part)


def _unknown_keys(page: type[Page]) -> Iterator[tuple[str, str]]:
    known = {name for base in page.__mro__[1:] for name in getattr(base, "__annotations__", {})}
    known |= SERVED_KEYS
    for name in vars(page):
        if not name.startswith("_") and name not in known:
            yield f"there is no key {name!r}.{nearest(name, known)}", ""


def _refused(page: type[Any], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if getattr(page, name, None):
            yield f"the key {name!r} of a {page.kind} is not served yet.", "Leave it out."


def _of_rows(page: type[RowsPage]) -> Iterator[tuple[str, str]]:
    model = page.model
    yield from _paths(model, page.columns, "columns")
    yield from _paths(model, page.search, "search")
    yield from _sorts(page)
    yield from _actions(model, page.actions)
    for text in page.filters:
        yield from _filter(model, text)
    if page.between:
        yield from _paths(model, (page.between,), "between")
    if not issubclass(page, Matrix | Table):
        yield from _refused(page, ("inline_edit",))
    if not issubclass(page, Board):
        yield from _groups(page)
    if issubclass(page, Cards):
        yield from _refused(page, ("limit", "totals", "between"))
        if len(page.group_by) > 1:
            yield "cards stand in one level of groups.", "Leave the rest out."
    if issubclass(page, Queue):
        yield from _refused(page, ("totals", "between"))
    if issubclass(page, Board):
        yield from _lanes(page)
        yield from _refused(page, ("limit", "between"))
    if issubclass(page, Calendar):
        yield from _in_time(page)
    if issubclass(page, Matrix):
        yield from _of_matrix(page)
    for count in page.counts:
        if count.measure is not None and not measures.has_aggregate(count.measure):
            yield f"the count {count.id!r} measures no aggregate.", "Write models.Sum(…) or so."


def _sorts(page: type[RowsPage]) -> Iterator[tuple[str, str]]:
    for path in (path.removeprefix("-") for path in page.sort):
        named = TOTAL.fullmatch(path)
        if named is None:
            yield from _paths(page.model, (path,), "sort")
        elif not issubclass(page, Report | Leaderboard) or int(named[1]) >= len(page.totals):
            yield f"sort: {path!r} is no total of this page.", "Name one of its totals."
    if issubclass(page, Leaderboard) and not (page.sort or page.group_by):
        yield "a leaderboard says nothing that ranks.", 'Write sort = ("-points",) or group_by.'


def _groups(page: type[RowsPage]) -> Iterator[tuple[str, str]]:
    paths = page.group_by
    if isinstance(paths, str):
        yield "group_by is a list of paths.", f"Write group_by = ({paths!r},)."
        return
    if len(paths) > MOST_LEVELS:
        yield f"group_by has {len(paths)} levels, and two are the most.", "Leave the rest out."
    found = list(_paths(page.model, paths, "group_by"))
    yield from found
    for path in () if found else paths:
        if path != TITLE and kind_of(walk(page.model, path).field) in UNGROUPED:
            yield f"nothing can be grouped by {path!r}.", "Group by a single short value."


def _of_matrix(page: type[Matrix]) -> Iterator[tuple[str, str]]:
    """Its two paths by single short values, and what stands in the cells."""
    for key in ("rows", "across"):
        path = getattr(page, key)
        if not path:
            yield f"a matrix needs {key}, a path.", f'Write {key} = "owner".'
            continue
        wrong = list(_paths(page.model, (path,), key))
        yield from wrong
        if not wrong and kind_of(walk(page.model, path).field) in FILES | LONG | SEVERAL:
            yield f"{key}: {path!r} makes no rows or columns.", "Name a single short value."
    if page.grain not in GRAINS:
        yield f"there is no grain {page.grain!r}.{nearest(page.grain, GRAINS)}", ""
    if isinstance(page.cell, str):
        yield from _paths(page.model, (page.cell,), "cell")
    elif page.inline_edit:
        yield "inline_edit needs a field in the cells.", 'Write cell = "state".'
    elif page.cell is not None and not measures.has_aggregate(page.cell):
        yield "cell measures no aggregate.", "Write models.Sum(…) or so, or name a field."


def _in_time(page: type[Calendar]) -> Iterator[tuple[str, str]]:
    """Its dates, both of days or both of moments; lanes and colours by single short values."""
    if not page.start:
        yield f"a {page.kind} needs start, the path of a date.", 'Write start = "due".'
        return
    given = {key: getattr(page, key) for key in ("start", "end", "lanes", "colour_by")}
    wrong = [one for key, path in given.items() if path for one in _paths(page.model, (path,), key)]
    yield from wrong
    if wrong:
        return
    kinds = {key: kind_of(walk(page.model, path).field) for key, path in given.items() if path}
    for key in ("start", "end"):
        if kinds.get(key, "date") not in DATES:
            yield f"{key}: {given[key]!r} is no date.", ""
    if kinds.get("end", kinds["start"]) != kinds["start"] and "datetime" in kinds.values():
        yield "start and end are two days, or two moments.", ""
    for key, without in (("lanes", FILES | LONG), ("colour_by", FILES | LONG | SEVERAL)):
        if kinds.get(key) in without:
            yield f"{key}: {given[key]!r} makes no {key}.", "Name a single short value."


def _lanes(page: type[Board]) -> Iterator[tuple[str, str]]:
    path = page.group_by
    if not isinstance(path, str) or not path:
        yield "a board needs group_by, one path.", 'Write group_by = "status".'
        return
    found = list(_paths(page.model, (path,), "group_by"))
    yield from found
    if not found and kind_of(walk(page.model, path).field) not in LANES:
        yield f"a board cannot have lanes by {path!r}.", "Use a status, choice, relation or person."


def _filter(model: type[Model], text: str) -> Iterator[tuple[str, str]]:
    path, _, start = text.partition("=")
    path = path.strip()
    if "(" in path:
        asked = ASKED.fullmatch(path)
        if asked is None or Booking.of(asked[1], model) is None:
            said = f"the filter {path!r} has no kit.NoOverlap with {model.__name__} in per."
            yield said, "Write free(<entity>) of an entity that has one, or filter by a field."
        return
    yield from _paths(model, (path,), "filters")
    try:
        if start.strip():
            start_of(start)
    except UnknownStart:
        hint = "Write a value, a list, me, today, or week_start(today)."
        yield f"the filter {path!r} cannot start with {start.strip()!r}.", hint


def _paths(model: type[Model], paths: Iterable[str], key: str) -> Iterator[tuple[str, str]]:
    for path in paths:
        is_shown = key in ("columns", "search", "sort") or key.startswith("part ")
        known = ABOUT if is_shown else (TITLE,)
        if path in known and not has_name(model, path):
            continue
        try:
            walked = walk(model, path)
        except NoSuchPath as wrong:
            yield f"{key}: {wrong}", ""
            continue
        if walked.rest:
            yield f"{key}: {path!r} goes on where {walked.name!r} ends.", ""
        elif walked.many and kind_of(walked.field) not in SEVERAL:
            yield f"{key}: {path!r} leads to several rows.", f"Name {walked.many!r} itself."
        elif key == "sort" and kind_of(walked.field) in SEVERAL | FILES:
            yield f"{key}: nothing sorts by {path!r}.", "Sort by a single value."


def _actions(model: type[Model], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = [action.id for action in actions_for(model)]
    for name in names:
        if name not in known:
            yield f"there is no action {name!r}.{nearest(name, known)}", ""


def _of_form(page: type[Form]) -> Iterator[tuple[str, str]]:
    yield from _paths(page.model, page.fields, "fields")
    for _, fields in page.steps:
        yield from _paths(page.model, fields, "steps")
    yield from of_form(page)
    yield from of_public(page)


def _of_part(part: Part) -> Iterator[tuple[str, str]]:
    if part.size and part.size not in SIZES:
        yield f"part {part.id!r}: there is no size {part.size!r}.{nearest(part.size, SIZES)}", ""
    if not isinstance(part, RowsPart):
        return
    if isinstance(part, Chart):
        yield from _of_chart(part)
    if isinstance(part, RowList):
        yield from _paths(part.model, part.columns, f"part {part.id!r}")
        yield from _paths(part.model, (one.removeprefix("-") for one in part.sort), "sort")
        yield from _actions(part.model, part.actions)
    if isinstance(part, Stat) and part.compare != "none" and part.compare not in GRAINS:
        yield f"part {part.id!r} compares by no period {part.compare!r}.", ""


def _of_chart(chart: Chart) -> Iterator[tuple[str, str]]:
    for name, value, known in (("shape", chart.shape, SHAPES), ("grain", chart.grain, GRAINS)):
        if value not in known:
            yield f"chart {chart.id!r}: there is no {name} {value!r}.{nearest(value, known)}", ""
    found = list(_paths(chart.model, (chart.x,), f"chart {chart.id!r}"))
    found += _paths(chart.model, (chart.split_by,) if chart.split_by else (), "split_by")
    yield from found
    if found:
        return
    by_value = kind_of(walk(chart.model, chart.x).field) not in DATES
    if chart.shape in ("line", "area") and by_value:
        yield f"chart {chart.id!r}: a line needs a date along x.", 'Write shape="bar".'
    if chart.split_by and len(chart.measures) > 1:
        yield f"chart {chart.id!r}: split_by goes with one measure.", ""
