"""What a message may not tell: fields that only some people see, and what is made of them.

One text goes to everybody, whatever each of them may see; so what is asked here is not who reads,
but whether there is anybody who may not.
"""

from __future__ import annotations

from django.db.models import Model

from site_kit.made_of import told_by
from site_kit.paths import walk
from site_kit.registry import declared
from site_kit.titles import names_of_title, title_of


def is_hidden(model: type[Model], path: str) -> bool:
    """Whether something that a path tells of is seen by some only: a field on the way, what it is
    worked out of, or what the row at its end is called by."""
    return any(name in _narrowed(at) for at, name in told_by(model, path))


def title_is_hidden(model: type[Model]) -> bool:
    """Whether the title is made of something that is seen by some only."""
    return any(is_hidden(model, name) for name in names_of_title(model))


def told_title_of(row: Model) -> str:
    """`title_of` for everybody: `#12` where the title tells what only some may see."""
    return f"#{row.pk}" if title_is_hidden(type(row)) else title_of(row)


def _narrowed(model: type[Model]) -> set[str]:
    table = declared.permissions.get(model)
    return {walk(model, name).name for name in table.seen_by} if table else set()
