"""Parts of a page: from a declaration to what `part_*.html` draws, within a budget of queries.

Figures of one entity come in one query together. Charts and lists cost one each; those beyond
the budget are left to a request of their own (`?part=<id>`), with a link for who has no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.db.models import F, Model, Q
from django.utils import timezone

from site_kit import asker
from site_kit.models import RowQuerySet
from site_kit.parts import Chart, Part, RowList, RowsPart, Stat, TextPart
from site_kit.permissions import rights_for, seen_rows
from site_kit.web import about_row, chart_data, chart_svg, measures, short_lists
from site_kit.web.columns import column_of, django_path
from site_kit.web.kinds import kind_of
from site_kit.web.prose import prose
from site_kit.words import first_name

AT_ONCE = 3
"""Charts and lists asked while a page of rows is made."""

AT_ONCE_ALONE = 6
"""The same on a page that has nothing else to ask."""

NAME, FIRST_NAME = "{me.name}", "{me.first_name}"
SPANS = {"small": "c3", "tall": "c6 tall", "wide": "c6", "full": ""}
FIGURES = frozenset({"stat", "progress"})
FIGURES_IN_A_ROW = {1: "c3", 2: "c6", 3: "c4", 4: "c3"}
IN_A_ROW = {2: "c6", 3: "c4"}
NARROW = frozenset({"list", "checklist", "text"})
ABOVE = frozenset({"stat", "progress", "text"})
SHORT = 3
"""Lists of so many rows at most stand above a page's rows, as a band."""


@dataclass
class Drawn:
    """A part as a template draws it."""

    part: Part
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    waits: bool = False
    span: str = ""
    """The class that says how wide it is in the grid: `c3` to `c8`, or "" for all of it."""

    @property
    def above(self) -> bool:
        """Whether it stands above a page's rows."""
        return self.part.kind in ABOVE or (
            isinstance(self.part, RowList) and self.part.limit <= SHORT
        )


def drawn(
    parts: Sequence[Part],
    *,
    narrowed: RowQuerySet | None = None,
    only: str = "",
    at_once: int = AT_ONCE,
    row: Model | None = None,
    back: str = "",
) -> list[Drawn]:
    """All parts that this person may see. `narrowed` are the page's filtered rows, used by the
    parts of the same entity; `only` is one part asked by itself; `row` is the record that they are
    about; `back` is where the buttons of rows return to."""
    seen = [part for part in parts if _is_seen(part) and (not only or part.id == only)]
    if row is not None:
        seen = about_row.of_row(seen, row)
    figures = _figures([part for part in seen if isinstance(part, Stat)], narrowed)
    found, asked = [], 0
    for part in seen:
        if isinstance(part, Stat):
            found.append(_stat(part, figures))
        elif isinstance(part, TextPart):
            found.append(_text(part))
        elif asked >= at_once and not only:
            found.append(Drawn(part, "part_waits.html", waits=True))
        else:
            asked += 1
            found += _asked(part, narrowed, back)
    return found


def in_rows(several: Sequence[Drawn]) -> list[Drawn]:
    """The parts with their widths: figures share a row, larger ones stand two by two (three
    lists by three), and what would be left alone takes the whole row. A size that is declared is
    kept."""
    waiting: list[Drawn] = []
    for one in several:
        if one.part.size or (waiting and _is_figure(one) is not _is_figure(waiting[0])):
            _share(waiting)
            waiting = []
        if one.part.size:
            one.span = SPANS[one.part.size]
        else:
            waiting.append(one)
    _share(waiting)
    return list(several)


def _is_figure(one: Drawn) -> bool:
    return one.part.kind in FIGURES


def _share(alike: list[Drawn]) -> None:
    """Give neighbours of one sort the rows they fill."""
    while alike:
        count = len(alike)
        three = count == 3 and all(one.part.kind in NARROW for one in alike)
        most = 4 if _is_figure(alike[0]) else 3 if three else 2
        row = 3 if _is_figure(alike[0]) and count in (5, 6, 9) else min(most, count)
        for one in alike[:row]:
            one.span = FIGURES_IN_A_ROW[row] if _is_figure(one) else IN_A_ROW.get(row, "")
        alike = alike[row:]


def _is_seen(part: Part) -> bool:
    if not isinstance(part, RowsPart):
        return True
    rights = rights_for(part.model)
    if not rights.allowed("view", None, asker.current()):
        return False
    fields = rights.fields_for(asker.current())
    return all(measures.is_seen(part.model, one, fields) for one in _told_by(part))


def _told_by(part: RowsPart) -> list[Any]:
    """What the figures of a part are about: nothing of it may be hidden."""
    if isinstance(part, Stat):
        dates = [F(django_path(part.x))] if part.x else []
        return [part.scope, part.measure, part.of, *dates]
    return [part.scope, *part.measures] if isinstance(part, Chart) else []


def _asked(part: Part, narrowed: RowQuerySet | None, back: str) -> list[Drawn]:
    if isinstance(part, Chart):
        return _chart(part, narrowed)
    if isinstance(part, RowList):
        context = short_lists.context(part, rows_of(part, narrowed), back)
        return [Drawn(part, "part_list.html", context)]
    return []


def rows_of(part: RowsPart, narrowed: RowQuerySet | None) -> RowQuerySet:
    """The rows a part is about: those of the page's filters where the entity is the same."""
    if narrowed is not None and narrowed.model is part.model:
        rows = narrowed
    else:
        rows = seen_rows(part.model)
    return rows if part.scope is None else rows.filter(part.scope)


# Figures


def _figures(stats: Iterable[Stat], narrowed: RowQuerySet | None) -> dict[str, Any]:
    """The figures of all stats: one query for each entity."""
    by_model: dict[type[Model], dict[str, Any]] = {}
    for stat in stats:
        by_model.setdefault(stat.model, {}).update(_measures_of(stat))
    found: dict[str, Any] = {}
    for model, asked in by_model.items():
        same = narrowed is not None and narrowed.model is model
        rows = narrowed if narrowed is not None and same else seen_rows(model)
        found |= rows.aggregate(**asked)
    return found


def _measures_of(stat: Stat) -> dict[str, Any]:
    now, before = _windows(stat)
    scope = stat.scope
    asked = {f"stat_{stat.id}": measures.where(stat.measure, _both(scope, now))}
    if before is not None:
        asked[f"before_{stat.id}"] = measures.where(stat.measure, _both(scope, before))
    if hasattr(stat.of, "resolve_expression"):
        asked[f"of_{stat.id}"] = measures.where(stat.of, _both(scope, now))
    return asked


def _both(one: Q | None, other: Q | None) -> Q | None:
    return one & other if one is not None and other is not None else one or other


def _windows(stat: Stat) -> tuple[Q | None, Q | None]:
    """This period and the one before it, by the date `x`."""
    if stat.compare == "none" or not stat.x:
        return None, None
    grain = stat.compare
    start = chart_data.starts_of(asker.day(), grain)
    before = chart_data.step(start, grain, -1)
    path = django_path(stat.x)
    field = column_of(stat.model, stat.x, rights_for(stat.model).fields_for(asker.current()))
    is_moment = field is not None and kind_of(field.field) == "datetime"
    edges = [_edge(day, is_moment) for day in (before, start, chart_data.step(start, grain, 1))]
    return (
        Q(**{f"{path}__gte": edges[1], f"{path}__lt": edges[2]}),
        Q(**{f"{path}__gte": edges[0], f"{path}__lt": edges[1]}),
    )


def _edge(day: Any, is_moment: bool) -> Any:
    return timezone.make_aware(datetime.combine(day, time.min)) if is_moment else day


def _stat(stat: Stat, figures: dict[str, Any]) -> Drawn:
    written = measures.written(stat.model, stat.measure)
    value = figures.get(f"stat_{stat.id}") or 0
    whole = figures.get(f"of_{stat.id}", stat.of)
    context = {
        "value": written(value),
        "number": value,
        "of": written(whole) if whole is not None else "",
        "whole": whole,
        **_change(stat, value, figures.get(f"before_{stat.id}"), written),
    }
    return Drawn(stat, "part_stat.html", context)


def _change(stat: Stat, value: Any, before: Any, written: measures.Written) -> dict[str, Any]:
    if stat.compare == "none" or not stat.x:
        return {}
    change = value - (before or 0)
    sign = "+" if change > 0 else ""
    return {
        "change": f"{sign}{written(change)}" if change else "no change",
        "since": f"against the {stat.compare} before",
    }


# Charts, lists, words


def _chart(chart: Chart, narrowed: RowQuerySet | None) -> list[Drawn]:
    fields = rights_for(chart.model).fields_for(asker.current())
    drawing = chart_data.drawing_of(chart, rows_of(chart, narrowed), fields)
    if drawing is None:
        return []
    context = {
        "picture": chart_svg.draw(drawing),
        "legend": chart_svg.legend(drawing),
        "twin": chart_svg.table_twin(drawing),
        "empty": drawing.is_empty,
    }
    return [Drawn(chart, "part_chart.html", context)]


def _text(part: TextPart) -> Drawn:
    """Words to whoever looks: their name stands where braces ask for it."""
    named = replace(part, name=_addressed(part.label), body=_addressed(part.body))
    return Drawn(named, "part_text.html", {"text": prose(named.body)})


def _addressed(text: str) -> str:
    name = asker.current().name
    return text.replace(FIRST_NAME, first_name(name)).replace(NAME, name)
