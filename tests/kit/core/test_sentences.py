"""`site_kit.testing` itself: what a tool's test reads, and that it fails when it should."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier

from site_kit.testing import Player, Refusal, ToolTestCase
from site_kit.testing.html import controls, read
from site_kit.testing.pages import Page, Part, number

LIST = """
<a data-count="open" href="?status=open"><b data-value>1,204</b> open</a>
<table data-table="today"><thead><tr>
  <th data-col="number">Invoice number <span aria-hidden="true">v</span></th>
  <th data-col="supplier"> Sup<b>plier</b></th></tr></thead>
<tr data-row="7"><td data-col="number">NP-1<td data-col="supplier">Orla &amp; Co
  <button data-action="approve">Approve</button></td></tr>
<tr data-row="8"><td data-col="number">NP-2</td><td data-col="supplier"></td></tr></table>
<section data-part="trend"><table><tr><th data-label>9 Mar</th><th data-label>16 Mar</th></tr>
<tr><td data-series="open">2</td><td data-series="open">-1.5</td></tr></table></section>
<section data-part="sum"><b data-value>12 of 40</b><script>no</script></section>
"""


@pytest.fixture
def page() -> Page:
    root = read(LIST)
    return Page("/today/", root, lambda link: Page(link, root, lambda _: page))


class Row:
    def __init__(self, pk: int) -> None:
        self.pk = pk


def test_columns_and_headings_are_read_as_people_read_them(page: Page) -> None:
    assert page.headings == ["Invoice number", "Supplier"]
    assert page.column("number") == ["NP-1", "NP-2"]
    assert page.column("supplier") == ["Orla & Co Approve", ""]
    assert page.column("amount") == []


def test_buttons_belong_to_their_row(page: Page) -> None:
    assert page.buttons(Row(7)) == ["approve"]
    assert page.buttons(Row(8)) == []
    with pytest.raises(AssertionError, match="is not on /today/"):
        page.buttons(Row(9))


def test_counts_are_numbers_and_lead_somewhere(page: Page) -> None:
    assert page.counts == {"open": 1204}
    assert page.follows("open").address == "?status=open"
    with pytest.raises(AssertionError, match="There is no count 'shut'"):
        page.follows("shut")


def test_a_chart_is_read_from_its_table_and_a_figure_as_shown(page: Page) -> None:
    chart = page.part("trend")
    assert (chart.labels, chart.series) == (["9 Mar", "16 Mar"], {"open": [2, -1.5]})
    assert page.part("sum").value == "12 of 40"
    assert isinstance(chart, Part)
    with pytest.raises(AssertionError, match="There is no part 'x'"):
        page.part("x")


def test_a_row_page_gives_a_field_by_its_name(page: Page) -> None:
    assert page.number == "Invoice number"
    with pytest.raises(AttributeError, match="/today/ does not show 'amount'"):
        _ = page.amount


def test_a_big_number_keeps_its_size() -> None:
    assert [number(text) for text in ("10,000+", "0", "-3", "2.5", "")] == [10000, 0, -3, 2.5, 0]


def test_a_form_is_sent_as_a_browser_would() -> None:
    form = read("""<form><input name=a value=1><input name=b><textarea name=c>x\ny</textarea>
      <input type=checkbox name=d checked><input type=checkbox name=e><input type=file name=f>
      <select name=g><option value=1>A<option value=2 selected>B</select><button name=h></button>
      <select name=i><option value=1>A</select><select name=j multiple><option>A</select>
      <input name=k disabled></form>""")
    assert controls(form) == {
        "a": ["1"],
        "b": [""],
        "c": ["x\ny"],
        "d": ["on"],
        "g": ["2"],
        "i": ["1"],
        "j": [],
    }


class SentenceTests(ToolTestCase):
    """A test of a tool fails when the tool does not do it."""

    def setUp(self) -> None:
        self.orla = self.ines.creates(Supplier, name="Orla")

    def test_the_cast_and_their_roles(self) -> None:
        assert self.ines.asker is not None
        assert self.ines.asker.roles == {"member", "approver"}
        assert self.otto.asker is not None
        assert not self.otto.asker.let_in
        assert self.nobody.asker is None
        assert self.mara.person.name == "Mara Lind"

    def test_the_clock_stands(self) -> None:
        assert self.orla.created_at == self.now
        assert (self.today - self.yesterday).days == 1
        assert (self.tomorrow - self.today_minus(weeks=1)).days == 8

    def test_both_ways_in_write_and_are_refused_alike(self) -> None:
        for way_in in self.ways_in:
            with self.subTest(way_in):
                mara = self.mara.by(way_in)
                kept = mara.creates(Invoice, supplier=self.orla, number=way_in, amount=1)
                assert kept.number == way_in
                kept = mara.edits(kept, amount="2.5", received_on=self.yesterday)
                assert (str(kept.amount), kept.received_on) == ("2.50", self.yesterday)
                with self.assertRefused("This field is required.", beside="number"):
                    mara.edits(kept, number="")
                with self.assertRefused("Only approvers or admins may create suppliers."):
                    self.mara.by("api").creates(Supplier, name="Mine")

    def test_assert_refused_fails_when_it_was_done(self) -> None:
        with (
            pytest.raises(AssertionError, match="It was done, and should be refused"),
            self.assertRefused("No."),
        ):
            self.mara.creates(Invoice, supplier=self.orla, number="1", amount=1)

    def test_what_is_usual_is_filled_in_and_only_where_nothing_else_is_said(self) -> None:
        self.usually(Invoice, supplier=self.orla, amount=7)
        first, second = (self.mara.creates(Invoice, number="1"), {"amount": 2, "number": "2"})
        self.assertHolds(first, supplier=self.orla, amount=7, created_by=self.mara)
        self.assertHolds(self.mara.by("api").creates(Invoice, **second), amount=2)
        with pytest.raises(AssertionError, match="amount of"):
            self.assertHolds(first, supplier=self.orla, amount=8)

    def test_refused_by_every_way_fails_where_one_does_it_or_says_something_else(self) -> None:
        self.usually(Invoice, supplier=self.orla, amount=1)
        needed = ({"number": ""}, "This field is required.")
        self.assertRefusedEach(self.mara, Invoice, needed)
        with pytest.raises(AssertionError, match="mara creates it by form, and should not"):
            self.mara.every_way.creates(Invoice, number="1")
        with pytest.raises(AssertionError, match="what was said is"), self.assertRefused("No."):
            self.mara.every_way.creates(Invoice, number="")

    def test_assert_refused_fails_on_another_sentence_or_place(self) -> None:
        for message, beside in (("No.", None), ("This field is required.", "amount")):
            with (
                pytest.raises(AssertionError, match="what was said is"),
                self.assertRefused(message, beside=beside),
            ):
                self.mara.creates(Invoice, supplier=self.orla, number="", amount=1)

    def test_a_form_that_does_not_offer_a_field_fails_the_test(self) -> None:
        with pytest.raises(AssertionError, match=r"does not offer \['decision'\] to mara"):
            self.mara.creates(
                Invoice, supplier=self.orla, number="1", amount=1, decision="approved"
            )

    def test_assert_may_edit_fails_both_ways(self) -> None:
        invoice = self.mara.creates(Invoice, supplier=self.orla, number="1", amount=1)
        self.assertMayEdit(invoice, "amount", by=[self.mara], not_by=[self.otto])
        with pytest.raises(AssertionError, match="jon may edit amount"):
            self.assertMayEdit(invoice, "amount", by=[], not_by=[self.jon])
        with pytest.raises(AssertionError, match="mara may not edit decision"):
            self.assertMayEdit(invoice, "decision", by=[self.mara], not_by=[])

    def test_bulk_runs_and_deletion(self) -> None:
        invoice = self.mara.creates(Invoice, supplier=self.orla, number="1", amount=1)
        self.ines.by("bulk").runs("approve", invoice)
        assert self.reload(invoice).decision == "approved"
        other = self.mara.creates(Invoice, supplier=self.orla, number="2", amount=1)
        with pytest.raises(Refusal):
            self.mara.deletes(other)
        self.ada.deletes(other)
        assert Invoice.everything.count() == 1


class RightsThatFail(ToolTestCase):
    """`assertRights` compares the whole line."""

    def test_a_wrong_table_fails(self) -> None:
        orla = self.ines.creates(Supplier, name="Orla")
        self.assertRights({orla: {"mara": "view", "ada": "view edit delete", "otto": ""}})
        for row, said in ((orla, "view edit"), (Invoice, "create")):
            with pytest.raises(AssertionError, match=f"mara is offered '.*', not '{said}'"):
                self._line(row, self.mara, said)

    def test_people_of_whom_the_same_is_said_stand_together_and_a_model_says_who_makes(
        self,
    ) -> None:
        self.assertRights(
            {
                Invoice: {"mara jon": "create import", "otto": ""},
                Supplier: {"ines": "create import", "mara jon otto": ""},
            }
        )

    def _line(self, place: Any, player: Player, verbs: str) -> None:
        (self._makes if isinstance(place, type) else self._does)(player, place, verbs)
