"""Flags: states that are worked out from dates and numbers, as computed booleans."""

from apps.plans.planners.builtin.compose.days import ahead_field, due_field
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, field_address
from apps.plans.planners.builtin.grammar.wishes import Flagged
from apps.plans.planners.builtin.language.words import singular

_COLOURS = {
    "overdue": "red",
    "expired": "red",
    "expiring": "amber",
    "due_soon": "amber",
    "low": "red",
}
_SOON = ("expiring", "due_soon")
_NUMBERS = ("integer", "decimal", "money", "percent", "duration", "rating")
DEFAULT_DAYS = 30


def flag(draft: Draft, wish: Flagged) -> Verdict:
    """The flag as a field, with the colour of its rows."""
    if wish.limit:
        return _limit(draft, wish)
    if wish.word == "soon":
        return _near(draft, wish)
    field = add_flag(draft, wish.of, wish.word, wish.days, asked=True)
    if field is None:
        return NotBuilt(f"Nothing says from what “{wish.word}” would be worked out.")
    days = wish.days or DEFAULT_DAYS
    meaning = {
        "overdue": "Worked out from the due date; such rows are marked red",
        "expired": "Worked out from the end date; such rows are marked red",
        "expiring": f"Worked out: ends within {days} days; such rows are marked",
        "due_soon": f"Worked out: due within {days} days; such rows are marked",
        "low": "Worked out: the quantity is at or under the minimum; such rows are marked red",
    }[wish.word]
    return Built([field_address(wish.of, field["id"])], meaning)


def add_usual(draft: Draft) -> None:
    """Flags that come with a noun, where their dates and numbers are there."""
    for thing in draft.things:
        for word in thing.noun.flags if thing.noun else ():
            if draft.has_entity(thing.key):
                add_flag(draft, thing.key, word, 0, asked=False)


def add_flag(draft: Draft, key: str, word: str, days: int, *, asked: bool) -> Data | None:
    """Adds the computed boolean of that name; None where the row has nothing to work it
    out from.
    """
    known = draft.field(key, word)
    if known is not None and not known.get("expr"):
        draft.fields(key).remove(known)
        known = None
    if known is not None:
        if days and word in _SOON and known.get("expr"):
            known["expr"] = _expiring(draft, key, days) or known["expr"]
        return known
    expr = _expr(draft, key, word, days)
    if not expr and asked:
        _add_basis(draft, key, word)
        expr = _expr(draft, key, word, days)
    if not expr:
        return None
    return draft.add_field(
        key, {"kind": "boolean", "id": word, "expr": expr, "colour": _COLOURS[word]}
    )


def _expr(draft: Draft, key: str, word: str, days: int) -> str:
    """The expression of a flag; empty where its dates and numbers are missing."""
    if word in _SOON:
        return _expiring(draft, key, days or DEFAULT_DAYS, due=word == "due_soon")
    return {"overdue": _overdue, "expired": _expired, "low": _low}[word](draft, key)


def _limit(draft: Draft, wish: Flagged) -> Verdict:
    """Rows whose number lies beyond a limit, marked; the number is the one named, else the only
    one.
    """
    numbers = [field for field in draft.of_kind(wish.of, *_NUMBERS) if not field.get("expr")]
    spoken = {singular(word) for word in wish.field.split()}
    named = next((field for field in numbers if set(field["id"].split("_")) & spoken), None)
    field = named or (numbers[0] if len(numbers) == 1 else None)
    if field is None:
        return NotBuilt(f"Nothing says which number is {wish.word} {wish.limit}.")
    sign = ">" if wish.word == "above" else "<"
    identity = f"{wish.word}_{wish.limit}".replace(".", "_")
    made = draft.add_field(
        wish.of,
        {
            "kind": "boolean",
            "id": identity,
            "name": f"{wish.word.capitalize()} {wish.limit}",
            "expr": f"{field['id']} {sign} {wish.limit}",
            "colour": "red",
        },
    )
    return Built(
        [field_address(wish.of, made["id"])],
        f"Worked out from {is_named(field).lower()}; such rows are marked red",
    )


def _near(draft: Draft, wish: Flagged) -> Verdict:
    """Rows whose day comes within so many days, marked."""
    field = draft.field_named(wish.of, wish.field)
    if field is None or field["kind"] not in {"date", "datetime"} or not wish.days:
        return NotBuilt(f"There is no day “{wish.field}” to work it out from.")
    now = "now" if field["kind"] == "datetime" else "today"
    name = field["id"]
    expr = f"{name} >= {now} and {name} <= {now} + days({wish.days}){_open(draft, wish.of)}"
    made = draft.add_field(
        wish.of,
        {
            "kind": "boolean",
            "id": f"{name}_soon"[:40].strip("_"),
            "name": f"{is_named(field)} within {wish.days} days",
            "expr": expr,
            "colour": "amber",
        },
    )
    return Built(
        [field_address(wish.of, made["id"])],
        f"Worked out: {is_named(field).lower()} within {wish.days} days; such rows are marked",
    )


def _open(draft: Draft, key: str) -> str:
    """What keeps a row from being late: an end of its status, or the date it came back."""
    status = draft.status(key)
    if status is not None and any(value.get("closed") for value in status.get("values", [])):
        return f" and not {status['id']}.closed"
    for field in draft.of_kind(key, "date", "datetime"):
        if any(
            word in field["id"]
            for word in (
                "returned",
                "completed",
                "closed",
                "paid_on",
                "done",
                "finished",
                "resolved",
                "delivered_on",
            )
        ):
            return f" and {field['id']} == empty"
    for field in draft.of_kind(key, "boolean"):
        if field["id"] in {"done", "paid", "returned", "completed"} and not field.get("expr"):
            return f" and not {field['id']}"
    return ""


def _overdue(draft: Draft, key: str) -> str:
    due = due_field(draft, key)
    if not due:
        return ""
    limit = "now" if (draft.field(key, due) or {}).get("kind") == "datetime" else "today"
    return f"{due} < {limit}{_open(draft, key)}"


def _ahead(draft: Draft, key: str, *, due: bool = False) -> tuple[str, str]:
    path = ahead_field(draft, key, due=due)
    moment = "now" if path and (draft.field(key, path) or {}).get("kind") == "datetime" else "today"
    return path, moment


def _expiring(draft: Draft, key: str, days: int, *, due: bool = False) -> str:
    path, moment = _ahead(draft, key, due=due)
    return (
        f"{path} >= {moment} and {path} <= {moment} + days({days}){_open(draft, key)}"
        if path
        else ""
    )


def _expired(draft: Draft, key: str) -> str:
    path, moment = _ahead(draft, key)
    return f"{path} < {moment}" if path else ""


def _low(draft: Draft, key: str) -> str:
    numbers = [field["id"] for field in draft.of_kind(key, "integer", "decimal")]
    have = next(
        (
            name
            for name in numbers
            if name
            in {
                "quantity",
                "stock",
                "on_hand",
                "quantity_on_hand",
                "qty",
                "in_stock",
                "current_stock",
                "amount_on_hand",
                "stock_level",
            }
        ),
        "",
    )
    least = next(
        (
            name
            for name in numbers
            if any(word in name for word in ("minimum", "reorder", "min_", "threshold", "safety"))
        ),
        "",
    )
    return f"{have} <= {least}" if have and least else ""


def _add_basis(draft: Draft, key: str, word: str) -> None:
    """The field a flag needs where the brief asks for the flag alone."""
    if word == "overdue":
        draft.add_field(key, {"kind": "date", "id": "due"})
    elif word in {*_SOON, "expired"}:
        draft.add_field(key, {"kind": "date", "id": "expiry_date"})
    else:
        if not any(
            field["id"] in {"quantity", "stock", "qty", "in_stock"} for field in draft.fields(key)
        ):
            draft.add_field(key, {"kind": "integer", "id": "quantity", "default": "0", "min": "0"})
        draft.add_field(key, {"kind": "integer", "id": "minimum_stock", "default": "0", "min": "0"})
