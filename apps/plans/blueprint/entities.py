"""Section 3, entities: what a tool keeps rows of."""

from typing import Annotated

from pydantic import Field as Key

from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.limits import MAX_FIELDS
from apps.plans.blueprint.rights import Permission
from apps.plans.blueprint.rules import Rule
from apps.plans.blueprint.shapes import Expression, Id, OptionalId, Shape, Text


class Entity(Shape):
    """A kind of row, with its fields, rules, actions and permissions."""

    id: Id
    name: Text = ""
    plural: Text = ""
    description: Text = ""
    title: Expression = ""
    child_of: OptionalId = ""
    append_only: bool = False
    comments: bool = False
    admin_needs_permission: bool = False
    fields: Annotated[tuple[Field, ...], Key(min_length=1, max_length=MAX_FIELDS)]
    rules: tuple[Rule, ...] = ()
    actions: tuple[Action, ...] = ()
    permissions: tuple[Permission, ...] = ()
