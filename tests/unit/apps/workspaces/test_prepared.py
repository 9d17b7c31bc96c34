"""Queries that are written once and asked with other values each time."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField
from django.test.utils import CaptureQueriesContext

from apps.workspaces.models import Membership, Workspace
from apps.workspaces.prepared import Given, Prepared, loaded, plain_fields


def named() -> Any:
    return Workspace.objects.filter(slug=Given("slug", CharField())).values_list("slug", "name")


@pytest.mark.django_db
def test_each_time_it_is_asked_with_the_values_of_that_time() -> None:
    question = Prepared(named)
    assert question.first(slug="acme") == ("acme", "Acme Foods")
    assert question.first(slug="northwind") == ("northwind", "Northwind Paper")
    assert question.first(slug="nobody") is None


@pytest.mark.django_db
def test_it_is_written_once() -> None:
    written: list[int] = []

    def build() -> Any:
        written.append(1)
        return named()

    question = Prepared(build)
    for slug in ("acme", "northwind"):
        question.first(slug=slug)
    assert len(written) == 1


@pytest.mark.django_db
def test_a_value_is_a_value_and_never_sql() -> None:
    question = Prepared(named)
    for slug in ("' OR 1=1 --", "acme'", "%s", "%", "acme\\"):
        assert question.first(slug=slug) is None


@pytest.mark.django_db
def test_a_value_that_was_forgotten_is_an_error_and_no_answer() -> None:
    with pytest.raises(KeyError):
        Prepared(named).first()


@pytest.mark.django_db
def test_values_that_stand_in_the_question_stay() -> None:
    question = Prepared(
        lambda: Workspace.objects.filter(
            slug=Given("slug", CharField()), name__startswith="Acme"
        ).values_list("slug")
    )
    assert question.first(slug="acme") == ("acme",)
    assert question.first(slug="northwind") is None


@pytest.mark.django_db
def test_an_object_from_a_row_is_the_object(acme: Workspace) -> None:
    fields = plain_fields(Workspace)
    row = Prepared(
        lambda: Workspace.objects.filter(slug=Given("slug", CharField())).values_list(*fields)
    ).first(slug="acme")
    assert row is not None
    found = loaded(Workspace, fields, row)
    assert found == acme
    assert {name: getattr(found, name) for name in fields} == {
        name: getattr(acme, name) for name in fields
    }


@pytest.mark.django_db
def test_what_was_not_selected_is_asked_for_when_it_is_wanted(acme: Workspace) -> None:
    fields = plain_fields(Membership, without=("job_title",))
    first = Membership.objects.filter(workspace=acme).values_list("pk").order_by("pk")[0][0]
    row = Membership.objects.filter(pk=first).values_list(*fields).get()
    found = loaded(Membership, fields, row)
    with CaptureQueriesContext(connection) as asked:
        assert found.job_title == Membership.objects.get(pk=first).job_title
    assert any("job_title" in query["sql"] for query in asked.captured_queries)


def test_columns_that_django_would_have_to_convert_are_left_out() -> None:
    from apps.versions.models import Version

    assert {"id", "site_id", "number", "digest"} <= set(plain_fields(Version))
    assert not {"manifest", "blueprint", "env_names"} & set(plain_fields(Version))
