"""What code of a tool's own may use: `from site_kit.extensions import change, find`.

It meets no model and no query. A row is a `Seen`: what whoever acts may see of it, by the names of
its fields. Everything it does goes through `site_kit.write` as that person (in a job, as the tool),
in the transaction of whoever called, so that what it cannot finish leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Model

from site_kit import asker, write
from site_kit.actions import action_named
from site_kit.apps import tool
from site_kit.directory.models import Person
from site_kit.draft import stored_field
from site_kit.errors import Broken, Invalid, NotThere, Refused
from site_kit.files import FilesField, keys_of
from site_kit.history import STAMPS
from site_kit.models import entity_id, entity_of
from site_kit.paths import NoSuchPath, Path, walk
from site_kit.permissions import Fields, rights_for
from site_kit.reading import CHOSEN, NotReadable, value_of
from site_kit.titles import seen_title_of
from site_kit.words import nearest

SURFACE = ("act", "change", "create", "find", "now", "refuse", "remove", "today")
"""The names that an extension may import from here."""
MOST_ROWS = 5000
LOOKUPS = frozenset(
    ("exact", "in", "gt", "gte", "lt", "lte", "contains", "icontains", "startswith", "isnull")
)
ONLY_READS = "A page or a value of the tool's own code changes nothing."

doing: ContextVar[str] = ContextVar("doing", default="")
"""The extension that runs and may write, by its id: the cause of what it writes."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person: `id`, `name`, `email`, and for whoever acts `roles`. Equal by the number."""

    id: int | None
    name: str = field(default="", compare=False)
    email: str = field(default="", compare=False)
    roles: frozenset[str] = field(default=frozenset(), compare=False)

    def __str__(self) -> str:
        return self.name


class Seen:
    """A row as whoever acts may see it: `row.amount`, `row.supplier.name`, `row.title`, `row.id`.

    A related row that they may not see is None. Raises `Refused` for a field that is hidden from
    them, and `NotThere` where what was just done took the row out of their sight: of it stays `id`.
    It is changed by `change`, never by assigning.
    """

    __slots__ = ("_row", "_stored")

    def __init__(self, row: Model, stored: Model | None = None) -> None:
        """`stored` is the row as it is kept, where `row` holds what somebody types just now."""
        object.__setattr__(self, "_row", row)
        object.__setattr__(self, "_stored", stored or row)

    def __getattr__(self, name: str) -> Any:
        row: Any = self._row
        if name == "id":
            return row.pk
        if self._stored is None:
            raise NotThere(f"There is no such {_noun(row)}.")
        if name == "title" and not _has(type(row), "title"):
            return seen_title_of(row)
        path = _own(type(row), name)
        if path.name not in _fields(type(row)).seen_on(self._stored):
            raise Refused(f"{_label(path)} of {_noun(row)} is hidden from you.")
        return _value(row, path)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise TypeError(f"Write change(row, {name}=…) instead.")

    def __str__(self) -> str:
        return seen_title_of(self._row) if self._stored is not None else f"#{self.id}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and _key(self) == _key(other)

    def __hash__(self) -> int:
        return hash(_key(self))


def find(entity: str, sort: str = "", most: int = MOST_ROWS, /, **where: Any) -> list[Seen]:
    """The rows of an entity that whoever acts may see: `find("line", "-amount", order=row)`.

    `where` names fields, with a comparison after two strokes: `amount__gte=100`. Neither it nor
    `sort` (a field, with `-` the other way round) may name a field that is hidden. Raises `Broken`
    where there are more than 5,000 and no `most` says how many are wanted.
    """
    model = _model(entity)
    found = rights_for(model).visible(asker.current())
    found = found.filter(**{_condition(model, said): plain(v) for said, v in where.items()})
    order = sort[: sort.startswith("-")] + _shown(model, sort.lstrip("-")).name if sort else "pk"
    several = list(found.order_by(order, "pk")[: max(0, min(most, MOST_ROWS)) + 1])
    if len(several) > MOST_ROWS:
        raise Broken(f"There are more than {MOST_ROWS:,} {model._meta.verbose_name_plural}.")
    return [Seen(row) for row in several[:most]]


def create(entity: str, /, **values: Any) -> Seen | None:
    """A new row by whoever acts, under their rights: `create("task", name="Call", order=row)`.

    None where they may make it and not see it.
    """
    model, (person, cause) = _model(entity), _writer()
    given = _plain_of(model, values)
    _refuse_kept(model, "create")
    if person.is_tool:
        return Seen(write.make_as_tool(model, given, cause))
    made = write.create(model, given, by=person, way_in=cause)
    return Seen(made) if rights_for(model).visible(person).filter(pk=made.pk).exists() else None


def change(row: Seen, /, **values: Any) -> None:
    """Other values for fields of a row, under the same rights and rules as a form."""
    (person, cause), given = _writer(), _plain_of(type(_row(row)), values)
    _refuse_kept(type(_row(row)), "edit")
    if person.is_tool:
        write.change_as_tool(_row(row), given, cause)
    else:
        write.edit(_row(row), given, by=person, way_in=cause)
    _read_again(row)


def remove(row: Seen, /) -> None:
    """Delete a row with its lines, if whoever acts may."""
    person, cause = _writer()
    _refuse_kept(type(_row(row)), "delete")
    kept = type(_row(row))._base_manager.get(pk=row.id)
    write.delete(kept, by=person, way_in=cause)


def act(row: Seen, action: str, /, **asked: Any) -> None:
    """Press a button of a row, with what it asks for: `act(row, "approve")`."""
    person, cause = _writer()
    found = action_named(type(_row(row)), action)
    if found is None:
        raise Broken(f"{_noun(_row(row)).capitalize()} has no action “{action}”.")
    given = _plain_of(found.target(), asked)
    write.run(found, _row(row), given, by=person, way_in=cause)
    _read_again(row)


def refuse(sentence: str, /) -> NoReturn:
    """Stop here and undo all of it; the person reads the sentence."""
    raise Invalid({"": [str(sentence)]})


def today() -> date:
    """The day, in the tool's time zone."""
    return asker.day()


def now() -> datetime:
    """The moment; one run has one."""
    return asker.moment()


def acts() -> Who:
    """Whoever acts."""
    person = asker.current()
    return Who(person.id, person.name, person.email, person.roles)


def place_of(row: Seen) -> str:
    """The address of a row's own page."""
    return f"/{entity_id(type(_row(row)))}/{row.id}/"


def handed(row: Model) -> Seen | Who:
    """A row, or a person of the directory, as code of the tool's own meets it."""
    return Who(row.pk, row.name, row.email) if isinstance(row, Person) else Seen(row)


def on_its_way(row: Model) -> Seen:
    """A row with what somebody types into it; who sees its fields, the stored one says."""
    return Seen(row, type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None)


def typed(row: Model, name: str, chosen: list[Any] | None) -> Any:
    """A value that somebody typed; `chosen` are the numbers for a field of several."""
    path = _own(type(row), name)
    return _value(row, path) if chosen is None else _several(path, chosen)


def _refuse_kept(model: type[Model], verb: str) -> None:
    """What nobody writes, the tool's own code does not write either."""
    options = entity_of(model)
    only_added = options.append_only and verb != "create"
    if only_added or options.balance_of or getattr(model, "by_rules_only", False):
        raise Refused(f"Nobody may {verb} {model._meta.verbose_name_plural} by hand.")


def _writer() -> tuple[asker.Asker, str]:
    """Whoever acts, and for which extension. Raises `Refused` where it only reads."""
    if not (cause := doing.get()):
        raise Refused(ONLY_READS)
    return asker.current().as_writer(), cause


def _model(entity: str) -> type[Model]:
    found = tool().entity(entity)
    if found is None:
        known = [str(one._meta.db_table) for one in tool().entities]
        raise Broken(f"There is no entity “{entity}”.{nearest(entity, known)}")
    return found


def _row(row: Any) -> Any:
    if not isinstance(row, Seen):
        raise TypeError("A row is wanted here.")
    return row._row


def _read_again(row: Seen) -> None:
    """The row as it is now; where whoever acts sees it no more, nothing of it but its number."""
    model = type(_row(row))
    now_there = rights_for(model).visible(asker.current()).filter(pk=row.id).first()
    if now_there is not None:
        Seen.__init__(row, now_there)
    else:
        object.__setattr__(row, "_row", model(pk=row.id))
        object.__setattr__(row, "_stored", None)


def _key(row: Seen) -> tuple[type[Model], Any]:
    return type(row._row), row._row.pk


def _noun(row: Model) -> str:
    return str(row._meta.verbose_name)


def _label(path: Path) -> str:
    label = str(getattr(path.field, "verbose_name", "") or path.name)
    return label[:1].upper() + label[1:]


def _has(model: type[Model], name: str) -> bool:
    try:
        walk(model, name)
    except NoSuchPath:
        return False
    return True


def _named(model: type[Model], called: str) -> str:
    """The attribute of a field by its id; only names that Django refuses differ."""
    fields = model._meta.concrete_fields
    return next((f.name for f in fields if f.db_column == called), called)


def _own(model: type[Model], name: str) -> Path:
    """A field of the model itself. Raises `AttributeError`, so that it reads as Python does."""
    try:
        path = walk(model, _named(model, name))
    except NoSuchPath as wrong:
        raise AttributeError(str(wrong)) from None
    if path.hops or path.rest:
        raise AttributeError(f"{name!r} is no field of {model.__name__}.")
    return path


def _shown(model: type[Model], name: str) -> Path:
    """A field that whoever acts may see on every row."""
    path = _own(model, name)
    if path.name not in _fields(model).seen:
        raise Refused(f"{_label(path)} is hidden from you.")
    return path


def _condition(model: type[Model], said: str) -> str:
    name, _, lookup = said.partition("__")
    if lookup and lookup not in LOOKUPS:
        raise LookupError(f"There is no comparison {lookup!r}.")
    return f"{_shown(model, name).name}__{lookup or 'exact'}"


def _fields(model: type[Model]) -> Fields:
    """What whoever acts may see of the rows of a model; asked once a request."""
    known: dict[Any, Fields] = asker.memory().setdefault("fields", {})
    key = (model, asker.current())
    if key not in known:
        known[key] = rights_for(model).fields_for(asker.current())
    return known[key]


def _value(row: Model, path: Path) -> Any:
    if path.computed:
        return _related(path, _worked_out(row, path))
    if path.field.many_to_many:
        return _several(path, _chosen(row, path))
    value = getattr(row, path.field.attname)
    if isinstance(path.field, FilesField):
        return [key.rpartition("/")[2] for key in keys_of(value)]
    if isinstance(path.field, models.FileField):
        return str(value or "").rpartition("/")[2]
    return _related(path, value)


def _chosen(row: Model, path: Path) -> list[Any]:
    """The numbers of what a field of several holds; of a row on its way, what was just chosen."""
    if (chosen := vars(row).get(CHOSEN, {}).get(path.name)) is not None:
        return list(chosen)
    kept = type(row)._base_manager.filter(pk=row.pk).values_list(path.name, flat=True)
    return [key for key in kept if key is not None]


def _worked_out(row: Any, path: Path) -> Any:
    try:
        return value_of(F(path.name), row)
    except NotReadable:
        everything = type(row).everything
        return everything.filter(pk=row.pk).values_list(path.full, flat=True).first()


def _related(path: Path, value: Any) -> Any:
    target = path.field.related_model
    if target is None or value is None:
        return list(value) if isinstance(value, list) else value
    return next(iter(_several(path, [value.pk if isinstance(value, Model) else value])), None)


def _several(path: Path, keys: list[Any]) -> list[Any]:
    """People, or the rows among these that whoever acts may see."""
    target: Any = path.field.related_model
    if target is Person:
        return [handed(one) for one in Person.objects.filter(pk__in=keys).order_by("name", "pk")]
    visible = rights_for(target).visible(asker.current())
    return [Seen(one) for one in visible.filter(pk__in=keys).order_by("pk")]


def plain(value: Any) -> Any:
    """A value as the kit takes it."""
    if isinstance(value, Seen | Who):
        return value.id
    if isinstance(value, list | tuple | set):
        return [plain(one) for one in value]
    return value


def _plain_of(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values to be written, by their fields. Raises `Refused` for what the kit alone writes."""
    found = {}
    for name, value in values.items():
        stored = stored_field(model, _named(model, name))
        is_file = isinstance(stored, models.FileField | FilesField)
        if stored.primary_key or stored.name in STAMPS or is_file:
            label = f"{_label(walk(model, stored.name))} of {model._meta.verbose_name}"
            raise Refused(f"{label} is never written by the tool's own code.")
        found[stored.name] = plain(value)
    return found
