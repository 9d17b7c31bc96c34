"""The tool as a Django app: the only module of the kit that may be imported before apps are ready.

A tool's `apps.py` holds one subclass of `Tool`. When all models are loaded, it imports the other
modules of the tool, which declare themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import AppConfig, apps
from django.utils.functional import cached_property

from site_kit.words import in_words

if TYPE_CHECKING:
    from django.db.models import Model

MODULES = ("permissions", "rules", "actions", "automations", "pages")
GROUP = "group:"
LEADERS = "line_managers"


@dataclass(frozen=True, slots=True)
class Role:
    """`Role("approver", "Decides on invoices.", from_="group:Finance")`.

    `from_` says who has it: `people` (named by an admin), `group:<name>` (those of that group of
    the workspace, and nobody else) or `line_managers` (whoever has somebody under them in the
    directory, and nobody else).
    """

    id: str
    description: str = ""
    name: str = ""
    from_: str = "people"

    @property
    def label(self) -> str:
        """What people see."""
        return self.name or in_words(self.id)

    @property
    def group(self) -> str:
        """The group whose people hold it, as the directory spells it; "" where admins name them."""
        return self.from_.removeprefix(GROUP) if self.from_.startswith(GROUP) else ""

    @property
    def of_leaders(self) -> bool:
        """Whether those hold it who have somebody under them."""
        return self.from_ == LEADERS

    @property
    def follows(self) -> bool:
        """Whether the directory says who holds it."""
        return self.of_leaders or bool(self.group)


@dataclass(frozen=True, slots=True)
class Theme:
    """The tool's two colours and its mode: `system`, `light` or `dark`."""

    accent: str = ""
    background: str = ""
    mode: str = "system"


class KitConfig(AppConfig):
    """The kit itself, with the tables it keeps in every tool's schema."""

    name = "site_kit"
    label = "site_kit"
    verbose_name = "Site kit"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        """Register the checks of declarations."""
        import_module("site_kit.checks")


class Tool(AppConfig):
    """What the tool is: its name, its roles, its words. The docstring is its summary."""

    default = False
    default_auto_field = "django.db.models.BigAutoField"

    roles: ClassVar[tuple[Role, ...]] = ()
    language: ClassVar[str] = "en"
    currency: ClassVar[str] = ""
    timezone: ClassVar[str] = ""
    date_format: ClassVar[str] = "auto"
    theme: ClassVar[Theme] = Theme()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Django picks the one AppConfig of a module whose `default` is true; Tool itself is
        # imported into every tool's apps.py and must not be it.
        cls.default = True

    def ready(self) -> None:
        """Import what the tool declares besides its models."""
        for name in MODULES:
            if find_spec(f"{self.name}.{name}"):
                import_module(f"{self.name}.{name}")

    @property
    def summary(self) -> str:
        """What it is for, in a sentence."""
        return " ".join((type(self).__doc__ or "").split())

    @cached_property
    def entities(self) -> list[type[Model]]:
        """The tool's models, in the order of their writing."""
        from site_kit.models import Row

        return [model for model in self.get_models() if issubclass(model, Row)]

    @property
    def pages(self) -> list[type[Any]]:
        """The page classes, in the order of the navigation."""
        from site_kit.registry import declared

        return declared.pages

    def entity(self, entity_id: str) -> type[Model] | None:
        """An entity by its id, as it stands in addresses; or nothing."""
        return next((one for one in self.entities if one._meta.db_table == entity_id), None)


def declared_roles() -> list[Role]:
    """The roles of the tool, if there is one."""
    return [role for app in apps.get_app_configs() if isinstance(app, Tool) for role in app.roles]


def tool() -> Tool:
    """The tool that this process serves."""
    found = next((app for app in apps.get_app_configs() if isinstance(app, Tool)), None)
    if found is None:
        raise LookupError("No tool is installed: INSTALLED_APPS lacks the app with a kit Tool.")
    return found
