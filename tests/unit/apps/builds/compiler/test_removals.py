"""Taking one thing out of a compiled tool: each is found, and what is left still parses."""

import ast

from .removals import removals
from .trees import compiled

FOUND = (
    "rule: models.Supplier.constraints[0]",
    "rule: rules.InvoiceRules.lock",
    "permission: permissions.InvoicePermissions.member",
    "action needs: actions.RejectInvoice.needs",
    "action from: actions.RejectInvoice.from_",
    "page counts: pages.TodayPage.counts[2]",
    "page parts: pages.TodayPage.parts[0]",
    "automation: automations.MatchInvoice",
)


def test_everything_that_can_be_taken_out_is_and_the_rest_parses() -> None:
    files = compiled("invoice-matching")
    several = {one.what: one for one in removals(files)}

    assert set(FOUND) <= set(several)
    for one in several.values():
        ast.parse(one.text)
        assert one.text != files[one.path]
    assert '"exception", Q(' not in several["page counts: pages.TodayPage.counts[2]"].text
