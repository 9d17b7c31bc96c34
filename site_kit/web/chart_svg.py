"""Charts, drawn on the server: x in per cent and y in px, so that text stays 12 px at any width.

Takes figures that are already counted (`Drawing`), gives markup. Nothing here asks the database.
Each chart has a title, axes and, by `table_twin`, the same figures as a table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape

from site_kit.web import formats
from site_kit.web.html import safe

HEIGHT, TOP, FOOT = 200, 14, 22
BAR, ROW = 12, 40
TICKS = 4
CROWDED = 7
MOST_LABELS = 13
CLOSE = 8
RING = 46
HOLE, LETTER = 68, 11
THOUSAND = 1000
MILLION = 1_000_000
LONG_LABEL = 34


@dataclass(frozen=True, slots=True)
class Series:
    """One line or stack: `id` is its value, `hue` 1 to 5 of the look's series colours."""

    id: str
    label: str
    values: list[float]
    hue: int = 1

    @property
    def total(self) -> float:
        """All its figures together."""
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: `labels` along x, one value of each series for each label."""

    title: str
    shape: str
    labels: list[str]
    series: list[Series]
    x_name: str = ""
    stacked: bool = False
    along_time: bool = True
    written: Callable[[float], str] = field(default=formats.number)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not any(value for one in self.series for value in one.values)

    @property
    def described(self) -> str:
        """The chart in a sentence, for who cannot see it."""
        if not self.labels:
            return self.title
        ends = f"{self.labels[0]} to {self.labels[-1]}" if self.along_time else ""
        sums = ", ".join(f"{one.label} {self.written(one.total)}" for one in self.series)
        return f"{self.title}: {'. '.join(part for part in (ends, sums) if part)}"


def draw(drawing: Drawing) -> str:
    """The picture, by its shape."""
    if drawing.shape == "donut":
        return _donut(drawing)
    if drawing.shape in {"line", "area"} and len(drawing.labels) > 1:
        return _plot(drawing, _lines(drawing))
    if not drawing.along_time:
        return _rows(drawing)
    return _plot(drawing, _bars(drawing))


def hatch() -> str:
    """The pattern of the second series. It has to stand in the page that uses it."""
    return safe(
        '<svg class="vh" width="0" height="0" aria-hidden="true"><pattern id="hatch" width="5" '
        'height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch" d="M0 0v5"/></pattern></svg>'
    )


def legend(drawing: Drawing) -> str:
    """Which colour is which; nothing where there is one series."""
    if len(drawing.series) < 2 or drawing.shape == "donut":
        return ""
    items = "".join(f"<li>{_swatch(one.hue)}{escape(one.label)}</li>" for one in drawing.series)
    return safe(f'<ul class="legend">{items}</ul>')


def _swatch(hue: int, plain: bool = False) -> str:
    box = 'width="12" height="12" rx="2"'
    drawn = f'<rect class="f{hue}" {box}/>' if plain else _filled(hue, box)
    return f'<svg viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>'


def _filled(hue: int, box: str) -> str:
    over = f'<rect fill="url(#hatch)" {box}/>' if hue == 2 else ""
    return f'<rect class="f{hue}" {box}/>{over}'


# Axes


def ticks(highest: float) -> list[float]:
    """Round steps from 0 to at least `highest`: 0, 50, 100, 150."""
    if highest <= 0:
        return [0, 1]
    rough = highest / TICKS
    unit = 10 ** math.floor(math.log10(rough))
    step = next(n * unit for n in (1, 2, 5, 10) if n * unit >= rough)
    if highest >= 1:
        step = max(step, 1) if highest > TICKS or float(highest).is_integer() else step
    return [step * n for n in range(math.ceil(round(highest / step, 9)) + 1)]


def compact(value: float) -> str:
    """A figure beside an axis: `12k`."""
    for size, letter in ((MILLION, "M"), (THOUSAND, "k")):
        if abs(value) >= size:
            return f"{formats.number(round(value / size, 1))}{letter}"
    return formats.number(round(value, 2))


def _highest(drawing: Drawing) -> float:
    columns = zip(*(one.values for one in drawing.series), strict=True)
    whole = sum if drawing.stacked else max
    return max((float(whole(column)) for column in columns), default=0)


def _plot(drawing: Drawing, inside: Callable[[float], str]) -> str:
    steps = ticks(_highest(drawing))
    floor = HEIGHT - FOOT
    scale = (floor - TOP) / steps[-1]
    heights = [floor - step * scale for step in steps]
    side = "".join(
        f'<text x="0" y="{y + 4:.1f}">{escape(compact(step))}</text>'
        for step, y in zip(steps, heights, strict=True)
    )
    lines = "".join(_line(y, place == 0) for place, y in enumerate(heights))
    return safe(
        f'<div class="plot"><svg height="{HEIGHT}" aria-hidden="true">{side}</svg>'
        f'<svg height="{HEIGHT}" role="img" aria-label="{escape(drawing.described)}">'
        f"{lines}{inside(scale)}</svg></div>"
    )


def _line(y: float, is_floor: bool) -> str:
    css = "ax ax0" if is_floor else "ax"
    return f'<line class="{css}" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'


def _along(drawing: Drawing, centres: Sequence[float], ends: bool) -> str:
    every = math.ceil(len(centres) / MOST_LABELS)
    written = []
    for place, (label, centre) in enumerate(zip(drawing.labels, centres, strict=True)):
        last = place == len(centres) - 1
        beside_an_end = ends and len(centres) > CLOSE and place in (1, len(centres) - 2)
        if place % every or beside_an_end:
            continue
        anchor = "middle"
        if ends and len(centres) > 1:
            anchor = "start" if place == 0 else "end" if last else "middle"
        css = ' class="alt"' if (place // every) % 2 and len(centres) > CROWDED else ""
        written.append(
            f'<text x="{centre:.2f}%" y="{HEIGHT - 5}" text-anchor="{anchor}"{css}>'
            f"{escape(label)}</text>"
        )
    return "".join(written)


# Shapes


def _bars(drawing: Drawing) -> Callable[[float], str]:
    step = 100 / max(len(drawing.labels), 1)
    width = step * 0.6
    centres = [step * (place + 0.5) for place in range(len(drawing.labels))]

    def inside(scale: float) -> str:
        one_by_one = not drawing.stacked and len(drawing.series) > 1
        bars = _beside if one_by_one else _stacked
        drawn = "".join(
            bars(drawing, place, centre - width / 2, width, scale)
            for place, centre in enumerate(centres)
        )
        return drawn + _along(drawing, centres, ends=False)

    return inside


def _stacked(drawing: Drawing, place: int, left: float, width: float, scale: float) -> str:
    drawn, y = "", float(HEIGHT - FOOT)
    for one in drawing.series:
        tall = one.values[place] * scale
        if tall <= 0:
            continue
        y -= tall
        box = f'x="{left:.2f}%" width="{width:.2f}%" y="{y:.1f}" height="{max(tall - 1, 1):.1f}"'
        drawn += _filled(one.hue, box)
    return drawn


def _beside(drawing: Drawing, place: int, left: float, width: float, scale: float) -> str:
    each, drawn = width / len(drawing.series), ""
    for at, one in enumerate(drawing.series):
        tall = max(one.values[place] * scale, 0)
        y = HEIGHT - FOOT - tall
        box = f'x="{left + at * each:.2f}%" width="{each * 0.9:.2f}%" y="{y:.1f}"'
        drawn += _filled(one.hue, f'{box} height="{tall:.1f}"')
    return drawn


def _lines(drawing: Drawing) -> Callable[[float], str]:
    many = max(len(drawing.labels) - 1, 1)
    centres = [100 * place / many for place in range(len(drawing.labels))]

    def inside(scale: float) -> str:
        tall = HEIGHT - FOOT - TOP
        drawn = ""
        for at, one in enumerate(drawing.series):
            points = " ".join(
                f"{x:.2f} {100 - value * scale / tall * 100:.2f}"
                for x, value in zip(centres, one.values, strict=True)
            )
            if drawing.shape == "area" and not at:
                drawn += f'<path class="area" d="M0 100 L{points} L100 100z"/>'
            drawn += f'<path class="ln ln-{one.hue}" d="M{points}"/>'
        frame = f'x="0%" y="{TOP}" width="100%" height="{tall}"'
        return (
            f'<svg {frame} viewBox="0 0 100 100" preserveAspectRatio="none">{drawn}</svg>'
            + _along(drawing, centres, ends=True)
        )

    return inside


def _rows(drawing: Drawing) -> str:
    """Bars that lie, one under the other: names of any length have room."""
    highest = max(_highest(drawing), 1e-9)
    drawn = ""
    for place, label in enumerate(drawing.labels):
        y, left = place * ROW, 0.0
        values = [one.values[place] for one in drawing.series]
        name = label if len(label) <= LONG_LABEL else f"{label[: LONG_LABEL - 1]}…"
        drawn += f'<text x="0" y="{y + 13}">{escape(name)}</text>'
        total = escape(drawing.written(sum(values)))
        drawn += f'<text class="val" x="100%" y="{y + 13}" text-anchor="end">{total}</text>'
        for one, value in zip(drawing.series, values, strict=True):
            wide = value / highest * 100
            box = f'x="{left:.2f}%" width="{wide:.2f}%" y="{y + 20}" height="{BAR}" rx="1"'
            drawn += _filled(one.hue, box) if value > 0 else ""
            left += wide
    tall = len(drawing.labels) * ROW
    words = escape(drawing.described)
    return safe(f'<svg width="100%" height="{tall}" role="img" aria-label="{words}">{drawn}</svg>')


def _donut(drawing: Drawing) -> str:
    whole = sum(one.total for one in drawing.series) or 1
    drawn, turned = "", 0.0
    for one in drawing.series:
        share = one.total / whole * 100
        arc = max(share - 1, 0.3) if share else 0
        if arc:
            drawn += (
                f'<circle class="arc f{one.hue}" cx="60" cy="60" r="{RING}" pathLength="100" '
                f'stroke-dasharray="{arc:.2f} 100" stroke-dashoffset="{-turned:.2f}" '
                'transform="rotate(-90 60 60)"/>'
            )
        turned += share
    total = escape(drawing.written(sum(one.total for one in drawing.series)))
    words = escape(drawing.described)
    rows = "".join(
        f"<li>{_swatch(one.hue, plain=True)}<span>{escape(one.label)}</span> "
        f'<b class="push">{escape(drawing.written(one.total))}</b></li>'
        for one in drawing.series
    )
    return safe(
        '<div class="row gap"><svg class="ring" width="120" height="120" viewBox="0 0 120 120" '
        f'role="img" aria-label="{words}">{drawn}<text class="val" text-anchor="middle" '
        f'transform="translate(60 66) scale({_fitting(total)})">{total}</text></svg>'
        f'<ul class="legend stacked">{rows}</ul></div>'
    )


def _fitting(text: str) -> float:
    """By how much a text has to shrink to fit into the hole of a ring."""
    return min(1.0, round(HOLE / (max(len(text), 1) * LETTER), 2))


def table_twin(drawing: Drawing) -> str:
    """The same figures as a table, folded under the chart."""
    head = "".join(
        f'<th scope="col" class="num">{escape(one.label)}</th>' for one in drawing.series
    )
    body = "".join(
        f'<tr><th scope="row" data-label>{escape(label)}</th>'
        + "".join(
            f'<td class="num" data-series="{escape(one.id)}">'
            f"{escape(drawing.written(one.values[place]))}</td>"
            for one in drawing.series
        )
        + "</tr>"
        for place, label in enumerate(drawing.labels)
    )
    return safe(
        f'<details><summary>Show as a table</summary><div class="scroll" tabindex="0" '
        f'role="region" aria-label="{escape(drawing.title)}"><table class="tbl dense">'
        f'<caption class="vh">{escape(drawing.title)}</caption><thead><tr>'
        f'<th scope="col">{escape(drawing.x_name)}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )
