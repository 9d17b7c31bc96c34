"""What every row has without a field for it: what it is called, where its page is, what was last
said about it.

`kit.TitleAt("supplier")`, `kit.LinkAt()`, `kit.CommentAt()`: of this row, or of the one that a path
leads to; empty where that leads nowhere. All rows count, whoever looks.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Model, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from site_kit.expressions import OfModel
from site_kit.paths import walk

TEXT = models.TextField()


class About(OfModel):
    """Base: knows the row that a path leads to."""

    def __init__(self, path: str = "") -> None:
        self.path = path.replace(".", "__")

    def target(self, model: type[Model]) -> Any:
        """The entity of the row."""
        return walk(model, self.path).field.related_model if self.path else model

    def row(self, row: Model) -> Any:
        """The row itself, or nothing."""
        from site_kit.reading import follow

        return follow(row, self.path) if self.path else row

    def of(self, row: Model) -> str | None:
        """The same of a row in hand."""
        there = self.row(row)
        return None if there is None else self.said(there)

    def said(self, row: Any) -> str | None:
        """What is said of a row that is there."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path!r})"


class TitleAt(About):
    """What the row is called: `Q(kit.…)`, `kit.Text(kit.TitleAt("supplier"), "due")`."""

    def built(self, model: type[Model]) -> Any:
        """The title, for a query."""
        from site_kit.titles import title_expression

        return title_expression(self.target(model), f"{self.path}__" if self.path else "")

    def said(self, row: Any) -> str | None:
        """The title."""
        from site_kit.titles import title_of

        return title_of(row)


class LinkAt(About):
    """The address of the row's page."""

    def built(self, model: type[Model]) -> Any:
        """The address, for a query."""
        key = F(self.path or "pk")
        number = Cast(key, TEXT)
        written = Concat(Value(_before(self.target(model))), number, Value("/"), output_field=TEXT)
        there = Q(**{f"{self.path or 'pk'}__isnull": False})
        return Case(When(there, then=written), default=None, output_field=TEXT)

    def said(self, row: Any) -> str | None:
        """The address."""
        return f"{_before(type(row))}{row.pk}/"


class CommentAt(About):
    """The newest comment on the row; empty while there is none."""

    def built(self, model: type[Model]) -> Any:
        """The text, for a query."""
        return Subquery(self._texts(self.target(model), OuterRef(self.path or "pk")), TEXT)

    def said(self, row: Any) -> str | None:
        """The text."""
        found: str | None = self._texts(type(row), row.pk).first()
        return found

    @staticmethod
    def _texts(model: type[Model], record: Any) -> Any:
        from site_kit.models import entity_id
        from site_kit.records import Comment

        about = Comment.objects.filter(entity=entity_id(model), record=record)
        return about.order_by("-pk").values_list("text", flat=True)[:1]


def _before(model: type[Model]) -> str:
    """The address of an entity's rows, without their numbers."""
    from site_kit.models import entity_id

    return f"{str(getattr(settings, 'SITE_ADDRESS', '')).rstrip('/')}/{entity_id(model)}/"
