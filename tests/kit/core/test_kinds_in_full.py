"""Each kind of field, by a form's text and a program's value: kept, or refused in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

import site_kit as kit
from site_kit import write
from site_kit.errors import Invalid, Refused
from site_kit.fields import kind_of
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task

REQUIRED = "This field is required."
UNREAD = "This cannot be read."
NOT_HERE = "This cannot be chosen here."


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        ("text", "plain", "plain"),
        ("text", "  around  ", "around"),
        ("text", None, ""),
        ("text", "", ""),
        ("text", 7, "7"),
        ("text", "<b>&amp;</b>", "<b>&amp;</b>"),
        ("text", "ünïcode – 😀", "ünïcode – 😀"),
        ("text", "x" * 60, "x" * 60),
        ("whole", 3, 3),
        ("whole", "3", 3),
        ("whole", " 3 ", 3),
        ("whole", "-3", -3),
        ("whole", "", None),
        ("whole", None, None),
        ("whole", 2147483647, 2147483647),
        ("whole", -2147483648, -2147483648),
        ("exact", "1.5", Decimal("1.5")),
        ("exact", 1, Decimal(1)),
        ("exact", 0.1, Decimal("0.1")),
        ("exact", Decimal("999999999.999"), Decimal("999999999.999")),
        ("exact", "-0", Decimal(0)),
        ("exact", "", None),
        ("flag", True, True),
        ("flag", "True", True),
        ("flag", "False", False),
        ("flag", "", None),
        ("flag", None, None),
        ("mood", "good", "good"),
        ("mood", "", ""),
        ("mood", None, ""),
        ("tags", ["good", "bad"], ["good", "bad"]),
        ("tags", "good", ["good"]),
        ("tags", [], []),
        ("tags", "", []),
        ("tags", None, []),
        ("day", "2026-03-11", date(2026, 3, 11)),
        ("day", date(2024, 2, 29), date(2024, 2, 29)),
        ("day", datetime(2026, 3, 11, 23, 30, tzinfo=UTC), date(2026, 3, 12)),
        ("day", "", None),
        ("at", "2026-03-11T10:00", datetime(2026, 3, 11, 9, 0, tzinfo=UTC)),
        ("at", "2026-07-11 10:00", datetime(2026, 7, 11, 8, 0, tzinfo=UTC)),
        ("at", "2026-03-11T10:00:00Z", datetime(2026, 3, 11, 10, 0, tzinfo=UTC)),
        ("at", "", None),
        ("clock", "14:30", time(14, 30)),
        ("clock", time(0, 0), time(0, 0)),
        ("clock", "", None),
    ],
)
def test_what_is_kept(cast: Cast, field: str, sent: Any, kept: Any) -> None:
    row = write.create(Measure, {field: sent}, by=cast.mara)
    assert getattr(Measure.everything.get(pk=row.pk), field) == kept


@pytest.mark.parametrize(
    ("field", "sent", "sentence"),
    [
        ("text", "x" * 61, "Ensure this value has at most 60 characters (it has 61)."),
        ("text", ["a"], UNREAD),
        ("text", {"a": 1}, UNREAD),
        ("text", "a\x00", "This text has characters that cannot be kept."),
        ("text", "\udfff", UNREAD),
        ("whole", "three", "“three” value must be an integer."),
        ("whole", "1.5", "“1.5” value must be an integer."),
        ("whole", 2147483648, "Ensure this value is less than or equal to 2147483647."),
        ("whole", [], "“[]” value must be an integer."),
        ("exact", "much", "“much” value must be a decimal number."),
        ("exact", "1.2345", "Ensure that there are no more than 3 decimal places."),
        (
            "exact",
            "1234567890",
            "Ensure that there are no more than 9 digits before the decimal point.",
        ),
        ("exact", float("inf"), "“Infinity” value must be a decimal number."),
        ("flag", "perhaps", "“perhaps” value must be either True, False, or None."),
        ("mood", "angry", NOT_HERE),
        ("tags", ["good", "angry"], "There is no choice angry."),
        ("tags", [{"a": 1}], "There is no choice {'a': 1}."),
        ("tags", 7, UNREAD),
        (
            "day",
            "soon",
            "“soon” value has an invalid date format. It must be in YYYY-MM-DD format.",
        ),
        (
            "day",
            "2026-02-30",
            "“2026-02-30” value has the correct format (YYYY-MM-DD) but it is an invalid date.",
        ),
        ("day", "0999-12-31", "Write a year from 1000 to 9000."),
        ("day", "9001-01-01", "Write a year from 1000 to 9000."),
        ("at", "9999-12-31T23:59", "Write a year from 1000 to 9000."),
        (
            "clock",
            "25:00",
            "“25:00” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time.",
        ),
        ("owner", "mara", "“mara” value must be an integer."),
        ("owner", 4711, NOT_HERE),
        ("twin", 4711, NOT_HERE),
        ("twin", [1], "“[1]” value must be an integer."),
        ("helpers", [4711], NOT_HERE),
        ("helpers", ["x"], "“x” value must be an integer."),
    ],
)
def test_what_is_refused_beside_its_field(cast: Cast, field: str, sent: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        write.create(Measure, {field: sent}, by=cast.mara)
    assert list(refused.value.errors) == [field]
    assert refused.value.errors[field] == [sentence]
    assert not Measure.everything.exists()


@pytest.mark.parametrize("sent", [None, "", "   ", []])
@pytest.mark.parametrize(
    ("model", "field", "rest"),
    [
        (Project, "name", {}),
        (LogLine, "text", {}),
    ],
)
def test_what_is_compulsory_is_asked_for(
    cast: Cast, model: Any, field: str, rest: dict[str, Any], sent: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        write.create(model, {field: sent, **rest}, by=cast.mara)
    assert refused.value.errors == {field: [REQUIRED if sent != [] else UNREAD]}


def test_a_compulsory_relation_is_asked_for(cast: Cast, make: Any) -> None:
    for sent in ({}, {"project": None}, {"project": ""}):
        with pytest.raises(Invalid) as refused:
            write.create(Task, {"name": "Drill", **sent}, by=cast.ada)
        assert refused.value.errors == {"project": [REQUIRED]}


def test_everything_compulsory_is_asked_for_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        write.create(Task, {}, by=cast.ada)
    assert refused.value.errors == {"project": [REQUIRED], "name": [REQUIRED]}


def test_an_edit_of_one_field_asks_for_no_other(cast: Cast, make: Any) -> None:
    row = make(Measure, text="a", whole=1)
    edited = write.edit(row, {"whole": 2}, by=cast.mara)
    assert (edited.text, edited.whole) == ("a", 2)


@pytest.mark.parametrize(
    ("field", "first", "again"),
    [
        ("exact", "1.50", "1.5"),
        ("text", "a", " a "),
        ("day", "2026-03-11", date(2026, 3, 11)),
        ("at", "2026-03-11T10:00", "2026-03-11T09:00:00Z"),
        ("tags", ["good"], "good"),
        ("whole", "3", 3),
        ("flag", "on", True),
        ("helpers", [3, 4], [4, 3]),
    ],
)
def test_the_same_value_said_otherwise_is_no_change(
    cast: Cast, field: str, first: Any, again: Any
) -> None:
    if first == "on":
        first = True
    row = write.create(Measure, {field: first}, by=cast.mara)
    before = Measure.everything.get(pk=row.pk).updated_at
    write.edit(row, {field: again}, by=cast.jon)
    kept = Measure.everything.get(pk=row.pk)
    assert kept.updated_at == before
    assert kept.updated_by_id == cast.mara.id


# Kinds that the workshop does not have


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        (kit.WeekField(), "2026-03-11", date(2026, 3, 9)),
        (kit.WeekField(), date(2026, 3, 15), date(2026, 3, 9)),
        (kit.WeekField(), "2026-01-01", date(2025, 12, 29)),
        (kit.MonthField(), "2026-03", date(2026, 3, 1)),
        (kit.MonthField(), "2026-03-31", date(2026, 3, 1)),
        (kit.MonthField(), date(2024, 2, 29), date(2024, 2, 1)),
        (kit.MoneyField(), "12.50", Decimal("12.50")),
        (kit.PercentField(), "2.5", Decimal("2.5")),
        (kit.DurationField(), "0.25", Decimal("0.25")),
        (kit.RatingField(), "5", 5),
        (kit.PhoneField(), "+45 (33) 12-34/56", "+45 (33) 12-34/56"),
    ],
)
def test_a_kind_reads_its_text(field: Any, sent: Any, kept: Any) -> None:
    field.name = field.attname = "field"
    assert field.clean(sent, None) == kept


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (kit.WeekField(), "next week"),
        (kit.MonthField(), "2026-13"),
        (kit.MonthField(), "March"),
        (kit.MoneyField(), "12.505"),
        (kit.MoneyField(), "1" * 13),
        (kit.PercentField(), "100000"),
        (kit.DurationField(), "an hour"),
        (kit.RatingField(), "-1"),
        (kit.RatingField(), "good"),
        (kit.PhoneField(), "ask Jon"),
        (kit.PhoneField(), "1" * 41),
        (kit.PhoneField(), "12"),
    ],
)
def test_a_kind_refuses_what_it_is_not(field: Any, sent: Any) -> None:
    field.name = field.attname = "field"
    with pytest.raises(ValidationError):
        field.clean(sent, None)


@pytest.mark.parametrize(
    ("model", "kinds"),
    [
        (
            Project,
            {
                "name": "text",
                "lead": "person",
                "members": "people",
                "stage": "status",
                "tags": "choices",
                "budget": "money",
                "secret": "long_text",
                "starts_on": "date",
                "parent": "relation",
                "paper": "file",
                "created_at": "datetime",
                "id": "integer",
            },
        ),
        (Measure, {"mood": "choice", "clock": "time", "flag": "boolean", "exact": "decimal"}),
    ],
)
def test_a_field_knows_its_kind(model: Any, kinds: dict[str, str]) -> None:
    assert {name: kind_of(model._meta.get_field(name)) for name in kinds} == kinds


# Stamps


@pytest.mark.parametrize("name", ["created_at", "created_by", "updated_at", "updated_by", "id"])
def test_a_stamp_is_never_typed(cast: Cast, make: Any, name: str) -> None:
    row = make(Measure, text="a")
    with pytest.raises(Refused, match="is not yours to change here"):
        write.edit(row, {name: 1}, by=cast.ada)
    with pytest.raises(Refused, match="is not yours to change here"):
        write.create(Measure, {name: 1}, by=cast.ada)


def test_an_admin_gives_nobody_a_salary(cast: Cast) -> None:
    """What needs its own permission is not an admin's by being one."""
    with pytest.raises(Refused, match=r"^Only hrs may create salarys\.$"):
        write.create(Salary, {"person": cast.jon.id, "amount": 1}, by=cast.ada)
