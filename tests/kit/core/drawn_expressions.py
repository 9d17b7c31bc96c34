"""Expressions of the language that Hypothesis draws, by type: every function and operator.

`test_drawn_expressions.py` holds them to it; `test_random_trees.py` reads them twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from apps.builds.compiler.expressions.algebra import printed
from apps.builds.compiler.expressions.dispatch import condition, term
from apps.builds.compiler.expressions.scope import Scope
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.loading import load

Texts = st.SearchStrategy[str]

GOOD_OR_BAD = [{"id": "good"}, {"id": "bad", "closed": True}]
FIELDS: list[dict[str, Any]] = [
    {"kind": "text", "id": "text"},
    {"kind": "integer", "id": "whole"},
    {"kind": "integer", "id": "other"},
    {"kind": "decimal", "id": "exact"},
    {"kind": "boolean", "id": "flag"},
    {"kind": "choice", "id": "mood", "values": GOOD_OR_BAD},
    {"kind": "status", "id": "stage", "values": GOOD_OR_BAD},
    {"kind": "choices", "id": "tags", "values": GOOD_OR_BAD},
    {"kind": "date", "id": "day"},
    {"kind": "date", "id": "until"},
    {"kind": "datetime", "id": "at"},
    {"kind": "datetime", "id": "then"},
    {"kind": "time", "id": "clock"},
    {"kind": "time", "id": "till"},
    {"kind": "person", "id": "owner"},
    {"kind": "people", "id": "helpers"},
    {"kind": "relation", "id": "twin", "to": "measure"},
    {"kind": "relations", "id": "links", "to": "measure"},
    {"kind": "file", "id": "papers", "many": True},
    {"kind": "decimal", "id": "half", "expr": "whole / 2"},
    {"kind": "text", "id": "label", "expr": "lower(text)"},
]
PAY = [
    {"kind": "person", "id": "person", "required": True},
    {"kind": "money", "id": "amount", "required": True},
]
LAB = {
    "name": "Lab",
    "roles": [{"id": "hr"}],
    "entities": [
        {"id": "measure", "title": "text", "fields": FIELDS},
        {"id": "salary", "title": "amount", "fields": PAY},
    ],
}
TOOL = Tool(load(LAB).blueprint)
"""The lab's `Measure` and `Salary`, as a blueprint says them; neither leads to the other."""


HERE = places.own("measure")


def of_value(text: str) -> str:
    """The source that the compiler writes for an expression."""
    return _in_the_lab(term(TOOL.node(text, HERE), Scope(TOOL)).source)


def of_condition(text: str) -> str:
    """The source that the compiler writes for a condition."""
    return _in_the_lab(printed(condition(TOOL.question(text, HERE), Scope(TOOL))))


def _in_the_lab(source: str) -> str:
    """The lab has one class of values for all three fields."""
    return source.replace("Measure.Tags.", "Measure.Mood.").replace(".Stage.", ".Mood.")


def _call(name: str, *arguments: Texts) -> Texts:
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(given)})")


def _between(sign: str, left: Texts, right: Texts) -> Texts:
    return st.tuples(left, right).map(lambda pair: f"({pair[0]} {sign} {pair[1]})")


def _if(then: Texts, when: Texts, otherwise: Texts) -> Texts:
    several = st.tuples(then, when, otherwise)
    return several.map(lambda three: f"({three[0]} if {three[1]} else {three[2]})")


def _any_of(plain: Texts, less: Texts, when: Texts, *more: Texts) -> Texts:
    """What there is of every type: one of two, the first that is not empty, nothing at all."""
    return st.one_of(
        plain, _call("coalesce", less, less), _if(less, when, less | st.just("empty")), *more
    )


def _rolled_up(name: str, path: str, when: Texts, more: str = "") -> Texts:
    return when.map(lambda one: f"{name}(measure.{path}, via=twin, where={one}{more})")


def _picked(path: str, when: Texts) -> tuple[Texts, ...]:
    """The value of one row that points here."""
    ways = (("first", ", order=-day"), ("last", ", order=day"), ("first", ""), ("last", ""))
    return tuple(_rolled_up(name, path, when, more) for name, more in ways)


PARTS = ("year", "quarter", "month", "week", "day", "weekday")
SIZES = ("tags", "helpers", "links", "papers", "twin.helpers", "twin.links")
ELSEWHERE = (
    "count(salary)",
    "last(salary.amount, order=amount)",
    "workdays(day, until, without=measure.day)",
)
PAID = ("salary.amount", "salary.amount, where=person == row.owner")
OVER_ALL = ("sum", "avg", "min", "max", "first", "last")


@cache
def numbers(depth: int) -> Texts:
    """Expressions that give a number."""
    plain = st.sampled_from(
        ["whole", "other", "exact", "half", "twin.whole", "twin.half", "0", "3", "-2", "1.5"]
    )
    if not depth:
        return plain
    less, when = numbers(depth - 1), conditions(depth - 1)
    day, moment, time = days(depth - 1), moments(depth - 1), times(depth - 1)
    return _any_of(
        plain,
        less,
        when,
        *(_between(sign, less, less) for sign in "+-*/%"),
        less.map(lambda one: f"-({one})"),
        _call("abs", less),
        _call("round", less),
        _call("round", less, st.sampled_from(["0", "1", "2"])),
        *(_call(name, less, less) for name in ("min", "max")),
        _call("max", less, less, less),
        *(_call(name, of) for name in PARTS for of in (day, moment)),
        *(_call(name, day, day) for name in ("days", "months", "years", "workdays")),
        *(_call(name, moment, moment) for name in ("days", "hours", "months", "years")),
        _call("hours", time, time),
        st.sampled_from(SIZES).map(lambda path: f"count({path})"),
        *(_called(st.just(name), st.sampled_from(PAID)) for name in OVER_ALL),
        *map(st.just, ELSEWHERE),
        when.map(lambda one: f"count(measure, via=twin, where={one})"),
        *(_rolled_up(name, "whole", when) for name in ("sum", "avg", "min", "max")),
        _rolled_up("sum", "twin.half", when),
        *_picked("exact", when),
    )


@cache
def days(depth: int) -> Texts:
    """Expressions that give a day."""
    plain = st.sampled_from(["day", "until", "today", "twin.day"])
    if not depth:
        return plain
    less, moment, when = days(depth - 1), moments(depth - 1), conditions(depth - 1)
    starts = ("date", "week_start", "month_start", "quarter_start", "year_start")
    return _any_of(
        plain,
        less,
        when,
        *(_call(name, of) for name in starts for of in (less, moment)),
        *(_between(sign, less, spans()) for sign in "+-"),
        *(_call(name, less, less) for name in ("min", "max")),
        *(_rolled_up(name, "day", when) for name in ("min", "max")),
        *_picked("day", when),
    )


@cache
def moments(depth: int) -> Texts:
    """Expressions that give a moment."""
    plain = st.sampled_from(["at", "then", "now", "twin.at", "created_at"])
    if not depth:
        return plain
    less, when = moments(depth - 1), conditions(depth - 1)
    return _any_of(
        plain,
        less,
        when,
        *(_between(sign, less, spans()) for sign in "+-"),
        *(_call(name, less, less) for name in ("min", "max")),
        *(_rolled_up(name, "at", when) for name in ("min", "max")),
        *_picked("at", when),
        st.sampled_from(["entered(stage, 'bad')", "entered(twin.stage, 'good')"]),
    )


def spans() -> Texts:
    """Lengths of time; amounts that are fields may be empty."""
    units = st.sampled_from(["hours", "days", "weeks", "months", "years"])
    return _called(units, st.sampled_from(["1", "13", "-1", "other", "whole"]))


def _called(names: Texts, argument: Texts) -> Texts:
    return st.tuples(names, argument).map(lambda pair: f"{pair[0]}({pair[1]})")


SHOWN = (
    *("mood", "tags", "stage", "owner", "helpers", "twin", "links", "exact", "flag"),
    *("day", "at", "clock", "twin.mood", "twin.owner", "twin.tags", "twin.helpers"),
)


@cache
def texts(depth: int) -> Texts:
    """Expressions that give a text."""
    plain = st.sampled_from(
        ["text", "label", "twin.text", "owner.name", "owner.manager.name", "me.name", "'ab'"]
    )
    if not depth:
        return plain
    less, when = texts(depth - 1), conditions(depth - 1)
    shown = st.sampled_from(SHOWN)
    return _any_of(
        plain,
        less,
        when,
        _call("lower", less),
        *(_call("text", st.just(one)) for one in SHOWN),
        _call("text", less | shown, less | shown | days(depth - 1) | numbers(0)),
        st.sampled_from(
            ["format('{text}: {mood}, {at}')", "format('{twin.text} {exact}, {owner.name}')"]
        ),
        *_picked("text", when),
    )


@cache
def times(depth: int) -> Texts:
    """Expressions that give a time of day."""
    plain = st.sampled_from(["clock", "till", "twin.clock"])
    if not depth:
        return plain
    less, when = times(depth - 1), conditions(depth - 1)
    amounts = st.sampled_from(["1", "-5", "30", "0.5", "other", "exact"])
    return _any_of(
        plain,
        less,
        when,
        _call("time", moments(depth - 1)),
        *(_between(sign, less, _call("hours", amounts)) for sign in "+-"),
        *(_call(name, less, less) for name in ("min", "max")),
        *(_rolled_up(name, "clock", when) for name in ("min", "max")),
        *_picked("clock", when),
    )


@cache
def values(depth: int) -> Texts:
    """Expressions that give a value of a closed list."""
    plain = st.sampled_from(["mood", "stage", "twin.mood"])
    if not depth:
        return plain
    less, when = values(depth - 1), conditions(depth - 1)
    written = _if(less, when, st.sampled_from(["'good'", "'bad'"]))
    return _any_of(plain, less, when, written, *_picked("mood", when))


@cache
def lists(depth: int) -> Texts:
    """Expressions that give several values of a closed list."""
    plain = st.sampled_from(["tags", "twin.tags"])
    if not depth:
        return plain
    less, when = lists(depth - 1), conditions(depth - 1)
    return st.one_of(plain, _if(less, when, less | st.sampled_from(["empty", "['bad']"])))


@cache
def people(depth: int) -> Texts:
    """Expressions that give a person."""
    plain = st.sampled_from(["owner", "me", "twin.owner", "owner.manager", "me.manager"])
    if not depth:
        return plain
    less, when = people(depth - 1), conditions(depth - 1)
    return _any_of(plain, less, when, *_picked("owner", when))


@cache
def rows(depth: int) -> Texts:
    """Expressions that give a row."""
    plain = st.sampled_from(["twin", "twin.twin"])
    if not depth:
        return plain
    when = conditions(depth - 1)
    return _any_of(plain, rows(depth - 1), when, *_picked("twin", when))


COMPARED: tuple[Callable[[int], Texts], ...] = (numbers, days, moments, times)
ALIKE: tuple[Callable[[int], Texts], ...] = (texts, values, people, rows)
SEVERAL = ("tags", "helpers", "links", "papers", "flag")
OF_ALL = (*COMPARED, *ALIKE)
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
PLAIN = (
    "flag",
    "twin.flag",
    "mood == 'good'",
    "mood != 'bad'",
    "mood == empty",
    "mood in ['good', 'bad']",
    "stage.closed",
    "twin.stage.closed",
    "'good' in tags",
    "'bad' not in tags",
    "owner == me",
    "owner == twin.owner",
    "me in helpers",
    "me not in helpers",
    "owner in helpers",
    "owner not in helpers",
    "twin in links",
    "twin not in links",
    "twin == empty",
    "'hr' in my_roles",
    "'hr' not in my_roles",
    "'Finance' in me.groups",
    "'Finance' not in owner.groups",
    "owner.department == me.department",
    "me in owner.managers",
    "me.department == empty",
    "text in ['a', 'ab']",
    "text not in [label, 'b']",
    "text != empty",
    "whole in [1, 2, 3]",
    "whole not in [1, other]",
    "day in [until, today]",
    "0 < whole <= 40",
    "True",
)


@cache
def conditions(depth: int) -> Texts:
    """Expressions that are true or false."""
    plain = st.sampled_from(PLAIN)
    if not depth:
        return plain
    less = conditions(depth - 1)
    return st.one_of(
        plain,
        less.map(lambda one: f"not ({one})"),
        *(_between(sign, less, less) for sign in ("and", "or")),
        *(_between(sign, of(depth - 1), of(depth - 1)) for of in COMPARED for sign in SIGNS),
        *(_between(sign, of(depth - 1), of(depth - 1)) for of in ALIKE for sign in SIGNS[:2]),
        *(_between(sign, of(depth - 1), st.just("empty")) for of in OF_ALL for sign in SIGNS[:2]),
        *(_between(sign, st.just("empty"), of(0)) for of in OF_ALL for sign in SIGNS[:2]),
        *(st.just(f"{one} {sign} empty") for one in SEVERAL for sign in SIGNS[:2]),
        *(_between(sign, st.just("flag"), less.map("({})".format)) for sign in SIGNS[:2]),
        _call("contains", texts(depth - 1), texts(0)),
        _call("coalesce", st.just("flag"), less),
        *_picked("flag", less),
        st.just("exists(salary)"),
        _if(less, less, st.just("empty")),
        _if(less, less, less),
        less.map(lambda one: f"exists(measure, via=twin, where={one})"),
        st.just("exists(measure, via=twin, where=whole > row.other and id != row.id)"),
        st.just("exists(salary, where=person in row.helpers and amount > 3)"),
        st.just("count(helpers) > 1"),
    )


EVERYTHING: tuple[Callable[[int], Texts], ...] = (
    *(numbers, days, moments, texts, times, values, lists, people, rows, conditions, conditions),
)
"""By type; conditions twice, since there are as many of them as of all else."""
