"""The words of a change: what a thing is called, and what an entry of a list means."""

from collections.abc import Mapping
from typing import Any

from apps.plans.blueprint.expressions import ExpressionErrors, parse_path
from apps.plans.blueprint.resolved.names import in_words
from apps.plans.blueprint.world import World

NOUNS = {
    "roles": "role",
    "entities": "record",
    "fields": "field",
    "values": "value",
    "rules": "rule",
    "actions": "action",
    "permissions": "permission",
    "pages": "page",
    "parts": "part",
    "counts": "count",
    "automations": "automation",
    "samples": "sample rows of",
    "settings_needed": "setting",
    "extensions": "extension",
    "steps": "step",
    "do": "step",
    "cases": "case",
    "columns": "column",
    "filters": "filter",
    "search": "searched field",
    "sort": "order by",
    "group_by": "group by",
    "totals": "total",
    "measures": "measure",
    "by": "permission of",
    "not_by": "exclusion of",
    "can": "right to",
    "needs": "question for",
    "asks": "question for",
    "set": "assignment",
    "shows": "detail",
    "edited_by": "editor",
    "seen_by": "reader",
    "open_to": "reader",
    "home_for": "home of",
}


def noun(key: str) -> str:
    """What one entry of a list is."""
    return NOUNS.get(key, in_words(key).lower())


def called(entry: Mapping[str, Any], identity: str) -> str:
    """The shown name of a thing."""
    return f"“{entry.get('name') or in_words(identity)}”"


def owner_words(chain: tuple[str, ...]) -> str:
    """“the field “Team” of “Request””, from the outermost thing to the innermost."""
    return " of ".join(reversed(chain))


def entry_words(key: str, text: str, entity: str, world: World) -> str:
    """An entry of a list of texts: a path by the names of its fields, anything else as it is."""
    path, _, start = text.partition("=")
    try:
        hops = parse_path(path.strip().removeprefix("-"), entity, world).hops
    except ExpressionErrors:
        return f"“{text}”"
    names = [
        (hop.field.source.name if hop.field.source else "") or in_words(hop.id) for hop in hops
    ]
    downwards = ", descending" if path.startswith("-") else ""
    started = f", at first {start.strip()}" if start and key == "filters" else ""
    return f"“{' / '.join(names)}”{downwards}{started}"
