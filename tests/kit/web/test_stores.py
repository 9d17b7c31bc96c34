"""Keys of stored files, and places in an order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import models

from site_kit.web import files, keyset, storage
from site_kit.web.keyset import Key


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("Plan für März (2).pdf", "Plan für März (2).pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a" * 90 + ".pdf", "a" * 46 + ".pdf"),
        ("x\r\nSet-Cookie: a.txt", "x_Set-Cookie_ a.txt"),
    ],
)
def test_a_name_means_nothing_but_itself(given: str, kept: str) -> None:
    assert storage.safe_name(given) == kept


def test_a_key_cannot_be_guessed_and_carries_name_and_size() -> None:
    store = storage.InMemory()
    files.use(store)
    keys = {storage.SiteStorage().save("plan.pdf", ContentFile(b"x" * 12)) for _ in range(5)}
    assert len(keys) == 5
    for key in keys:
        assert len(key) <= 100
        assert (storage.size_in(key), storage.name_in(key)) == (12, "plan.pdf")
        assert store.kept[key] == b"x" * 12


def test_a_deleted_file_is_forgotten() -> None:
    store = storage.InMemory()
    files.use(store)
    key = storage.SiteStorage().save("plan.pdf", ContentFile(b"x"))
    storage.SiteStorage().delete(key)
    assert store.kept == {}


def test_without_a_store_nothing_is_kept() -> None:
    files.use(storage.NoStore())
    with pytest.raises(OSError, match="no place for files"):
        storage.SiteStorage().save("plan.pdf", ContentFile(b"x"))
    storage.SiteStorage().delete("files/x")


def test_a_file_is_read_by_the_gate_alone() -> None:
    with pytest.raises(OSError, match="read by the gate"):
        storage.SiteStorage().open("files/x")
    with pytest.raises(ValueError, match="opened from its row"):
        storage.SiteStorage().url("files/x")


@pytest.mark.parametrize(
    ("key", "sent_as"),
    [
        ("files/a.1/x.pdf", "application/pdf"),
        ("files/a.1/x.HTML", "application/octet-stream"),
        ("files/a.1/x.svg", "application/octet-stream"),
        ("files/a.1/x", "application/octet-stream"),
    ],
)
def test_a_file_is_sent_as_what_its_ending_says_and_never_as_a_page(key: str, sent_as: str) -> None:
    assert files.content_type_of(key) == sent_as


KEYS = [
    Key("key_0", models.DateField(), nullable=True),
    Key("key_1", models.DecimalField(max_digits=9, decimal_places=2), descending=True),
    Key("pk", models.BigAutoField(), nullable=False),
]


@pytest.mark.parametrize(
    "values", [[date(2026, 3, 11), Decimal("1.50"), 7], [None, None, 1], [None, Decimal(0), 2]]
)
def test_a_place_in_an_order_is_read_back_as_it_was(values: list[Any]) -> None:
    assert keyset.read(keyset.token(values), KEYS) == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "????",
        "bm90IGpzb24",
        keyset.token([1, 2]),
        keyset.token(["soon", "1", 1]),
        keyset.token([{"a": 1}, "1", 1]),
        keyset.token([None, "1", "x"]),
        "W" * 3000,
        "W1tbW1tbW1tb",
    ],
)
def test_a_place_that_was_made_up_is_none(text: str) -> None:
    assert keyset.read(text, KEYS) is None
