"""The end of the log: lines that are gone from it, or are no longer the ones that were written,
are missed by the head in the database or by the one that is kept outside it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.db.models import F

from apps.audit import witness
from apps.audit.actions import record
from apps.audit.actions.record import chain
from apps.audit.models import Head, Line
from apps.audit.queries import CHAINED, fault_in, lines_of, logs
from apps.workspaces.models import Workspace
from tests.cast import Cast

LOG = "ws_acme"


@pytest.fixture(autouse=True)
def kept_here(tmp_path: Path, settings: Any) -> Path:
    """The heads that are kept, in a folder of this test's own."""
    folder = tmp_path / "heads"
    options = {"OPTIONS": {"location": folder}}
    own = settings.STORAGES["audit_heads"] | options
    settings.STORAGES = settings.STORAGES | {"audit_heads": own}
    return folder


@pytest.fixture
def write(acme: Workspace, cast: Cast) -> Callable[[str], Line]:
    """`write("wave")`: another line at the end of Acme's log."""

    def another(verb: str) -> Line:
        with acme:
            return record(by=cast.bea, verb=verb, of=cast.mara)

    return another


@pytest.fixture
def lines(write: Callable[[str], Line]) -> list[Line]:
    """Acme's log, from its first line to the three that were just written; whoever comes now has
    the keys to the database and has taken its triggers away.
    """
    for verb in ("wave", "smile", "leave"):
        write(verb)
    with connection.cursor() as cursor:
        for table in ("audit_line", "audit_head"):
            cursor.execute(f"ALTER TABLE public.{table} DISABLE TRIGGER USER")
    return list(lines_of(LOG).order_by("id"))


def take_away(lines: list[Line]) -> None:
    Line.objects.filter(pk__in=[line.pk for line in lines]).delete()


def rewrite(lines: list[Line], previous: str) -> None:
    """Lines, and the head, as if they had been written like this: nothing in the database tells."""
    for line in lines:
        values = {name: getattr(line, name) for name in CHAINED}
        line.previous_hash, line.hash = previous, chain(previous, values)
        previous = line.hash
        line.save()
    Head.objects.filter(workspace=LOG).update(lines=lines_of(LOG).count(), hash=previous)


def said() -> str:
    fault = fault_in(LOG)
    return fault.text if fault else ""


@pytest.mark.parametrize("gone", [1, 2, None], ids=["the last", "the last two", "all"])
def test_lines_taken_from_the_end_are_missed(lines: list[Line], gone: int | None) -> None:
    number = gone or len(lines)
    take_away(lines[-number:])
    assert said() == (
        f"The log ends too early: {len(lines)} lines were written, and {number} of them are gone "
        "from its end."
    )


def test_they_are_missed_also_when_others_were_written_since(
    lines: list[Line], write: Callable[[str], Line]
) -> None:
    take_away(lines[-1:])
    after = write("return")
    fault = fault_in(LOG)
    assert fault is not None
    assert fault.line == after


def test_two_lines_that_change_places_are_found(lines: list[Line]) -> None:
    one, other = lines[-2], lines[-1]
    Line.objects.filter(id=one.pk).update(id=10**9)
    fault = fault_in(LOG)
    assert fault is not None
    assert fault.line == other


def test_the_last_line_written_anew_is_found(lines: list[Line]) -> None:
    lines[-1].verb = "frown"
    head = Head.objects.get(workspace=LOG).hash
    rewrite(lines[-1:], lines[-2].hash)
    Head.objects.filter(workspace=LOG).update(hash=head)
    assert said().startswith(f"The log was altered at line {lines[-1].pk}.")


def test_a_line_that_somebody_else_adds_is_found(lines: list[Line]) -> None:
    head = Head.objects.filter(workspace=LOG).values("lines", "hash").get()
    lines[-1].pk, lines[-1]._state.adding = 10**9, True
    rewrite(lines[-1:], head["hash"])
    assert said() == ""
    Head.objects.filter(workspace=LOG).update(**head)
    assert said() == "The log goes on after its end: somebody else has added lines to it."


def test_a_log_without_its_head_is_found(lines: list[Line]) -> None:
    Head.objects.filter(workspace=LOG).delete()
    assert said() == "The log goes on after its end: somebody else has added lines to it."


class TestAgainstWhatIsKeptOutside:
    """Somebody has made lines and head fit each other again."""

    def test_a_database_put_back_to_an_earlier_day_is_found(self, lines: list[Line]) -> None:
        witness.keep_heads()
        take_away(lines[-2:])
        Head.objects.filter(workspace=LOG).update(lines=F("lines") - 2, hash=lines[-3].hash)
        assert said().startswith(f"The log ends too early: {len(lines)} lines were written, and 2")

    def test_a_log_written_anew_from_its_first_line_is_found(self, lines: list[Line]) -> None:
        witness.keep_heads()
        lines[0].person_name = "Somebody Else"
        rewrite(lines, "")
        assert said().startswith(f"The log was altered at line {lines[-1].pk}.")

    def test_nothing_of_the_log_left_is_found(self, lines: list[Line]) -> None:
        witness.keep_heads()
        take_away(lines)
        Head.objects.all().delete()
        assert said().startswith("The log ends too early")
        assert LOG in logs()

    def test_what_was_kept_stays_when_the_log_no_longer_fits(
        self, lines: list[Line], write: Callable[[str], Line]
    ) -> None:
        witness.keep_heads()
        before = witness.kept(LOG)
        take_away(lines[-1:])
        Head.objects.filter(workspace=LOG).update(lines=F("lines") - 1, hash=lines[-2].hash)
        for verb in ("go", "on", "as", "if"):
            write(verb)
        witness.keep_heads()
        assert witness.kept(LOG) == before
        assert said().startswith("The log was altered at line")

    def test_what_is_younger_than_what_is_kept_is_not_seen(self, lines: list[Line]) -> None:
        """The limit, as `fault_in` names it."""
        lines[-1].verb = "frown"
        rewrite(lines[-1:], lines[-2].hash)
        assert said() == ""


def test_the_newest_head_of_each_log_is_kept_and_no_other(
    write: Callable[[str], Line], northwind: Workspace, cast: Cast
) -> None:
    write("wave")
    with northwind:
        record(by=cast.nora, verb="wave", of=cast.nils)
    assert witness.keep_heads() >= 2
    assert witness.keep_heads() == 0
    last = write("smile")
    assert witness.keep_heads() == 1
    count = lines_of(LOG).count()
    assert storages["audit_heads"].listdir(LOG)[1] == [f"{count}-{last.hash}"]
    assert said() == ""
