"""Section 9, triggers: when an automation runs."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.shapes import Id, Ids, Number, OptionalId, Path, Shape, SignedNumber, Text

Unit = Literal["hours", "days", "weeks", "months"]
Every = Literal["hour", "day", "workday", "week", "month", "quarter", "year"]


class Created(Shape):
    """A row was made."""

    kind: Literal["created"]


class Changed(Shape):
    """A stored field got another value."""

    kind: Literal["changed"]
    field: Id
    to: OptionalId = ""


class Saved(Shape):
    """A row was made, or any of these stored fields got another value."""

    kind: Literal["saved"]
    fields: Annotated[Ids, Key(min_length=1)]


class Acted(Shape):
    """An action was done."""

    kind: Literal["action"]
    action: Id


class OnDate(Shape):
    """A date of the row has come, or is so far off."""

    kind: Literal["date"]
    field: Path
    offset: SignedNumber = 0
    unit: Unit = "days"
    again_days: Number = 0


class OnSchedule(Shape):
    """The clock says so."""

    kind: Literal["schedule"]
    every: Every
    on: Text = ""
    at: Text = "08:00"


AnyTrigger = Created | Changed | Saved | Acted | OnDate | OnSchedule
Trigger = Annotated[AnyTrigger, Key(discriminator="kind")]
