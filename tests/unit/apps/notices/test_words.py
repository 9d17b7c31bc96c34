"""What a text and a link may be when they come from a tool."""

from itertools import pairwise

import pytest

from apps.notices.backing_off import BACK_OFF, wait_after
from apps.notices.words import first_line, own_path, plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("A key\nis due. ", "A key\nis due."),
        ("<b>bold</b> &amp; {title}", "<b>bold</b> &amp; {title}"),
        ("a\tb\rc\x00d\x1b[31m", "a b c d [31m"),
        ("a\u202eb\u2066c\u200bd\ufeffe", "a b c d e"),
        ("\u00e9\u00df 鍵 🔑", "éß 鍵 🔑"),
        ("", ""),
    ],
)
def test_nothing_is_in_a_text_that_is_not_seen(text: str, seen: str) -> None:
    assert plain(text) == seen


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("First\nSecond", "First"),
        ("\r\nSubject\r\nBcc: x@evil.example", "Subject"),
        ("x" * 500, "x" * 119 + "…"),
        ("", ""),
    ],
)
def test_a_subject_is_one_line_of_bounded_length(text: str, line: str) -> None:
    assert first_line(text) == line


@pytest.mark.parametrize("link", ["/", "/key/1/", "/keys/?due=2026-11-21&page=2#top", "/a//b"])
def test_a_path_of_the_tool_is_kept(link: str) -> None:
    assert own_path(link) == link


@pytest.mark.parametrize(
    "link",
    ["", "key", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\n", "/é"],
)
def test_anything_else_is_the_first_page(link: str) -> None:
    assert own_path(link) == "/"


def test_what_fails_is_tried_seven_times_over_more_than_a_day() -> None:
    waits = [wait_after(tries) for tries in range(1, 8)]
    assert waits == [*BACK_OFF, None]
    assert all(first < then for first, then in pairwise(BACK_OFF))
