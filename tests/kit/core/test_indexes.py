"""Indexes that the kit has words for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Q

import site_kit as kit
from site_kit.permissions import Fields
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
    rows = searched(
        Project.everything.order_by(), "pple", paths=("name", "lead"), columns=(), fields=seen
    )
    assert uses_the_index(rows)
    assert "Seq Scan on project" not in rows.explain()


def test_a_migration_names_it() -> None:
    written = MigrationWriter.serialize(INDEX)
    assert written == (
        "site_kit.indexes.SearchIndex('name', 'why_secret', name='project_sought')",
        {"import site_kit.indexes"},
    )
