"""What a row is called: its entity's `title`, in a query and in hand."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import models
from django.db.models import F, Model, Value
from django.db.models.expressions import Func

from site_kit import asker
from site_kit.directory.models import Person
from site_kit.models import Row, entity_of
from site_kit.paths import Path, name_of, names_in, sources_of, walk
from site_kit.texts import Format, Text, Worded, shown, shown_of

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
    first: Any = next((f for f in own if isinstance(f, TEXTS) and not f.choices), None)
    first = first or next((f for f in own if not f.null and not f.has_default()), None)
    return first.name if first else "id"


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
    """`title_expression` for whoever acts: `#12` where the title tells what is hidden to them."""
    if title_is_seen(model):
        return title_expression(model, prefix)
    return prefixed(Called(Value("", output_field=models.TextField()), F("pk")), prefix)


def seen_title_of(row: Model) -> str:
    """`title_of` for whoever acts."""
    return title_of(row) if title_is_seen(type(row)) else f"#{row.pk}"


def called(row: Model) -> str:
    """`Invoice NP-1`: the row in a sentence to whoever acts."""
    return f"{str(type(row)._meta.verbose_name).capitalize()} {seen_title_of(row)}"


def title_is_seen(model: type[Model]) -> bool:
    """Whether whoever acts may see, on every row, all that the title is made of."""
    if model is Person or asker.current().is_tool:
        return True
    return all(_is_seen(model, walk(model, path)) for path in _names(title_path(model)))


def _is_seen(model: type[Model], path: Path) -> bool:
    from site_kit.permissions import rights_for

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
