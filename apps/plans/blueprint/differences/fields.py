"""Changes of one field, in the words of what happens to its rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.plans.blueprint.differences.change import Change
from apps.plans.blueprint.resolved.names import in_words

LOSSLESS = frozenset(
    {
        ("text", "long_text"),
        ("text", "relation"),
        ("text", "status"),
        ("text", "choice"),
        ("choice", "status"),
        ("choice", "relation"),
        ("relation", "relations"),
        ("person", "people"),
        ("integer", "decimal"),
    }
)


def kept_otherwise(
    old: Mapping[str, Any], new: Mapping[str, Any], where: str, name: str
) -> Iterator[Change]:
    """How the same field is kept in another way."""
    if bool(old.get("expr")) != bool(new.get("expr")):
        if new.get("expr"):
            yield Change(
                where, f"{name} is computed from now on; what was typed in is lost.", "loses"
            )
        else:
            yield Change(where, f"{name} is typed in from now on and starts empty.", "moves")
        return
    if old["kind"] != new["kind"]:
        yield _converted(old, new, where, name)
    if new.get("required") and not old.get("required"):
        words = f"{name} is required; rows without it have to be filled first."
        yield Change(where, words, "moves")
    if new.get("unique") and not old.get("unique"):
        words = f"{name} is unique; rows with the same value have to be told apart first."
        yield Change(where, words, "moves")


def _converted(old: Mapping[str, Any], new: Mapping[str, Any], where: str, name: str) -> Change:
    words = f"{name} turns from {_kind(old)} into {_kind(new)}; rows are carried over"
    if (old["kind"], new["kind"]) in LOSSLESS or new["kind"] == "text":
        return Change(where, f"{words}.", "moves")
    return Change(where, f"{words}, and what cannot be read is left empty.", "loses")


def _kind(field: Mapping[str, Any]) -> str:
    kind = str(field["kind"]).replace("_", " ")
    words = f"{'an' if kind[0] in 'aei' else 'a'} {kind}"
    return f"{words} to “{in_words(str(field['to']))}”" if field.get("to") else words
