"""Section 9, automations: what the tool does by itself, and its steps."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.shapes import (
    Assignments,
    Expression,
    Id,
    OptionalId,
    Paths,
    SettingKey,
    Shape,
    Template,
    Text,
    WhoList,
)
from apps.plans.blueprint.triggers import Trigger


class Notify(Shape):
    """A message in the portal and by mail; a digest is one a person with all rows of the run."""

    kind: Literal["notify", "digest"]
    to: Annotated[WhoList, Key(min_length=1)]
    text: Template
    columns: Paths = ()


class Webhook(Shape):
    """A message to another system; its address is a secret."""

    kind: Literal["webhook"]
    secret: SettingKey
    host: Text
    text: Template


class UpdateStep(Shape):
    """The row is changed."""

    kind: Literal["update"]
    set: Annotated[Assignments, Key(min_length=1)]


class CreateStep(Shape):
    """A row is made."""

    kind: Literal["create"]
    entity: Id
    set: Assignments


class ActionStep(Shape):
    """An action of the row is done, as the tool."""

    kind: Literal["action"]
    action: Id


class Case(Shape):
    """One line of a decision."""

    when: Expression
    value: Text


class Decide(Shape):
    """A field gets the value of the first case that holds."""

    kind: Literal["decide"]
    field: Id
    cases: Annotated[tuple[Case, ...], Key(min_length=1)]
    otherwise: Text = ""


class AgentStep(Shape):
    """A language model is asked about the row, and writes named fields and actions only."""

    kind: Literal["agent"]
    instructions: Template
    may: Annotated[tuple[Id, ...], Key(min_length=1)]


class ExtensionStep(Shape):
    """A job of an extension."""

    kind: Literal["extension"]
    hook: Id


AnyStep = (
    Notify | Webhook | UpdateStep | CreateStep | ActionStep | Decide | AgentStep | ExtensionStep
)
Step = Annotated[AnyStep, Key(discriminator="kind")]


class Automation(Shape):
    """When this, for rows where that, do these."""

    id: Id
    name: Text = ""
    description: Text = ""
    entity: OptionalId = ""
    when: Trigger
    where: Expression = ""
    do: Annotated[tuple[Step, ...], Key(min_length=1)]
