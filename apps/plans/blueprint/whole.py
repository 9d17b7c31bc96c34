"""Section 2, the whole: a tool as data."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.automations import Automation
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.limits import MAX_ENTITIES, MAX_PAGES
from apps.plans.blueprint.pages import Page
from apps.plans.blueprint.rights import Role
from apps.plans.blueprint.shapes import Id, Paths, SettingKey, Shape, Text, Texts

DateFormat = Literal["auto", "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY"]
Mode = Literal["system", "light", "dark"]


class Theme(Shape):
    """Two colours, as CSS words or #rrggbb."""

    background: Text = ""
    accent: Text = ""
    mode: Mode = "system"


class Requirement(Shape):
    """A clause of the brief, and what provides it."""

    quote: Text
    meaning: Text = ""
    provides: Texts
    partly: Text = ""


class Sample(Shape):
    """Rows for previews and trials."""

    entity: Id
    columns: Annotated[Paths, Key(min_length=1)]
    rows: tuple[Texts, ...]


class LeftOut(Shape):
    """What was asked and is not built, and why."""

    quote: Text
    reason: Text


class Setting(Shape):
    """A value that somebody has to fill in; never the value itself."""

    key: SettingKey
    kind: Literal["env", "secret"]
    why: Text


class Extension(Shape):
    """A marked place for Python."""

    id: Id
    kind: Literal["action", "page", "value", "job"]
    purpose: Text
    source: Text = ""


class Blueprint(Shape):
    """A whole tool."""

    name: Text
    summary: Text = ""
    language: Text = "en"
    date_format: DateFormat = "auto"
    currency: Text = ""
    timezone: Text = ""
    theme: Theme = Theme()
    requirements: tuple[Requirement, ...] = ()
    roles: tuple[Role, ...] = ()
    entities: Annotated[tuple[Entity, ...], Key(min_length=1, max_length=MAX_ENTITIES)]
    pages: Annotated[tuple[Page, ...], Key(max_length=MAX_PAGES)] = ()
    automations: tuple[Automation, ...] = ()
    samples: tuple[Sample, ...] = ()
    assumptions: Texts = ()
    left_out: tuple[LeftOut, ...] = ()
    settings_needed: tuple[Setting, ...] = ()
    extensions: tuple[Extension, ...] = ()
