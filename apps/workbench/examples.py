"""Briefs that fill the box on the first page. The first two are the ones that everybody may try."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A brief under a short name."""

    key: str
    title: str
    text: str


EXAMPLES = (
    Example(
        "requests",
        "A request list with an owner and a status",
        "@Sites Build a project request dashboard for my operations team. Let team members submit "
        "requests, see who owns each one, update the status, and filter the list. Require people "
        "to sign in with their workspace account, and keep the request data saved between visits.",
    ),
    Example(
        "invoices",
        "Match invoices to purchase orders",
        "Build an invoice matching tool. It should show a table of today's unmatched invoices with "
        "columns for invoice number, supplier, amount, PO number, match status, and agent notes. "
        "Include approve and reject buttons on each row. Show a summary bar at the top with counts "
        "of matched, flagged, and exception invoices. Add a weekly trend chart.",
    ),
    Example(
        "equipment",
        "Equipment that people borrow",
        "Track equipment that people borrow: name, serial number, category, who has it and the due "
        "date. Anyone can request a loan, an admin approves or rejects it. Show what is overdue.",
    ),
    Example(
        "contracts",
        "Contracts and when they end",
        "Keep a list of contracts with counterparty, owner, start date, end date and yearly value. "
        "Highlight those that end within 60 days. Filter by owner.",
    ),
    Example(
        "visitors",
        "Visitors at reception",
        "A visitor log for reception with visitor name, company, host, arrival date and badge "
        "number. Reception marks each visitor as arrived or left. Filter by host and date.",
    ),
)


def example_text(key: str) -> str:
    """The brief of this key, or nothing."""
    return next((example.text for example in EXAMPLES if example.key == key), "")
