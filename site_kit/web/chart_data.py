"""The figures of a chart: one grouped query, then gaps filled and the small ones put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import TruncDay, TruncMonth, TruncQuarter, TruncWeek, TruncYear
from django.utils import timezone

from site_kit import asker
from site_kit.models import RowQuerySet
from site_kit.parts import Chart
from site_kit.permissions import Fields
from site_kit.web import formats, measures, units
from site_kit.web.chart_svg import Drawing, Series
from site_kit.web.columns import Column, column_of, django_path
from site_kit.web.kinds import CHOICES, DATES
from site_kit.web.tones import tones_of

TRUNCS: dict[str, Any] = {
    "day": TruncDay,
    "week": TruncWeek,
    "month": TruncMonth,
    "quarter": TruncQuarter,
    "year": TruncYear,
}
MOST_STEPS = 120
HUES = 8
OTHER = "other"
HUE_OF_STATE = {"ok": 4, "warn": 2, "bad": 3, "info": 1, "": 5, "purple": 6, "teal": 7, "pink": 8}
NOT_SET = "Not set"

Figures = dict[tuple[Any, Any], list[float]]


def starts_of(day: date, grain: str) -> date:
    """The first day of the period that a day is in."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "day":
        return day
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[grain]
    return date(day.year, month, 1)


def step(start: date, grain: str, steps: int) -> date:
    """The first day of the period so many steps later."""
    if grain in ("day", "week"):
        return start + timedelta(days=steps * (7 if grain == "week" else 1))
    months = steps * {"month": 1, "quarter": 3, "year": 12}[grain]
    whole = start.year * 12 + start.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def period_in_words(start: date, grain: str) -> str:
    """`W47`, `Nov`, `Q4`, `2026`, `18 Nov`."""
    if grain == "quarter":
        year = "" if start.year == asker.day().year else f" {start.year}"
        return f"Q{(start.month + 2) // 3}{year}"
    if grain == "year":
        return str(start.year)
    written: dict[str, Callable[[date], str]] = {"week": formats.week, "month": formats.month}
    return written.get(grain, formats.day)(start)


def drawing_of(chart: Chart, rows: RowQuerySet, fields: Fields) -> Drawing | None:
    """The chart over these rows; None where the person may not see what it is drawn by."""
    x = column_of(chart.model, chart.x, fields)
    split = column_of(chart.model, chart.split_by, fields) if chart.split_by else None
    if x is None or x.order is None or (chart.split_by and (split is None or split.order is None)):
        return None
    along_time = x.kind in DATES and chart.shape != "donut"
    figures = _figures(chart, rows, x, split, along_time)
    keys, labels = _along_time(chart, figures) if along_time else _by_value(chart, figures, x)
    series = _series(chart, figures, keys, x, split)
    if chart.shape == "donut":
        series = _slices(series[0], keys, labels, x)
        labels = [labels_of_whole(chart)]
    return Drawing(
        title=chart.label,
        shape=chart.shape,
        labels=labels,
        series=series,
        x_name=chart.grain.capitalize() if along_time else x.label,
        stacked=chart.stacked or not along_time,
        along_time=along_time,
        written=measures.written(chart.model, chart.measures[0]),
    )


def labels_of_whole(chart: Chart) -> str:
    """What the one row of a donut's table is called."""
    plural = str(chart.model._meta.verbose_name_plural)
    return plural[:1].upper() + plural[1:]


def _figures(
    chart: Chart, rows: RowQuerySet, x: Column, split: Column | None, along_time: bool
) -> Figures:
    if along_time:
        path = django_path(chart.x)
        rows = rows.filter(**{f"{path}__isnull": False})
        edge: Any = _first_period(chart)
        if x.kind == "datetime":
            edge = timezone.make_aware(datetime.combine(edge, datetime.min.time()))
        rows = rows.filter(**{f"{path}__gte": edge})
        rows = rows.annotate(chart_x=TRUNCS[chart.grain](path))
    else:
        rows = rows.annotate(chart_x=x.order)
    names = ["chart_x"]
    if split is not None:
        rows = rows.annotate(chart_split=split.order)
        names.append("chart_split")
    asked = {f"chart_m{place}": one for place, one in enumerate(chart.measures)}
    found: Figures = {}
    for row in rows.order_by().values(*names).annotate(**asked).order_by():
        at = row["chart_x"]
        at = timezone.localtime(at).date() if isinstance(at, datetime) else at
        values = [float(row[name] or 0) for name in asked]
        found[(at, row.get("chart_split"))] = values
    return found


def _first_period(chart: Chart) -> date:
    """Where the picture begins: `last` periods back; without it, as far as can be drawn."""
    now = starts_of(asker.day(), chart.grain)
    return step(now, chart.grain, 1 - (chart.last or MOST_STEPS))


def _along_time(chart: Chart, figures: Figures) -> tuple[list[Any], list[str]]:
    seen = sorted({at for at, _ in figures})
    now = starts_of(asker.day(), chart.grain)
    if chart.last:
        start, end = step(now, chart.grain, 1 - chart.last), now
    else:
        start, end = (seen[0], max(seen[-1], now)) if seen else (now, now)
    keys: list[Any] = []
    at = start
    while at <= end and len(keys) <= MOST_STEPS * 2:
        keys.append(at)
        at = step(at, chart.grain, 1)
    return keys, [period_in_words(key, chart.grain) for key in keys]


def _by_value(chart: Chart, figures: Figures, x: Column) -> tuple[list[Any], list[str]]:
    weight: dict[Any, float] = {}
    for (at, _), values in figures.items():
        weight[at] = weight.get(at, 0) + values[0]
    if x.kind in CHOICES:
        known = [str(value) for value in x.field.values.values]
        keys: list[Any] = [key for key in known if key in weight or chart.shape != "donut"]
        keys += [key for key in weight if key not in known]
    else:
        keys = sorted(weight, key=lambda key: (-weight[key], str(key)))
    if chart.top and len(keys) > chart.top:
        keys, small = keys[: chart.top], keys[chart.top :]
        _together(figures, small)
        keys.append(OTHER)
    return keys, [_value_in_words(key, x) for key in keys]


def _together(figures: Figures, small: Iterable[Any]) -> None:
    """Put the figures of the small ones under one name."""
    for key in small:
        for at, split in [pair for pair in figures if pair[0] == key]:
            values = figures.pop((at, split))
            kept = figures.get((OTHER, split), [0.0] * len(values))
            figures[(OTHER, split)] = [a + b for a, b in zip(kept, values, strict=True)]


def _value_in_words(key: Any, x: Column) -> str:
    if key == OTHER:
        return "Other"
    return NOT_SET if key in (None, "") else x.plain(key)


def _series(
    chart: Chart, figures: Figures, keys: list[Any], x: Column, split: Column | None
) -> list[Series]:
    if split is None:
        return [
            Series(
                units.path_of(one) or "count",
                measures.named(chart.model, one),
                [figures.get((key, None), _nothing(chart))[place] for key in keys],
                place % HUES + 1,
            )
            for place, one in enumerate(chart.measures)
        ]
    values = _values_of_split(figures, split)
    hues = hues_of(values, split)
    made = [
        Series(
            str(value if value is not None else ""),
            _value_in_words(value, split),
            [figures.get((key, value), _nothing(chart))[0] for key in keys],
            hues[place],
        )
        for place, value in enumerate(values)
    ]
    return made if len(made) <= HUES else _with_rest(made)


def _nothing(chart: Chart) -> list[float]:
    return [0.0] * len(chart.measures)


def _values_of_split(figures: Figures, split: Column) -> list[Any]:
    found = {value for _, value in figures}
    if split.kind in CHOICES:
        known: list[Any] = [str(value) for value in split.field.values.values]
        return known + [value for value in found if value not in known]
    return sorted(found, key=lambda value: str(value or "\uffff"))


def hues_of(values: list[Any], split: Column) -> list[int]:
    """A hue for each value: that of its state, as on labels; a second of the same gets another."""
    if split.kind not in CHOICES:
        return [place % HUES + 1 for place in range(len(values))]
    tones = tones_of(split.field)
    found: list[int] = []
    for value in values:
        tone = tones.get(str(value))
        own = HUE_OF_STATE.get(tone.state, 0) if tone and tone.icon else 0
        found.append(own if own not in found else 0)
    free = [hue for hue in range(1, HUES + 1) if hue not in found]
    return [hue or (free.pop(0) if free else HUES) for hue in found]


def _with_rest(series: list[Series]) -> list[Series]:
    """The largest seven, and the rest as one, so that hues stay apart."""
    ranked = sorted(series, key=lambda one: -one.total)
    kept = [one for one in series if one in ranked[: HUES - 1]]
    rest = [one for one in series if one not in kept]
    sums = [sum(column) for column in zip(*(one.values for one in rest), strict=True)]
    numbered = [Series(one.id, one.label, one.values, place + 1) for place, one in enumerate(kept)]
    return [*numbered, Series(OTHER, "Other", sums, HUES)]


def _slices(whole: Series, keys: list[Any], labels: list[str], x: Column) -> list[Series]:
    hues = hues_of(keys, x)
    made = [
        Series(
            str(key if key is not None else ""), labels[place], [whole.values[place]], hues[place]
        )
        for place, key in enumerate(keys)
    ]
    return made if len(made) <= HUES else _with_rest(made)
