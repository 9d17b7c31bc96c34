"""The short notation of fields."""

import pytest

from apps.plans.planners.builtin.lexicon.notation import FieldHint, read_field


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("title!", FieldHint("title", required=True)),
        ("name!!", FieldHint("name", required=True, unique=True)),
        ("received on /date = today", FieldHint("received on", "date", default="today")),
        ("supplier! > supplier", FieldHint("supplier", to="supplier", required=True)),
        ("category (travel; other)", FieldHint("category", values=("travel", "other"))),
        ("requester ~", FieldHint("requester", readonly=True)),
        ("amount /money!", FieldHint("amount", "money", required=True)),
        ("with /person", FieldHint("with", "person")),
    ],
)
def test_a_field_is_read(text: str, hint: FieldHint) -> None:
    assert read_field(text) == hint


def test_nonsense_is_refused_with_its_text() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        read_field("((")
