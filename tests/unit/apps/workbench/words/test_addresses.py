"""What provides a clause of the brief, in words."""

import pytest

from apps.workbench.words.addresses import provided_words
from apps.workbench.words.tool import Tool


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        (["entities.order"], "A table of repair orders"),
        (["entities.order.fields.due"], "The field Due of a repair order"),
        (["entities.order.actions.begin"], "The button Begin on a repair order"),
        (["entities.order.rules.once"], "A rule that the server holds for repair orders"),
        (["entities.order.comments"], "Comments on a repair order"),
        (["entities.order.colour"], "A repair order"),
        (
            ["entities.order.permissions.chiefs"],
            "Head of repairs may see, add, change and delete repair orders",
        ),
        (["entities.order.permissions.gone"], "Who may do what with repair orders"),
        (["entities.lost.actions.run_it"], "The button Run it on a lost"),
        (["pages.today"], "The page “Due today”"),
        (["pages.today.scope"], "The rows that “Due today” begins with"),
        (["pages.today.sort"], "The order of “Due today”"),
        (["pages.today.colours"], "The colours of “Due today”"),
        (["pages.today.counts.waiting"], "The count “Waiting” on “Due today”"),
        (["pages.today.parts.trend"], "“Orders a week” on “Due today”"),
        (["pages.bench.group_by.status"], "The groups of “Repair orders”"),
        (["pages.gone.columns.some_thing"], "The column Some thing on “Gone”"),
        (["roles.chief"], "The role Head of repairs"),
        (["automations.tell_owner"], "“Tell owner”, which happens by itself"),
        (["samples.order"], "Sample rows"),
        (["platform.export"], "Export as CSV and XLSX"),
        (["platform.something_new"], "Something new"),
    ],
)
def test_one_address_is_named(tool: Tool, addresses: list[str], said: str) -> None:
    assert provided_words(addresses, tool) == said


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        (
            ["entities.order.fields.due", "entities.order.fields.price"],
            "The fields Due and Price of a repair order",
        ),
        (
            ["pages.today.columns.number", "pages.today.columns.customer.name"],
            "The columns Number and Customer name on “Due today”",
        ),
        (
            ["pages.today.filters.status", "pages.today.filters.repairer"],
            "The filters Status and Repairer on “Due today”",
        ),
        (
            ["entities.order.actions.begin", "entities.order.actions.finish"],
            "The buttons Begin and Finish on a repair order",
        ),
        (
            [
                "entities.order.fields.due",
                "pages.today.columns.due",
                "entities.order.fields.price",
            ],
            "The fields Due and Price of a repair order and the column Due on “Due today”",
        ),
        (
            ["entities.order.fields.due", "entities.customer.fields.name"],
            "The field Due of a repair order and the field Name of a customer",
        ),
        (["pages.today", "pages.today"], "The page “Due today”"),
        ([], ""),
    ],
)
def test_things_of_one_kind_in_one_place_are_said_together(
    tool: Tool, addresses: list[str], said: str
) -> None:
    assert provided_words(addresses, tool) == said
