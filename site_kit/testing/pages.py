"""A page as a test asks about it: its columns, counts, buttons and parts.

Read from the page's own HTML, by the data attributes that the kit's web gives every list, count,
button and part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from site_kit.testing.html import Element


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: a chart's `labels` and `series`, a figure's `value`, a list's `texts`."""

    element: Element

    @property
    def labels(self) -> list[str]:
        """What stands along a chart, from the table beside it."""
        return [one.text for one in self.element.all("data-label")]

    @property
    def series(self) -> dict[str, list[float]]:
        """A chart's figures by series, from the table beside it."""
        found: dict[str, list[float]] = {}
        for cell in self.element.all("data-series"):
            found.setdefault(cell.attributes["data-series"], []).append(number(cell.text))
        return found

    @property
    def value(self) -> str:
        """A figure, as it is shown."""
        found = self.element.first("data-value")
        return found.text if found else ""

    @property
    def texts(self) -> list[str]:
        """The rows of a list, each as a text."""
        return [one.text for one in self.element.all("data-row")]


@dataclass(frozen=True, slots=True)
class Page:
    """What somebody sees at an address. On a row's own page, its title stands as the heading."""

    address: str
    root: Element
    follow: Callable[[str], Page]
    title_field: str = ""

    def column(self, name: str) -> list[str]:
        """The texts of a column, row by row."""
        rows = self.root.all("data-row")
        cells = (row.first("data-col", name) for row in rows)
        return [_value(cell) for cell in cells if cell is not None]

    @property
    def headings(self) -> list[str]:
        """The headings of the list."""
        return [one.text for one in self.root.all("data-col") if one.tag == "th"]

    @property
    def days(self) -> dict[date, list[str]]:
        """On a calendar: the titles of the rows on each day of it."""
        found = {}
        for cell in self.root.all("data-day"):
            titles = [one.text for one in cell.all("data-col", "title")]
            found[date.fromisoformat(cell.attributes["data-day"])] = titles
        return found

    def cell(self, row: Any, column: Any) -> str:
        """On a matrix: what stands for a row and a column, each by its value, day or person."""
        key = "|".join(map(_key, (row, column)))
        found = self.root.first("data-cell", key)
        assert found is not None, f"There is no cell for {row} and {column} on {self.address}."
        return found.text

    @property
    def counts(self) -> dict[str, float]:
        """The numbers above the list."""
        return {
            one.attributes["data-count"]: number((one.first("data-value") or one).text)
            for one in self.root.all("data-count")
        }

    @property
    def group_names(self) -> list[str]:
        """The names of the groups in which the rows stand, the outer and the inner in turn."""
        return [_called(one) for one in self.root.all("data-group")]

    def totals_of(self, group: str = "") -> dict[str, float]:
        """The totals of all rows; of a group, by its name."""
        named = (one for one in self.root.all("data-group") if group)
        place = next((one for one in named if _called(one) == group), None)
        if place is None:
            assert not group, f"There is no group {group!r}; there are {self.group_names}."
            foot = (one for one in self.root if one.tag == "tfoot" or "data-sums" in one.attributes)
            place = next(foot, self.root)
        figures = place.all("data-total")
        return {one.attributes["data-total"]: number(one.text) for one in figures}

    def cells(self, row: Any) -> list[str]:
        """The columns of a row whose cells can be edited in place."""
        return [one.attributes["data-cell"] for one in self.row(row).all("data-cell")]

    def buttons(self, row: Any = None) -> list[str]:
        """The actions offered on a row; without one, on the page. Rows below have their own."""
        place = self.root if row is None else self.row(row)
        below = [one for rows in place.all("data-children") for one in rows.all("data-action")]
        found = [
            one.attributes["data-action"]
            for one in place.all("data-action")
            if not any(one is other for other in below)
        ]
        return list(dict.fromkeys(found))

    def pressed(self, action: str, row: Any = None) -> bool:
        """Whether a toggle is pressed: on a row, or on the row's own page."""
        place = self.root if row is None else self.row(row)
        button = place.first("data-action", action)
        assert button is not None, f"There is no button {action!r} on {self.address}."
        return button.attributes.get("aria-pressed") == "true"

    def beside(self, action: str, row: Any = None) -> str:
        """What is counted beside a toggle: `2 votes`; nothing where one may not know."""
        place = self.root if row is None else self.row(row)
        found = place.first("data-made", action)
        return found.text if found else ""

    def row(self, row: Any) -> Element:
        """The element of a row."""
        found = self.root.first("data-row", str(row.pk))
        assert found is not None, f"{row} is not on {self.address}."
        return found

    def follows(self, count: str) -> Page:
        """The page behind a number."""
        link = self.root.first("data-count", count)
        assert link is not None, f"There is no count {count!r}; there are {list(self.counts)}."
        inside = link if "href" in link.attributes else next(iter(link.all("href")), link)
        return self.follow(inside.attributes["href"])

    def part(self, name: str) -> Part:
        """A part of the page by its id."""
        found = self.root.first("data-part", name)
        assert found is not None, f"There is no part {name!r} on {self.address}."
        return Part(found)

    def __getattr__(self, name: str) -> str:
        """On the page of one row: the text of a field."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = self.root.first("data-col", name)
        if found is None and name == self.title_field:
            found = next((one for one in self.root if one.tag == "h1"), None)
        if found is None:
            raise AttributeError(f"{self.address} does not show {name!r}.")
        return found.text


def _value(cell: Element) -> str:
    """What a cell says, without the words by which it is opened."""
    text = cell.text
    for one in cell.all("data-cell"):
        words = next((part for part in one if part.attributes.get("class") == "vh"), one)
        text = text.removesuffix(words.text).rstrip()
    return text


def _called(group: Element) -> str:
    """What the head of a group says it is."""
    return (group.first("data-name") or group).text


def _key(value: Any) -> str:
    """A value of an axis: a row by its number, somebody by theirs, a day or a choice as it is."""
    player = getattr(value, "asker", None)
    return str(getattr(value, "pk", getattr(player, "id", value)))


def number(text: str) -> float:
    """`1,204` -> 1204; `10,000+` counts as 10000."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign in ".-")
    found = float(digits or 0)
    return int(found) if found.is_integer() else found
