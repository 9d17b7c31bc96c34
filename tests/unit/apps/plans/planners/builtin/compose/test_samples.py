"""Sample rows: complete, in order, with the cast, keeping the rules."""

from typing import Any

from tests.unit.apps.plans.planners.said import INVOICES, REQUESTS, plan_of

CAST = {"Mara Lind", "Jon Vale", "Ines Roca", "Omar Haddad", "me", ""}


def sample(plan: dict[str, Any], name: str) -> dict[str, Any]:
    return next(dict(found) for found in plan["samples"] if found["entity"] == name)


def column(plan: dict[str, Any], name: str, field: str) -> list[str]:
    found = sample(plan, name)
    return [row[found["columns"].index(field)] for row in found["rows"]]


def test_every_entity_has_five_rows() -> None:
    plan = plan_of(INVOICES)
    assert {found["entity"]: len(found["rows"]) for found in plan["samples"]} == {
        "supplier": 5,
        "invoice": 5,
    }


def test_what_is_pointed_to_comes_first_and_is_there() -> None:
    plan = plan_of(INVOICES)
    assert [found["entity"] for found in plan["samples"]] == ["supplier", "invoice"]
    assert set(column(plan, "invoice", "supplier")) <= set(column(plan, "supplier", "name"))


def test_people_are_the_cast() -> None:
    plan = plan_of(REQUESTS)
    assert set(column(plan, "request", "owner")) | set(column(plan, "request", "requester")) <= CAST


def test_one_row_is_of_today_and_waits() -> None:
    plan = plan_of(INVOICES)
    rows = zip(
        column(plan, "invoice", "received_on"), column(plan, "invoice", "match_status"), strict=True
    )
    assert ("today", "unmatched") in set(rows)


def test_an_overdue_row_is_there_to_be_seen() -> None:
    assert any(date.startswith("today-") for date in column(plan_of(REQUESTS), "request", "due"))


def test_ends_lie_after_starts() -> None:
    plan = plan_of("Track trips with destination, start date and end date")
    days = [int(text.removeprefix("today") or 0) for text in column(plan, "trip", "end_date")]
    starts = [int(text.removeprefix("today") or 0) for text in column(plan, "trip", "start_date")]
    assert all(end >= start for end, start in zip(days, starts, strict=True))


def test_addresses_go_with_their_names() -> None:
    plan = plan_of("Keep a list of suppliers with name, email and phone")
    assert column(plan, "supplier", "email")[0] == "northwind.paper@mail.example"


def test_unknown_things_have_plain_names() -> None:
    assert column(plan_of("Track our flurbs"), "flurb", "name")[0] == "Flurb, Hall 1"
