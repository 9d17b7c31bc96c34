"""What every row has without a field for it, by both readers: the database, and a row in hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F

from site_kit import comments
from site_kit.asker import acting
from tests.kit.core.conftest import Cast
from tests.kit.lab.talked import Errand, Shop

NAMES = ("full", "link_to_shop", "where", "last_said", "of_shop", "quiet", "late")


def said(row: Any, cast: Cast) -> dict[str, Any]:
    """What is worked out for a row; both readers have to agree."""
    with acting(cast.mara):
        asked = {f"c_{name}": F(name) for name in NAMES}
        (found,) = Errand.everything.filter(pk=row.pk).annotate(**asked).values(*asked)
        by_query = {name: found[f"c_{name}"] for name in NAMES}
        kept = Errand.everything.get(pk=row.pk)
        assert {name: getattr(kept, name) for name in NAMES} == by_query
    return by_query


def test_of_this_row_and_of_those_it_leads_to(cast: Cast, make: Any) -> None:
    shop = make(Shop, name="Corner")
    row = make(Errand, what="Milk", shop=shop, owner_id=cast.jon.id)
    with acting(cast.mara):
        comments.add(row, "On my way", by=cast.mara)
        comments.add(row, "Running LATE", by=cast.mara)
        comments.add(shop, "Shut on Monday", by=cast.mara)
    assert said(row, cast) == {
        "full": "Corner · Milk · Jon Vale",
        "link_to_shop": f"https://tool.example/shop/{shop.pk}/",
        "where": f"https://tool.example/errand/{row.pk}/",
        "last_said": "Running LATE",
        "of_shop": "Shut on Monday",
        "quiet": False,
        "late": True,
    }


def test_nothing_where_nothing_is(cast: Cast, make: Any) -> None:
    row = make(Errand)
    found = said(row, cast)
    assert found == {
        "full": f"#{row.pk}",
        "link_to_shop": None,
        "where": f"https://tool.example/errand/{row.pk}/",
        "last_said": None,
        "of_shop": None,
        "quiet": True,
        "late": False,
    }


@pytest.mark.parametrize(("name", "value"), [("quiet", True), ("late", True)])
def test_rows_are_found_by_it(name: str, value: bool, cast: Cast, make: Any) -> None:
    calm, busy = make(Errand, what="Calm"), make(Errand, what="Busy")
    with acting(cast.mara):
        comments.add(busy, "Too late", by=cast.mara)
        found = list(Errand.everything.filter(**{name: value}))
    assert found == [calm if name == "quiet" else busy]
