"""Buttons for some rows only: `a manager has to approve any refund over 200 euros`."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import field_id, name_of, words_of
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import field_address
from apps.plans.planners.builtin.grammar.wishes import Acted, Limit

_NUMBERS = ("money", "decimal", "integer", "duration", "percent")
_SAID = {">": "over", "<": "under", ">=": "at least", "<=": "at most"}


def condition_of(draft: Draft, wish: Acted) -> tuple[str, str]:
    """The expression of a wish's limit, and what is missing where no number can say it."""
    if wish.limit is None:
        return "", ""
    field = _number(draft, wish.of, wish.limit)
    if field is None:
        return "", f"Nothing says which number is {_SAID[wish.limit.sign]} {wish.limit.number}."
    return f"{field['id']} {wish.limit.sign} {wish.limit.number}", ""


def _number(draft: Draft, key: str, limit: Limit) -> Data | None:
    """The number named, else the amount of the row itself; what is named and not there is added
    where it is counted in money.
    """
    numbers = draft.of_kind(key, *_NUMBERS)
    named = draft.field_named(key, limit.what) if limit.what else None
    if named is not None and named["kind"] in _NUMBERS:
        return named
    money = limit.unit in draft.lexicon.fields["currencies"]
    itself = not limit.what or limit.what in draft.entity_words(key)
    if money and not itself:
        spec: Data = {"kind": "money", "id": field_id(limit.what, set())}
        if name_of(limit.what) != words_of(spec["id"]):
            spec["name"] = name_of(limit.what)
        return draft.add_field(key, spec | {"min": "0", "currency": limit.unit})
    of_kind = [field for field in numbers if field["kind"] == "money"] or numbers
    if of_kind:
        return of_kind[0]
    if money or not limit.unit:
        spec = {"kind": "money", "id": "amount", "min": "0"}
        return draft.add_field(key, spec | ({"currency": limit.unit} if money else {}))
    return None


def said(draft: Draft, wish: Acted) -> str:
    """`refund is over 200`."""
    field = _number(draft, wish.of, wish.limit) if wish.limit else None
    if field is None or wish.limit is None:
        return ""
    return f"{is_named(field).lower()} is {_SAID[wish.limit.sign]} {wish.limit.number}"


def addresses(draft: Draft, wish: Acted) -> list[str]:
    """The field that the limit is about."""
    field = _number(draft, wish.of, wish.limit) if wish.limit else None
    return [field_address(wish.of, field["id"])] if field else []


def is_same(action: Data, when: str) -> bool:
    """Whether a button is for the same rows: one without a limit beside others is for the rest."""
    own = action.get("when", "")
    return bool(own == when or (not when and own.startswith("not (")))


def apart(draft: Draft, wish: Acted, action: Data, there: list[Data], when: str) -> None:
    """Two buttons for the same state never stand on one row: the one without a limit takes the
    rest.
    """
    limits = [other["when"] for other in there if other.get("when")]
    if when:
        action["when"] = when
        for other in there:
            if not other.get("when"):
                other["when"] = f"not ({when})"
        if there:
            action["name"] = f"{name_of(wish.verb)} {_said_short(wish)}"
        else:
            rows = plural_name(draft.entity(wish.of))
            draft.assume(
                f"{rows} need the decision only where {said(draft, wish)}; the others have no such "
                f"button."
            )
    elif limits:
        action["when"] = f"not ({limits[0]})"
        for other in there:
            other.setdefault("name", name_of(wish.verb))


def _said_short(wish: Acted) -> str:
    return f"{_SAID[wish.limit.sign]} {wish.limit.number}" if wish.limit else ""
