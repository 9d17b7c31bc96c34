"""What a message may not tell: fields that only some people see, and titles made of them.

One text goes to everybody, whatever each of them may see; so what is asked here is not who reads,
but whether there is anybody who may not.
"""

from __future__ import annotations

from django.db.models import Model

from site_kit.directory.models import Person
from site_kit.paths import NoSuchPath, walk
from site_kit.registry import declared
from site_kit.titles import names_of_title, title_of

Asked = frozenset[type[Model]]


def is_hidden(model: type[Model], path: str, asked: Asked = frozenset()) -> bool:
    """Whether some field on the way is seen by some only, or what the row at its end is called."""
    try:
        walked = walk(model, path)
    except NoSuchPath:
        return False
    for name in (*walked.hops, walked.name):
        table = declared.permissions.get(model)
        if table is not None and name in {walk(model, one).name for one in table.seen_by}:
            return True
        model = walk(model, name).field.related_model or model
    related = walked.field.related_model
    return related is not None and title_is_hidden(related, asked)


def title_is_hidden(model: type[Model], asked: Asked = frozenset()) -> bool:
    """Whether the title is made of something that is seen by some only."""
    if model is Person or model in asked:
        return False
    return any(is_hidden(model, name, asked | {model}) for name in names_of_title(model))


def told_title_of(row: Model) -> str:
    """`title_of` for everybody: `#12` where the title tells what only some may see."""
    return f"#{row.pk}" if title_is_hidden(type(row)) else title_of(row)
