"""The names taken in a tool's schema: tables, indexes and constraints share one space."""

from apps.builds.compiler import literals, names
from apps.builds.compiler.tool import Tool


class DatabaseNames:
    """Hands out names of constraints and indexes, each once."""

    def __init__(self, tool: Tool) -> None:
        self.taken = {entity.id for entity in tool.blueprint.entities}

    def text(self, entity: str, rest: str) -> str:
        """The source of a new name for `<entity>_<rest>`."""
        name = names.in_database(entity, rest, self.taken)
        number = 2
        while name in self.taken:
            name = names.in_database(entity, f"{rest}_{number}", self.taken)
            number += 1
        self.taken.add(name)
        return literals.text(name)
