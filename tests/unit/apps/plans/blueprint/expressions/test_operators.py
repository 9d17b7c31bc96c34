"""Operators: what goes together, what it gives, and what does not mix."""

import datetime
from decimal import Decimal

import pytest

from apps.plans.blueprint.expressions.nodes import (
    And,
    Choose,
    Comparison,
    Empty,
    ListOf,
    Not,
    Operation,
    Or,
    Value,
    walk,
)
from tests.unit.apps.plans.blueprint.expressions.asking import (
    INVOICE,
    INVOICES,
    condition_refused,
    read,
    refused,
    type_at,
)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("pages + 1", "a number integer"),
        ("pages * 1.5", "a number decimal"),
        ("pages / 2", "a number decimal"),
        ("pages % 2", "a number integer"),
        ("price * pages", "a number money"),
        ("price / pages", "a number decimal"),
        ("-pages", "a number integer"),
        ("bought + days(3)", "a date"),
        ("bought - months(1)", "a date"),
        ("seen + hours(2)", "a moment"),
        ("today + weeks(pages)", "a date"),
        ("now - hours(1)", "a moment"),
        ("pages > 3", "yes or no"),
        ("3 < pages <= 9", "yes or no"),
        ("bought == empty", "yes or no"),
        ("empty != reader", "yes or no"),
        ("fans == empty", "yes or no"),
        ("signed and not pages > 3 or name == 'x'", "yes or no"),
        ("pages if signed else 0", "a number integer"),
        ("price if signed else 0", "a number money"),
        ("pages if signed else empty", "a number integer"),
        ("empty if signed else bought", "a date"),
        ("'a' if signed else 'b'", "a text"),
        ("reader == me", "yes or no"),
        ("me in [reader, created_by]", "yes or no"),
        ("me in fans", "yes or no"),
        ("reader not in fans", "yes or no"),
        ("'keeper' in my_roles", "yes or no"),
        ("'Sales' in me.groups", "yes or no"),
        ("reader.manager == me", "yes or no"),
        ("'old' in tags", "yes or no"),
        ("state in ['here', 'lent']", "yes or no"),
        ("state.closed", "yes or no"),
        ("shelf.owner.email == contact", "yes or no"),
        ("True", "yes or no"),
    ],
)
def test_what_goes_together_has_a_type(text: str, gives: str) -> None:
    assert type_at(text) == gives


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bought + 3", "write + days(n)"),
        ("bought - today", "the distance of two dates is days(a, b)"),
        ("days(3) + bought", "the date comes first"),
        ("days(3) * 2", "a span of time is only added"),
        ("days(1) + days(2)", "a span of time is only added"),
        ("name + 'x'", "texts are joined by text(a, b)"),
        ("name * 3", "do not mix"),
        ("fans + 1", "people is several at once"),
        ("signed + 1", "do not mix"),
        ("-name", "minus goes with numbers"),
        ("pages > bought", "a number and a date do not mix: a number of days is days(n)"),
        ("pages == name", "a number and a text do not mix"),
        ("seen > today", "write date(…) around the moment"),
        ("seen == today", "write date(…) around the moment"),
        ("shelf == 'Top'", "name a field of it, like .name"),
        ("shelf == reader", "a shelf and a person are different things"),
        ("name > 'a'", "has no order"),
        ("state > 'here'", "has no order"),
        ("shelf > shelf", "has no order"),
        ("signed < True", "has no order"),
        ("fans == reader", "ask with “in”"),
        ("fans == fans", "ask with “in” or count(…)"),
        ("tags == ['new']", "ask with “in” or count(…)"),
        ("pages > empty", "empty is asked for with == or !="),
        ("empty == empty", "empty is asked for with == or !="),
        ("pages + empty", "empty is asked for with == or !="),
        ("empty in fans", "empty is asked for with == or !="),
        ("pages in [1, empty]", "empty is asked for with == or !="),
        ("empty if signed else empty", "empty is asked for with == or !="),
        ("bought in [reader]", "do not mix"),
        ("time(seen) + days(1)", "a time of day goes on by hours"),
        ("me in reader", "“in” needs a list or a field of several values"),
        ("'x' in name", "contains(a, b) looks into a text"),
        ("pages in fans", "do not mix"),
        ("pages in [1, 'x']", "a list holds one sort of thing"),
        ("state == 'her'", "“state” has no value “her”; did you mean “here”?"),
        ("state in ['here', 'lost']", "has no value “lost”"),
        ("'new' in tags", "“tags” has no value “new”"),
        ("'keepr' in my_roles", "did you mean “keeper”?"),
        ("bought > '2026-02-30'", "“2026-02-30” is not a date"),
        ("'a' if signed else 3", "both sides of if … else give one sort of thing"),
        ("pages is empty", "“is” is written =="),
        ("pages == None", "asked for by the word empty"),
        ("name == ''", "asked for by the word empty"),
    ],
)
def test_what_does_not_mix_is_refused_with_the_way_out(text: str, said: str) -> None:
    assert said in refused(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pages", "“pages” is a number, not a condition; compare it: pages != empty"),
        ("not reader", "“reader” is a person, not a condition"),
        ("signed and name", "“name” is a text, not a condition"),
        ("fans or signed", "“fans” is people, not a condition"),
        ("1 if pages else 2", "“pages” is a number, not a condition"),
    ],
)
def test_a_condition_is_true_or_false(text: str, said: str) -> None:
    assert said in condition_refused(text)


def test_two_lists_without_a_common_value_are_never_equal() -> None:
    said = refused("match_status == decision", INVOICE, INVOICES)
    assert said == "“match_status” and “decision” have no value in common"


def test_a_text_beside_a_status_is_one_of_its_values() -> None:
    node = read("'here' == state")
    assert isinstance(node, Comparison)
    assert isinstance(node.left, Value)
    assert (node.left.type.family, node.left.value) == ("choice", "here")
    assert node.left.type.of == ("book", "state")


def test_a_list_beside_a_status_is_a_list_of_its_values() -> None:
    node = read("state in ['here', 'gone']")
    assert isinstance(node, Comparison)
    assert isinstance(node.right, ListOf)
    assert [item.type.family for item in node.right.items] == ["choice", "choice"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bought >= '2026-01-31'", datetime.date(2026, 1, 31)),
        ("seen < '2026-01-31 10:00'", datetime.datetime(2026, 1, 31, 10, 0)),
    ],
)
def test_a_text_beside_a_date_is_a_date(text: str, value: object) -> None:
    node = read(text)
    assert isinstance(node, Comparison)
    assert isinstance(node.right, Value)
    assert node.right.value == value


def test_numbers_are_kept_as_they_were_written() -> None:
    values = [part.value for part in walk(read("0.1 + 2 > 1000")) if isinstance(part, Value)]
    assert values == [Decimal("0.1"), 2, 1000]


def test_a_chain_of_comparisons_is_all_of_them() -> None:
    node = read("1 < pages < 9")
    assert isinstance(node, And)
    assert [type(item) for item in node.items] == [Comparison, Comparison]


def test_the_tree_has_the_shape_of_the_text() -> None:
    node = read("not (signed or pages > 3) and bought == empty")
    assert isinstance(node, And)
    assert isinstance(node.items[0], Not)
    assert isinstance(node.items[0].item, Or)
    assert isinstance(node.items[1], Comparison)
    assert isinstance(node.items[1].right, Empty)
    choice = read("pages + 1 if signed else 0")
    assert isinstance(choice, Choose)
    assert isinstance(choice.then, Operation)


def test_one_fault_is_told_once_and_drags_no_other_behind_it() -> None:
    assert refused("nothing + 1 > nothing").count("nothing") == 1
    assert refused("nothing == 'x' and other > 3").count("has no field") == 2
