"""Kit fields: what a migration writes of them, and what they take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from app.models import Invoice
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

import site_kit as kit
from site_kit.fields import kind_of
from tests.kit.lab.models import Measure, Project


@pytest.mark.parametrize(
    ("field", "django"),
    [
        (kit.StatusField(Invoice.Decision, default="open"), "CharField"),
        (kit.ChoiceField(Invoice.Decision), "CharField"),
        (kit.ChoicesField(Invoice.Decision), "JSONField"),
        (kit.PersonField(null=True, default=kit.me), "ForeignKey"),
        (kit.PeopleField(), "ManyToManyField"),
        (kit.MoneyField(currency="USD"), "DecimalField"),
        (kit.PercentField(), "DecimalField"),
        (kit.DurationField(), "DecimalField"),
        (kit.RatingField(max=3), "PositiveSmallIntegerField"),
        (kit.WeekField(), "DateField"),
        (kit.MonthField(), "DateField"),
        (kit.PhoneField(), "CharField"),
        (kit.FileField(types=("pdf",)), "FileField"),
        (kit.ImageField(), "FileField"),
    ],
)
def test_a_migration_names_djangos_field_without_the_kits_words(field: Any, django: str) -> None:
    _, path, args, kwargs = field.deconstruct()
    assert path == f"django.db.models.{django}"
    made = getattr(models, django)(*args, **kwargs)
    assert made.deconstruct()[3] == {k: v for k, v in kwargs.items() if k != "related_name"} | (
        {"related_name": "+"} if "related_name" in kwargs else {}
    )
    assert not {"choices", "colours", "closed", "currency", "types"} & set(kwargs)


def test_a_new_label_value_or_colour_makes_no_migration() -> None:
    class Wider(models.TextChoices):
        OPEN = "open", "Still open"
        LOST = "lost", "Lost"

    before = kit.StatusField(Invoice.Decision, default="open").deconstruct()
    after = kit.StatusField(Wider, default="open", colours={"lost": "red"}).deconstruct()
    assert before == after


def test_a_week_is_its_monday_and_a_month_its_first_day() -> None:
    assert kit.WeekField().to_python("2026-03-11") == date(2026, 3, 9)
    assert kit.MonthField().to_python("2026-03-11") == date(2026, 3, 1)
    assert kit.MonthField().to_python("2026-03") == date(2026, 3, 1)
    assert kit.WeekField().to_python(None) is None


@pytest.mark.parametrize("number", ["12", "call me", "+45 1234 <b>"])
def test_a_telephone_number_has_digits(number: str) -> None:
    with pytest.raises(ValidationError):
        kit.PhoneField().clean(number, None)


def test_a_telephone_number_may_have_its_signs() -> None:
    assert kit.PhoneField().clean("+45 (12) 34-56 78", None) == "+45 (12) 34-56 78"


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("a.exe", 1, "Only pdf, txt files."),
        ("pdf", 1, "Only pdf, txt files."),
        ("a.pdf", 2 * 1024 * 1024, "At most 1 MB."),
    ],
)
def test_a_file_of_another_ending_or_size_is_refused(name: str, size: int, said: str) -> None:
    field: Any = Project._meta.get_field("paper")
    with pytest.raises(ValidationError, match=said):
        field.clean(SimpleUploadedFile(name, b"x" * size), Project())


def test_several_choices_are_of_the_list() -> None:
    field: Any = Project._meta.get_field("tags")
    assert field.clean("red", Project()) == ["red"]
    assert field.clean("", Project()) == []
    with pytest.raises(ValidationError, match="There is no choice green"):
        field.clean(["red", "green"], Project())


def test_a_closed_value_is_found_by_lookup(make: Any) -> None:
    make(Measure, mood="bad")
    make(Measure, mood="good")
    assert Measure.everything.filter(mood__closed=True).count() == 1
    assert Measure.everything.exclude(mood__closed=True).count() == 1


def test_each_field_knows_its_word_in_the_blueprint() -> None:
    kinds = {f.name: kind_of(f) for f in Invoice._meta.concrete_fields}
    assert kinds == {
        "id": "integer",
        "created_at": "datetime",
        "created_by": "person",
        "updated_at": "datetime",
        "updated_by": "person",
        "number": "text",
        "supplier": "relation",
        "amount": "money",
        "po_number": "text",
        "po_amount": "money",
        "received_on": "date",
        "match_status": "status",
        "decision": "status",
        "agent_notes": "long_text",
        "reason": "long_text",
        "decided_by": "person",
        "decided_at": "datetime",
        "document": "file",
    }
    assert kind_of(Project._meta.get_field("members")) == "people"
    assert kind_of(Project._meta.get_field("tags")) == "choices"
