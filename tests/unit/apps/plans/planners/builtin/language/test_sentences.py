"""Where sentences end, and headings with their bullets."""

import pytest

from apps.plans.planners.builtin.language.sentences import reading_text, sentences
from apps.plans.planners.builtin.language.source import Source


def cut(text: str) -> list[str]:
    source = Source(text)
    plain = reading_text(source)
    return [" ".join(plain[span.start : span.end].split()) for span in sentences(source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["one", "two", "three"]),
        ("Amounts of 1.5 are fine. Done.", ["amounts of 1.5 are fine", "done"]),
        ("Files, e.g. CSV, go out. Next.", ["files, e.g. csv, go out", "next"]),
        ("One; two - three", ["one", "two", "three"]),
        (
            "A line that was wrapped\nby hand goes on",
            ["a line that was wrapped", "by hand goes on"],
        ),
        ("First paragraph\n\nsecond", ["first paragraph", "second"]),
        ("   ", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_line_wrapped_in_the_middle_is_one_sentence() -> None:
    text = "keep the rest of the data where it was until the very\nend of the year"
    assert cut(text) == [" ".join(text.split())]


def test_a_heading_takes_its_bullets_as_a_list() -> None:
    text = "Each request has:\n- title\n- owner\n- due date\nUsers can export."
    assert cut(text) == ["each request has: title, owner, due date", "users can export"]


def test_bullets_without_a_heading_are_sentences() -> None:
    assert cut("Notes.\n- Show a list\n- Add a chart") == ["notes", "show a list", "add a chart"]
