"""Section 6, rights: the roles of the tool, and the permissions of an entity."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.shapes import Expression, Id, OptionalId, Shape, Text, WhoList

Right = Literal["view", "create", "edit", "delete", "import", "all"]


class Role(Shape):
    """A role of the tool; `from_` says who has it."""

    id: Id
    name: Text = ""
    description: Text = ""
    from_: Text = Key("people", alias="from")


class Permission(Shape):
    """What somebody may do, and to which rows."""

    id: OptionalId = ""
    description: Text = ""
    by: Annotated[WhoList, Key(min_length=1)]
    can: Annotated[tuple[Right, ...], Key(min_length=1)]
    where: Expression = ""
