"""Small tools, and the wishes that are offered for each."""

from typing import Any


def _tool(*fields: dict[str, Any], **page: Any) -> dict[str, Any]:
    name = {"kind": "text", "id": "label", "required": True}
    listed = {"kind": "table", "id": "keys", "entity": "key", **page}
    return {
        "name": "Keys",
        "entities": [{"id": "key", "fields": [name, *fields]}],
        "pages": [listed],
    }


ASKABLE: tuple[tuple[dict[str, Any], list[str]], ...] = (
    (_tool(), ["Add a location", "Add a phone number", "Add a photo"]),
    (
        _tool({"kind": "person", "id": "holder"}),
        ["Add a filter for holder", "Make the holder required", "Add a location"],
    ),
    (
        _tool({"kind": "person", "id": "holder", "required": True}, filters=["holder"]),
        ["Add a location", "Add a phone number", "Add a photo"],
    ),
    (
        _tool({"kind": "money", "id": "deposit"}, columns=["label", "deposit"]),
        ["Make the deposit required", "Sort the list by deposit", "Hide the deposit column"],
    ),
)
