"""What a page of a real tool costs: few queries, whatever it shows."""

from __future__ import annotations

from app.models import Invoice, Supplier
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from site_kit.apps import tool
from site_kit.asker import ENVIRON_KEY
from site_kit.testing import ToolTestCase

AT_MOST = 8


class QueryTests(ToolTestCase):
    """The invoice tool, page by page, with rows and with none."""

    def cost(self, address: str) -> int:
        client = Client(**{ENVIRON_KEY: self.ines.asker})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, address
        return len(asked)

    def fill(self, rows: int) -> int:
        supplier = Supplier.everything.create(name="Northwind Paper")
        made = Invoice.everything.bulk_create(
            Invoice(supplier=supplier, number=f"NP-{n}", amount=n, received_on=self.today)
            for n in range(rows)
        )
        return int(made[0].pk)

    def test_every_page_keeps_to_the_budget_empty_and_full(self) -> None:
        addresses = ["/", *(f"/{page.id}/" for page in tool().pages)]
        empty = {address: self.cost(address) for address in addresses}
        self.fill(60)
        full = {address: self.cost(address) for address in addresses}
        assert max(empty.values()) <= AT_MOST, empty
        assert max(full.values()) <= AT_MOST, full

    def test_filters_search_and_sort_cost_nothing_more(self) -> None:
        self.fill(60)
        query = (
            "?match_status=unmatched&received_on.from=2026-01-01&q=NP&sort=-amount&count=matched"
        )
        assert self.cost(f"/today/{query}") <= AT_MOST

    def test_a_rows_own_page_and_its_forms_keep_to_it_too(self) -> None:
        pk = self.fill(3)
        for ending in ("", "edit/", "do/reject/"):
            assert self.cost(f"/invoice/{pk}/{ending}") <= AT_MOST, ending
        assert self.cost("/invoice/new/") <= AT_MOST
        supplier = Supplier.everything.get()
        assert self.cost(f"/supplier/{supplier.pk}/") <= AT_MOST

    def test_more_rows_cost_no_more_queries(self) -> None:
        self.fill(2)
        few = self.cost("/invoices/")
        Invoice.everything.bulk_create(
            Invoice(supplier=Supplier.everything.get(), number=f"X-{n}", amount=n)
            for n in range(20)
        )
        assert self.cost("/invoices/") == few
