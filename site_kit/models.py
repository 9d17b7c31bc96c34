"""`Row`, the base of every entity, and its two managers.

`Model.objects` is what the person who acts may see, and closed when nobody acts.
`Model.everything` is for the kit itself: roll-ups, migrations, jobs that act as the tool.
Generated code may not use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, NoReturn

from django.apps import apps
from django.db import models
from django.utils import timezone

from site_kit import asker
from site_kit import counters as counters
from site_kit import lock_keys as lock_keys
from site_kit import records as records  # Django finds the tables of an app by its models
from site_kit import turns as turns
from site_kit.computed import Computed
from site_kit.fields import PersonField
from site_kit.paths import computed_of
from site_kit.registry import declared
from site_kit.words import nearest


@dataclass(frozen=True, slots=True)
class EntityOptions:
    """What `class Entity` of a model says. Each word has its default here."""

    title: Any = ""
    name: str = ""
    plural: str = ""
    child_of: str = ""
    append_only: bool = False
    balance_of: str = ""
    comments: bool = False
    admin_needs_permission: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()

    @classmethod
    def said_by(cls, declared: type | None) -> EntityOptions:
        """The options of a nested `class Entity`; words that do not exist are kept as `strange`."""
        said = {k: v for k, v in vars(declared or object).items() if not k.startswith("_")}
        known = {f.name for f in fields(cls)} - {"strange"}
        strange = tuple(f"{word}.{nearest(word, known)}" for word in said if word not in known)
        return cls(**{k: v for k, v in said.items() if k in known}, strange=strange)


class RowQuerySet(models.QuerySet[Any]):
    """A queryset that reads conditions as the language means them.

    `not` of an empty value is true, a list of people never doubles rows, a path may end at a
    computed field of another entity: see `bind`.
    """

    def _filter_or_exclude_inplace(self, negate: bool, args: Any, kwargs: Any) -> None:
        from site_kit.bind import bind

        condition = bind(models.Q(*args, **kwargs), self.model)
        super()._filter_or_exclude_inplace(negate, (condition,), {})  # type: ignore[misc]

    def _annotate(self, args: Any, kwargs: Any, select: bool = True) -> Any:
        from site_kit.bind import bind

        bound = {name: bind(said, self.model) for name, said in kwargs.items()}
        return super()._annotate(args, bound, select=select)  # type: ignore[misc]

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Aggregates, with the conditions inside them read likewise."""
        from site_kit.bind import bind

        return super().aggregate(*args, **{k: bind(v, self.model) for k, v in kwargs.items()})


class VisibleQuerySet(RowQuerySet):
    """Rows that a person may see. They are changed by `site_kit.write` alone."""

    def _closed(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Rows are changed by site_kit.write, where rights and rules are checked.")

    create = bulk_create = get_or_create = update_or_create = _closed
    update = bulk_update = delete = _closed


class Everything(models.Manager[Any]):
    """All rows, with the computed fields as aliases."""

    def get_queryset(self) -> RowQuerySet:
        """All rows. Built once: a clone costs a hundredth of it."""
        key = ("everything", self.model)
        if key not in declared.worked_out:
            declared.worked_out[key] = with_aliases(RowQuerySet(self.model))
        rows: RowQuerySet = declared.worked_out[key].all()
        return rows


class Visible(models.Manager[Any]):
    """The rows that the person who acts may see; without one, `NobodyActs`."""

    def get_queryset(self) -> RowQuerySet:
        """The rows of whoever acts."""
        from site_kit.permissions import rights_for

        return rights_for(self.model).visible(asker.current())


def with_aliases(rows: RowQuerySet) -> RowQuerySet:
    """The same rows, that know the computed fields by their names."""
    several = {n: one.for_query() for n, one in computed_of(rows.model).items() if not one.same_as}
    found: RowQuerySet = rows.alias(**several) if several else rows
    return found


class Row(models.Model):
    """One row of an entity: when and by whom it was made and changed, and its two managers.

    `class Entity` beside `class Meta` says what Django has no word for: `title` (a field or an
    expression; what a row is called), `plural`, `child_of` (the field that points to the parent),
    `append_only`, `balance_of` (the ledger whose balances the kit keeps in it), `comments`,
    `admin_needs_permission`, `units`.
    """

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = PersonField(null=True, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = PersonField(null=True, editable=False)

    objects = Visible()
    everything = Everything()

    by_rules_only: ClassVar[bool] = False
    _options: ClassVar[EntityOptions] = EntityOptions()
    _computed: ClassVar[dict[str, Computed]] = {}

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._options = EntityOptions.said_by(cls.__dict__.get("Entity"))

    def __str__(self) -> str:
        from site_kit.titles import title_of

        return title_of(self)


def entity_of(model: type[models.Model]) -> EntityOptions:
    """What the entity says of itself."""
    options: EntityOptions = getattr(model, "_options", EntityOptions())
    return options


def child_links(parent: type[models.Model]) -> list[tuple[Any, str]]:
    """The entities whose rows are lines of this one's, each with its field that points here."""
    found: list[tuple[Any, str]] = []
    for child in apps.get_models():
        link = entity_of(child).child_of
        if link and child._meta.get_field(link).related_model is parent:
            found.append((child, link))
    return found


def entity_id(model: type[models.Model]) -> str:
    """The entity's id, as it stands in addresses and in history."""
    return model._meta.db_table
