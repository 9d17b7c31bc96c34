"""Expressions of the language that Hypothesis draws, by type: every function and operator."""

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

GOOD_OR_BAD = [{"id": "good"}, {"id": "bad"}]
FIELDS: list[dict[str, Any]] = [
    {"kind": "text", "id": "text"},
    {"kind": "integer", "id": "whole"},
    {"kind": "integer", "id": "other"},
    {"kind": "decimal", "id": "exact"},
    {"kind": "boolean", "id": "flag"},
    {"kind": "choice", "id": "mood", "values": GOOD_OR_BAD},
    {"kind": "choices", "id": "tags", "values": GOOD_OR_BAD},
    {"kind": "date", "id": "day"},
    {"kind": "date", "id": "until"},
    {"kind": "datetime", "id": "at"},
    {"kind": "datetime", "id": "then"},
    {"kind": "time", "id": "clock"},
    {"kind": "person", "id": "owner"},
    {"kind": "people", "id": "helpers"},
    {"kind": "relation", "id": "twin", "to": "measure"},
    {"kind": "decimal", "id": "half", "expr": "whole / 2"},
    {"kind": "text", "id": "label", "expr": "lower(text)"},
]
LAB = {
    "name": "Lab",
    "roles": [{"id": "hr"}],
    "entities": [{"id": "measure", "title": "text", "fields": FIELDS}],
}
TOOL = Tool(load(LAB).blueprint)
"""The lab's `Measure`, as a blueprint says it."""


HERE = places.own("measure")


def of_value(text: str) -> str:
    """The source that the compiler writes for an expression."""
    return _in_the_lab(term(TOOL.node(text, HERE), Scope(TOOL)).source)


def of_condition(text: str) -> str:
    """The source that the compiler writes for a condition."""
    return _in_the_lab(printed(condition(TOOL.question(text, HERE), Scope(TOOL))))


def _in_the_lab(source: str) -> str:
    """The lab has one class of values for both fields."""
    return source.replace("Measure.Tags.", "Measure.Mood.")


def _call(name: str, *arguments: Texts) -> Texts:
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(given)})")


def _between(sign: str, left: Texts, right: Texts) -> Texts:
    return st.tuples(left, right).map(lambda pair: f"({pair[0]} {sign} {pair[1]})")


def _if(then: Texts, when: Texts, otherwise: Texts) -> Texts:
    several = st.tuples(then, when, otherwise)
    return several.map(lambda three: f"({three[0]} if {three[1]} else {three[2]})")


@cache
def numbers(depth: int) -> Texts:
    """Expressions that give a number."""
    plain = st.sampled_from(
        ["whole", "other", "exact", "half", "twin.whole", "twin.half", "0", "3", "-2", "1.5"]
    )
    if not depth:
        return plain
    less, when = numbers(depth - 1), conditions(depth - 1)
    day, moment = days(depth - 1), moments(depth - 1)
    dated = day | moment
    return st.one_of(
        plain,
        *(_between(sign, less, less) for sign in "+-*/%"),
        less.map(lambda one: f"-({one})"),
        _call("abs", less),
        _call("round", less, st.sampled_from(["0", "1", "2"])),
        *(_call(name, less, less) for name in ("min", "max", "coalesce")),
        _if(less, when, less | st.just("empty")),
        *(_call(name, dated) for name in PARTS),
        *(_call(name, day, day) for name in ("days", "months", "years", "workdays")),
        *(_call(name, moment, moment) for name in ("days", "hours", "months", "years")),
        st.sampled_from(["count(tags)", "count(helpers)", "count(twin.helpers)"]),
        st.sampled_from(["workdays(day, until, without=measure.day)"]),
        when.map(lambda one: f"count(measure, via=twin, where={one})"),
        *(_rolled_up(name, "whole", when) for name in ("sum", "avg", "min", "max")),
        *(_rolled_up(name, "exact", when, ", order=-day") for name in ("first", "last")),
    )


PARTS = ("year", "quarter", "month", "week", "day", "weekday")


def _rolled_up(name: str, path: str, when: Texts, more: str = "") -> Texts:
    return when.map(lambda one: f"{name}(measure.{path}, via=twin, where={one}{more})")


@cache
def days(depth: int) -> Texts:
    """Expressions that give a day."""
    plain = st.sampled_from(["day", "until", "today", "twin.day"])
    if not depth:
        return plain
    less, dated = days(depth - 1), days(depth - 1) | moments(depth - 1)
    starts = ("week_start", "month_start", "quarter_start", "year_start")
    return st.one_of(
        plain,
        _call("date", moments(depth - 1)),
        *(_call(name, dated) for name in starts),
        *(_between(sign, less, spans()) for sign in "+-"),
        *(_call(name, less, less) for name in ("min", "max", "coalesce")),
        _if(less, conditions(depth - 1), less | st.just("empty")),
        conditions(depth - 1).map(lambda one: f"first(measure.day, via=twin, where={one})"),
    )


@cache
def moments(depth: int) -> Texts:
    """Expressions that give a moment."""
    plain = st.sampled_from(["at", "then", "now", "twin.at"])
    if not depth:
        return plain
    less = moments(depth - 1)
    return st.one_of(
        plain,
        *(_between(sign, less, spans()) for sign in "+-"),
        _call("coalesce", less, less),
        _if(less, conditions(depth - 1), less),
    )


def spans() -> Texts:
    """Lengths of time; amounts that are fields may be empty."""
    units = st.sampled_from(["hours", "days", "weeks", "months", "years"])
    return _called(units, st.sampled_from(["1", "13", "-1", "other", "whole"]))


def _called(names: Texts, argument: Texts) -> Texts:
    return st.tuples(names, argument).map(lambda pair: f"{pair[0]}({pair[1]})")


@cache
def texts(depth: int) -> Texts:
    """Expressions that give a text."""
    plain = st.sampled_from(["text", "label", "twin.text", "owner.name", "'ab'"])
    if not depth:
        return plain
    less = texts(depth - 1)
    shown = st.sampled_from(["mood", "owner", "twin", "exact", "flag", "day", "at", "clock"])
    return st.one_of(
        plain,
        _call("lower", less),
        _call("text", less | shown, less | shown | days(depth - 1) | numbers(0)),
        _call("coalesce", less, less),
        _if(less, conditions(depth - 1), less),
        st.sampled_from(["format('{text}: {mood}, {at}')", "format('{twin.text} {exact}')"]),
    )


def times(depth: int) -> Texts:
    """Expressions that give a time of day."""
    return st.just("clock") if not depth else st.just("clock") | _call("time", moments(depth - 1))


COMPARED: tuple[Callable[[int], Texts], ...] = (numbers, days, moments, times)


@cache
def conditions(depth: int) -> Texts:
    """Expressions that are true or false."""
    plain = st.sampled_from(
        [
            "flag",
            "mood == 'good'",
            "mood != 'bad'",
            "mood == empty",
            "mood in ['good', 'bad']",
            "'good' in tags",
            "'bad' not in tags",
            "owner == me",
            "owner != me",
            "owner == twin.owner",
            "me in helpers",
            "me not in helpers",
            "owner in helpers",
            "twin == empty",
            "'hr' in my_roles",
            "'Finance' in me.groups",
            "'Finance' in owner.groups",
            "owner == me.manager",
            "owner.department == me.department",
            "me in owner.managers",
            "me.department == empty",
            "text in ['a', 'ab']",
            "text != empty",
            "whole in [1, 2, 3]",
            "whole not in [1, other]",
        ]
    )
    if not depth:
        return plain
    less = conditions(depth - 1)
    signs = ("==", "!=", "<", "<=", ">", ">=")
    return st.one_of(
        plain,
        less.map(lambda one: f"not ({one})"),
        *(_between(sign, less, less) for sign in ("and", "or")),
        *(_between(sign, of(depth - 1), of(depth - 1)) for of in COMPARED for sign in signs),
        *(_between(sign, texts(depth - 1), texts(depth - 1)) for sign in ("==", "!=")),
        *(_between(sign, of(depth - 1), st.just("empty")) for of in COMPARED for sign in signs[:2]),
        _call("contains", texts(depth - 1), texts(0)),
        _if(less, less, less),
        less.map(lambda one: f"exists(measure, via=twin, where={one})"),
        st.just("exists(measure, where=whole > row.other and id != row.id)"),
        st.just("count(helpers) > 1"),
    )


VALUES: dict[str, Callable[[int], Texts]] = {
    "number": numbers,
    "day": days,
    "moment": moments,
    "text": texts,
    "time": times,
}
