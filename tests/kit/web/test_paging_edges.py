"""Pages by key at their edges: exact counts, ties, empty values, rows that come and go between."""

from __future__ import annotations

from random import Random
from typing import Any, ClassVar

from django.db.models import F
from django.http import QueryDict

import site_kit as kit
from site_kit.asker import acting
from site_kit.registry import only_here
from site_kit.testing import Page
from site_kit.web.address import Address
from site_kit.web.listing import PAGE_ROWS, Listing
from tests.kit.lab.models import Measure, Task
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class MeasuresPage(kit.Table):
        model = Measure
        columns = ("text", "whole", "other", "exact", "day", "at", "flag", "owner", "twin", "half")
        filters = ("whole", "text")

    class OrderedPage(kit.Table):
        model = Measure
        columns = ("text", "whole")
        sort = ("-whole", "other")

    class TasksPage(kit.Table):
        model = Task
        columns = ("name", "project", "project.lead", "lead_of_project")


SORTS = (
    "",
    "text",
    "-text",
    "whole",
    "-whole",
    "exact",
    "-exact",
    "day",
    "-day",
    "at",
    "-at",
    "flag",
    "-flag",
    "owner",
    "-owner",
    "twin",
    "-twin",
    "half",
    "-half",
)


class PagingCase(WorkshopCase):
    pages: ClassVar = [MeasuresPage, OrderedPage, TasksPage]

    def fill(self, count: int, **same: Any) -> list[Measure]:
        return list(
            Measure.everything.bulk_create(
                Measure(**{"text": f"row {n:03}", **same}) for n in range(count)
            )
        )

    def keys(self, page: Page) -> list[int]:
        return [int(one.attributes["data-row"]) for one in page.root.all("data-row")]

    def link(self, page: Page, rel: str) -> str:
        found = page.root.first("rel", rel)
        return found.attributes["href"] if found else ""

    def walk(self, address: str, rel: str = "next") -> list[list[int]]:
        """The rows of each page, going on until there is no further one."""
        found = []
        while address:
            page = self.ada.visits(address)
            found.append(self.keys(page))
            address = self.link(page, rel)
            assert len(found) < 20
        return found


class ExactTests(PagingCase):
    """As many rows as a page holds, one fewer, one more."""

    def test_how_many_pages_there_are(self) -> None:
        for count, sizes in (
            (0, [0]),
            (1, [1]),
            (PAGE_ROWS - 1, [24]),
            (PAGE_ROWS, [25]),
            (PAGE_ROWS + 1, [25, 1]),
            (2 * PAGE_ROWS, [25, 25]),
            (2 * PAGE_ROWS + 1, [25, 25, 1]),
        ):
            Measure.everything.all().delete()
            self.fill(count)
            with self.subTest(rows=count):
                assert [len(one) for one in self.walk("/measures/")] == sizes

    def test_where_one_is_in_words(self) -> None:
        self.fill(PAGE_ROWS + 1)
        first = self.ada.visits("/measures/")
        second = self.ada.visits(self.link(first, "next"))
        assert "1 to 25 of 26" in first.root.text
        assert "26 to 26 of 26" in second.root.text
        assert "1 to 25 of 26" in self.ada.visits(self.link(second, "prev")).root.text

    def test_a_list_of_one_page_has_no_pager(self) -> None:
        self.fill(PAGE_ROWS)
        page = self.ada.visits("/measures/")
        assert self.link(page, "next") == self.link(page, "prev") == ""
        assert "25 measures" in page.root.text

    def test_the_first_page_has_none_before_and_the_last_none_after(self) -> None:
        self.fill(PAGE_ROWS + 1)
        first = self.ada.visits("/measures/")
        assert (self.link(first, "prev"), bool(self.link(first, "next"))) == ("", True)
        last = self.ada.visits(self.link(first, "next"))
        assert (bool(self.link(last, "prev")), self.link(last, "next")) == (True, "")

    def test_counting_stops_at_ten_thousand(self) -> None:
        with acting(self.ada.asker):  # type: ignore[arg-type]
            listing = Listing(MeasuresPage, Address("/measures/", QueryDict("")))
            self.fill(3)
            assert listing.total({}) == 3


class OrderTests(PagingCase):
    """Whatever the order, every row comes once, and back again."""

    def setUp(self) -> None:
        twin = Measure.everything.create(text="the twin")
        for n in range(60):
            Measure.everything.create(
                text=("", "same", f"t{n}")[n % 3],
                whole=(None, 5, n)[n % 3],
                other=n % 4,
                exact=(None, "1.5", n)[n % 3],
                day=self.today_minus(days=n % 5) if n % 2 else None,
                at=self.now if n % 2 else None,
                flag=(None, True, False)[n % 3],
                owner=(None, self.mara.person, self.jon.person)[n % 3],
                twin=twin if n % 2 else None,
            )

    def test_each_order_shows_every_row_once(self) -> None:
        everything = set(Measure.everything.values_list("pk", flat=True))
        for sort in SORTS:
            seen = [pk for one in self.walk(f"/measures/?sort={sort}") for pk in one]
            with self.subTest(sort):
                assert len(seen) == len(everything)
                assert set(seen) == everything

    def test_going_back_shows_the_same_pages(self) -> None:
        for sort in ("", "text", "-whole", "day", "-owner", "flag"):
            there = self.walk(f"/measures/?sort={sort}")
            page = self.ada.visits(f"/measures/?sort={sort}")
            while after := self.link(page, "next"):
                page = self.ada.visits(after)
            back = [self.keys(page)]
            while before := self.link(page, "prev"):
                page = self.ada.visits(before)
                back.append(self.keys(page))
            with self.subTest(sort):
                assert back[::-1] == there

    def test_empty_values_end_every_order(self) -> None:
        for sort in ("whole", "-whole", "day", "-day", "at", "-at"):
            field = sort.removeprefix("-")
            seen = [pk for one in self.walk(f"/measures/?sort={sort}") for pk in one]
            values = dict(Measure.everything.values_list("pk", field))
            empty = [values[pk] is None for pk in seen]
            with self.subTest(sort):
                assert empty == sorted(empty)

    def test_a_page_with_two_orders_keeps_both(self) -> None:
        seen = [pk for one in self.walk("/ordered/") for pk in one]
        rows = Measure.everything.order_by(
            F("whole").desc(nulls_last=True), F("other").asc(nulls_last=True), "pk"
        )
        assert seen == list(rows.values_list("pk", flat=True))

    def test_a_filter_goes_along(self) -> None:
        seen = self.walk("/measures/?text=same&sort=-other")
        assert sum(len(one) for one in seen) == Measure.everything.filter(text="same").count()

    def test_an_order_by_what_stands_elsewhere(self) -> None:
        for n in range(30):
            project = self.project(f"P{n % 7} {n}", lead=(self.mara.person, None)[n % 2])
            Task.everything.create(project=project, name=f"T{n}")
        for sort in ("project", "-project", "project.lead", "-project.lead", "lead_of_project"):
            seen = [pk for one in self.walk(f"/tasks/?sort={sort}") for pk in one]
            with self.subTest(sort):
                assert sorted(seen) == sorted(Task.everything.values_list("pk", flat=True))


class MovingTests(PagingCase):
    """Rows that are made, changed and deleted while somebody pages through."""

    def setUp(self) -> None:
        self.rows = self.fill(60)

    def test_the_row_that_a_page_ended_with_is_deleted(self) -> None:
        first = self.ada.visits("/measures/?sort=text")
        after = self.link(first, "next")
        Measure.everything.filter(pk=self.keys(first)[-1]).delete()
        second = self.keys(self.ada.visits(after))
        assert second[0] == self.rows[25].pk

    def test_a_row_that_is_made_before_moves_nothing(self) -> None:
        first = self.ada.visits("/measures/?sort=text")
        after = self.link(first, "next")
        Measure.everything.create(text="a very early one")
        assert self.keys(self.ada.visits(after))[0] == self.rows[25].pk

    def test_every_later_row_is_deleted(self) -> None:
        first = self.ada.visits("/measures/?sort=text")
        after = self.link(first, "next")
        Measure.everything.filter(text__gte="row 025").delete()
        answer = self.asks(self.ada, after)
        assert answer.status_code == 200
        assert page_of(answer).all("data-row") == []

    def test_a_place_of_another_order_is_no_place(self) -> None:
        after = self.link(self.ada.visits("/measures/?sort=text"), "next")
        for sort in ("day", "whole", "text", ""):
            address = after.replace("sort=text", f"sort={sort}")
            with self.subTest(sort):
                assert self.asks(self.ada, address).status_code == 200

    def test_changing_the_order_begins_anew(self) -> None:
        first = self.ada.visits("/measures/?sort=text")
        second = self.ada.visits(self.link(first, "next"))
        links = [one.attributes.get("href", "") for one in second.root.all("href")]
        sorts = [one for one in links if "sort=whole" in one]
        assert sorts
        assert not any("after=" in one or "at=" in one for one in sorts)

    def test_a_filter_begins_anew_and_keeps_the_order(self) -> None:
        second = self.ada.visits(self.link(self.ada.visits("/measures/?sort=text"), "next"))
        kept = {
            one.attributes["name"]: one.attributes["value"]
            for one in second.root.all("type", "hidden")
            if "name" in one.attributes
        }
        assert kept.get("sort") == "text"
        assert not {"after", "before", "at"} & set(kept)


class AnyRowsTests(PagingCase):
    """Random rows in small pages: forwards and back, every row once and in one order."""

    def test_forwards_and_back(self) -> None:
        chance = Random(20260311)
        for round_ in range(40):
            Measure.everything.all().delete()
            rows = chance.randrange(15)
            Measure.everything.bulk_create(
                Measure(
                    whole=chance.choice([None, -1, 0, 1]),
                    text=chance.choice(["", "a", "b"]),
                    flag=chance.choice([None, True, False]),
                    owner_id=chance.choice([None, 3, 4]),
                )
                for _ in range(rows)
            )
            sort = chance.choice(SORTS)
            with self.subTest(sort, round=round_):
                self.goes_there_and_back(rows, sort, size=chance.randint(1, 5))

    def goes_there_and_back(self, rows: int, sort: str, size: int) -> None:
        with acting(self.ada.asker):  # type: ignore[arg-type]
            found = self.found(sort, size, "")
            there = [[row["pk"] for row in found.rows]]
            while found.later:
                found = self.found(sort, size, f"&after={found.later}")
                there.append([row["pk"] for row in found.rows])
            back = [[row["pk"] for row in found.rows]]
            while found.earlier:
                found = self.found(sort, size, f"&before={found.earlier}")
                back.append([row["pk"] for row in found.rows])
        flat = [pk for one in there for pk in one]
        assert len(flat) == len(set(flat)) == rows
        assert [pk for one in back[::-1] for pk in one] == flat

    def found(self, sort: str, size: int, place: str) -> Any:
        address = Address("/measures/", QueryDict(f"sort={sort}{place}"))
        return Listing(MeasuresPage, address, per_page=size).fetch()
