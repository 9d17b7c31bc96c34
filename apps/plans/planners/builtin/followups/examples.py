"""Wishes that this very tool could be asked for: what to offer where nothing was understood."""

from collections.abc import Iterator

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.names import in_sentence
from apps.plans.planners.builtin.compose.statuses import is_named

MOST = 3
_FILTERED = {"status", "choice", "relation", "person", "date"}
_TYPED = {"text", "long_text", "date", "money", "person", "choice"}


def examples(data: Data) -> list[str]:
    """At most three sentences, each of which changes the tool as it is."""
    page = next((one for one in data.get("pages", []) if one["kind"] == "table"), None)
    if page is None:
        return ["Add a field notes"]
    entity = next(one for one in data["entities"] if one["id"] == page["entity"])
    found = list(dict.fromkeys(_of_list(page, entity)))
    return [*found, *_always(entity)][:MOST]


def _of_list(page: Data, entity: Data) -> Iterator[str]:
    """One wish of each sort, where the list leaves room for it."""
    fields = {field["id"]: field for field in entity["fields"]}
    listed = {entry.split("=")[0] for entry in page.get("filters", [])}
    sorts = [path.lstrip("-") for path in page.get("sort", [])]
    for sentence, fits in (
        ("Add a filter for {}", lambda f: f["kind"] in _FILTERED and f["id"] not in listed),
        ("Make the {} required", _can_be_required),
        ("Sort the list by {}", lambda f: f["kind"] in {"date", "money"} and f["id"] not in sorts),
        ("Hide the {} column", lambda f: f["id"] in page.get("columns", [])[1:]),
    ):
        field = next((one for one in reversed(fields.values()) if fits(one)), None)
        if field is not None:
            yield sentence.format(in_sentence(is_named(field)))


def _can_be_required(field: Data) -> bool:
    typed = not any(field.get(key) for key in ("expr", "readonly", "required", "default"))
    return field["kind"] in _TYPED and typed


def _always(entity: Data) -> list[str]:
    there = {field["id"] for field in entity["fields"]}
    wishes = {"location": "Add a location", "phone": "Add a phone number", "photo": "Add a photo"}
    return [wish for field, wish in wishes.items() if field not in there]
