"""A list as a workbook: the rows of the page with real numbers and days, and no formula at all."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from unittest import TestCase
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.db.models import Count, Q, Sum

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Player
from site_kit.web import xlsx
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBER, DAY, MOMENT, HOUR, AMOUNT, HEAD = (str(style) for style in range(6))

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "lead", "stage", "budget", "starts_on", "late")
        filters = ("stage",)
        scope = ~Q(name="left out")
        sort = ("name",)

    class ByStagePage(kit.Report):
        model = Project
        group_by = ("stage",)
        totals = (Count("pk"), Sum("budget"))


Cells = list[tuple[str, str, str]]


def sheets_of(pieces: Iterable[bytes]) -> dict[str, list[Cells]]:
    """Each sheet by its name: (type, style, what is in it) of each cell of each row."""
    with ZipFile(io.BytesIO(b"".join(pieces))) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))
        names = [one.get("name") for one in _tree(book, "xl/workbook.xml").iter(f"{MAIN}sheet")]
        return {
            str(name): [
                [_read(cell) for cell in row]
                for row in _tree(book, f"xl/worksheets/sheet{at}.xml").iter(f"{MAIN}row")
            ]
            for at, name in enumerate(names, start=1)
        }


def _tree(book: ZipFile, name: str) -> Any:
    return ElementTree.fromstring(book.read(name))


def _read(cell: Any) -> tuple[str, str, str]:
    assert cell.find(f"{MAIN}f") is None, "No cell of ours is a formula."
    return cell.get("t", "n"), cell.get("s", ""), "".join(cell.itertext())


def one_sheet(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Cells]:
    (found,) = sheets_of(xlsx.workbook("Rows", heads, iter([rows]))).values()
    return found


class WorkbookTests(WorkshopCase):
    pages = [ProjectsPage, ByStagePage]

    def sheet(self, player: Player, address: str) -> list[Cells]:
        answer = self.asks(player, address)
        assert answer["Content-Type"] == xlsx.CONTENT_TYPE
        (found,) = sheets_of(answer.streaming_content).values()
        return found

    def test_it_has_the_columns_of_the_page_with_real_numbers_and_days(self) -> None:
        self.project(
            "Apple", lead=self.jon.person, stage="running", budget="4812.5", starts_on=self.today
        )
        heads, row = self.sheet(self.ada, "/projects/export.xlsx")
        assert [text for _, style, text in heads if style == HEAD] == [
            "Name",
            "Lead",
            "Stage",
            "Budget",
            "Starts on",
            "Late",
        ]
        assert row == [
            ("inlineStr", NUMBER, "Apple"),
            ("inlineStr", NUMBER, "Jon Vale"),
            ("inlineStr", NUMBER, "Under way"),
            ("n", AMOUNT, "4812.50"),
            ("n", DAY, "46092"),
            ("inlineStr", NUMBER, "no"),
        ]

    def test_it_follows_filters_and_search(self) -> None:
        for name, stage in (("Apple", "running"), ("Bread", "idea")):
            self.project(name, stage=stage)
        for query, found in (("?stage=running", "Apple"), ("?q=bre", "Bread")):
            rows = self.sheet(self.ada, f"/projects/export.xlsx{query}")[1:]
            assert [row[0][2] for row in rows] == [found]

    def test_it_has_no_more_than_the_person_may_see(self) -> None:
        self.project("Apple", budget=4242)
        self.project("hidden plan")
        heads, *rows = self.sheet(self.mara, "/projects/export.xlsx")
        assert "Budget" not in [text for _, _, text in heads]
        assert [row[0][2] for row in rows] == ["Apple"]

    def test_a_text_that_begins_like_a_formula_stays_that_text(self) -> None:
        texts = ['=HYPERLINK("x")', "+1", "-2", "@SUM(A1)"]
        for name in texts:
            self.project(name)
        rows = self.sheet(self.ada, "/projects/export.xlsx")[1:]
        assert {row[0] for row in rows} == {("inlineStr", NUMBER, text) for text in texts}

    def test_every_row_once_however_many(self) -> None:
        Project.everything.bulk_create(Project(name=f"P{n:05}") for n in range(2100))
        rows = self.sheet(self.ada, "/projects/export.xlsx")[1:]
        assert [row[0][2] for row in rows] == [f"P{n:05}" for n in range(2100)]

    def test_the_groups_of_a_report_with_their_totals(self) -> None:
        self.project("Apple", stage="running", budget="5.25")
        self.project("Bread", stage="running", budget=2)
        _, *rows = self.sheet(self.ada, "/by_stage/export.xlsx")
        assert rows == [
            [("inlineStr", NUMBER, "Under way"), ("n", NUMBER, "2"), ("n", AMOUNT, "7.25")]
        ]

    def test_the_page_offers_it_beside_the_text_file_with_the_present_filter(self) -> None:
        links = self.ada.opens("projects", stage="idea").root.all("data-export")
        assert [link.attributes["href"] for link in links] == [
            "/projects/export.csv?stage=idea",
            "/projects/export.xlsx?stage=idea",
        ]

    def test_it_is_named_after_the_page_and_the_day(self) -> None:
        answer = self.asks(self.ada, "/projects/export.xlsx")
        assert answer["Content-Disposition"] == ('attachment; filename="projects-2026-03-11.xlsx"')
        assert answer["Cache-Control"] == "no-store"


class CellTests(TestCase):
    def test_values_by_their_kinds(self) -> None:
        cases = (
            (12, ("n", NUMBER, "12")),
            (Decimal("-0.5"), ("n", NUMBER, "-0.5")),
            (Decimal("1E+3"), ("n", NUMBER, "1000")),
            (Decimal("7.10"), ("n", AMOUNT, "7.10")),
            (Decimal("1234567890123456.78"), ("inlineStr", NUMBER, "1234567890123456.78")),
            (date(2026, 11, 20), ("n", DAY, "46346")),
            (date(1899, 5, 4), ("inlineStr", NUMBER, "1899-05-04")),
            (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), ("n", MOMENT, "46346.5416666667")),
            (time(6, 0), ("n", HOUR, "0.25")),
            (None, ("n", "", "")),
            ("", ("n", "", "")),
        )
        for value, cell in cases:
            with self.subTest(value=value):
                assert one_sheet(["A"], [[value]])[1] == [cell]

    def test_texts_that_a_workbook_has_no_signs_for(self) -> None:
        cases = (
            ("a\x00\x0b\ud800b", "ab"),
            ('<b> & "c"', '<b> & "c"'),
            (" two\nlines ", " two\nlines "),
            ("_x0041_", "_x005F_x0041_"),
            ("x" * 40_000, "x" * 32_767),
        )
        for text, shown in cases:
            with self.subTest(text=text[:9]):
                assert one_sheet(["A"], [[text]])[1][0][2] == shown

    def test_names_of_sheets(self) -> None:
        cases = (
            ("Open requests", 1, "Open requests"),
            ("a/b: [c]*?", 1, "a b c"),
            ("'quoted'", 1, "quoted"),
            ("n" * 40, 1, "n" * 31),
            ("n" * 40, 12, f"{'n' * 28} 12"),
            ("History", 1, "Rows"),
            ("", 1, "Rows"),
        )
        for name, number, shown in cases:
            with self.subTest(name=name):
                assert xlsx.sheet_name(name, number) == shown

    def test_what_one_sheet_cannot_hold_goes_on_in_the_next(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(xlsx, "MOST_ROWS", 4)
            blocks = iter([[[1], [2]], [[3], [4], [5]], [[6], [7]]])
            found = sheets_of(xlsx.workbook("Rows", ["A"], blocks))
        assert {name: [row[0][2] for row in rows] for name, rows in found.items()} == {
            "Rows": ["A", "1", "2", "3"],
            "Rows 2": ["A", "4", "5", "6"],
            "Rows 3": ["A", "7"],
        }

    def test_it_comes_as_it_is_written(self) -> None:
        """What was taken in is given out before more is asked for: nothing of it is kept."""
        asked: list[int] = []

        def blocks() -> Any:
            for at in range(20):
                asked.append(at)
                yield [[f"{at}-{n}-{hash((at, n))}"] for n in range(1000)]

        given = 0
        for piece in xlsx.workbook("Rows", ["A"], blocks()):
            given += len(piece)
            if len(asked) == 10:
                break
        assert given > 50_000
