"""The witness: words of a clause are claimed by what stands at its addresses, or named."""

from typing import Any

import pytest

from apps.plans.planners.builtin.lexicon import lexicon
from apps.plans.planners.builtin.witness import bear_witness, partly_of

LOAN = "entities.loan"
TOOL: dict[str, Any] = {
    "name": "Loans",
    "roles": [{"id": "manager", "name": "Managers"}],
    "entities": [
        {
            "id": "loan",
            "fields": [
                {"kind": "text", "id": "item", "required": True},
                {"kind": "money", "id": "fee", "max": 50, "edited_by": ["manager"]},
                {"kind": "image", "id": "look"},
                {"kind": "decimal", "id": "weight", "unit": "kg"},
                {"kind": "status", "id": "status", "values": ["new", "out=Lent out", "late"]},
                {"kind": "boolean", "id": "soon", "expr": "due <= today() + 14"},
                {"kind": "rating", "id": "wear"},
                {"kind": "choice", "id": "seats", "name": "Wear", "values": ["two", "four"]},
            ],
            "actions": [
                {"kind": "transition", "id": "approve", "by": ["manager"], "to": "out"},
            ],
            "permissions": [{"id": "member", "by": ["member"], "can": ["view", "create"]}],
        }
    ],
    "pages": [
        {
            "kind": "table",
            "id": "loans",
            "entity": "loan",
            "sort": ["-due"],
            "parts": [
                {"kind": "chart", "id": "trend", "entity": "loan", "x": "due", "grain": "week"},
                {
                    "kind": "chart",
                    "id": "sums",
                    "entity": "loan",
                    "x": "item",
                    "measures": ["sum(fee)"],
                },
            ],
        }
    ],
}


def whole(brief: str, *requirements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return bear_witness(TOOL | {"requirements": [*requirements]} | more, brief, lexicon())


def heard(quote: str, *provides: str) -> str:
    return partly_of(TOOL, entry(quote, *provides), lexicon())


def entry(quote: str, *provides: str) -> dict[str, Any]:
    return {"quote": quote, "provides": [*provides]}


@pytest.mark.parametrize(
    ("quote", "address", "lost"),
    [
        ("loans with an item", f"{LOAN}.fields.item", ""),
        ("loans with an item and a serial number", f"{LOAN}.fields.item", "serial number"),
        ("the item is required", f"{LOAN}.fields.item", ""),
        ("the fee is required", f"{LOAN}.fields.fee", "required"),
        ("a fee of at most 50 euros", f"{LOAN}.fields.fee", ""),
        ("a fee of at most 60 euros", f"{LOAN}.fields.fee", "60 euros"),
        ("only managers set the fee", f"{LOAN}.fields.fee", ""),
        ("only managers set the item", f"{LOAN}.fields.item", "only managers"),
        ("a photo", f"{LOAN}.fields.look", ""),
        ("a photo", f"{LOAN}.fields.item", "photo"),
        ("the weight in kilos", f"{LOAN}.fields.weight", ""),
        ("the weight in litres", f"{LOAN}.fields.weight", "litres"),
        ("status new, lent out or late", f"{LOAN}.fields.status", ""),
        ("status new, lent out or lost", f"{LOAN}.fields.status", "lost"),
        ("status new or four", f"{LOAN}.fields.status", "four"),
        ("wear as one, two or four", f"{LOAN}.fields.seats", ""),
        ("due within two weeks", f"{LOAN}.fields.soon", ""),
        ("due within three weeks", f"{LOAN}.fields.soon", "three weeks"),
        ("wear from 1 to 5", f"{LOAN}.fields.wear", ""),
        ("a manager approves each loan", f"{LOAN}.actions.approve", ""),
        ("a manager refuses each loan", f"{LOAN}.actions.approve", "refuses"),
        (
            "a manager approves each loan over 200 euros",
            f"{LOAN}.actions.approve",
            "over 200 euros",
        ),
        ("everybody can enter loans", f"{LOAN}.permissions.member", ""),
        ("caretakers can enter loans", f"{LOAN}.permissions.member", "caretakers"),
        ("a weekly chart of loans", "pages.loans.parts.trend", ""),
        ("total fee per item as a chart", "pages.loans.parts.sums", ""),
        ("total loans as a chart", "pages.loans.parts.trend", "total loans"),
        ("newest first", "pages.loans.sort", ""),
        ("newest first", f"{LOAN}.fields.item", "newest first"),
        ("export to CSV", "platform.export", ""),
        ("export to CSV every night", "platform.export", "every night"),
        ("export to CSV", f"{LOAN}.fields.item", "export to CSV"),
    ],
)
def test_what_is_not_claimed_is_named(quote: str, address: str, lost: str) -> None:
    said = heard(quote, address)
    assert said == (f"Not taken up: “{lost}”." if lost else "")


@pytest.mark.parametrize(
    ("quote", "edit", "lost"),
    [
        ("Remove the stamp", {"kind": "remove", "at": f"{LOAN}.fields.stamp"}, ""),
        ("Remove the stamp and the seal", {"kind": "remove", "at": f"{LOAN}.fields.stamp"}, "seal"),
        (
            "Rename the fee to price",
            {"kind": "rename", "at": f"{LOAN}.fields.fee", "name": "Price"},
            "",
        ),
    ],
)
def test_edits_speak_for_what_is_no_longer_there(
    quote: str, edit: dict[str, Any], lost: str
) -> None:
    own = {"kind": "add_requirement", "item": entry(quote)}
    said = partly_of(TOOL, entry(quote), lexicon(), [edit, own])
    assert said == (f"Not taken up: “{lost}”." if lost else "")


def test_an_entity_does_not_speak_for_all_that_it_holds() -> None:
    assert "fee" in heard("loans with a fee", LOAN)


def test_what_was_said_to_be_missing_is_not_said_twice() -> None:
    told = entry("a fee and a stamp", f"{LOAN}.fields.fee") | {"partly": "No stamp yet."}
    assert partly_of(TOOL, told, lexicon()) == "No stamp yet."


def test_looking_changes_nothing() -> None:
    before = str(TOOL)
    heard("Loans", f"{LOAN}.rules.none", "theme.mode", "pages.none")
    assert str(TOOL) == before


def test_a_word_that_one_clause_claims_is_claimed_in_all_that_quote_it() -> None:
    brief = "Loans with item and fee"
    plan = whole(brief, entry(brief, f"{LOAN}.fields.item"), entry("fee", f"{LOAN}.fields.fee"))
    assert [found for found in plan["requirements"] if "partly" in found] == []


def test_a_lost_word_is_named_once_by_the_clause_nearest_to_it() -> None:
    brief = "Loans with item and purple fee"
    plan = whole(
        brief, entry(brief, f"{LOAN}.fields.item"), entry("purple fee", f"{LOAN}.fields.fee")
    )
    assert [found.get("partly") for found in plan["requirements"]] == [
        None,
        "Not taken up: “purple fee”.",
    ]


def test_a_clause_without_a_claimed_word_is_left_out() -> None:
    plan = whole("Ines telephones", entry("Ines telephones", f"{LOAN}.fields.item"))
    assert plan["requirements"] == []
    assert [found["quote"] for found in plan["left_out"]] == ["Ines telephones"]


def test_words_that_no_clause_quotes_are_left_out() -> None:
    plan = whole("Loans with item. Ring a bell.", entry("Loans with item", f"{LOAN}.fields.item"))
    assert [found["quote"] for found in plan["left_out"]] == ["Ring a bell"]


def test_what_is_left_out_or_assumed_is_told_already() -> None:
    plan = whole(
        "Loans with item for the choir, by post",
        entry("Loans with item for the choir, by post", f"{LOAN}.fields.item"),
        left_out=[{"quote": "by post", "reason": "Nothing is posted."}],
        assumptions=["“the choir”: the tool begins private."],
    )
    assert "partly" not in plan["requirements"][0]
    assert len(plan["left_out"]) == 1


@pytest.mark.parametrize("words", ["never twice", "not at the same time", "loans never overlap"])
def test_only_a_rule_of_times_speaks_for_what_is_never_twice(words: str) -> None:
    assert heard(words, LOAN)
    apart = {"kind": "no_overlap", "id": "apart", "start": "a", "end": "b", "per": ["item"]}
    held = TOOL | {"entities": [TOOL["entities"][0] | {"rules": [apart]}]}
    claimed = partly_of(held, entry(words, f"{LOAN}.rules.apart"), lexicon())
    assert not claimed
