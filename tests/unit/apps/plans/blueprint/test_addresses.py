"""Addresses lead to keys, things and entries, or say where they stop."""

import pytest

from apps.plans.blueprint.addresses import NoSuchThing, locate
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.provided import Provisions
from tests.unit.apps.plans.blueprint.made import blueprint, example

INVOICE = canonical_data(example("invoice-matching"))


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("name", "Invoice matching"),
        ("entities.invoice.title", "number"),
        ("entities.invoice.fields.amount.min", "0"),
        ("entities.invoice.fields.amount.max", ""),
        ("entities.invoice.fields.match_status.values.matched.colour", "green"),
        ("pages.today.parts.trend.grain", "week"),
        ("pages.today.columns.po_number", "po_number"),
        ("pages.today.counts.matched.opens", True),
        ("automations.match.when.kind", "created"),
        ("samples.supplier.columns", ["name", "tolerance"]),
        ("roles.approver.id", "approver"),
        ("theme.accent", ""),
        ("assumptions.An approved invoice counts as matched, a rejected one as exception.", None),
    ],
)
def test_an_address_leads_to_a_value(address: str, value: object) -> None:
    found = locate(INVOICE, address).value
    assert found == (value if value is not None else address.split(".", 1)[1])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("entitys", "there is no “entitys” at entitys; did you mean “entities”?"),
        ("entities.invoce", "did you mean “invoice”?"),
        ("entities.invoice.fields.amont.min", "did you mean “amount”?"),
        ("name.first", "nothing comes after “name”"),
        ("pages.today.columns.nothing", "there is nothing at pages.today.columns.nothing"),
        ("samples.invoice.rows.1.2", "nothing comes after “rows”"),
        ("", "there is no “”"),
    ],
)
def test_an_address_that_leads_nowhere_says_where_it_stops(address: str, sentence: str) -> None:
    with pytest.raises(NoSuchThing) as refused:
        locate(INVOICE, address)
    assert sentence in str(refused.value)


def test_an_entry_is_found_by_what_stands_before_its_start_value_or_after_its_sign() -> None:
    votes = canonical_data(example("votes-ledger-approval"))
    assert locate(votes, "pages.requests.filters.status").value == "status='asked'"
    assert locate(votes, "pages.favourites.sort.votes").value == "-votes"


def test_a_requirement_is_found_by_its_quote_with_all_its_dots() -> None:
    data = {"requirements": [{"quote": "At 10.30, please."}]}
    assert locate(data, "requirements.At 10.30, please.").index == 0


@pytest.mark.parametrize(
    "address",
    [
        "entities.request.fields.owner",
        "entities.request.fields.created_at",
        "entities.request.permissions.member",
        "pages.requests.columns.owner",
        "pages.requests.filters",
        "platform.sign_in",
        "samples.request",
        "entities.request.rules.required_if",
    ],
)
def test_a_requirement_may_point_at_what_is_written_or_always_there(address: str) -> None:
    assert Provisions(example("request-dashboard")).hold(address)


@pytest.mark.parametrize(
    "address",
    [
        "entities.request.actions.approve",
        "entities.request.actions.reject",
        "entities.vote.permissions.member",
        "pages.varieties.columns.votes",
        "pages.requests.columns.packets",
    ],
)
def test_a_requirement_may_point_at_what_is_there_by_default(address: str) -> None:
    assert Provisions(example("votes-ledger-approval")).hold(address)


def test_default_pages_can_be_pointed_at() -> None:
    made = blueprint(lambda data: data.update(pages=[]))
    assert Provisions(made).hold("pages.books")
    assert not Provisions(made).hold("pages.films")


@pytest.mark.parametrize("address", ["", "platform.magic", "entities.book.fields.isbn", "summary"])
def test_nothing_else_provides_anything(address: str) -> None:
    assert not Provisions(blueprint()).hold(address)
