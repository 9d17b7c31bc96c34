"""Section 11, edits: named operations on a blueprint, applied in order, all or none."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.automations import Automation
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.fields import Field, Value
from apps.plans.blueprint.limits import MAX_NUMBER
from apps.plans.blueprint.pages import Page
from apps.plans.blueprint.parts import PageCount, Part
from apps.plans.blueprint.rights import Permission, Role
from apps.plans.blueprint.rules import Rule
from apps.plans.blueprint.shapes import Shape, Text, Texts
from apps.plans.blueprint.whole import Extension, LeftOut, Requirement, Sample, Setting


class AddRole(Shape):
    """Into the roles."""

    kind: Literal["add_role"]
    item: Role
    after: Text = ""


class AddEntity(Shape):
    """Into the entities."""

    kind: Literal["add_entity"]
    item: Entity
    after: Text = ""


class AddPage(Shape):
    """Into the pages."""

    kind: Literal["add_page"]
    item: Page
    after: Text = ""


class AddAutomation(Shape):
    """Into the automations."""

    kind: Literal["add_automation"]
    item: Automation
    after: Text = ""


class AddSample(Shape):
    """Into the samples."""

    kind: Literal["add_sample"]
    item: Sample
    after: Text = ""


class AddRequirement(Shape):
    """Into the requirements."""

    kind: Literal["add_requirement"]
    item: Requirement
    after: Text = ""


class AddLeftOut(Shape):
    """Into what is left out."""

    kind: Literal["add_left_out"]
    item: LeftOut
    after: Text = ""


class AddSetting(Shape):
    """Into the settings that somebody has to fill in."""

    kind: Literal["add_setting"]
    item: Setting
    after: Text = ""


class AddExtension(Shape):
    """Into the extensions."""

    kind: Literal["add_extension"]
    item: Extension
    after: Text = ""


class AddField(Shape):
    """Into an entity's fields."""

    kind: Literal["add_field"]
    at: Text
    item: Field
    after: Text = ""


class AddRule(Shape):
    """Into an entity's rules."""

    kind: Literal["add_rule"]
    at: Text
    item: Rule
    after: Text = ""


class AddAction(Shape):
    """Into an entity's actions."""

    kind: Literal["add_action"]
    at: Text
    item: Action
    after: Text = ""


class AddPermission(Shape):
    """Into an entity's permissions."""

    kind: Literal["add_permission"]
    at: Text
    item: Permission
    after: Text = ""


class AddValue(Shape):
    """Into a field's values."""

    kind: Literal["add_value"]
    at: Text
    item: Value
    after: Text = ""


class AddPart(Shape):
    """Into a page's parts."""

    kind: Literal["add_part"]
    at: Text
    item: Part
    after: Text = ""


class AddCount(Shape):
    """Into a page's counts."""

    kind: Literal["add_count"]
    at: Text
    item: PageCount
    after: Text = ""


class AddEntry(Shape):
    """Into a list of texts: columns, filters, assumptions."""

    kind: Literal["add_entry"]
    at: Text
    item: Text
    after: Text = ""


class SetKey(Shape):
    """One key gets another value; never an id, nor a field's kind."""

    kind: Literal["set"]
    at: Text
    to: Text = ""
    list: Texts = ()


class Rename(Shape):
    """Another name; every row stays. With an empty `at`, of the tool."""

    kind: Literal["rename"]
    at: Text
    name: Text


class Move(Shape):
    """Another place in its list."""

    kind: Literal["move"]
    at: Text
    after: Text = ""


class Remove(Shape):
    """Away; a value needs `to`, the value its rows get."""

    kind: Literal["remove"]
    at: Text
    to: Text = ""


class Convert(Shape):
    """A field becomes another sort of field, with its rows carried over."""

    kind: Literal["convert"]
    at: Text
    item: Field
    map: Texts = ()


class Undo(Shape):
    """Back to the blueprint before the last so many plans."""

    kind: Literal["undo"]
    steps: Annotated[int, Key(ge=1, le=MAX_NUMBER)] = 1


AddToWhole = (
    AddRole | AddEntity | AddPage | AddAutomation | AddSample
    | AddRequirement | AddLeftOut | AddSetting | AddExtension
)  # fmt: skip
AddToThing = AddField | AddRule | AddAction | AddPermission | AddValue | AddPart | AddCount
AnyAdd = AddToWhole | AddToThing | AddEntry
AnyEdit = AnyAdd | SetKey | Rename | Move | Remove | Convert | Undo
Edit = Annotated[AnyEdit, Key(discriminator="kind")]
