"""Expressions over a drawn tool, by what they give. `at` stands before each name: `row.` or ``."""

from __future__ import annotations

from collections.abc import Iterator

from .chance import Chance
from .sketch import DAYS, NUMBERS, Sketch


def condition(chance: Chance, tool: Sketch, entity: str, at: str = "", depth: int = 1) -> str:
    """Something that holds or does not."""
    if depth and chance.hits(1, 3):
        one, two = (condition(chance, tool, entity, at, depth - 1) for _ in "12")
        return chance.one((f"{one} and {two}", f"{one} or {two}", f"not ({one})"))
    return chance.one(list(_conditions(chance, tool, entity, at)))


def _conditions(chance: Chance, tool: Sketch, entity: str, at: str) -> Iterator[str]:
    yield f"{at}label != 'nothing'"
    yield f"contains(lower({at}label), 'a')"
    yield f"{at}created_by == me"
    yield f"{at}created_at <= now"
    yield chance.one(("'Finance' in me.groups", "me.department == 'Operations'"))
    for one in tool.fields(entity, *NUMBERS):
        yield chance.one((f"{at}{one} > 2", f"abs({at}{one} - 1) < 50", f"{at}{one} in [1, 2]"))
    for one in tool.fields(entity, "boolean", stored=not chance.hits(1, 3)):
        yield chance.one((f"{at}{one}", f"not {at}{one}"))
    for one in tool.fields(entity, "status", "choice"):
        value = chance.one(tool.values(entity, one))
        yield chance.one((f"{at}{one} == '{value}'", f"{at}{one} in ['{value}']"))
    for one in tool.fields(entity, "status"):
        yield f"{at}{one}.closed"
    for one in tool.fields(entity, "choices"):
        yield f"'{tool.values(entity, one)[0]}' in {at}{one}"
    for one in tool.fields(entity, *DAYS):
        yield chance.one((f"{at}{one} < today + days(5)", f"days({at}{one}, today) > 2"))
    for one in tool.fields(entity, "datetime"):
        yield chance.one((f"{at}{one} > now - hours(3)", f"date({at}{one}) == today"))
    for one in tool.fields(entity, "person"):
        yield chance.one((f"{at}{one} == me", f"{at}{one}.department != 'Sales'"))
        yield chance.one((f"{at}{one} == empty", f"me in {at}{one}.managers"))
    for one in tool.fields(entity, "people"):
        yield f"me in {at}{one}"
    for one, _ in tool.links(entity):
        yield chance.one((f"{at}{one} == empty", f"{at}{one}.size > 1", f"{at}{one}.owner == me"))
    if not at:
        yield from _about_children(chance, tool, entity)


def _about_children(chance: Chance, tool: Sketch, entity: str) -> Iterator[str]:
    for child, via in tool.pointing(entity):
        inside = f"where=size > 1, via={via}"
        yield chance.one((f"exists({child}, {inside})", f"count({child}, {inside}) < 3"))


def number(chance: Chance, tool: Sketch, entity: str, depth: int = 1) -> str:
    """A number of a row."""
    if depth and chance.hits(1, 3):
        one, two = (number(chance, tool, entity, depth - 1) for _ in "12")
        sign = chance.one(("+", "-", "*", "/", "%"))
        return chance.one((f"({one} {sign} {two})", f"max({one}, {two})", f"coalesce({one}, 0)"))
    return chance.one(list(_numbers(chance, tool, entity)))


def _numbers(chance: Chance, tool: Sketch, entity: str) -> Iterator[str]:
    yield "size"
    yield chance.one(("round(size / 3, 1)", "(size if size > 1 else 0)"))
    for one in tool.fields(entity, *NUMBERS):
        yield one
    for one in tool.fields(entity, "date", "datetime"):
        yield chance.one((f"year({one})", f"weekday({one})", f"week({one})", f"quarter({one})"))
    for one in tool.fields(entity, "date"):
        yield chance.one((f"days({one}, today)", f"workdays({one}, due)", f"months({one}, today)"))
        for other, _ in list(tool.entities.items())[:1]:
            yield f"workdays({one}, today, without={other}.due)"
    for one in tool.fields(entity, "people", "choices"):
        yield f"count({one})"
    for child, via in tool.pointing(entity):
        yield chance.one(
            (
                f"sum({child}.size, via={via})",
                f"count({child}, where=size > row.size, via={via})",
                f"avg({child}.size, where=due < today, via={via})",
                f"last({child}.size, order=due, via={via})",
                f"first({child}.size, order=-created_at, via={via})",
            )
        )
    for one in tool.fields(entity, "status")[:1]:
        value = tool.values(entity, one)[-1]
        yield f"days(created_at, entered({one}, '{value}'))"


def day(chance: Chance, tool: Sketch, entity: str) -> str:
    """A day of a row."""
    return chance.one(
        (
            "due + months(1)",
            "week_start(due)",
            "date(created_at)",
            "max(due, today)",
            "today - days(size)",
            "quarter_start(today)",
        )
    )


def text(chance: Chance, tool: Sketch, entity: str) -> str:
    """A text of a row."""
    links = [f"text(label, {one})" for one, _ in tool.links(entity)]
    closed = [f"text(label, {one})" for one in tool.fields(entity, "status", "choice")]
    return chance.one(
        (
            "text(label, size)",
            "format('{label} × {size}')",
            "format('{label}: {owner.name}')",
            "lower(label)",
            "'late' if due < today else 'early'",
            *links,
            *closed,
        )
    )


def measure(chance: Chance, tool: Sketch, entity: str) -> str:
    """A figure of the rows at hand."""
    return chance.one(
        (
            "count()",
            "sum(size)",
            "avg(size)",
            "max(size)",
            f"count(where={condition(chance, tool, entity, depth=0)})",
            "100 * sum(size) / count()",
            "sum(size, where=due < today)",
        )
    )


def who(chance: Chance, tool: Sketch, entity: str, most: int = 2) -> list[str]:
    """A who-list by the rows of an entity."""
    return chance.several(["member", "admin", *tool.roles, *tool.whose(entity)], most)
