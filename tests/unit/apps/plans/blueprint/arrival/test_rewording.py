"""`=` and `==` in each other's place."""

import pytest

from apps.plans.blueprint.arrival.rewording import assignment, default, expression, filter_start


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a = 1", "a == 1"),
        ("a == 1", "a == 1"),
        ("a != 1 and b <= 2 and c >= 3", "a != 1 and b <= 2 and c >= 3"),
        ("a = 'x = y'", "a == 'x = y'"),
        ('a = "x=y"', 'a == "x=y"'),
        ("count(line, where=done)", "count(line, where=done)"),
        ("count(line, where=state = 'x')", "count(line, where=state == 'x')"),
        ("last(loan.person, order=-made, via=book)", "last(loan.person, order=-made, via=book)"),
        ("workdays(a, b, without = holiday.date)", "workdays(a, b, without = holiday.date)"),
        ("is_empty(a)", "a == empty"),
        ("not is_empty( a.b )", "a.b != empty"),
        ("x and is_empty(a)", "x and a == empty"),
    ],
)
def test_an_expression_compares(written: str, meant: str) -> None:
    assert expression(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a = 1", "a = 1"),
        ("a == 1", "a = 1"),
        ("a=1", "a = 1"),
        ("  a.b  =  now ", "a.b = now"),
        ("done = (x = 1)", "done = (x == 1)"),
        ("no sign at all", "no sign at all"),
        ("a === 1", "a === 1"),
    ],
)
def test_an_assignment_assigns_in_one_spelling(written: str, meant: str) -> None:
    assert assignment(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("state", "state"),
        ("state == 'x'", "state='x'"),
        ("state = 'x'", "state='x'"),
        ("free(booking)", "free(booking)"),
        (" a.b ", "a.b"),
    ],
)
def test_a_filter_starts_with_a_value(written: str, meant: str) -> None:
    assert filter_start(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("today", "today"), ("= a = 1", "=a == 1"), ("a = 1", "a = 1")]
)
def test_only_an_expression_is_mended_in_a_default(written: str, meant: str) -> None:
    assert default(written) == meant
