"""Changes of a chart: its grain, measure, shape, split."""

import re

from apps.plans.planners.builtin.compose.charts import measure_for
from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import name_of
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.looks import CHART
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.figures import GRAINS, chart_shape
from apps.plans.planners.builtin.grammar.phrases import bare

_THE_CHART = re.compile(
    r"\b(?:the|this|that|our) (?:[\w-]+ ){0,3}(?:chart|graph|trend|diagram)\b|^(?:change|switch|"
    r"update|split|group) (?:[\w-]+ )?(?:chart|graph)\b"
)


_CHANGE = re.compile(
    r"^(?:change|switch|make|turn|set|show|update|convert|let|have|display|use|group|split|break|"
    r"divide|colou?r|the chart|"
    r"the graph|the trend|it should|replace)\b"
)


_SPANS = {"day": "30", "week": "12", "month": "12", "quarter": "8", "year": "5"}


_ASPECTS = ("grain", "measures", "shape", "split_by")


_BY = re.compile(
    r"\b(?:by|per|split by|broken down by|for each|grouped by) (?P<by>(?!day|week|month|quarter|"
    r"year)[a-z][\w ]*?)(?= instead| rather|$|,| and | per | over )"
)


_LAST = re.compile(r"\b(?:last|past) (?P<number>\d+) (?:day|week|month|quarter|year)s?\b")


def change_chart(request: Request) -> Change | NoChange | None:
    """`Change the chart to show monthly totals`, `make the chart a line chart by supplier`."""
    if (
        not CHART.search(request.text)
        or not _CHANGE.match(request.text)
        or not _THE_CHART.search(request.text)
    ):
        return None
    target = request.present.chart()
    if target is None:
        return None
    edits = _edits(request, target)
    if not edits and any(_edits(request, _without(target, key)) for key in _ASPECTS):
        return Change((), (target.at,), "The chart is so", notes=("That is so already.",))
    if not edits:
        return NoChange("How the chart should change was not understood.")
    name = _chart_name(request.present, target.data, edits)
    if name and name != target.data.get("name"):
        edits.append({"kind": "rename", "at": target.at, "name": name})
    notes = (
        "“Totals” is read as the sum of the amounts."
        if re.search(r"\btotals?\b", request.text)
        and any(str(edit["at"]).endswith("measures") for edit in edits)
        else "",
    )
    return Change(
        tuple(edits),
        (target.at,),
        name or "The chart changes",
        notes=tuple(note for note in notes if note),
        about=target.at,
    )


def _edits(request: Request, target: Target) -> list[Edit]:
    return [
        *_grain(request, target),
        *_measure(request, target),
        *_shape(request, target),
        *_split(request, target),
    ]


def _without(target: Target, key: str) -> Target:
    """The chart as if one thing had not been said of it, to see whether it is so already."""
    data = {name: value for name, value in target.data.items() if name != key}
    return Target(target.at, target.sort, data | ({"shape": ""} if key == "shape" else {}))


def _set(target: Target, key: str, to: str) -> list[Edit]:
    return (
        [{"kind": "set", "at": f"{target.at}.{key}", "to": to}]
        if str(target.data.get(key, "")) != to
        else []
    )


def _grain(request: Request, target: Target) -> list[Edit]:
    words = re.findall(r"[a-z]+", request.text)
    grain = next(
        (
            GRAINS[word]
            for word in words
            if word in GRAINS and not re.search(rf"\b(?:last|past) \d+ {word}", request.text)
        ),
        "",
    )
    number = _LAST.search(request.text)
    edits = _set(target, "grain", grain) if grain and target.data.get("x") else []
    if number:
        edits += _set(target, "last", number["number"])
    elif edits and target.data.get("last") and _SPANS[grain] != str(target.data["last"]):
        edits += _set(target, "last", _SPANS[grain])
    return edits


def _measure(request: Request, target: Target) -> list[Edit]:
    said = re.sub(r"^.*?\b(?:chart|graph|trend|diagram)\b", "", request.text) or request.text
    if not re.search(
        r"\b(?:totals?|sums?|amounts?|spend(?:ing)?|costs?|average|hours|values?|number|counts?|"
        r"how many|revenue)\b",
        said,
    ):
        return []
    key = str(target.data["entity"])
    measure, _ = measure_for(request.present.draft, key, said)
    now = target.data.get("measures", ["count()"])
    return (
        [{"kind": "set", "at": f"{target.at}.measures", "list": [measure]}]
        if now != [measure]
        else []
    )


def _shape(request: Request, target: Target) -> list[Edit]:
    shape = chart_shape(request.text)
    return (
        _set(target, "shape", shape) if shape and shape != target.data.get("shape", "bar") else []
    )


def _split(request: Request, target: Target) -> list[Edit]:
    found = _BY.search(request.text)
    field = (
        request.present.draft.field_named(str(target.data["entity"]), bare(found["by"]))
        if found
        else None
    )
    if field is None or field["kind"] not in {"status", "choice", "relation", "person", "boolean"}:
        return []
    return (
        _set(target, "split_by", str(field["id"]))
        if target.data.get("grain")
        else _set(target, "x", str(field["id"]))
    )


def _chart_name(present: Present, part: Data, edits: list[Edit]) -> str:
    """A name that says what the chart shows after the change."""
    after = dict(part)
    for edit in edits:
        after[str(edit["at"]).rsplit(".", 1)[1]] = edit.get("list") or edit.get("to")
    measure = (after.get("measures") or ["count()"])[0]
    field = present.draft.field(str(part["entity"]), str(measure).rpartition("(")[2].rstrip(")"))
    what = is_named(field) if field else plural_name(present.draft.entity(str(part["entity"])))
    if str(measure).startswith("avg"):
        what = f"average {what.lower()}"
    grain = after.get("grain")
    return name_of(f"{what} per {grain}") if grain else ""
