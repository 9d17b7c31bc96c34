"""Models: fields, constraints and indexes, as the database will have them."""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

from .trees import small

NAME = {"kind": "text", "id": "name", "required": True}


def models(*fields: dict[str, Any], **more: Any) -> str:
    """The models of a small tool, on one line each."""
    source = compile_blueprint(load(small(fields=[NAME, *fields], **more)).blueprint)
    return " ".join(source["app/models.py"].split()).replace("( ", "(").replace(", )", ")")


FIELDS = {
    "an optional text": ({"kind": "text"}, "x = models.CharField(max_length=250, blank=True)"),
    "an optional number": ({"kind": "integer"}, "x = models.IntegerField(null=True, blank=True)"),
    "a number that is typed in": (
        {"kind": "decimal", "default": "1.5"},
        'null=True, blank=True, default=Decimal("1.5")',
    ),
    "a day": ({"kind": "date", "default": "2026-03-31"}, "default=datetime.date(2026, 3, 31)"),
    "a month": ({"kind": "month", "default": "2026-03-31"}, "default=datetime.date(2026, 3, 1)"),
    "a week": ({"kind": "week", "default": "2026-04-01"}, "default=datetime.date(2026, 3, 30)"),
    "a moment": ({"kind": "datetime", "default": "now"}, "default=kit.now"),
    "a kept field": (
        {"kind": "datetime", "readonly": True},
        "x = models.DateTimeField(null=True, editable=False)",
    ),
    "a flag": ({"kind": "boolean"}, "x = models.BooleanField(default=False)"),
    "a name and a help": (
        {"kind": "money", "name": "Price", "help": "Net", "currency": "EUR"},
        'kit.MoneyField("Price", null=True, blank=True, help_text="Net", currency="EUR")',
    ),
    "stars": ({"kind": "rating", "max": "3"}, "kit.RatingField(null=True, blank=True, max=3)"),
    "a picture": (
        {"kind": "image", "types": ["png"], "max_mb": 5},
        'kit.ImageField(blank=True, types=("png",), max_mb=5)',
    ),
    "a choice": (
        {"kind": "choice", "values": [{"id": "a", "colour": "red"}]},
        'kit.ChoiceField(X, blank=True, colours={X.A: "red"})',
    ),
    "a list that is worked out": (
        {"kind": "choice", "name": "Size", "values": [{"id": "a"}], "expr": "'a'"},
        'kit.ChoiceField(X, verbose_name="Size")',
    ),
    "itself": (
        {"kind": "relation", "to": "thing"},
        'models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)',
    ),
    "a unit": ({"kind": "decimal", "unit": "kg"}, 'units = {"x": "kg"}'),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_written_as_a_django_developer_would(name: str) -> None:
    field, expected = FIELDS[name]

    assert expected in models({"id": "x"} | field)


CONSTRAINTS = {
    "a least": ({"kind": "integer", "min": "1"}, [], "condition=Q(x__gte=1)"),
    "an optional text that is unique": (
        {"kind": "text", "unique": True},
        [],
        'fields=["x"], condition=~Q(x="")',
    ),
    "a comparison": (
        {"kind": "date"},
        [{"kind": "validation", "id": "v", "expr": "x <= '2030-01-01'"}],
        "condition=Q(x__lte=datetime.date(2030, 1, 1))",
    ),
    "an optional text that is compared": (
        {"kind": "text"},
        [{"kind": "validation", "id": "v", "expr": "x == 'a'"}],
        'condition=Q(x="") | Q(x="a")',
    ),
    "two comparisons": (
        {"kind": "integer"},
        [{"kind": "validation", "id": "v", "expr": "x > 1 and name != 'a'"}],
        'condition=Q(x__isnull=True) | (Q(x__gt=1) & ~Q(name="a"))',
    ),
    "filled under a condition": (
        {"kind": "text"},
        [{"kind": "required_if", "field": "x", "when": "name == 'a'"}],
        'name="thing_x_required_if", condition=~Q(name="a") | ~Q(x="")',
    ),
    "unique where": (
        {"kind": "integer"},
        [{"kind": "unique", "fields": ["x"], "where": "name != 'a'"}],
        'fields=["x"], condition=~Q(name="a")',
    ),
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_holds_what_it_can(name: str) -> None:
    field, rules, expected = CONSTRAINTS[name]

    assert expected in models({"id": "x"} | field, rules=rules)


RULES = {
    "leaves the row": "owner.manager != empty",
    "asks for the day": "due >= today",
    "needs a function": "days(due, due) < 3",
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_holds_what_the_database_cannot(name: str) -> None:
    fields = [NAME, {"kind": "person", "id": "owner"}, {"kind": "date", "id": "due"}]
    rules = [{"kind": "validation", "id": "v", "expr": RULES[name], "message": "No."}]
    files = compile_blueprint(load(small(fields=fields, rules=rules)).blueprint)

    assert "v = kit.Check(" in files["app/rules.py"]
    assert "CheckConstraint" not in files["app/models.py"]


def indexes(page: dict[str, Any]) -> str:
    """The indexes that a page asks for."""
    fields = [
        NAME,
        {"kind": "date", "id": "due"},
        {"kind": "person", "id": "owner"},
        {
            "kind": "status",
            "id": "state",
            "values": [{"id": "open"}, {"id": "done", "closed": True}],
        },
        {"kind": "boolean", "id": "late", "expr": "due < today and not state.closed"},
    ]
    data = small(fields=fields)
    data["pages"] = [{"kind": "table", "id": "things", "entity": "thing"} | page]
    source = compile_blueprint(load(data).blueprint)["app/models.py"]
    written = " ".join(source.partition("indexes = [")[2].split())
    return written.partition(SEARCHED)[0].strip()


SEARCHED = 'kit.SearchIndex("name", name="thing_search"),'


INDEXES = {
    "newest first needs none": ({}, ""),
    "an order": ({"sort": ["due"]}, 'fields=["due", "id"], name="thing_sort"'),
    "a falling order": ({"sort": ["-due"]}, 'fields=["-due", "id"], name="thing_sort"'),
    "a falling order in another": (
        {"sort": ["state", "-due"]},
        'models.Index(F("state"), F("due").desc(nulls_last=True), F("id"), name="thing_sort")',
    ),
    "a filter": ({"filters": ["state"]}, 'fields=["state"], name="thing_state"'),
    "a filter of what is in order": (
        {"filters": ["state"], "sort": ["-due", "name"]},
        'fields=["state", "due"], name="thing_state"',
    ),
    "a flag stands for its columns": ({"filters": ["late"]}, 'fields=["state", "due"]'),
    "a scope of two": (
        {"scope": "due == today and state == 'open'"},
        'fields=["state", "due"], name="thing_state"',
    ),
    "a person has one": ({"filters": ["owner"]}, ""),
}


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_for_each_way_to_look(name: str) -> None:
    page, expected = INDEXES[name]

    found = indexes(page)

    assert expected in found
    assert bool(found) is bool(expected)


@pytest.mark.parametrize(
    "page", [{"filters": ["state", "late"]}, {"sort": ["due"], "filters": ["due"]}]
)
def test_an_index_that_another_begins_with_is_left_out(page: dict[str, Any]) -> None:
    assert indexes(page).count("models.Index") == 1
