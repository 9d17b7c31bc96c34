"""Values of closed lists: ids, names, ends, colours."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import name_of, value_id, words_of


def values_of(draft: Draft, listed: tuple[str, ...], kind: str) -> list[Data]:
    """Values of a closed list; for a status with its ends and the colours that the
    lexicon knows.
    """
    values: list[Data] = []
    for index, text in enumerate(listed):
        identity = value_id(text)
        if any(value["id"] == identity for value in values):
            continue
        value: Data = {"id": identity}
        if words_of(identity).lower() != text.lower() or name_of(text) != words_of(identity):
            value["name"] = name_of(text)
        state = draft.lexicon.states.get(text)
        if state and state.colour and kind == "status":
            value["colour"] = state.colour
        if kind == "choice" and text in {"high", "critical", "urgent", "broken"}:
            value["colour"] = "red"
        if kind == "status" and _is_end(draft, listed, index):
            value["closed"] = True
        values.append(value)
    if kind == "status":
        _close_last(values)
    return values


def _close_last(values: list[Data]) -> None:
    """A way of at least three steps without an end among them ends with its last."""
    if (
        len(values) > 2
        and not any(value.get("closed") for value in values)
        and values[-1].get("colour", "") not in {"red", "amber", "blue"}
    ):
        values[-1]["closed"] = True


def _is_end(draft: Draft, listed: tuple[str, ...], index: int) -> bool:
    """Whether a value ends the way: always by its word, or because nothing but ends follow it."""
    state = draft.lexicon.states.get(listed[index])
    if index == 0:
        return False
    if state is None:
        return False
    later = [draft.lexicon.states.get(text) for text in listed[index + 1 :]]
    if state.closed == "always":
        return not (state.colour == "green" and None in later)
    return state.closed == "last" and all(
        other is not None and other.closed and other.colour in {"red", "grey"} for other in later
    )
