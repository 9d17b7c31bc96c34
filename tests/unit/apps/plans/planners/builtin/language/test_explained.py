"""Lists that explain the word before them read as brackets, each character in its place."""

import pytest

from apps.plans.planners.builtin.language.explained import explained


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the severity: minor, serious or fatal", "the severity (minor, serious or fatal"),
        ("size - small, medium or large, colour", "size ( small, medium or large),colour"),
        ("with status received, ready or gone.", "with status(received, ready or gone."),
        ("priority low, normal or high and a note", "priority(low, normal or high)and a note"),
        ("how bad it is: mild, bad or awful", "how bad it is (mild, bad or awful"),
    ],
)
def test_a_list_after_a_word_is_in_brackets(text: str, read: str) -> None:
    assert explained(text) == read
    assert len(read) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "orders: name, phone or email, status",
        "managers can: approve, reject or close",
        "we track repairs - bikes, scooters or prams",
        "filter by status open, closed or mine",
        "we need: a tracker or a list",
        "status: open / in progress / done",
        "requests with title, owner and due date",
    ],
)
def test_other_lists_stay_as_they_are(text: str) -> None:
    assert explained(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "it starts as draft, then goes to review and ends published",
        "a case begins as draft, moves to review, then becomes published",
        "an article starts in draft, goes into review and is finally published",
    ],
)
def test_a_way_told_step_by_step_reads_as_arrows(text: str) -> None:
    read = explained(text)
    steps = [step.split()[-1] for step in read.partition("goes from")[2].split(">")]
    assert (steps, len(read)) == (["draft", "review", "published"], len(text))
