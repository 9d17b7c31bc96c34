"""The short notation of a field in the lexicon: `received on! /date = today`, `supplier >
supplier`, `size (s, m, l)`.
"""

import re
from dataclasses import dataclass

_NOTATION = re.compile(
    r"""^(?P<name>[^!~/>(=]+?)\s*
    (?P<unique>!!)?(?P<required>!)?\s*
    (?:/(?P<kind>[a-z_]+)(?P<required_after>!)?)?\s*
    (?:>\s*(?P<to>[a-z ]+?))?\s*
    (?:\((?P<values>[^)]+)\))?\s*
    (?P<readonly>~)?\s*
    (?:=\s*(?P<default>.+?))?\s*(?P<readonly_after>~)?$""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class FieldHint:
    """A field as the lexicon has it; empty texts mean "not said"."""

    name: str
    kind: str = ""
    to: str = ""
    values: tuple[str, ...] = ()
    default: str = ""
    required: bool = False
    unique: bool = False
    readonly: bool = False


def read_field(text: str) -> FieldHint:
    """One field in the notation of `data/README.md`; raises ValueError with the text where it is
    malformed.
    """
    found = _NOTATION.match(text.strip())
    if not found:
        raise ValueError(f"Lexicon: cannot read the field {text!r}.")
    part = found.groupdict()
    values = tuple(v.strip() for v in re.split(r"[;,]", part["values"])) if part["values"] else ()
    return FieldHint(
        name=part["name"].strip(),
        kind=part["kind"] or "",
        to=(part["to"] or "").strip(),
        values=values,
        default=part["default"] or "",
        required=bool(part["required"] or part["unique"] or part["required_after"]),
        unique=bool(part["unique"]),
        readonly=bool(part["readonly"] or part["readonly_after"]),
    )
