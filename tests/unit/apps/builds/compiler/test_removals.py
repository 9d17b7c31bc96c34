"""Taking one thing out of a compiled tool: each is found, and what is left still parses."""

import ast

from .removals import removals
from .trees import compiled

FOUND = (
    "models.Supplier.constraints[0]",
    "rules.InvoiceRules.lock",
    "permissions.InvoicePermissions.member",
    "actions.RejectInvoice.needs",
    "pages.TodayPage.counts[2]",
    "pages.TodayPage.parts[0]",
    "automations.MatchInvoice",
)


def test_everything_that_can_be_taken_out_is_and_the_rest_parses() -> None:
    files = compiled("invoice-matching")
    several = {one.what: one for one in removals(files)}

    assert set(FOUND) <= set(several)
    for one in several.values():
        ast.parse(one.text)
        assert one.text != files[one.path]
    assert '"exception", Q(' not in several["pages.TodayPage.counts[2]"].text
