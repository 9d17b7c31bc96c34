"""A brief and its plain twin, character for character."""

import pytest

from apps.plans.planners.builtin.language.source import MOST_CHARACTERS, Source, Span


@pytest.mark.parametrize(
    "text",
    [
        "@Sites Build a “quoted” tool — İstanbul, naïve, straße",
        "- one\n- two\n\t* three",
        "1. first\n2) second\n[x] third",
        "emoji 🙂 and\u00a0blank",
    ],
)
def test_the_plain_text_is_as_long_as_the_text(text: str) -> None:
    source = Source(text)
    assert len(source.plain) == len(source.text) == len(source.unbulleted())


def test_quotes_become_straight_and_capitals_small() -> None:
    assert (
        Source("Rename “In Progress” to ‘Underway’").plain == "rename \"in progress\" to 'underway'"
    )


def test_the_mention_is_blanked_and_the_rest_stays_in_place() -> None:
    source = Source("@Sites Build it")
    assert source.plain.strip() == "build it"
    assert source.quote(Span(source.plain.index("build"), 15)) == "Build it"


def test_signs_that_nobody_sees_become_blanks() -> None:
    assert Source("a\u202eb\x00c").text == "a b c"


def test_a_long_text_is_cut_and_says_so() -> None:
    source = Source("x" * (MOST_CHARACTERS + 1))
    assert (len(source.text), source.cut) == (MOST_CHARACTERS, True)


def test_a_quote_has_no_marks_at_its_edges() -> None:
    source = Source("See who owns it, and filter.")
    assert source.quote(Span(15, 28)) == "and filter"


def test_spans_join_cover_and_overlap() -> None:
    one, two = Span(2, 5), Span(4, 9)
    assert one.overlaps(two)
    assert one.to(two) == Span(2, 9)
    assert Span(0, 9).covers(two)
    assert not one.covers(two)
