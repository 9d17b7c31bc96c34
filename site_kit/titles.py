"""What a row is called: its entity's `title`, in a query and in hand."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import models
from django.db.models import F, Model
from django.db.models.expressions import Func

from site_kit.models import Row, entity_of
from site_kit.paths import Path, name_of, walk
from site_kit.texts import Worded, shown, shown_of

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
    sources: list[Any] = getattr(node, "get_source_expressions", list)()
    if not sources:
        return node
    moved = copy(node)
    moved.set_source_expressions([prefixed(one, prefix) for one in sources])
    return moved


def called(row: Model) -> str:
    """`Invoice NP-1`: the row in a sentence."""
    return f"{str(type(row)._meta.verbose_name).capitalize()} {title_of(row)}"
