"""The chain of the audit log: whatever is done to a line behind the portal's back shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from apps.audit.actions import record
from apps.audit.models import Head, Line
from apps.audit.queries import CHAINED, fault_in, lines_about, lines_of
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import a_site

REFUSED = (ProgrammingError, InternalError)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken(workspace: str) -> Line | None:
    fault = fault_in(workspace)
    assert fault is not None
    return fault.line


@pytest.fixture
def lines(acme: Workspace, cast: Cast) -> list[Line]:
    """Three lines of Acme's, at the end of its log."""
    verbs = ("wave", "smile", "leave")
    return [record(by=cast.bea, verb=verb, of=cast.mara, detail={"n": 1}) for verb in verbs]


@pytest.fixture
def unguarded(lines: list[Line]) -> None:
    """Somebody with the keys to the database has taken the trigger away."""
    sql("ALTER TABLE public.audit_line DISABLE TRIGGER USER")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public.audit_line SET verb = 'frown'",
        "UPDATE public.audit_line SET detail = '{}' WHERE verb = 'smile'",
        "UPDATE public.audit_line SET hash = hash",
        "DELETE FROM public.audit_line WHERE verb = 'smile'",
        "DELETE FROM public.audit_line",
        "TRUNCATE public.audit_line",
        "DELETE FROM public.audit_head",
        "TRUNCATE public.audit_head",
        "UPDATE public.audit_head SET lines = lines - 1",
        "UPDATE public.audit_head SET lines = lines + 2",
        "UPDATE public.audit_head SET hash = ''",
        "UPDATE public.audit_head SET workspace = 'ws_else', lines = lines + 1",
        "INSERT INTO public.audit_head VALUES ('ws_else', 7, '')",
    ],
)
def test_the_database_refuses_a_statement_that_changes_a_line(
    lines: list[Line], statement: str
) -> None:
    before = [*Line.objects.values(), *Head.objects.values()]
    with pytest.raises(REFUSED), transaction.atomic():
        sql(statement)
    assert [*Line.objects.values(), *Head.objects.values()] == before


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.save(),
        lambda line: line.delete(),
        lambda line: Line.objects.bulk_update([line], ["verb"]),
        lambda line: Line.objects.filter(pk=line.pk).update(verb="frown"),
        lambda line: Line.objects.update_or_create(pk=line.pk, defaults={"verb": "frown"}),
    ],
    ids=["save", "delete", "bulk update", "update", "update or create"],
)
def test_the_database_refuses_what_the_code_could_try(
    lines: list[Line], change: Callable[[Line], Any]
) -> None:
    with pytest.raises(REFUSED), transaction.atomic():
        change(lines[1])
    assert fault_in("ws_acme") is None


ALTERED = {
    "at": "2026-01-01T00:00:00+00:00",
    "workspace": None,  # moved into another one; see below
    "person_id": 4711,
    "person_name": "Somebody Else",
    "verb": "frown",
    "object_kind": "sites.site",
    "object_id": "4711",
    "object_name": "Something else",
    "detail": '{"n": 2}',
}


def test_every_word_of_a_line_is_in_its_hash() -> None:
    own = {field.name for field in Line._meta.concrete_fields} - {"id", "hash", "previous_hash"}
    assert set(CHAINED) == own == set(ALTERED)


@pytest.mark.parametrize("column", sorted(set(ALTERED) - {"workspace"}))
@pytest.mark.usefixtures("unguarded")
def test_a_word_altered_behind_the_trigger_is_found(lines: list[Line], column: str) -> None:
    statement = f"UPDATE public.audit_line SET {column} = %s WHERE id = %s"
    sql(statement, ALTERED[column], lines[1].pk)
    assert broken("ws_acme") == lines[1]


@pytest.mark.usefixtures("unguarded")
def test_a_line_moved_into_another_workspace_is_found_in_both(lines: list[Line]) -> None:
    sql("UPDATE public.audit_line SET workspace = 'ws_northwind' WHERE id = %s", lines[1].pk)
    assert broken("ws_acme") == lines[2]
    assert broken("ws_northwind") == lines[1]


@pytest.mark.usefixtures("unguarded")
def test_a_line_taken_out_of_the_middle_is_found_at_the_next(lines: list[Line]) -> None:
    sql("DELETE FROM public.audit_line WHERE id = %s", lines[1].pk)
    assert broken("ws_acme") == lines[2]


@pytest.mark.usefixtures("unguarded")
def test_a_beginning_taken_away_is_found(lines: list[Line]) -> None:
    sql("DELETE FROM public.audit_line WHERE workspace = 'ws_acme' AND id < %s", lines[1].pk)
    assert broken("ws_acme") == lines[1]


@pytest.mark.usefixtures("unguarded")
def test_a_line_slipped_in_is_found(lines: list[Line]) -> None:
    forged = "INSERT INTO public.audit_line SELECT %s, at, workspace, person_id, 'Ada Marsh', verb,"
    forged += " object_kind, object_id, object_name, detail, previous_hash, 'f' || substr(hash, 2)"
    sql(f"{forged} FROM public.audit_line WHERE id = %s", 10**9, lines[2].pk)
    found = broken("ws_acme")
    assert found is not None
    assert (found.pk, found.person_name) == (10**9, "Ada Marsh")


@pytest.mark.usefixtures("unguarded")
def test_a_line_altered_together_with_its_own_hash_is_found_at_the_next(lines: list[Line]) -> None:
    from apps.audit.actions.record import chain

    line = Line.objects.get(pk=lines[1].pk)
    line.verb = "frown"
    line.hash = chain(line.previous_hash, {name: getattr(line, name) for name in CHAINED})
    line.save()
    assert broken("ws_acme") == lines[2]


@pytest.mark.django_db
def test_a_workspace_that_nobody_has_done_anything_in_is_whole() -> None:
    assert fault_in("ws_nowhere") is None


@pytest.mark.parametrize(
    "detail",
    [
        {"name": "Zoë “the” Müller 鍵", "list": [1, 2.5, None, True], "deep": {"b": 1, "a": [{}]}},
        {"10": 1, "9": 2, "b": "\\", "a": "\"'\n\t"},
        {10: "ten", 9: "nine", 1: "one"},
        {"share": 0.1 + 0.2, "large": 10**15, "tiny": 1e-9},
        {"empty": "", "nothing": None},
    ],
    ids=["words", "order of keys", "keys that are numbers", "numbers", "nothing"],
)
def test_what_a_line_says_comes_back_with_its_hash(
    acme: Workspace, cast: Cast, detail: dict[Any, Any]
) -> None:
    record(by=cast.bea, verb="wave", of=cast.mara, detail=detail)
    assert fault_in("ws_acme") is None


def test_the_logs_of_two_workspaces_are_two_chains(
    acme: Workspace, northwind: Workspace, cast: Cast
) -> None:
    for _ in range(3):
        with acme:
            record(by=cast.bea, verb="wave", of=cast.mara)
        with northwind:
            record(by=cast.nora, verb="wave", of=cast.nils)
    assert (fault_in("ws_acme"), fault_in("ws_northwind")) == (None, None)
    of_acme = set(lines_of("ws_acme").values_list("previous_hash", flat=True))
    assert not of_acme & set(lines_of("ws_northwind").values_list("hash", flat=True))


def test_an_action_that_is_taken_back_leaves_no_line(acme: Workspace, cast: Cast) -> None:
    with transaction.atomic():
        record(by=cast.bea, verb="wave", of=cast.mara)
        transaction.set_rollback(True)
    assert not Line.objects.filter(verb="wave").exists()
    record(by=cast.bea, verb="smile", of=cast.mara)
    assert fault_in("ws_acme") is None


def test_a_line_keeps_the_name_that_a_person_had(acme: Workspace, cast: Cast) -> None:
    line = record(by=cast.bea, verb="wave", of=cast.mara)
    cast.bea.name = "Bea Lund-Vale"
    cast.bea.save()
    line.refresh_from_db()
    assert line.person_name == "Bea Lund"


def test_a_line_outlives_what_it_is_about(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    line = record(by=cast.bea, verb="wave", of=site)
    Site.objects.all().delete()
    line.refresh_from_db()
    assert (line.object_kind, line.object_name) == ("sites.site", "Office keys")


def test_a_long_name_is_cut_and_still_fits_its_hash(acme: Workspace, cast: Cast) -> None:
    cast.mara.name = "Mara " * 80
    line = record(by=cast.bea, verb="wave", of=cast.mara)
    assert len(line.object_name) == 250
    assert fault_in("ws_acme") is None


def test_lines_about_a_thing_are_about_no_other(acme: Workspace, cast: Cast) -> None:
    one, other = a_site(cast.bea), a_site(cast.bea, "Vans")
    record(by=cast.bea, verb="wave", of=one)
    record(by=cast.bea, verb="smile", of=other)
    record(by=cast.bea, verb="leave", of=cast.mara)  # perhaps of the same number
    assert [line.verb for line in lines_about(one)] == ["wave", "name_site", "create_site"]


def test_lines_about_a_thing_of_the_same_number_elsewhere_are_not_told(
    acme: Workspace, northwind: Workspace, cast: Cast
) -> None:
    with acme:
        site = a_site(cast.bea)
    with northwind:
        assert list(lines_about(site)) == []


def test_lines_written_in_the_same_moment_still_follow_each_other(
    shared_acme: Workspace, shared_cast: Cast
) -> None:
    def several() -> None:
        for _ in range(5):
            record(by=shared_cast.bea, verb="wave", of=shared_cast.mara)

    assert errors(at_once(shared_acme, *[several] * 6)) == []
    assert lines_of("ws_acme").filter(verb="wave").count() == 30
    assert fault_in("ws_acme") is None


def test_times_run_with_the_lines_also_in_the_same_moment(
    shared_acme: Workspace, shared_cast: Cast
) -> None:
    at_once(
        shared_acme, *[lambda: record(by=None, verb="wave", of=shared_cast.mara) for _ in range(6)]
    )
    times = list(lines_of("ws_acme").order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
