"""A page of a tool as a small drawing: its kind, as many columns, lanes, counts and charts as its
plan says, in the colours of its states.

What the plan leaves open (how long a cell is) follows from the page's own names, so that two tools
look alike only where their plans do.
"""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import cycle
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Data = Mapping[str, Any]
Shape = tuple[str, float, float, float, float]
"""A box: its class (a colour of the look), left, top, width, height."""
COLOURS = {"green": "o", "amber": "y", "red": "r", "blue": "a", "grey": "t", "gray": "t"}
IN_TURN = ("y", "o", "r", "a", "t")
LEFT, RIGHT, BOTTOM = 17.0, 143.0, 100.0
BLANK = mark_safe(
    '<svg class="mini" viewBox="0 0 160 82" aria-hidden="true"><path class="new" d="M12 12h136v90'
    'H12z"/><rect class="t" x="20" y="20" width="34" height="3"/><rect class="g" x="20" y="32" '
    'width="120" height="7"/><rect class="g" x="20" y="45" width="56" height="50"/><rect class="g" '
    'x="82" y="45" width="58" height="50"/></svg>'
)
"""What nothing is known of yet."""


class Sketch:
    """One page, and the closed lists of its tool: `[{"id", "values": [{"id", "colour"}]}]`."""

    def __init__(self, page: Data, choices: list[Data]) -> None:
        self.page = page
        self.choices = choices
        told = "|".join([str(page.get("name") or page["id"]), *map(str, page.get("columns") or ())])
        self.dice = cycle(sha256(told.encode()).digest())

    def any(self, least: float, most: float) -> float:
        """A length that the names decide."""
        return round(least + (most - least) * next(self.dice) / 255, 1)

    def one_of(self, colours: list[str]) -> str:
        """A colour that the names decide."""
        return colours[next(self.dice) % len(colours)]

    def parts(self, *kinds: str) -> list[Data]:
        """The page's parts of some kinds."""
        return [part for part in self.page.get("parts") or () if part["kind"] in kinds]

    def colours(self, field: str = "") -> list[str]:
        """The colours of a closed list: of the one named, or of the first that the page shows."""
        shown = [field] if field else list(self.page.get("columns") or ())
        lists = {one["id"]: one.get("values") or [] for one in self.choices}
        values = next((lists[one] for one in shown if lists.get(one)), [])
        if not values and not field:
            values = next(iter(lists.values()), [])
        return [
            COLOURS.get(value.get("colour", ""), IN_TURN[number % len(IN_TURN)])
            for number, value in enumerate(values)
        ]


def picture(page: Data, choices: list[Data]) -> SafeString:
    """The drawing of a page of a blueprint; silent for screen readers."""
    sketch = Sketch(page, choices)
    title = 10 + min(len(str(page.get("name") or page["id"])) * 1.6, 44)
    boxes = [("p", 10.0, 10.0, 140.0, 94.0), ("k", LEFT, 16.0, title, 3.5)]
    boxes += KINDS.get(page["kind"], _list)(sketch)
    drawn = "".join(
        f'<rect class="{colour}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
        for colour, x, y, wide, high in boxes
    )
    # Numbers, and classes that stand in this file: nothing of the blueprint's own text is in it.
    return mark_safe(f'<svg class="mini" viewBox="0 0 160 82" aria-hidden="true">{drawn}</svg>')  # noqa: S308


def _list(sketch: Sketch) -> Iterator[Shape]:
    """Counts, charts, then lines; a state is a label in its colour."""
    yield "a", RIGHT - 17, 15.5, 17, 5
    top = 27.0
    counts = list(sketch.page.get("counts") or ())[:4]
    for number in range(len(counts)):
        yield "g", LEFT + number * 32, top, 28, 12
        yield "k", LEFT + number * 32 + 3, top + 3, sketch.any(5, 12), 3
        yield "t", LEFT + number * 32 + 3, top + 8, sketch.any(10, 20), 2
    top += 18 if counts else 0
    for chart in sketch.parts("chart")[:1]:
        yield from _chart(sketch, chart, LEFT, top, RIGHT - LEFT, 22)
        top += 26
    columns = max(2, min(len(sketch.page.get("columns") or ()) or 4, 6))
    step = (RIGHT - LEFT) / columns
    lengths = [sketch.any(step * 0.35, step * 0.85) for _ in range(columns)]
    colours = sketch.colours()
    state = columns - 1 - int(sketch.any(0, 1.9)) if colours else -1
    for line in range(int((BOTTOM - top) // 9)):
        for column, length in enumerate(lengths):
            left, height = LEFT + column * step, top + line * 9
            if column == state:
                colour = sketch.one_of(colours)
                yield colour, left, height - 1, min(13, step * 0.8), 4
            else:
                yield "k" if column == 0 else "t", left, height, length * sketch.any(0.7, 1), 2.4


def _board(sketch: Sketch) -> Iterator[Shape]:
    """A lane for each value."""
    lane = next(iter(sketch.page.get("group_by") or ()), "")
    colours = (sketch.colours(lane) or ["t", "t", "t"])[:5]
    step = (RIGHT - LEFT + 3) / len(colours)
    for number, colour in enumerate(colours):
        left = LEFT + number * step
        yield "g", left, 26, step - 3, 70
        yield colour, left, 26, step - 3, 2.5
        for card in range(1 + int(sketch.any(0, 3.9))):
            top = 32.0 + card * 19
            yield "p", left + 2.5, top, step - 8, 16
            yield "k", left + 5, top + 4, (step - 13) * sketch.any(0.5, 1), 2.4
            yield "t", left + 5, top + 9, (step - 13) * sketch.any(0.3, 0.7), 2


def _days(sketch: Sketch) -> Iterator[Shape]:
    """Weeks, with what falls on some days."""
    colours = sketch.colours(str(sketch.page.get("colour_by") or "")) or ["a"]
    for week in range(4):
        for day in range(7):
            left, top = LEFT + day * 18.2, 26.0 + week * 17
            yield "g", left, top, 16.8, 15.5
            if sketch.any(0, 1) > 0.68:
                colour = sketch.one_of(colours)
                yield colour, left + 2, top + 7, sketch.any(7, 13), 3.5


def _dashboard(sketch: Sketch) -> Iterator[Shape]:
    """Figures in a row, charts and short lists below."""
    stats = sketch.parts("stat", "progress")[:4]
    step = (RIGHT - LEFT + 3) / max(len(stats), 1)
    for number in range(len(stats)):
        yield "g", LEFT + number * step, 27, step - 3, 18
        yield "k", LEFT + number * step + 4, 33, min(sketch.any(8, 20), step - 9), 6
    top = 48.0 if stats else 27.0
    below = sketch.parts("chart", "list", "checklist", "text")[:3]
    step = (RIGHT - LEFT + 3) / max(len(below), 1)
    for number, part in enumerate(below):
        left = LEFT + number * step
        if part["kind"] == "chart":
            yield from _chart(sketch, part, left, top, step - 3, BOTTOM - top)
        else:
            yield "g", left, top, step - 3, BOTTOM - top
            for line in range(4):
                length = (step - 11) * sketch.any(0.4, 1)
                yield "t", left + 4, top + 6 + line * 8, length, 2.4


def _chart(
    sketch: Sketch, chart: Data, left: float, top: float, wide: float, high: float
) -> Iterator[Shape]:
    """Bars, points of a line, or the parts of a whole."""
    yield "g", left, top, wide, high
    many = max(3, int(wide // 9))
    step = (wide - 6) / many
    split = bool(chart.get("split_by"))
    if chart.get("shape") == "donut":
        share = sketch.any(0.3, 0.6) * (wide - 12)
        yield "a", left + 6, top + high / 2 - 4, share, 8
        yield "y", left + 6 + share, top + high / 2 - 4, (wide - 12 - share) * 0.6, 8
        return
    for bar in range(many):
        tall = sketch.any(0.2, 0.85) * (high - 4)
        across, foot = left + 3 + bar * step, top + high
        if chart.get("shape") in {"line", "area"}:
            yield "a", across, foot - tall, step, 1.6
        else:
            yield "a", across, foot - tall, step * 0.6, tall
            if split:
                yield "y", across, foot - tall, step * 0.6, tall * 0.35


def _form(sketch: Sketch) -> Iterator[Shape]:
    """Labels above their fields."""
    many = max(2, min(len(sketch.page.get("fields") or ()) or 4, 4))
    for field in range(many):
        top = 27.0 + field * 18
        yield "t", 34, top, sketch.any(12, 34), 2.4
        yield "g", 34, top + 5, 92 if sketch.any(0, 1) > 0.3 else 44, 9


def _detail(sketch: Sketch) -> Iterator[Shape]:
    """What a row says, and a panel beside it."""
    for line in range(6):
        yield "t", LEFT, 30 + line * 9, sketch.any(40, 76), 2.4
    yield "w", 101, 26, 42, 74
    for line in range(5):
        yield "t", 106, 33 + line * 9, sketch.any(16, 32), 2.4


KINDS: dict[str, Callable[[Sketch], Iterator[Shape]]] = {
    "board": _board,
    "calendar": _days,
    "timeline": _days,
    "matrix": _days,
    "dashboard": _dashboard,
    "detail": _detail,
    "form": _form,
    "text": _detail,
    "extension": _detail,
}
"""The pages that are no list of rows."""
