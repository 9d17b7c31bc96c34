"""Every function: what it takes, what it gives."""

import pytest

from apps.plans.blueprint.expressions.aggregates import AGGREGATES
from apps.plans.blueprint.expressions.functions import FUNCTIONS
from apps.plans.blueprint.expressions.nodes import Between, Call, Entered, Format, Hook, Path, Span
from tests.unit.apps.plans.blueprint.expressions.asking import read, refused, type_at

RIGHT = [
    ("hours(2)", "a span of time"),
    ("days(pages)", "a span of time"),
    ("weeks(1)", "a span of time"),
    ("months(1)", "a span of time"),
    ("years(1)", "a span of time"),
    ("hours(seen, now)", "a number decimal"),
    ("days(bought, today)", "a number integer"),
    ("days(seen, now)", "a number decimal"),
    ("months(bought, today)", "a number integer"),
    ("years(seen, now)", "a number integer"),
    ("workdays(bought, today)", "a number integer"),
    ("workdays(bought, today, without=book.bought)", "a number integer"),
    ("date(seen)", "a date"),
    ("time(seen)", "a time"),
    ("year(bought)", "a number integer"),
    ("quarter(bought)", "a number integer"),
    ("month(seen)", "a number integer"),
    ("week(bought)", "a number integer"),
    ("day(bought)", "a number integer"),
    ("weekday(today)", "a number integer"),
    ("week_start(bought)", "a date"),
    ("month_start(seen)", "a date"),
    ("quarter_start(today)", "a date"),
    ("year_start(now)", "a date"),
    ("round(price, 2)", "a number money"),
    ("round(price)", "a number integer"),
    ("abs(pages - 3)", "a number integer"),
    ("min(pages, 3)", "a number integer"),
    ("max(bought, today)", "a date"),
    ("min(price, pages)", "a number decimal"),
    ("coalesce(bought, today)", "a date"),
    ("coalesce(price, 0)", "a number decimal"),
    ("text(shelf, pages, bought)", "a text"),
    ("format('{name} / {shelf.name}')", "a text"),
    ("lower(name)", "a text"),
    ("contains(name, 'x')", "yes or no"),
    ("entered(state, 'lent')", "a moment"),
    ("entered(state, 'lent') + years(1)", "a moment"),
    ("days(entered(state, 'here'), entered(state, 'lent'))", "a number decimal"),
    ("hook('distance')", "anything"),
    ("count(tags)", "a number integer"),
    ("count(fans)", "a number integer"),
]

WRONG = [
    ("hours('x')", "hours takes a number"),
    ("round(empty)", "empty is asked for with == or !="),
    ("workdays(bought, empty)", "empty is asked for with == or !="),
    ("coalesce(fans, fans)", "one value at a time"),
    ("text(['a', 'b'])", "by the name of their field"),
    ("days()", "days takes 1 to 2 arguments; there are 0"),
    ("weeks(bought, today)", "days(a, b) / 7"),
    ("hours(bought, today)", "hours takes a datetime or a time"),
    ("days(bought, now)", "write date(…) around the moment"),
    ("workdays(seen, now)", "workdays takes a date"),
    ("workdays(bought)", "workdays takes two dates"),
    ("workdays(bought, today, without=bought)", "without= takes the date field of an entity"),
    ("workdays(bought, today, without=book.pages)", "without= takes a date"),
    ("date(pages)", "date takes a date or a datetime"),
    ("time(bought)", "time takes a datetime"),
    ("year(name)", "year takes a date or a datetime"),
    ("round(name)", "round takes a number"),
    ("round(price, pages)", "as a plain number, like round(x, 2)"),
    ("abs(bought)", "abs takes a number"),
    ("max(name, 'x')", "has no order"),
    ("max(pages, bought)", "do not mix"),
    ("coalesce(pages, name)", "do not mix"),
    ("coalesce(pages)", "coalesce takes 2 to 20 arguments"),
    ("text(days(1))", "no spans of time"),
    ("format(name)", "format takes one text with paths in braces"),
    ("format('{nothing}')", "book has no field “nothing”"),
    ("format('{a b}')", "“{a b}” is not a path"),
    ("lower(pages)", "lower takes a text"),
    ("contains(fans, 'x')", "for one of several write a in b"),
    ("contains(pages, 'x')", "contains takes a text"),
    ("entered(pages, 'x')", "entered takes a status and one of its values"),
    ("entered(state, 'x')", "“state” has no value “x”"),
    ("entered(state, name)", "entered takes the value as a plain text"),
    ("hook(name)", "hook takes the id of an extension"),
    ("round(price, places=2)", "round takes no places="),
    ("rund(price)", "there is no function “rund”; did you mean “round”?"),
    ("today()", "there is no function “today”"),
]


@pytest.mark.parametrize(("text", "gives"), RIGHT)
def test_a_function_gives_its_type(text: str, gives: str) -> None:
    assert type_at(text) == gives


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_function_refuses_what_it_does_not_take(text: str, said: str) -> None:
    assert said in refused(text)


def test_every_function_of_the_language_is_tested_here() -> None:
    called = {text.partition("(")[0] for text, _ in RIGHT}
    assert set(FUNCTIONS) - AGGREGATES <= called


def test_a_span_and_a_distance_are_told_apart() -> None:
    assert isinstance(read("days(3)"), Span)
    between = read("workdays(bought, today, without=book.bought)")
    assert isinstance(between, Between)
    assert between.without is not None
    assert (between.without.entity, between.without.text) == ("book", "bought")


def test_a_format_is_its_words_and_its_paths() -> None:
    node = read("format('{name} on {shelf.name}!')")
    assert isinstance(node, Format)
    assert [part.text if isinstance(part, Path) else part for part in node.parts] == [
        "name",
        " on ",
        "shelf.name",
        "!",
    ]


def test_entered_and_hook_carry_plain_values() -> None:
    node = read("entered(state, 'lent')")
    assert isinstance(node, Entered)
    assert (node.path.text, node.value) == ("state", "lent")
    hook = read("hook('distance')")
    assert isinstance(hook, Hook)
    assert hook.id == "distance"


def test_min_and_max_of_several_are_plain_calls() -> None:
    node = read("max(pages, 3)")
    assert isinstance(node, Call)
    assert node.function == "max"
