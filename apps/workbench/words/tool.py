"""The names in a tool: of entities, fields, pages, roles and paths, as its people will read them.

The one place here that reads `Resolved`, which holds every default of the blueprint language.
"""

from typing import Any

from apps.plans.blueprint.resolved import Resolved, ResolvedEntity, ResolvedField

SYSTEM_FIELDS = {
    "id": "number",
    "created_at": "created",
    "created_by": "created by",
    "updated_at": "last changed",
    "updated_by": "last changed by",
    "link": "link",
    "title": "title",
    "comment": "newest comment",
    "awaiting": "whose turn it is",
    "on_hand": "on hand",
}
ROW_PEOPLE = {
    "row": "The person",
    "row.created_by": "Whoever added it",
    "row.updated_by": "Whoever changed it last",
}
BUILT_IN = {"member": "Everybody", "admin": "Admins", "nobody": "Nobody by hand"}


def plain(identifier: str) -> str:
    """An id in words."""
    return identifier.replace("_", " ")


def capital(text: str) -> str:
    """The first letter large; the rest as it is."""
    return text[:1].upper() + text[1:]


def a(word: str) -> str:
    """The word with its article: “an invoice”, “a supplier”."""
    return f"an {word}" if word[:1].lower() in "aeio" else f"a {word}"


def listed(words: list[str], last: str = "and") -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


class Tool:
    """A resolved blueprint, asked by address."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved

    def entity(self, entity_id: str) -> ResolvedEntity | None:
        """An entity, or None for one that every tool can read (`person`, `history`)."""
        return self.resolved.entities.get(entity_id)

    def entity_name(self, entity_id: str) -> str:
        """What one row is called."""
        entity = self.entity(entity_id)
        return entity.name if entity else capital(plain(entity_id))

    def plural(self, entity_id: str) -> str:
        """What its rows are called, in the middle of a sentence."""
        entity = self.entity(entity_id)
        return lower(entity.plural) if entity else plain(entity_id) + "s"

    def field(self, entity_id: str, field_id: str) -> ResolvedField | None:
        """A field of an entity."""
        entity = self.entity(entity_id)
        fields = entity.fields if entity else ()
        return next((field for field in fields if field.id == field_id), None)

    def path(self, entity_id: str, path: str) -> str:
        """A path as the heading of a column: “Supplier name” for `supplier.name`."""
        words, here = [], entity_id
        for step in path.removeprefix("-").split("."):
            field = self.field(here, step)
            if field is None:
                words.append(SYSTEM_FIELDS.get(step, plain(step)))
                here = ""
            else:
                words.append(field.name if not words else lower(field.name))
                here = field.source.to
        return capital(" ".join(words))

    def page_name(self, page_id: str) -> str:
        """What a page is called."""
        found = next((page for page in self.resolved.pages if page.id == page_id), None)
        return found.name if found else capital(plain(page_id))

    def role(self, role_id: str) -> str:
        """What a role is called."""
        declared = {role.id: role.name for role in self.resolved.roles}
        return (BUILT_IN | declared).get(role_id, capital(plain(role_id)))

    def who(self, entity_id: str, entry: str) -> str:
        """An entry of a who-list: “Its owner” for `row.owner`, a role's name for a role."""
        if entry in ROW_PEOPLE:
            return ROW_PEOPLE[entry]
        if entry.startswith("row."):
            return f"Its {lower(self.path(entity_id, entry.removeprefix('row.')))}"
        return self.role(entry)


def lower(text: str) -> str:
    """The first letter small, unless the word is written in capitals (“PO number”)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def values_of(field: ResolvedField) -> list[str]:
    """The names of a closed list."""
    return [value.name for value in field.values]


def settings_of(blueprint: dict[str, Any]) -> list[dict[str, Any]]:
    """What somebody has to fill in before the tool goes live."""
    needed: list[dict[str, Any]] = blueprint.get("settings_needed", [])
    return needed
