"""What a toggle asks of the entity whose rows it makes: one row a person, held by the database."""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import literals, words
from apps.builds.compiler.database_names import DatabaseNames
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.resolved import ResolvedEntity


def links(tool: Tool, entity: ResolvedEntity) -> list[str]:
    """The relations of an entity that lead to where a button makes and takes back its rows."""
    targets = {
        one.id
        for one in tool.entities
        for action in one.actions
        if action.kind == "toggle" and action.target == entity.id
    }
    fields = entity.source.fields if targets else ()
    return [field.id for field in fields if field.kind == "relation" and field.to in targets]


def write(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> Iterator[str]:
    """The source of its constraint: `created_by` is there once for each target."""
    names = tool.names[entity.id]
    for link in links(tool, entity):
        fields = [literals.text(names.attribute(link)), '"created_by"']
        said = words.sentence(f"your {words.noun(entity)} is here already")
        yield call(
            "models.UniqueConstraint",
            name=taken.constraint(entity.id, f"{link}_once"),
            fields=literals.listing(fields),
            violation_error_message=literals.text(said, literals.LONGEST_IN_A_CONSTRAINT),
        )
