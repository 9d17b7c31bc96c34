"""What entities and their rows are called."""

from typing import Any

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import name_of, words_of
from apps.plans.planners.builtin.language.words import identifier, plural_phrase


def entity_data(draft: Draft, key: str, word: str) -> Data:
    """An entity without fields, under the brief's word."""
    data: Data = {"id": key}
    name = name_of(word)
    if name != words_of(key):
        data["name"] = name
    plural = name_of(plural_phrase(word))
    if plural != name + "s":
        data["plural"] = plural
    return data


def plural_name(entity: Data) -> str:
    """What an entity's rows are called together."""
    name = entity.get("name") or words_of(entity["id"])
    return str(entity.get("plural") or plural_phrase(name))


def singular_name(entity: Data) -> str:
    """What one row of an entity is called."""
    return str(entity.get("name") or words_of(entity["id"]))


def page_id(text: str) -> str:
    """The id of a page by its name."""
    return identifier(text, "page")


def is_blank(value: Any) -> bool:
    """Whether a key may be left out."""
    return value in ("", [], {}, False, None)
