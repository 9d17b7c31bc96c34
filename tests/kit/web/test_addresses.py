"""Addresses as people share them, and the sentences that stand for what they say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import models
from django.http import QueryDict
from django.utils import translation

import site_kit as kit
from site_kit.asker import acting
from site_kit.registry import only_here
from site_kit.testing import CAST, asker_of
from site_kit.web import formats
from site_kit.web.address import Address, local, parts_of
from site_kit.web.cells import cell_of, plain_of
from site_kit.web.export import defused
from site_kit.web.listing import Listing
from site_kit.web.starts import UnknownStart, start_of
from tests.kit.lab.models import Measure, Project
from tests.kit.web.workshop import WorkshopCase, page_of

MARA = asker_of(CAST[2])


def at(query: str, path: str = "/projects/") -> Address:
    """An address with this query."""
    return Address(path, QueryDict(query))


# Reading and writing


@pytest.mark.parametrize(
    ("query", "name", "one", "several"),
    [
        ("a=1", "a", "1", ["1"]),
        ("a=1&a=2", "a", "2", ["1", "2"]),
        ("a=+x+", "a", "x", ["x"]),
        ("a=&a=%20", "a", "", []),
        ("b=1", "a", "", []),
        ("a=%00x", "a", "x", ["x"]),
        ("a=%00", "a", "", []),
        ("a=%C3%A9", "a", "é", ["é"]),
    ],
)
def test_a_parameter_is_read(query: str, name: str, one: str, several: list[str]) -> None:
    assert at(query).one(name) == one
    assert at(query).all(name) == several


@pytest.mark.parametrize(
    ("query", "changes", "written"),
    [
        ("", {}, "/projects/"),
        ("", {"q": "a"}, "/projects/?q=a"),
        ("q=a", {"q": ""}, "/projects/"),
        ("q=a", {"q": None}, "/projects/"),
        ("q=a&stage=idea", {"q": "b"}, "/projects/?stage=idea&q=b"),
        ("stage=idea&stage=over", {}, "/projects/?stage=idea&stage=over"),
        ("stage=idea", {"stage": ["over", "running"]}, "/projects/?stage=over&stage=running"),
        ("after=x&at=25&toast=y&part=z&before=w", {}, "/projects/"),
        ("after=x&q=a", {"after": "y", "at": 25}, "/projects/?q=a&after=y&at=25"),
        ("q=a%26b", {}, "/projects/?q=a%26b"),
    ],
)
def test_a_link_carries_what_was_chosen_and_not_what_only_passes(
    query: str, changes: dict[str, Any], written: str
) -> None:
    assert at(query).with_(changes) == written


def test_below_and_without() -> None:
    here = at("q=a&stage=idea&after=x")
    assert here.under("export.csv") == "/projects/export.csv?q=a&stage=idea"
    assert here.without("q") == "/projects/?stage=idea"
    assert here.without("q", "stage") == here.without("q", "stage", "nothing") == "/projects/"
    assert here.here() == "/projects/?q=a&stage=idea"


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("/projects/?q=a#x", True),
        ("/", True),
        ("", False),
        ("projects/", False),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("\\\\evil.example", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/a\nLocation: x", False),
        ("/\tx", False),
        ("http://[", False),
        ("/a\u202eb", False),
        ("///evil.example", False),
    ],
)
def test_only_what_is_inside_is_followed(address: str, followed: bool) -> None:
    assert local(address, "/home/") == (address if followed else "/home/")


def test_what_is_no_address_has_no_parts() -> None:
    assert parts_of("http://[") is None
    found = parts_of("https://a.example/b?c=d")
    assert found is not None
    assert (found.netloc, found.path) == ("a.example", "/b")


# What a filter says of itself

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage", "lead", "budget", "starts_on", "late", "tags", "created_at")
        filters = ("stage", "budget", "starts_on", "late", "tags", "name", "created_at")


@pytest.mark.parametrize(
    ("query", "path", "words"),
    [
        ("stage=idea", "stage", "Idea"),
        ("stage=idea&stage=over", "stage", "Idea, Over"),
        ("stage=nothing", "stage", ""),
        ("tags=red", "tags", "Red"),
        ("budget=5", "budget", "5"),
        ("budget.from=5", "budget", "from 5"),
        ("budget.to=9", "budget", "to 9"),
        ("budget.from=5&budget.to=9", "budget", "5 to 9"),
        ("starts_on=2026-03-11", "starts_on", "11 Mar"),
        ("starts_on.from=2026-03-01&starts_on.to=2026-03-31", "starts_on", "1 Mar to 31 Mar"),
        ("starts_on.from=2025-12-31", "starts_on", "from 31 Dec 2025"),
        ("starts_on=today", "starts_on", "11 Mar"),
        ("name=van", "name", "van"),
        ("", "stage", ""),
    ],
)
def test_a_filter_in_words(standing_clock: None, query: str, path: str, words: str) -> None:
    ada = asker_of(CAST[0], ("admin",))
    with acting(ada):
        listing = Listing(ProjectsPage, at(query), person=ada)
        found = next(one for one in listing.filters if one.path == path)
        assert found.in_words() == words
        assert found.active is bool(query)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("'idea'", ["idea"]),
        ('"idea"', ["idea"]),
        ("['idea', 'over']", ["idea", "over"]),
        ("[]", []),
        ("True", ["yes"]),
        ("False", ["no"]),
        ("me", ["me"]),
        ("12", ["12"]),
        ("-1.5", ["-1.5"]),
        ("today", ["2026-03-11"]),
        ("week_start(today)", ["2026-03-09"]),
        ("month_start(today)", ["2026-03-01"]),
        ("quarter_start(today)", ["2026-01-01"]),
        ("year_start(today)", ["2026-01-01"]),
        ("today + days(3)", ["2026-03-14"]),
        ("today - days(11)", ["2026-02-28"]),
    ],
)
def test_what_a_filter_may_start_with(standing_clock: None, text: str, values: list[str]) -> None:
    with acting(MARA):
        assert start_of(text) == values


@pytest.mark.parametrize(
    "text", ["idea", "today + 3", "now()", "today + days(99999)", "'a", "lambda"]
)
def test_what_it_may_not_start_with(text: str) -> None:
    with acting(MARA), pytest.raises(UnknownStart):
        start_of(text)


# Values in a file


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain", "plain"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+45 33", "'+45 33"),
        ("-dash", "'-dash"),
        ("@cmd", "'@cmd"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=x", "'\n=x"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("a=b", "a=b"),
        ("'=x", "'=x"),
    ],
)
def test_no_cell_is_a_formula(text: str, safe: str) -> None:
    assert defused(text) == safe


@pytest.mark.parametrize(
    ("field", "value", "plain"),
    [
        (models.CharField(), "<b>", "<b>"),
        (models.IntegerField(), 1204, "1204"),
        (models.IntegerField(), None, ""),
        (kit.MoneyField(), Decimal("1234.50"), "1234.50"),
        (models.DateField(), date(2026, 3, 1), "2026-03-01"),
        (models.DateTimeField(), datetime(2026, 3, 11, 9, 5, tzinfo=UTC), "2026-03-11 10:05"),
        (models.TimeField(), time(9, 5), "09:05"),
        (models.BooleanField(), True, "yes"),
        (models.BooleanField(), None, "no"),
        (kit.PeopleField(), ["Ada", "Jon"], "Ada; Jon"),
        (kit.PeopleField(), None, ""),
        (kit.FileField(), "files/abcdefghijklmnop.12/plan.pdf", "plan.pdf"),
        (kit.FileField(), "", ""),
        (kit.ChoiceField(Project.Stage), "running", "Under way"),
        (kit.ChoiceField(Project.Stage), "retired", "retired"),
        (kit.ChoiceField(Project.Stage), None, ""),
    ],
)
def test_a_value_in_a_file_is_exact(field: Any, value: Any, plain: str) -> None:
    assert plain_of(field)(value) == plain


# In German


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (lambda: formats.number(Decimal("1234.5")), "1.234,5"),
        (lambda: formats.money(Decimal("-1234.5"), "EUR"), "−1.234,50\u00a0€"),
        (lambda: formats.percent(Decimal("2.5")), "2,5\u00a0%"),
        (lambda: formats.day(date(2026, 3, 1)), "1. Mär"),
        (lambda: formats.day(date(2025, 12, 31)), "31. Dez 2025"),
        (lambda: formats.month(date(2026, 5, 1)), "Mai"),
        (lambda: formats.hours(Decimal("7.5")), "7,5\u00a0h"),
    ],
)
def test_numbers_and_dates_in_another_language(
    standing_clock: None, written: Any, said: str
) -> None:
    with acting(MARA), translation.override("de"):
        assert (
            written().replace("Mär.", "Mär").replace("März", "Mär").replace("Dez.", "Dez") == said
        )


@pytest.mark.parametrize("value", [None, "", []])
@pytest.mark.parametrize(
    "field",
    [
        models.CharField(),
        models.IntegerField(),
        kit.MoneyField(),
        models.DateField(),
        kit.ChoiceField(Project.Stage),
        kit.FileField(),
        kit.PeopleField(),
    ],
    ids=lambda field: type(field).__name__,
)
def test_nothing_is_a_dash(field: Any, value: Any) -> None:
    assert cell_of(field)(value) == '<span class="faint">–</span>'


# A link that one person sends another


class SharedTests(WorkshopCase):
    pages: ClassVar = [ProjectsPage]

    def setUp(self) -> None:
        for n in range(30):
            self.project(f"Apple {n:02}", stage=("idea", "over")[n % 2], lead=self.mara.person)
        self.project("hidden apple", stage="idea")

    def test_shows_the_same_cut_by_the_others_rights(self) -> None:
        address = "/projects/?stage=idea&q=apple&sort=-name"
        hers = self.ada.visits(address).column("name")
        his = self.jon.visits(address).column("name")
        assert "hidden apple" in hers
        assert his == [name for name in hers if name != "hidden apple"]

    def test_what_was_chosen_stands_on_the_page(self) -> None:
        page = self.jon.visits("/projects/?stage=idea&q=apple&sort=-name")
        search = page.root.first("name", "q")
        assert search is not None
        assert search.attributes["value"] == "apple"
        chosen = [one for one in page.root.all("name", "stage") if "checked" in one.attributes]
        assert [one.attributes["value"] for one in chosen] == ["idea"]
        assert page.root.first("aria-sort", "descending") is not None

    def test_every_link_of_a_narrowed_page_opens(self) -> None:
        answer = self.asks(self.jon, "/projects/?stage=idea&q=apple")
        for one in page_of(answer).all("href"):
            link = one.attributes["href"]
            if link.startswith(("?", "/projects")):
                target = link if link.startswith("/") else f"/projects/{link}"
                with self.subTest(link):
                    assert self.asks(self.jon, target).status_code == 200

    def test_an_old_toast_is_said_no_more(self) -> None:
        answer = self.posts(self.mara, "/project/new/", {"name": "Pear"})
        link = answer["Location"]
        assert page_of(self.asks(self.mara, link)).first("data-toast") is not None
        from unittest.mock import patch

        later = datetime.now(UTC).timestamp() + timedelta(minutes=5).total_seconds()
        with patch("django.core.signing.time.time", return_value=later):
            assert page_of(self.asks(self.mara, link)).first("data-toast") is None
        assert Measure.everything.count() == 0
