"""Charts: what is measured, over which time or by which field, above the list of its rows."""

import re

from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.compose.draft import DATES, Data, Draft
from apps.plans.planners.builtin.compose.elapsed import measured_time
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import name_of
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, page_address
from apps.plans.planners.builtin.grammar.wishes import Charted

NUMBERS = ("money", "decimal", "duration", "integer", "percent", "rating")
_LAST = {"day": 30, "week": 12, "month": 12, "quarter": 8, "year": 5}
_SUM = (
    "total",
    "totals",
    "sum",
    "spend",
    "spending",
    "spent",
    "cost",
    "costs",
    "amount",
    "amounts",
    "value",
    "revenue",
    "hours",
    "expenses",
    "expenditure",
    "volume of money",
    "quantity",
    "quantities",
    "income",
)
_AVERAGE = ("average", "avg", "mean")
_HOLLOW = {"value", "level", "reading", "amount", "figure"}
_NUMBER = ("number", "count", "counts", "how many")


def chart(draft: Draft, wish: Charted) -> Verdict:
    """A chart part on the first list of the entity."""
    key = wish.of
    page = next(
        (page for page in draft.pages_of(key) if page["kind"] in {"table", "board"}),
        draft.pages_of(key)[0],
    )
    elapsed = measured_time(draft, key, wish.measure)
    measure, said = measure_for(draft, key, wish.measure)
    if elapsed is not None:
        measure, said = f"avg({elapsed['id']})", f"average {is_named(elapsed).lower()}"
    if measure == "count()" and (wish.summed or _needs_number(wish.measure)):
        done = "added up" if wish.summed else "worked out"
        return NotBuilt(f"No field holds “{wish.measure}” as a number that could be {done}.")
    if wish.by and not wish.grain and _missing(draft, key, wish.by):
        return NotBuilt(f"There is no field {wish.by} to draw it by.")
    x, grain = _axis(draft, key, wish)
    part: Data = {
        "kind": "chart",
        "id": "trend" if grain else "chart",
        "entity": key,
        "shape": wish.shape or "bar",
        "x": x,
    }
    if grain:
        part |= {"grain": grain, "last": _LAST[grain]}
    if measure != "count()":
        part["measures"] = [measure]
    split = _split(draft, key, wish, x, measure)
    if split:
        part |= {"split_by": split, "stacked": True}
    found = (
        condition(
            draft, key, tuple(word for word in wish.measure.split() if word not in _SUM + _NUMBER)
        )
        if wish.measure
        else None
    )
    if found is not None and not split:
        part["scope"] = found.expr
    part |= {"name": _name(draft, key, said, grain, x), "size": "full"}
    added = draft.add(page, "parts", _ordered(part))
    by = draft.field_named(key, wish.by) if wish.by else None
    partly = (
        f"{is_named(by)} is free text: the chart is not split by it."
        if by is not None and not split and by["id"] != x
        else ""
    )
    meaning = (
        f"{part['name']}"
        + (f", by {split.replace('_', ' ')}" if split else "")
        + (f", the last {_LAST[grain]}" if grain else "")
    )
    return Built([page_address(page["id"], "parts", added["id"])], meaning, partly)


def _needs_number(text: str) -> bool:
    """Whether a phrase asks for a sum or an average rather than for how many rows there are."""
    words = text.split()
    return any(word in words for word in ("hours", *_AVERAGE)) or (
        "total" in words and words[-1] in {"amount", "cost", "costs", "spend", "value", "price"}
    )


def _missing(draft: Draft, key: str, by: str) -> bool:
    """Whether nothing of the rows says what they would be told apart by."""
    return draft.field_named(key, by) is None and by not in {"status", "person", "user", "member"}


def _ordered(part: Data) -> Data:
    keys = (
        "kind",
        "id",
        "name",
        "entity",
        "shape",
        "x",
        "grain",
        "measures",
        "split_by",
        "stacked",
        "scope",
        "last",
        "size",
    )
    return {key: part[key] for key in keys if key in part}


def measure_for(draft: Draft, key: str, text: str) -> tuple[str, str]:
    """The measure a phrase asks for, and how it is called: the count of rows where nothing else is
    said.
    """
    numbers = list(draft.of_kind(key, *NUMBERS))
    words = text.split()
    named = _named_number(draft, key, numbers, text)
    if (
        named is None
        and any(word in words for word in _SUM)
        and not any(word in words for word in _NUMBER)
    ):
        kinds = ("duration",) if "hours" in words else ("money", "duration")
        named = _which(draft, draft.of_kind(key, kinds[0]) or draft.of_kind(key, *kinds), text)
    if named is None:
        return "count()", ""
    name = is_named(named)
    if any(word in words for word in _AVERAGE) or named["kind"] in {"percent", "rating"}:
        return f"avg({named['id']})", f"average {name.lower()}"
    return f"sum({named['id']})", name


def _which(draft: Draft, fields: list[Data], text: str) -> Data | None:
    """The amount that a total is of where none is named: what was really paid before what was
    thought; which one it is, is said where there is a choice or the words are others.
    """
    fields = [field for field in fields if not field.get("expr")]
    sure = [f for f in fields if not re.search(r"estimat|plan|budget|expect|quot", str(f["id"]))]
    found = next(iter(sure or fields), None)
    words = {word for field in fields for word in str(field["id"]).split("_")}
    if found is not None and (len(fields) > 1 or words & {"estimated", "planned", "expected"}):
        draft.assume(f"“{text.strip()}” is read as the sum of {is_named(found).lower()}.")
    return found


def _named_number(draft: Draft, key: str, numbers: list[Data], text: str) -> Data | None:
    for field in numbers:
        name = is_named(field).lower()
        if name in text or (field["id"].replace("_", " ") in text):
            return field
    short = [field for field in numbers if _said_shortly(is_named(field).lower(), text)]
    return short[0] if len(short) == 1 else None


def _said_shortly(name: str, text: str) -> bool:
    """Whether a text means a number without its hollow word: "the average pH" of a pH value."""
    core = " ".join(word for word in name.split() if word not in _HOLLOW)
    return bool(core) and re.search(rf"\b{re.escape(core)}\b", text) is not None


def _axis(draft: Draft, key: str, wish: Charted) -> tuple[str, str]:
    """Time where a grain or a trend is meant, else the field after "by"; a status where nothing is
    said.
    """
    by = draft.field_named(key, wish.by) if wish.by else None
    if wish.grain or wish.shape in {"line", "area"}:
        return draft.when(key), wish.grain or "month"
    if by is not None and by["kind"] in {
        "status",
        "choice",
        "relation",
        "person",
        "boolean",
        "text",
    }:
        return str(by["id"]), ""
    if by is not None and by["kind"] in DATES:
        return str(by["id"]), "month"
    if wish.shape in {"donut"}:
        status = draft.status(key) or next(
            iter(draft.of_kind(key, "choice", "relation", "person")), None
        )
        if status is not None:
            return str(status["id"]), ""
    return draft.when(key), "month"


def _split(draft: Draft, key: str, wish: Charted, x: str, measure: str) -> str:
    """A series for each value: of the field after "by", or of the status where rows are counted
    over time.
    """
    by = draft.field_named(key, wish.by) if wish.by else None
    if (
        by is not None
        and by["id"] != x
        and by["kind"] in {"status", "choice", "relation", "person", "boolean", "text"}
    ):
        return str(by["id"])
    status = draft.status(key)
    if (
        wish.grain
        and measure == "count()"
        and status is not None
        and status["id"] != x
        and not wish.by
    ):
        return str(status["id"])
    return ""


def _name(draft: Draft, key: str, said: str, grain: str, x: str) -> str:
    what = said or plural_name(draft.entity(key))
    if grain:
        return name_of(f"{what} per {grain}")
    field = draft.field(key, x)
    return name_of(f"{what} by {is_named(field).lower() if field else x}")
