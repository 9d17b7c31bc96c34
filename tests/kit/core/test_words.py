"""Small matters of English, and the names that are worked out from them."""

from __future__ import annotations

import pytest

from site_kit.apps import Role, Theme, Tool, tool
from site_kit.words import in_words, listed, nearest, one_line, snake


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("ApproveInvoice", "approve_invoice"),
        ("Approve", "approve"),
        ("HTTPPage", "http_page"),
        ("Q1Report", "q1_report"),
        ("", ""),
    ],
)
def test_an_id_from_a_class_name(name: str, id_: str) -> None:
    assert snake(name) == id_


def test_an_id_in_words() -> None:
    assert in_words("match_status") == "Match status"
    assert in_words("po") == "Po"
    assert in_words("") == ""


def test_a_list_in_words() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Orla \t", "Orla"),
        ("Orla\nNorthwind\r\nA/S", "Orla Northwind A/S"),
        ("\x1b[31mred", "[31mred"),
        ("a\x7f\x85c", "a c"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066Or\u2069la\ufeff", "Orla"),
        ("Zoë 東京 עברית\u200d 👩\u200d🔧", "Zoë 東京 עברית\u200d 👩\u200d🔧"),
        ("\u2028\u202a ", ""),
    ],
)
def test_a_line_has_no_signs_that_nobody_sees(text: str, kept: str) -> None:
    assert one_line(text) == kept


def test_the_nearest_word_or_none() -> None:
    assert nearest("staus", ["status", "name"]) == " Did you mean 'status'?"
    assert nearest("zebra", ["status", "name"]) == ""


def test_the_tool_of_this_process() -> None:
    served = tool()
    assert served.verbose_name == "Invoice matching"
    assert served.summary == "Today's unmatched invoices, decided one by one."
    assert [one.__name__ for one in served.entities] == ["Supplier", "Invoice"]
    assert [page.__name__ for page in served.pages][:3] == [
        "TodayPage",
        "InvoicesPage",
        "SuppliersPage",
    ]
    invoice = served.entity("invoice")
    assert invoice is not None
    assert invoice.__name__ == "Invoice"
    assert served.entity("strange") is None


def test_roles_and_themes_have_their_defaults() -> None:
    role = Role("line_manager", "Leads a line.")
    assert (role.label, role.from_) == ("Line manager", "people")
    assert Theme().mode == "system"


def test_django_picks_the_tool_and_not_its_base() -> None:
    assert Tool.default is False
    assert type(tool()).default is True
