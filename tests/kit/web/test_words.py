"""Values as people read and type them: numbers, amounts, dates, labels of state, prose."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.utils import translation

import site_kit as kit
from site_kit.fields import ChoiceField, StatusField
from site_kit.web import cells, formats, inputs
from site_kit.web.address import local
from site_kit.web.kinds import kind_of
from site_kit.web.prose import prose
from site_kit.web.tones import tones_of

pytestmark = pytest.mark.usefixtures("standing_clock")


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (0, "0", "0"),
        (1234567, "1,234,567", "1.234.567"),
        (Decimal("1250.50"), "1,250.5", "1.250,5"),
        (Decimal("-3.14159"), "−3.1416", "−3,1416"),
        (Decimal("1E+3"), "1,000", "1.000"),
    ],
)
def test_a_number_in_the_language_of_the_tool(value: Any, english: str, german: str) -> None:
    assert formats.number(value) == english
    with translation.override("de"):
        assert formats.number(value) == german


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("4812", "EUR", "€4,812.00", "4.812,00\xa0€"),
        ("-12.5", "EUR", "−€12.50", "−12,50\xa0€"),
        ("1500", "JPY", "¥1,500", "1.500\xa0¥"),
        ("99.9", "SEK", "SEK\xa099.90", "99,90\xa0SEK"),
    ],
)
def test_an_amount_has_its_currency_where_the_language_puts_it(
    amount: str, currency: str, english: str, german: str
) -> None:
    assert formats.money(amount, currency) == english
    with translation.override("de"):
        assert formats.money(amount, currency) == german


def test_a_percentage_has_two_decimals_at_most() -> None:
    assert formats.percent(Decimal("2.00004")) == "2%"
    assert formats.percent(Decimal("-3.8461")) == "−3.85%"


def test_a_date_says_its_year_only_where_it_is_another() -> None:
    assert formats.day(date(2026, 11, 18)) == "18 Nov"
    assert formats.day(date(2025, 11, 18)) == "18 Nov 2025"
    with translation.override("de"):
        assert formats.day(date(2026, 5, 8)) == "8. Mai"


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("YYYY-MM-DD", "2026-11-08"),
        ("DD/MM/YYYY", "08/11/2026"),
        ("MM/DD/YYYY", "11/08/2026"),
        ("DD.MM.YYYY", "08.11.2026"),
    ],
)
def test_a_tool_may_have_its_own_way_to_write_dates(
    wanted: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "date_format", lambda: wanted)
    monkeypatch.setattr(inputs, "date_format", lambda: wanted)
    assert formats.day(date(2026, 11, 8)) == shown
    assert inputs.read(models.DateField(), [shown]) == date(2026, 11, 8)


def test_a_moment_near_by_is_said_in_words() -> None:
    assert formats.moment(datetime(2026, 3, 11, 9, 31, tzinfo=UTC)) == "today, 10:31"
    assert formats.moment(datetime(2026, 3, 10, 9, 0, tzinfo=UTC)) == "yesterday, 10:00"
    assert formats.moment(datetime(2026, 2, 1, 23, 30, tzinfo=UTC)) == "2 Feb, 00:30"


def test_a_time_element_is_exact_for_machines() -> None:
    assert 'datetime="2026-03-11T10:31"' in cells.at_moment(
        datetime(2026, 3, 11, 9, 31, tzinfo=UTC)
    )
    assert 'datetime="2026-11-18" title="2026-11-18"' in cells.on_day(date(2026, 11, 18))


@pytest.mark.parametrize(
    ("octets", "words"), [(12, "12 bytes"), (2048, "2 kB"), (840_000, "840 kB"), (1.2e6, "1.2 MB")]
)
def test_a_size_in_words(octets: int, words: str) -> None:
    assert formats.size(int(octets)) == words


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3,000.50", "3000.50"),
        ("3000.5", "3000.5"),
        ("€ 3,000", "3000"),
        ("1 250", "1250"),
        ("−12", "-12"),
        ("2 %", "2"),
        ("EUR 10", "10"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, value: str) -> None:
    assert inputs.number_from(typed) == Decimal(value)


def test_in_a_language_with_a_comma_the_comma_is_the_point() -> None:
    with translation.override("de"):
        assert inputs.number_from("3.000,50") == Decimal("3000.50")
        assert inputs.number_from("98.04") == Decimal("98.04")
        assert inputs.number_from("3.000") == Decimal("3000")


@pytest.mark.parametrize("typed", ["", "much", "1.2.3", "NaN", "Infinity", "1e999999", "9" * 60])
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(inputs.Unreadable):
        inputs.number_from(typed)


@pytest.mark.parametrize(
    ("field", "texts", "value"),
    [
        (models.CharField(), ["  a  "], "a"),
        (models.CharField(), [""], ""),
        (models.IntegerField(null=True), [""], None),
        (models.TextField(), ["a\r\nb \r\n"], "a\nb"),
        (models.BooleanField(), ["on"], True),
        (models.BooleanField(), [], False),
        (models.BooleanField(), ["off"], False),
        (kit.WeekField(), ["2026-W11"], date(2026, 3, 9)),
        (kit.MonthField(), ["2026-03"], date(2026, 3, 1)),
        (kit.PercentField(), ["2%"], Decimal(2)),
        (kit.DurationField(), ["7.5"], Decimal("7.5")),
    ],
)
def test_each_kind_is_read_from_its_control(field: Any, texts: list[str], value: Any) -> None:
    assert inputs.read(field, texts) == value


@pytest.mark.parametrize(
    ("field", "value", "texts"),
    [
        (models.CharField(), "a", ["a"]),
        (models.CharField(), "", []),
        (kit.MoneyField(), Decimal("-1500.5"), ["-1,500.50"]),
        (kit.WeekField(), date(2026, 3, 9), ["2026-W11"]),
        (kit.MonthField(), date(2026, 3, 1), ["2026-03"]),
        (models.DateTimeField(), datetime(2026, 3, 11, 9, 31, tzinfo=UTC), ["2026-03-11T10:31"]),
        (models.BooleanField(), False, []),
        (kit.ChoicesField(), ["a", "b"], ["a", "b"]),
    ],
)
def test_each_kind_stands_in_its_control_as_it_is_read(
    field: Any, value: Any, texts: list[str]
) -> None:
    assert inputs.shown(field, value) == texts
    if value not in ("", None):
        assert inputs.read(field, texts) == value


class Fate(models.TextChoices):
    NEW = "new", "New"
    PLAN = "planning", "Planning"
    REVIEW = "review", "In review"
    HOLD = "hold", "On hold"
    LOST = "lost", "Lost"
    PAID = "paid", "Paid"
    SHELF = "shelf", "On the shelf"
    ODD = "odd", "Purple thing"


def test_a_status_reads_its_state_from_its_words_and_its_place() -> None:
    field = StatusField(Fate, closed=(Fate.SHELF,), colours={Fate.ODD: "purple"})
    states = {value: tone.state for value, tone in tones_of(field).items()}
    assert states == {
        "new": "",
        "planning": "info",
        "review": "info",
        "hold": "warn",
        "lost": "bad",
        "paid": "ok",
        "shelf": "ok",
        "odd": "purple",
    }


def test_every_state_has_a_shape_besides_its_colour() -> None:
    field = StatusField(Fate, colours={Fate.ODD: "purple"})
    assert all(tone.icon for tone in tones_of(field).values())
    assert 'href="/static/icons.svg' in cells.cell_of(field)("paid")


def test_a_choice_is_a_plain_label_unless_it_has_a_colour() -> None:
    field = ChoiceField(Fate, colours={Fate.HOLD: "red"})
    assert cells.cell_of(field)("paid") == '<span class="tag plain">Paid</span>'
    assert 'data-s="bad"' in cells.cell_of(field)("hold")


def test_a_value_that_was_retired_is_shown_as_it_is() -> None:
    assert "ghost" in cells.cell_of(StatusField(Fate))("ghost")


@pytest.mark.parametrize(
    ("field", "value", "markup"),
    [
        (models.CharField(), "<b>", "&lt;b&gt;"),
        (models.EmailField(), 'a"b@x', '<a href="mailto:a&quot;b@x">a&quot;b@x</a>'),
        (models.URLField(), "javascript:alert(1)", "javascript:alert(1)"),
        (models.CharField(), None, cells.EMPTY),
        (models.IntegerField(), 0, "0"),
        (
            kit.RatingField(),
            3,
            '<span aria-hidden="true">★★★☆☆</span><span class="vh">3 of 5</span>',
        ),
        (kit.PhoneField(), "+45 12 34", '<a href="tel:+451234">+45 12 34</a>'),
    ],
)
def test_a_cell_is_escaped(field: Any, value: Any, markup: str) -> None:
    assert cells.cell_of(field)(value) == markup


def test_a_web_address_is_a_link_only_where_it_is_one() -> None:
    cell = cells.cell_of(models.URLField())
    assert cell("https://example.com/") == (
        '<a href="https://example.com/" rel="noopener noreferrer">example.com</a>'
    )


def test_a_unit_stands_behind_its_figure() -> None:
    assert cells.cell_of(models.DecimalField(), unit="kg")(Decimal("2.50")) == "2.5 kg"


def test_a_flag_with_a_colour_is_there_or_not() -> None:
    flag = cells.cell_of(models.BooleanField(), label="Overdue", colour="red")
    assert "Overdue" in flag(True)
    assert flag(False) == ""


def test_long_text_is_cut_between_words() -> None:
    short = cells.note("word " * 60)
    assert len(short) <= cells.SHORT
    assert short.endswith("word…")


def test_the_kind_of_a_field() -> None:
    from tests.kit.lab.models import Measure, Project

    kinds = {f.name: kind_of(f) for f in (*Project._meta.fields, *Project._meta.many_to_many)}
    assert kinds["stage"] == "status"
    assert kinds["budget"] == "money"
    assert kinds["lead"] == kinds["created_by"] == "person"
    assert kinds["members"] == "people"
    assert kinds["parent"] == "relation"
    assert kinds["paper"] == "file"
    assert kinds["secret"] == "long_text"
    assert kinds["tags"] == "choices"
    assert kind_of(Measure._meta.get_field("at")) == "datetime"


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("Hello\nyou", "<p>Hello<br>you</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("- a\n- b", '<ul class="list"><li>a</li><li>b</li></ul>'),
        ("1. a\n2) b", '<ol class="list"><li>a</li><li>b</li></ol>'),
        ("## Head", "<h3>Head</h3>"),
        ("**b** and *i* and `c`", "<p><strong>b</strong> and <em>i</em> and <code>c</code></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("<script>", "<p>&lt;script&gt;</p>"),
        ("", ""),
    ],
)
def test_prose(text: str, markup: str) -> None:
    assert prose(text) == markup


def test_a_link_in_prose_leads_only_to_the_web() -> None:
    assert 'href="https://a.example/x?y=1"' in prose("see [it](https://a.example/x?y=1)")
    assert 'href="https://a.example"' in prose("see https://a.example.")
    assert "<a" not in prose("[it](javascript:alert(1))")
    assert 'onmouseover="' not in prose('https://a.example/"onmouseover="alert(1)')


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("/projects/?a=b", True),
        ("/", True),
        ("//elsewhere.example", False),
        ("/\\elsewhere.example", False),
        ("https://elsewhere.example", False),
        ("javascript:alert(1)", False),
        ("projects/", False),
        ("/a\nb", False),
        ("", False),
    ],
)
def test_only_an_address_of_this_site_is_followed(address: str, followed: bool) -> None:
    assert (local(address, "/home/") == address) is followed
