"""Indexes that the kit has words for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from django.db.models import DateField, F, Index, Q

import site_kit as kit
from site_kit.directory.models import Person
from site_kit.permissions import Fields
from site_kit.web import short_lists
from site_kit.web.keyset import Key, stretches
from site_kit.web.searching import HasWords, searched
from tests.kit.lab.models import Project

INDEX = kit.SearchIndex("name", "why_secret", name="project_sought")


@pytest.fixture
def _indexed(db: None) -> None:
    with connection.schema_editor() as editor:
        editor.add_index(Project, INDEX)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def uses_the_index(rows: Any) -> bool:
    return "Index Scan on project_sought" in rows.explain()


@pytest.mark.usefixtures("_indexed")
def test_it_serves_words_that_stand_anywhere_in_a_text() -> None:
    assert uses_the_index(Project.everything.filter(Q(HasWords(F("name"), "pple"))))
    assert not uses_the_index(Project.everything.filter(name__icontains="pple"))


@pytest.mark.usefixtures("_indexed")
def test_a_search_in_texts_and_people_reads_no_table() -> None:
    seen = Fields(frozenset({"name", "why_secret", "lead"}), frozenset())
    every: Any = Project.everything.order_by()
    rows = searched(every, "pple", paths=("name", "lead"), columns=(), fields=seen)
    assert uses_the_index(rows)
    assert "Seq Scan on project" not in rows.explain()


@pytest.mark.usefixtures("_indexed")
@pytest.mark.parametrize(("most", "asked"), [(1, "IN (1)"), (0, "ANY((ARRAY(SELECT")])
def test_few_people_are_named_by_their_numbers_and_many_asked_inside(
    most: int, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_kit.web.searching.MOST_KNOWN", most)
    Person.objects.create(id=1, name="Apple Lind")
    seen = Fields(frozenset({"name", "lead"}), frozenset())
    every: Any = Project.everything.all()
    found, unknown = (
        str(searched(every, words, paths=("name", "lead"), columns=(), fields=seen).query)
        for words in ("LIND", "zzz")
    )
    assert f'"lead_id" {asked}' in found.replace("= ANY", "ANY")
    assert "lead_id" not in unknown.partition(" WHERE ")[2]


def test_what_is_not_closed_is_looked_for_by_its_names(db: None) -> None:
    asked = str(Project.everything.filter(stage__closed=False).values("pk").query)
    assert '"stage" IN (, idea, running)' in asked
    assert "NOT" not in asked


ENDS = Key("ends_on", DateField(), descending=True, stored=True)
KEYS = (ENDS, Key("pk", Project._meta.pk, nullable=False))


@pytest.mark.usefixtures("_indexed")
@pytest.mark.parametrize("place", [None, ["2026-03-11", 7]])
def test_an_order_downwards_is_read_from_the_index_of_the_one_upwards(
    place: list[Any] | None,
) -> None:
    with connection.schema_editor() as editor:
        editor.add_index(Project, Index(fields=["ends_on"], name="project_ends"))
    with connection.cursor() as cursor:  # a table as small as this one is sorted at once
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    filled, empty = stretches(KEYS, place, False)
    plan = Project.everything.filter(filled.where).order_by(*filled.order)[:3].explain()
    assert "Index Scan Backward using project_ends" in plan
    assert ("ends_on <= '2026-03-11'" in plan) is (place is not None)
    assert str(Project.everything.filter(empty.where).values("pk").query).endswith("IS NULL")


def test_a_migration_names_it() -> None:
    written = MigrationWriter.serialize(INDEX)
    assert written == (
        "site_kit.indexes.SearchIndex('name', 'why_secret', name='project_sought')",
        {"import site_kit.indexes"},
    )


def test_a_flag_that_is_worked_out_is_asked_for_as_what_it_says() -> None:
    """A value that is worked out has no index, its condition may have one."""
    asked = str(Project.everything.filter(late=True).order_by().values("pk").query)
    assert "CASE" not in asked
    assert '"project"."ends_on" <' in asked


def test_a_short_list_says_nothing_of_empty_values_where_there_are_none() -> None:
    part = kit.RowList("newest", model=Project, sort=("-name", "-ends_on"))
    seen = Fields(frozenset({"name", "ends_on"}), frozenset())
    assert [one.nulls_last for one in short_lists._order(part, seen)] == [None, True]
