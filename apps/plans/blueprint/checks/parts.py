"""Parts of pages: charts, numbers, lists."""

import re
from collections.abc import Iterable, Sequence

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Node
from apps.plans.blueprint.expressions.types import Type
from apps.plans.blueprint.parts import AnyPart, Chart, ListPart, Stat, TextPart

CHARTED = frozenset({"date", "datetime", "choice", "row", "boolean", "text", "any"})
IN_BRACES = re.compile(r"\{([a-z0-9_.]+)\}")
OF_WHO_LOOKS = frozenset({"me.name", "me.first_name"})
UNCHARTED_KINDS = frozenset({"long_text", "url"})
CHARTED_NUMBERS = frozenset({"integer", "rating"})


def check_parts(parts: Iterable[AnyPart], page: str, found: Findings, *, shown: str = "") -> None:
    """All parts of a page; `shown` is the entity of the record that a detail page shows."""
    for part in parts:
        at = f"{page}.parts.{part.id}"
        if isinstance(part, TextPart):
            _check_text(part, at, found)
        if isinstance(part, Stat | Chart | ListPart):
            if not found.known(f"{at}.entity", part.entity, found.world.entities, "entity"):
                continue
            place = places.listed(part.entity, shown)
            found.condition(f"{at}.scope", part.scope, place)
            _check(part, at, found, shown)


def _check(part: Stat | Chart | ListPart, at: str, found: Findings, shown: str) -> None:
    match part:
        case Stat():
            check_measure(f"{at}.measure", part.measure, part.entity, found, shown=shown)
            check_measure(f"{at}.of", part.of, part.entity, found, shown=shown)
            _check_period(part, at, found)
        case Chart():
            for measure in part.measures:
                node = check_measure(f"{at}.measures", measure, part.entity, found, shown=shown)
                if node and node.type.family not in ("number", "any"):
                    message = f"“{measure}” is {node.type}; a chart draws numbers, a stat shows it"
                    found.say(f"{at}.measures", "measure", message)
            _check_chart(part, at, found)
        case ListPart():
            found.paths(f"{at}.columns", part.columns, part.entity)
            check_sort(part.sort, (), part.entity, at, found)
            _check_ticks(part, at, found)
            own = found.tool.entities.get(part.entity)
            known = [action.id for action in own.actions] if own else []
            for called in part.actions:
                found.known(f"{at}.actions", called, known, f"action of {part.entity}")


def _check_text(part: TextPart, at: str, found: Findings) -> None:
    """No row is at hand in words: only whoever looks can be named."""
    for key in ("name", "body"):
        for path in IN_BRACES.findall(getattr(part, key)):
            found.known(f"{at}.{key}", path, OF_WHO_LOOKS, "name in braces")


def check_measure(
    where: str, text: str, entity: str, found: Findings, *, shown: str = ""
) -> Node | None:
    """A measure: a number or date, of the rows at hand; nothing where it is none."""
    node = found.expression(where, text, places.measured(entity, shown))
    if node and node.type.family not in ("number", "date", "datetime", "time", "any"):
        found.say(where, "measure", f"“{text}” is {node.type}, and a measure is a number")
        return None
    return node


def check_sort(
    sort: Iterable[str], totals: Sequence[str], entity: str, at: str, found: Findings
) -> None:
    """What a list is sorted by: paths, or one of its totals."""
    for text in sort:
        called = text.removeprefix("-")
        if called in totals:
            continue
        if "(" in called:
            message = f"“{called}” is not among the totals of this page"
            found.say(f"{at}.sort", "no-such-thing", message)
            continue
        path = found.path(f"{at}.sort.{called}", called, entity)
        if path and (path.type.many or path.type.family == "file"):
            found.say(f"{at}.sort.{called}", "kinds", f"nothing can be sorted by {path.type}")


def _check_period(part: Stat, at: str, found: Findings) -> None:
    path = found.path(f"{at}.x", part.x, part.entity) if part.x else None
    if path and path.type.family not in ("date", "datetime", "any"):
        found.say(f"{at}.x", "kinds", f"“{part.x}” is {path.type}, and this needs a date")
    if part.compare != "none" and not part.x:
        found.say(f"{at}.compare", "missing", "compare needs a date: x")


def _check_chart(part: Chart, at: str, found: Findings) -> None:
    path = found.path(f"{at}.x", part.x, part.entity)
    if path and not _is_charted(path.type):
        message = f"“{part.x}” is {path.type}; a chart goes along dates, values, people or rows"
        found.say(f"{at}.x", "kinds", message)
    is_dated = path is None or path.type.family in ("date", "datetime", "any")
    if part.last and not is_dated:
        found.say(f"{at}.last", "kinds", "last counts days, weeks or months and needs a date as x")
    if part.split_by:
        split = found.path(f"{at}.split_by", part.split_by, part.entity)
        if split and not _is_charted(split.type):
            found.say(f"{at}.split_by", "kinds", f"nothing is split by {split.type}")
        if len(part.measures) > 1:
            found.say(f"{at}.split_by", "measures", "split_by goes with one measure")


def _is_charted(type_: Type) -> bool:
    if type_.family == "number":
        return type_.field in CHARTED_NUMBERS
    return type_.family in CHARTED and type_.field not in UNCHARTED_KINDS


def _check_ticks(part: ListPart, at: str, found: Findings) -> None:
    fields = found.world.entities[part.entity].fields.values()
    ticked = [f for f in fields if f.kind == "boolean" and f.source and not f.is_computed]
    if part.kind == "checklist" and not ticked:
        found.say(f"{at}.entity", "kinds", f"{part.entity} has no yes-or-no field to tick")
