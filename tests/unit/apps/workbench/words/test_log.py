"""A line of the audit log as a sentence."""

import ast
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from apps.audit.models import Line
from apps.workbench.words.log import VERBS, said
from tests.architecture.source import ROOT


def line(verb: str, name: str = "Equipment", kind: str = "sites.site", **detail: Any) -> Line:
    return Line(
        pk=7,
        at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        person_id=3,
        person_name="Bea Lund",
        verb=verb,
        object_kind=kind,
        object_id="1",
        object_name=name,
        detail=detail,
        hash="0123456789abcdef",
    )


def test_every_verb_that_is_recorded_anywhere_has_words() -> None:
    verbs = set()
    for path in (ROOT / "apps").rglob("*.py"):
        for found in ast.walk(ast.parse(path.read_text())):
            if isinstance(found, ast.Call) and getattr(found.func, "id", "") == "record":
                value = next((one.value for one in found.keywords if one.arg == "verb"), None)
                if isinstance(value, ast.Constant):
                    verbs.add(value.value)
    assert len(verbs) > 15
    assert verbs - VERBS.keys() == set()


@pytest.mark.parametrize(
    ("kind", "name", "thing"),
    [
        ("sites.site", "Equipment", "Equipment"),
        ("reviews.review", "Equipment, version 2: waiting", "Equipment, version 2"),
        ("reviews.review", "Equipment, version 2", "Equipment, version 2"),
        ("deployments.deployment", "Deployed: Equipment, version 2", "Equipment, version 2"),
        ("deployments.deployment", "Equipment", "Equipment"),
        ("builds.build", "Build 3 of Equipment", "build 3 of Equipment"),
        ("plans.plan", "Plan 1 of Equipment", "plan 1 of Equipment"),
    ],
)
def test_the_thing_is_named_without_what_the_verb_says(kind: str, name: str, thing: str) -> None:
    assert said(line("deploy", name, kind)).thing == thing


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({}, ""),
        ({"before": "private", "after": "workspace"}, "from private to workspace"),
        ({"before": False, "after": True}, "from off to on"),
        ({"before": None, "after": 2, "digest": ""}, "from nothing to 2"),
        ({"digest": "ab" * 32}, "digest: abababab"),
        ({"digest": "ab cd"}, "digest: ab cd"),
        ({"ticked": [], "reason": ""}, ""),
        ({"ticked": ["one", "two"]}, "ticked: one, two"),
        ({"message": 12, "slug": "keys"}, "slug: keys"),
        ({"added_people": ["Jon", "Ines"]}, "added people: Jon, Ines"),
        ({"reason": "x" * 400}, "reason: " + "x" * 300),
        ({"after": "x"}, "after: x"),
    ],
)
def test_what_changed_is_said_in_words(detail: dict[str, Any], words: str) -> None:
    assert said(line("set_access", **detail)).detail == words


def test_a_verb_without_words_is_read_as_it_is() -> None:
    assert said(line("shake_hands_with")).verb == "shake hands with"


def test_a_line_names_its_person_and_shows_the_beginning_of_its_mark() -> None:
    one = said(line("ask"))
    assert (one.person, one.by_platform, one.verb, one.hash) == (
        "Bea Lund",
        False,
        "asked about",
        "01234567",
    )


def test_the_platform_is_no_person() -> None:
    own = line("fail_build")
    own.person_id = None
    assert said(own).by_platform


def test_no_verb_is_said_in_the_machines_words() -> None:
    assert [words for words in VERBS.values() if re.search(r"_|site\b|None", words)] == []
