"""The words that the language keeps for itself, and what exists without being said."""

from collections.abc import Mapping

BUILT_IN_ROLES = ("member", "admin", "nobody")

ROW_FIELDS: Mapping[str, str] = {
    "id": "integer",
    "created_at": "datetime",
    "created_by": "person",
    "updated_at": "datetime",
    "updated_by": "person",
    "link": "url",
    "title": "text",
}
"""Field -> kind, of every row."""

COMMENT = "comment"
AWAITING = "awaiting"
ON_HAND = "on_hand"

NAMES = frozenset({"me", "my_roles", "today", "now", "row", "it", "each", "before", "empty"})
GRAMMAR = frozenset({"and", "or", "not", "in", "is", "if", "else"})

RESERVED_FIELDS = frozenset({*ROW_FIELDS, COMMENT, AWAITING, ON_HAND} - {"title"}) | NAMES | GRAMMAR
"""What no field may be called; `title` is free."""

PERSON = "person"
HISTORY = "history"
RESERVED_ENTITIES = frozenset({PERSON, HISTORY})
RESERVED_ENTITY_PREFIXES = ("kit_", "django_")

PERSON_FIELDS: Mapping[str, str] = {
    "id": "integer",
    "title": "text",
    "name": "text",
    "email": "email",
    "manager": "person",
    "managers": "people",
    "groups": "texts",
    "department": "text",
    "job_title": "text",
    "active": "boolean",
}
HISTORY_FIELDS: Mapping[str, str] = {
    "at": "datetime",
    "by": "person",
    "entity": "text",
    "record": "text",
    "action": "text",
    "field": "text",
    "before": "text",
    "after": "text",
    "note": "text",
}
APPROVAL_FIELDS: Mapping[str, str] = {
    "step": "text",
    "by": "person",
    "at": "datetime",
    "decision": "text",
    "comment": "long_text",
}


OTHER_WORDS: Mapping[str, str] = {
    "row": "row_no",
    "id": "id_no",
    "me": "person_named",
    "created_by": "entered_by",
    "created_at": "entered_at",
    "updated_by": "changed_by",
    "updated_at": "changed_at",
    "comment": "remark",
    "on_hand": "in_stock",
    "link": "address",
    "person": "employee",
    "history": "log_entry",
}


def other_word(word: str) -> str:
    """What to call a field or entity instead of a reserved word."""
    return OTHER_WORDS.get(word, f"{word}_field")
