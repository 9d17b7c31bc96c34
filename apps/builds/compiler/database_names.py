"""The names taken in a tool's schema: tables, indexes and constraints share one space."""

from apps.builds.compiler import literals, names
from apps.builds.compiler.tool import Tool


class DatabaseNames:
    """Hands out names of constraints and indexes, each once."""

    def __init__(self, tool: Tool) -> None:
        self.taken = {entity.id for entity in tool.blueprint.entities}

    def index(self, entity: str, rest: str, longer: str = "") -> str:
        """The source of a new name `<entity>_<rest>` of an index; `longer` where that is taken."""
        wanted = longer if longer and f"{entity}_{rest}" in self.taken else rest
        return self._new(entity, wanted, names.LONGEST_INDEX)

    def constraint(self, entity: str, rest: str) -> str:
        """The source of a new name `<entity>_<rest>` of a constraint."""
        return self._new(entity, rest, names.LONGEST_CONSTRAINT)

    def _new(self, entity: str, rest: str, longest: int) -> str:
        name = names.in_database(entity, rest, self.taken, longest)
        number = 2
        while name in self.taken:
            name = names.in_database(entity, f"{rest}_{number}", self.taken, longest)
            number += 1
        self.taken.add(name)
        return literals.text(name)
