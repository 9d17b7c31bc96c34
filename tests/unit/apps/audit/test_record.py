"""The audit log: lines are added, and never anything else."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from apps.audit.actions import record
from apps.audit.models import Line
from apps.audit.queries import fault_in, lines_of
from apps.workspaces.models import Workspace
from tests.cast import Cast


def test_a_line_says_who_did_what_to_what(acme: Workspace, cast: Cast) -> None:
    line = record(by=cast.bea, verb="wave", of=cast.mara, detail={"hand": "left"})
    assert (line.person_name, line.verb, line.object_name) == ("Bea Lund", "wave", "Mara Lind")
    assert line.workspace == acme.schema_name


def test_a_line_of_the_platform_has_no_person(acme: Workspace, cast: Cast) -> None:
    line = record(by=None, verb="wake", of=cast.mara)
    assert (line.person_id, line.person_name) == (None, "Sitewright")


@pytest.mark.parametrize("change", [{"verb": "smile"}, None])
def test_the_database_refuses_to_change_or_delete_a_line(
    acme: Workspace, cast: Cast, change: dict[str, str] | None
) -> None:
    record(by=cast.bea, verb="wave", of=cast.mara)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Line.objects.update(**change) if change else Line.objects.all().delete()


def test_the_chain_holds_as_long_as_nobody_touches_it(acme: Workspace, cast: Cast) -> None:
    for verb in ("wave", "smile", "leave"):
        record(by=cast.bea, verb=verb, of=cast.mara)
    assert fault_in(acme.schema_name) is None


def test_an_altered_line_is_found(acme: Workspace, cast: Cast) -> None:
    record(by=cast.bea, verb="wave", of=cast.mara)
    altered = record(by=cast.bea, verb="smile", of=cast.mara)
    record(by=cast.bea, verb="leave", of=cast.mara)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE public.audit_line DISABLE TRIGGER USER")
        cursor.execute("UPDATE public.audit_line SET verb = 'frown' WHERE id = %s", [altered.pk])
    fault = fault_in(acme.schema_name)
    assert fault is not None
    assert fault.line == altered


def test_each_workspace_reads_its_own_lines(acme: Workspace, cast: Cast) -> None:
    record(by=cast.bea, verb="wave", of=cast.mara)
    assert not lines_of("ws_northwind").filter(verb="wave").exists()
