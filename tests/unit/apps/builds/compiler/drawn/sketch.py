"""A tool while it is drawn: the entities so far, and what their fields can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .chance import Data

NUMBERS = ("integer", "decimal", "money", "percent", "rating", "duration")
DAYS = ("date", "week", "month")
MANY = ("people", "relations", "choices")


@dataclass
class Sketch:
    """Entities as plain data, by id, with the roles that the tool declares."""

    roles: list[str]
    entities: dict[str, Data] = field(default_factory=dict)

    def fields(self, entity: str, *kinds: str, stored: bool = True) -> list[str]:
        """The ids of an entity's fields of these kinds (of all); only those kept, unless said."""
        return [
            one["id"]
            for one in self.entities[entity]["fields"]
            if (not kinds or one["kind"] in kinds) and not (stored and one.get("expr"))
        ]

    def field(self, entity: str, called: str) -> Data:
        """A field by its id."""
        return next(one for one in self.entities[entity]["fields"] if one["id"] == called)

    def values(self, entity: str, called: str) -> list[str]:
        """The ids of the values of a closed list."""
        return [one["id"] for one in self.field(entity, called)["values"]]

    def required(self, entity: str) -> list[Data]:
        """The fields that a new row has to be given."""
        return [
            one
            for one in self.entities[entity]["fields"]
            if one.get("required") and not one.get("default") and one["kind"] != "reference"
        ]

    def links(self, entity: str) -> list[tuple[str, str]]:
        """The kept relations of an entity: field, target."""
        found = (self.field(entity, called) for called in self.fields(entity, "relation"))
        return [(one["id"], one["to"]) for one in found]

    def pointing(self, entity: str) -> Iterator[tuple[str, str]]:
        """Who points to an entity: another entity and its field."""
        for other in self.entities:
            for called in self.fields(other, "relation", "relations"):
                if self.field(other, called)["to"] == entity:
                    yield other, called

    def whose(self, entity: str) -> list[str]:
        """Who-list entries by a row of the entity."""
        people = [f"row.{one}" for one in self.fields(entity, "person", "people")]
        return [*people, *(f"{one}.manager" for one in people[:1]), "row.created_by"]
