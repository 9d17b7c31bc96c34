"""What a field's words say about its kind."""

import pytest

from apps.plans.planners.builtin.lexicon import lexicon
from apps.plans.planners.builtin.lexicon.kinds import is_known_field, kind_of


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("amount", "money"),
        ("hourly rate", "money"),
        ("expected close date", "date"),
        ("arrival time", "datetime"),
        ("received on", "date"),
        ("valid until", "date"),
        ("number of seats", "integer"),
        ("expected quantity", "integer"),
        ("email address", "email"),
        ("phone number", "phone"),
        ("web page", "url"),
        ("match status", "status"),
        ("stage", "status"),
        ("approved by", "person"),
        ("project manager", "person"),
        ("priority", "choice"),
        ("agent notes", "long_text"),
        ("estimated hours", "duration"),
        ("hours on site", "duration"),
        ("tax rate", "percent"),
        ("photo of damage", "image"),
        ("contract file", "file"),
        ("is billable", "boolean"),
        ("passed?", "boolean"),
        ("cake type", "text"),
        ("flurb", "text"),
    ],
)
def test_words_say_the_kind(phrase: str, kind: str) -> None:
    assert kind_of(phrase, lexicon()) == kind


def test_only_words_that_say_something_are_known() -> None:
    assert is_known_field("due date", lexicon())
    assert not is_known_field("flurb", lexicon())
