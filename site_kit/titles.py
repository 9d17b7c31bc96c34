"""What a row is called: its entity's `title`, in a query and in hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import Case, Exists, F, Model, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Func
from django.db.models.functions import Coalesce

from site_kit import asker
from site_kit.directory.models import Person
from site_kit.files import FilesField
from site_kit.models import Row, entity_of
from site_kit.paths import Path, name_of, names_in, sources_of, walk
from site_kit.permissions import all_of, any_of, rights_for
from site_kit.texts import Format, Text, Worded, shown, shown_of
from site_kit.who import Condition

TEXTS = (models.CharField, models.TextField)


def title_path(model: type[Model]) -> Any:
    """What the entity's title is: a path or a text expression.

    Where it does not say, the first text field, else the first compulsory one, else the number.
    """
    said = entity_of(model).title
    if said:
        return said
    if model._meta.label == "directory.Person":
        return "name"
    own = [f for f in model._meta.concrete_fields if f.editable and not f.primary_key]
    texts = (f for f in own if isinstance(f, TEXTS) and not isinstance(f, FilesField))
    first: Any = next((f for f in texts if getattr(f, "values", None) is None), None)
    first = first or next((f for f in own if not f.null and not f.has_default()), None)
    return first.name if first else "id"


def names_of_title(model: type[Model]) -> list[str]:
    """The paths that the title is made of."""
    return _names(title_path(model))


def title_of(row: Model) -> str:
    """What this row is called; a row without a title, by its number."""
    return shown_of(row, title_path(type(row))) or f"#{row.pk}"


class Called(Func):
    """A title that may be empty: then the row's number, `#12`; nothing where there is no row."""

    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The two arguments are the title and the number."""
        title, key = (compiler.compile(part) for part in self.get_source_expressions())
        return (
            f"COALESCE(NULLIF(({title[0]})::text, ''), '#' || ({key[0]})::text)",
            [*title[1], *key[1]],
        )


def title_expression(model: type[Model], prefix: str = "") -> Any:
    """The title as an expression of a query over the model, or over one that leads here.

    `title_expression(Supplier, "supplier__")` is for a query over invoices.
    """
    from site_kit.bind import bind

    path = title_path(model)
    if isinstance(path, str):
        found = walk(model, path)
        if _is_never_empty(found, model):
            return F(f"{prefix}{found.full}")
        built = shown(model, path)
    else:
        built = path.built(model) if isinstance(path, Worded) else path
    called_so = Called(bind(built, model), F("pk"))
    return prefixed(called_so, prefix) if prefix else called_so


def _is_never_empty(path: Path, model: type[Model]) -> bool:
    """Whether the title is a plain text column that somebody has to fill, or a person's name."""
    field = path.field
    plain = isinstance(field, TEXTS) and not field.choices and not path.computed and not path.hops
    return plain and (not field.blank or not issubclass(model, Row))


def prefixed(node: Any, prefix: str) -> Any:
    """The same expression over a model that leads to this one by `prefix`."""
    if isinstance(node, F) and type(node) is F:
        return F(f"{prefix}{name_of(node)}")
    sources = sources_of(node)
    if not sources:
        return node
    moved = copy(node)
    moved.set_source_expressions([prefixed(one, prefix) for one in sources])
    return moved


# What a person reads


def seen_title(model: type[Model], prefix: str = "") -> Any:
    """`title_expression` for whoever acts: `#12` where the row is hidden, or its title tells what
    is. `prefix` leads to it from a row that they see."""
    if (own := getattr(model, "_called", None)) is not None:
        return own()
    number = prefixed(Called(Value("", output_field=models.TextField()), F("pk")), prefix)
    if not title_is_seen(model):
        return number
    where = _title_seen_where(model, prefix)
    if where is False:
        return number
    title = title_expression(model, prefix)
    if where is True:
        return title
    return Case(When(where, then=title), default=number, output_field=models.TextField())


class NameOf(Func):
    """The name of a person who is known by a number."""

    template = "(SELECT called.name FROM person called WHERE called.id = (%(expressions)s))"
    output_field = models.TextField()


class TitleOf(Func):
    """The title of a row that is known by a number, among these rows; nothing where it is none.

    The rows are asked as a table of their own: a number that is itself worked out may not be
    written into a query of them, where its tables and theirs could bear one name.
    """

    output_field = models.TextField()
    sql = ("(SELECT called.title FROM ", " AS called(pk, title) WHERE called.pk = (", "))")

    def __init__(self, key: Any, rows: Any) -> None:
        titled = rows.annotate(row_title=seen_title(rows.model)).values("pk", "row_title")
        super().__init__(key, Subquery(titled, models.TextField()))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The one of them with this number."""
        key, titled = self.get_source_expressions()
        try:
            rows, given = compiler.compile(titled)
        except EmptyResultSet:
            return "NULL", []
        number, more = compiler.compile(key)
        before, between, after = self.sql
        return f"{before}{rows}{between}{number}{after}", [*given, *more]


def seen_title_found(path: Path) -> Any:
    """What the row or person that a computed field leads to is called, for whoever acts; `#12`
    where the row is hidden."""
    target: Any = path.field.related_model
    if target is Person:
        return NameOf(F(path.full))
    there = Q(**{f"{path.full}__isnull": False})
    number = Called(Value("", output_field=models.TextField()), F(path.full))
    title = Coalesce(TitleOf(F(path.full), target.objects.all()), number)
    return Case(When(there, then=title), output_field=models.TextField())


def seen_title_of(row: Model) -> str:
    """`title_of` for whoever acts and sees the row."""
    seen = title_is_seen(type(row)) and all(
        all_seen(row, hops) for hops in _hops_of_title(type(row))
    )
    return title_of(row) if seen else f"#{row.pk}"


def seen_title_at(model: Any, key: Any) -> str:
    """What the row of this number is called to whoever acts, whether they see it or not."""
    rows = model.objects.filter(pk=key).annotate(row_title=seen_title(model))
    return str(rows.values_list("row_title", flat=True).first() or f"#{key}")


def called(row: Model) -> str:
    """`Invoice NP-1`: the row in a sentence to whoever acts."""
    return f"{str(type(row)._meta.verbose_name).capitalize()} {seen_title_of(row)}"


def title_is_seen(model: type[Model]) -> bool:
    """Whether whoever acts may see all fields that the title is made of."""
    if model is Person or asker.current().is_tool:
        return True
    return all(_is_seen(model, walk(model, path)) for path in names_of_title(model))


def seen_through(model: type[Model], hops: Sequence[str], prefix: str = "") -> Condition:
    """For which rows whoever acts may see each row that these relations lead to."""
    found: Condition = True
    for hop in hops:
        target: Any = walk(model, hop).field.related_model
        prefix = f"{prefix}{hop}"
        if not _is_parent_of(model, hop):
            found = all_of((found, _is_seen_at(target, prefix)))
        model, prefix = target, f"{prefix}__"
    return found


def _title_seen_where(model: type[Model], prefix: str) -> Condition:
    """For which rows the row at the prefix is seen, and all rows that its title leads to."""
    found: Condition = _is_seen_at(model, f"{prefix}pk") if prefix else True
    for hops in _hops_of_title(model):
        through = seen_through(model, hops, prefix)
        if through is not True:
            nowhere = Q(**{f"{prefix}{'__'.join(hops)}__isnull": True})
            found = all_of((found, any_of((through, nowhere))))
    return found


def _hops_of_title(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """The relations that lead from a row to what its title is made of."""
    if model is Person:
        return
    for name in names_of_title(model):
        path = walk(model, name)
        related = path.field.related_model
        hops = path.hops if related is None else (*path.hops, path.name)
        if hops:
            yield hops
        if related is not None and related is not Person:
            yield from ((*hops, *beyond) for beyond in _hops_of_title(related))


def _is_seen_at(target: type[Model], path: str) -> Condition:
    """For which rows the row that a path leads to is one that whoever acts may see."""
    if target is Person:
        return True
    rights = rights_for(target)
    condition = rights.condition("view", asker.current())
    if isinstance(condition, bool):
        return condition
    return Q(Exists(rights.visible(asker.current()).filter(pk=OuterRef(path))))


def _is_parent_of(model: type[Model], hop: str) -> bool:
    """Whether whoever sees a row sees the one that the relation leads to: its rights are that's."""
    return (
        model is not Person
        and rights_for(model).goes_by_parent
        and (entity_of(model).child_of == hop)
    )


def all_seen(row: Any, hops: Sequence[str]) -> bool:
    """Whether whoever acts may see each row on the way, in hand."""
    for hop in hops:
        parent = _is_parent_of(type(row), hop)
        row = getattr(row, hop, None)
        if row is None or isinstance(row, Person):
            return True
        if not parent and not rights_for(type(row)).allowed("view", row, asker.current()):
            return False
    return True


def _is_seen(model: type[Model], path: Path) -> bool:
    for name in (*path.hops, path.name):
        if model is Person:
            return True
        if name not in rights_for(model).fields_for(asker.current()).seen:
            return False
        model = walk(model, name).field.related_model or model
    related = path.field.related_model
    return related is None or title_is_seen(related)


def _names(node: Any) -> list[str]:
    """The paths that a title names."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, Format):
        return node.pieces[1::2]
    if isinstance(node, Text):
        return [name for part in node.parts for name in _names(part)]
    return names_in(node)
