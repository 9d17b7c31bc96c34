"""Brings a finished blueprint into the order of the language's tables, without blanks."""

from typing import Any

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.entity_names import is_blank

_WHOLE = (
    "name",
    "summary",
    "language",
    "theme",
    "requirements",
    "roles",
    "entities",
    "pages",
    "automations",
    "samples",
    "assumptions",
    "left_out",
    "settings_needed",
)
_ENTITY = (
    "id",
    "name",
    "plural",
    "description",
    "title",
    "child_of",
    "append_only",
    "comments",
    "fields",
    "rules",
    "actions",
    "permissions",
)
_FIELD = (
    "kind",
    "id",
    "name",
    "help",
    "required",
    "unique",
    "default",
    "expr",
    "readonly",
    "edited_by",
    "values",
    "min",
    "max",
    "unit",
    "to",
    "pattern",
    "types",
    "max_mb",
    "colour",
)
_PAGE = (
    "kind",
    "id",
    "name",
    "home_for",
    "open_to",
    "entity",
    "scope",
    "columns",
    "counts",
    "filters",
    "search",
    "sort",
    "actions",
    "parts",
    "group_by",
)


def tidy(data: Data) -> Data:
    """The same blueprint, keys in order, blanks left away."""
    whole = _ordered(data, _WHOLE)
    whole["entities"] = [_entity(entity) for entity in whole["entities"]]
    whole["pages"] = [_ordered(page, _PAGE) for page in whole.get("pages", [])]
    return whole


def _entity(entity: Data) -> Data:
    ordered = _ordered(entity, _ENTITY)
    ordered["fields"] = [_ordered(field, _FIELD) for field in ordered["fields"]]
    return ordered


def _ordered(data: Data, keys: tuple[str, ...]) -> Data:
    known: dict[str, Any] = {
        key: data[key] for key in keys if key in data and not is_blank(data[key])
    }
    return known | {
        key: value
        for key, value in data.items()
        if key not in known and key not in keys and not is_blank(value)
    }
