"""Kinds of fields that Django does not have by that name.

Each is a thin layer over Django's own field and deconstructs to it, so that a migration names only
Django: a new label, colour or value of a status makes no migration. What the layer adds (closed
values, colours, units, sizes) is read by the pages and by `write`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Abs, Length, Lower
from django.db.models.lookups import Exact

from site_kit.managed import Managed

CHOICE_LENGTH = 48
PERSON = "directory.Person"
PICTURES = ("png", "jpg", "jpeg", "gif", "webp")

Choices = type[models.TextChoices]


class AsDjango:
    """Base: deconstructs to Django's field `django`, without the kit's own words."""

    django: ClassVar[str]
    left_out: ClassVar[tuple[str, ...]] = ()

    def deconstruct(self) -> Any:
        """What a migration writes."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{self.django}", args, _without(kwargs, self.left_out)


def _without(kwargs: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in kwargs.items() if key not in names}


class ChoiceField(AsDjango, models.CharField):  # type: ignore[type-arg]
    """One of a fixed list of values: `kit.ChoiceField(Priority, colours={Priority.HIGH: "red"})`.

    `values` is a `TextChoices` nested in the model. `closed` marks end states, for the lookup
    `status__closed`. Colours are names: grey, blue, teal, green, amber, red, purple, pink. With
    `managed=True` these are the first values, and admins add, rename and retire some in the tool.
    """

    django = "CharField"
    left_out = ("choices",)

    def __init__(
        self,
        values: Choices | None = None,
        *args: Any,
        closed: Sequence[str] = (),
        colours: Mapping[str, str] | None = None,
        managed: bool = False,
        **kwargs: Any,
    ) -> None:
        self.values: Any = Managed(values, self) if managed and values else values
        self.managed = managed
        self.closed = tuple(str(value) for value in closed)
        self.colours = {str(value): colour for value, colour in (colours or {}).items()}
        kwargs.setdefault("max_length", CHOICE_LENGTH)
        if values is not None and not managed:
            kwargs["choices"] = values.choices
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Of a list that admins extend: one that is offered now, or stood there before."""
        super().validate(value, model_instance)
        if self.managed and value:
            before = getattr(model_instance, self.attname, "")
            if value not in self.values.values and value != before:
                raise ValidationError("This cannot be chosen.", code="invalid_choice")


# Django knows these and leaves the registering to others.
for _numbers in (models.IntegerField, models.DecimalField):
    _numbers.register_lookup(Abs)
for _texts in (models.CharField, models.TextField):
    _texts.register_lookup(Length)
    _texts.register_lookup(Lower)


class StatusField(ChoiceField):
    """Where a row stands. Starts at its default; moved by transitions where there are any."""


@ChoiceField.register_lookup
class Closed(models.Transform):
    """`status__closed`: whether the value is one of the field's end states."""

    lookup_name = "closed"
    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The end states of the field that the path leads to."""
        field: Any = self.lhs.output_field
        closed = field.closed or ("",)
        lhs, params = compiler.compile(self.lhs)
        return f"({lhs} IN ({', '.join(['%s'] * len(closed))}))", [*params, *closed]


@Closed.register_lookup
class IsClosed(Exact):
    """`status__closed=False` names the states that are open, since an index finds what is named."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Of a list that admins extend, all that is not closed: its values change."""
        field: Any = self.lhs.lhs.output_field
        if self.rhs is not False or field.managed or field.values is None:
            return super().as_sql(compiler, connection)
        values = dict.fromkeys(["", *map(str, field.values.values)])
        several = [value for value in values if value not in (field.closed or ("",))]
        column, params = compiler.compile(self.lhs.lhs)
        return f"({column} IN ({', '.join(['%s'] * len(several))}))", [*params, *several]


class ChoicesField(AsDjango, models.JSONField):
    """Any of a fixed list of values, kept as a list. `Q(tags__contains="red")` finds them."""

    django = "JSONField"

    def __init__(
        self,
        values: Choices | None = None,
        *args: Any,
        colours: Mapping[str, str] | None = None,
        managed: bool = False,
        **kwargs: Any,
    ) -> None:
        self.values: Any = Managed(values, self) if managed and values else values
        self.managed = managed
        self.colours = {str(value): colour for value, colour in (colours or {}).items()}
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Every value is one of the list."""
        super().validate(value, model_instance)
        known = set(self.values.values) if self.values else set()
        if self.managed:
            known |= set(getattr(model_instance, self.attname, ()) or ())
        strange = [str(one) for one in value or () if one not in known]
        if strange:
            raise ValidationError(f"There is no choice {', '.join(strange)}.", code="invalid")

    def to_python(self, value: Any) -> Any:
        """Texts become a list; a single text is a list of one."""
        if value in self.empty_values:
            return []
        return [value] if isinstance(value, str) else [str(one) for one in value]


class FlagField(AsDjango, models.BooleanField):  # type: ignore[type-arg]
    """A yes or no that stands out: `kit.FlagField(colour="red")` colours it and its rows."""

    django = "BooleanField"

    def __init__(self, verbose_name: str | None = None, *, colour: str = "", **kw: Any) -> None:
        self.colour = colour
        super().__init__(verbose_name, **kw)


class PersonField(AsDjango, models.ForeignKey):  # type: ignore[type-arg]
    """Somebody of the workspace's directory: `kit.PersonField(null=True, default=kit.me)`.

    No database constraint, since the directory is a view, and no way back from the person.
    """

    django = "ForeignKey"
    left_out = ("default",)

    def __init__(self, verbose_name: str | None = None, **kwargs: Any) -> None:
        kwargs = _without(kwargs, ("to", "on_delete", "related_name", "db_constraint"))
        super().__init__(
            PERSON,
            models.DO_NOTHING,
            verbose_name=verbose_name,
            related_name="+",
            db_constraint=False,
            **kwargs,
        )


class PeopleField(AsDjango, models.ManyToManyField):  # type: ignore[type-arg]
    """Several people of the workspace's directory."""

    django = "ManyToManyField"

    def __init__(self, verbose_name: str | None = None, **kwargs: Any) -> None:
        kwargs = _without(kwargs, ("to", "related_name", "db_constraint"))
        super().__init__(
            PERSON, verbose_name=verbose_name, related_name="+", db_constraint=False, **kwargs
        )


class MoneyField(AsDjango, models.DecimalField):  # type: ignore[type-arg]
    """An amount, to the cent. `currency` is an ISO code; left out, it is the tool's."""

    django = "DecimalField"

    def __init__(self, verbose_name: str | None = None, *, currency: str = "", **kw: Any) -> None:
        self.currency = currency
        super().__init__(verbose_name, **{"max_digits": 14, "decimal_places": 2, **kw})


class PercentField(AsDjango, models.DecimalField):  # type: ignore[type-arg]
    """A percentage: 2 is 2 %."""

    django = "DecimalField"

    def __init__(self, verbose_name: str | None = None, **kw: Any) -> None:
        super().__init__(verbose_name, **{"max_digits": 9, "decimal_places": 4, **kw})


class DurationField(AsDjango, models.DecimalField):  # type: ignore[type-arg]
    """A length of time, in hours."""

    django = "DecimalField"

    def __init__(self, verbose_name: str | None = None, **kw: Any) -> None:
        super().__init__(verbose_name, **{"max_digits": 9, "decimal_places": 2, **kw})


class RatingField(AsDjango, models.PositiveSmallIntegerField):  # type: ignore[type-arg]
    """Stars, from `min` to `max`. The limits are held by a `CheckConstraint` of the model."""

    django = "PositiveSmallIntegerField"

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        min: int = 1,  # noqa: A002 - the blueprint's words
        max: int = 5,  # noqa: A002
        **kw: Any,
    ) -> None:
        self.min, self.max = min, max
        super().__init__(verbose_name, **kw)


class WeekField(AsDjango, models.DateField):  # type: ignore[type-arg]
    """A week, kept as its Monday: any day of it may be typed."""

    django = "DateField"

    def to_python(self, value: Any) -> Any:
        """The Monday of that day's week."""
        from site_kit.dates import week_start

        found = super().to_python(value)
        return week_start(found) if found else found


class MonthField(AsDjango, models.DateField):  # type: ignore[type-arg]
    """A month, kept as its first day: any day of it may be typed, or `2026-03`."""

    django = "DateField"

    def to_python(self, value: Any) -> Any:
        """The first day of that day's month."""
        if isinstance(value, str) and len(value) == len("2026-03"):
            value = f"{value}-01"
        found = super().to_python(value)
        return found.replace(day=1) if found else found


class PhoneField(AsDjango, models.CharField):  # type: ignore[type-arg]
    """A telephone number: digits, spaces and `+ - / ( )`."""

    django = "CharField"

    default_validators = [
        RegexValidator(r"^\+?[\d\s()/.-]{3,}$", "A telephone number has digits and + - / ( ).")
    ]

    def __init__(self, verbose_name: str | None = None, **kw: Any) -> None:
        super().__init__(verbose_name, **{"max_length": 40, **kw})


class FileField(AsDjango, models.FileField):
    """A file: `types` are the endings allowed (empty: any), `max_mb` its size at most."""

    django = "FileField"

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        types: Sequence[str] = (),
        max_mb: int = 25,
        **kw: Any,
    ) -> None:
        self.types = tuple(ending.lower().lstrip(".") for ending in types)
        self.max_mb = max_mb
        super().__init__(verbose_name, **{"upload_to": "files", **kw})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse an ending or a size that the field does not take; kept files are not asked."""
        super().validate(value, model_instance)
        if not value or (isinstance(value, FieldFile) and getattr(value, "_committed", True)):
            return
        refuse_upload(self, value)


class ImageField(FileField):
    """A picture: png, jpg, gif or webp."""

    def __init__(self, verbose_name: str | None = None, **kw: Any) -> None:
        super().__init__(verbose_name, **{"types": PICTURES, **kw})


def refuse_upload(field: Any, upload: Any) -> None:
    """Raises `ValidationError` for a file that a field does not take: its ending, its size."""
    ending = upload.name.rsplit(".", 1)[-1].lower() if "." in upload.name else ""
    if field.types and ending not in field.types:
        raise ValidationError(f"Only {', '.join(field.types)} files.", code="invalid")
    if upload.size > field.max_mb * 1024 * 1024:
        raise ValidationError(f"At most {field.max_mb} MB.", code="invalid")


class ReferenceField(AsDjango, models.CharField):  # type: ignore[type-arg]
    """A running number of the tool's own: `kit.ReferenceField("INV-{year}-{number:4}")`.

    Given when a row is made, and never typed. `{number}` starts again where what stands before it
    changes; `{random}` is 16 signs that nobody guesses; `{customer}` is what a field says then.
    """

    django = "CharField"

    def __init__(self, pattern: str = "", verbose_name: str | None = None, **kw: Any) -> None:
        self.pattern = pattern
        super().__init__(
            verbose_name,
            **{"max_length": 250, "unique": True, "editable": False, "null": True, **kw},
        )


KINDS: tuple[tuple[type, str], ...] = (
    (StatusField, "status"),
    (ChoiceField, "choice"),
    (ChoicesField, "choices"),
    (PersonField, "person"),
    (PeopleField, "people"),
    (MoneyField, "money"),
    (PercentField, "percent"),
    (RatingField, "rating"),
    (DurationField, "duration"),
    (WeekField, "week"),
    (MonthField, "month"),
    (PhoneField, "phone"),
    (ImageField, "image"),
    (models.FileField, "file"),
    (ReferenceField, "reference"),
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.ForeignKey, "relation"),
    (models.ManyToManyField, "relations"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.DecimalField, "decimal"),
    (models.IntegerField, "integer"),
    (models.TextField, "long_text"),
    (models.CharField, "text"),
)


def kind_of(field: Any) -> str:
    """The blueprint's word for a field: text, money, status, relation, …"""
    return next((kind for base, kind in KINDS if isinstance(field, base)), "text")
