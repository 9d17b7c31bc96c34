"""Two requests in the same moment, on real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from app.models import Invoice, Supplier
from django.db import InterfaceError, OperationalError, connection, transaction

import site_kit as kit
from site_kit import write
from site_kit.actions import action_named
from site_kit.asker import Asker, acting
from site_kit.directory.models import Person, PersonGroup
from site_kit.errors import Invalid, KitError, Stale
from site_kit.records import HistoryLine, Outgoing, Run
from site_kit.registry import only_here
from site_kit.tasks import answer
from site_kit.testing import CAST, asker_of
from tests.kit.lab.numbered import Order

pytestmark = pytest.mark.django_db(transaction=True)

ADA = asker_of(CAST[0], ("admin",))
INES = asker_of(CAST[1], ("approver",))
MARA = asker_of(CAST[2])
JON = asker_of(CAST[3], ("approver",))


@pytest.fixture(autouse=True)
def people(transactional_db: None) -> Iterator[None]:
    for member in CAST:
        Person.objects.create(id=member.id, name=member.name, email=member.email)
    yield
    for table in (Person, PersonGroup):
        table.objects.all().delete()  # the flush of a test knows only tables that Django made


def at_once(*several: Callable[[], Any]) -> list[str]:
    """Run each on a connection of its own, begun together; what each came to, sorted."""
    barrier = threading.Barrier(len(several))
    found: list[str] = []

    def work(do: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            do()
        except KitError as error:
            found.append(error.sentence)
        else:
            found.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(do,)) for do in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(found)


def supplier(name: str = "Orla") -> Supplier:
    made: Supplier = write.create(Supplier, {"name": name}, by=ADA)
    return made


def invoice(of: Supplier, number: str = "1") -> Invoice:
    values = {"number": number, "supplier": of, "amount": 1}
    made: Invoice = write.create(Invoice, values, by=MARA)
    return made


def test_of_two_clicks_one_decides_and_the_other_reads_it() -> None:
    row = invoice(supplier())
    approve, reject = action_named(Invoice, "approve"), action_named(Invoice, "reject")
    assert approve is not None
    assert reject is not None
    outcome = at_once(
        lambda: write.run(approve, row, {}, by=INES),
        lambda: write.run(reject, row, {"reason": "Twice."}, by=JON),
    )
    assert outcome[1] == "done"
    assert outcome[0] in ("Invoice 1 is Approved by now.", "Invoice 1 is Rejected by now.")
    assert HistoryLine.objects.filter(action__in=["approve", "reject"]).count() == 1


def test_of_two_equal_rows_one_is_kept_and_the_other_reads_why() -> None:
    orla = supplier()
    values = {"number": "NP-1", "supplier": orla.pk, "amount": 1}
    outcome = at_once(
        lambda: write.create(Invoice, values, by=MARA),
        lambda: write.create(Invoice, values, by=JON),
    )
    assert outcome == ["This invoice of this supplier is here already.", "done"]
    assert Invoice.everything.count() == 1


def test_of_two_edits_of_one_state_the_second_is_stale() -> None:
    orla = supplier()
    outcome = at_once(
        lambda: write.edit(orla, {"email": "a@x.example"}, by=ADA, as_of=orla.updated_at),
        lambda: write.edit(orla, {"email": "b@x.example"}, by=INES, as_of=orla.updated_at),
    )
    assert outcome == [
        "Supplier Orla was changed meanwhile. Look again before you save.",
        "done",
    ]


def test_a_row_deleted_meanwhile_is_not_written() -> None:
    orla = supplier()
    stale = Supplier.everything.get()
    write.delete(orla, by=ADA)
    with pytest.raises(KitError, match="There is no such supplier"):
        write.edit(stale, {"email": "a@x.example"}, by=ADA)


def test_what_may_pass_goes_up_and_takes_the_cause_with_it(monkeypatch: Any) -> None:
    """A lock held too long, a broken connection: nobody has done anything then."""
    from site_kit import happenings

    orla = supplier()
    for error in (OperationalError("canceling statement due to lock timeout"), InterfaceError()):
        monkeypatch.setattr(happenings, "_do", mock.Mock(side_effect=error))
        with pytest.raises(type(error)):
            invoice(orla)
        assert not Invoice.everything.exists()
        assert not Run.objects.exists()
        assert HistoryLine.objects.count() == 1


def test_of_two_rows_in_the_same_moment_each_has_a_number_of_its_own() -> None:
    values = {"customer": "Orla"}
    outcome = at_once(
        *(lambda: write.create(Order, values, by=MARA) for _ in range(3)),
        lambda: write.create(Order, values, by=JON),
    )
    assert outcome == ["done"] * 4
    numbers = Order.everything.order_by("number").values_list("number", flat=True)
    assert [str(one)[-4:] for one in numbers] == ["0001", "0002", "0003", "0004"]


class Deadlock(Exception):
    sqlstate = "40P01"


def test_a_deadlock_is_tried_once_more(monkeypatch: Any) -> None:
    tries: list[int] = []

    def sometimes(*args: Any) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("deadlock detected") from Deadlock()
        return "done"

    monkeypatch.setattr(write, "_create", sometimes)
    assert write.create(Supplier, {}, by=ADA) == "done"
    assert len(tries) == 2


def test_a_deadlock_is_not_tried_for_ever_nor_inside_a_transaction(monkeypatch: Any) -> None:
    tries: list[int] = []

    def always(*args: Any) -> None:
        tries.append(1)
        raise OperationalError("deadlock detected") from Deadlock()

    monkeypatch.setattr(write, "_create", always)
    with pytest.raises(OperationalError):
        write.create(Supplier, {}, by=ADA)
    assert len(tries) == 2
    with pytest.raises(OperationalError), transaction.atomic():
        write.create(Supplier, {}, by=ADA)
    assert len(tries) == 3


def test_threads_do_not_share_who_acts() -> None:
    seen: dict[str, Asker] = {}

    def who(name: str, person: Asker) -> Callable[[], None]:
        def look() -> None:
            from site_kit.asker import current

            with acting(person):
                seen[name] = current()

        return look

    at_once(who("mara", MARA), who("jon", JON))
    assert seen == {"mara": MARA, "jon": JON}


__all__ = ["Invalid", "Stale"]


def test_of_two_answers_to_a_task_one_is_written() -> None:
    with only_here() as declared:
        declared.automations = {}

        class AskInvoice(kit.Automation):
            model = Invoice
            when = kit.Created()
            do = (kit.Agent("{number}?", may=("number",)),)

        row = invoice(supplier())
        number = Outgoing.objects.get(to__record=row.pk).pk

        def answers(said: str) -> Callable[[], str]:
            return lambda: answer(number, {"set": {"number": said}}, ("number",))

        assert at_once(answers("a"), answers("b")) == ["This task is answered already.", "done"]
    assert HistoryLine.objects.filter(action="edited", cause="ask").count() == 1
