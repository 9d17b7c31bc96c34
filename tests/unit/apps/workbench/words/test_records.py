"""What the records of the admin are called."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin

from apps.workbench.words.records import NAMES, SECTIONS, in_words, name_of, says_of, sections_of


def shown(*labels: str) -> list[dict[str, Any]]:
    """The list of apps as Django's admin gives it."""
    models = [
        {
            "model": SimpleNamespace(_meta=SimpleNamespace(label_lower=label)),
            "name": label.upper(),
            "admin_url": f"/admin/{label}/",
        }
        for label in labels
    ]
    return [{"name": "x", "models": models}]


def test_every_model_in_the_admin_has_a_name_a_sentence_and_a_place() -> None:
    labels = {model._meta.label_lower for model in admin.site._registry}
    placed = {label for _, members in SECTIONS for label in members}
    assert labels - NAMES.keys() == set()
    assert labels - placed == set()
    assert NAMES.keys() == placed


def test_sections_come_in_their_order_and_empty_ones_not_at_all() -> None:
    found = sections_of(shown("audit.line", "sites.site", "reviews.review"))
    assert [section.title for section in found] == ["To decide", "Tools", "Log"]
    assert [record.name for record in found[1].records] == ["Tools"]
    assert found[0].records[0].address == "/admin/reviews.review/"


def test_what_has_no_place_comes_last_under_its_own_name() -> None:
    found = sections_of(shown("other.thing", "audit.line"))
    assert [section.title for section in found] == ["Log", "Others"]
    assert found[1].records[0].name == "OTHER.THING"


def test_nothing_to_read_is_nothing_to_show() -> None:
    assert sections_of([]) == []


def test_an_unknown_model_is_called_as_it_calls_itself() -> None:
    assert name_of("other.thing", "Things") == "Things"
    assert says_of("other.thing") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ask_for_access", "asked to open"),
        ("sites.site", "Tools"),
        ("capability_switch.set_value", "capability_switch.set_value"),
        ("Waiting", "Waiting"),
        ("Built-in planner (no language model)", "Built-in planner (no language model)"),
        ("", ""),
    ],
)
def test_choices_of_a_filter_are_words(text: str, words: str) -> None:
    assert in_words(text) == words
