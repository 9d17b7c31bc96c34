"""What a few fields of a tool are worked out of: through relations, titles and expressions.

By words: a field counts where its id stands in what is already counted. Rather one field too many
than one too few.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from apps.plans.blueprint.resolved import Resolved, ResolvedField

WORD = re.compile(r"[a-z][a-z0-9_]*")
READ = ("expr", "default", "pick", "shows", "min", "max", "show_if")
"""The keys of a field that name others."""


def reached(tool: Resolved, entity: str, texts: Iterable[str]) -> dict[str, Any]:
    """The fields, titles and own code that expressions and paths from a row of `entity` lead to."""
    words, size = set(_words(texts)), -1
    entities = {entity}
    while size < len(words) + len(entities):
        size = len(words) + len(entities)
        entities |= words & tool.entities.keys()
        for field in list(_fields(tool, entities, words)):
            entities |= {field.source.to} & tool.entities.keys()
            words.update(_words(_texts(field)))
        words.update(_words(tool.entity(one).title for one in entities))
    fields = _fields(tool, entities, words)
    return {
        "fields": {f"{one.entity}.{one.id}": one.source.model_dump(mode="json") for one in fields},
        "titles": {one: tool.entity(one).title for one in entities},
        "code": [one.model_dump(mode="json") for one in tool.source.extensions if one.id in words],
    }


def _fields(tool: Resolved, entities: set[str], words: set[str]) -> Iterator[ResolvedField]:
    """The counted ones, with what joins the counted entities."""
    for one in sorted(entities):
        for field in tool.entity(one).fields:
            if field.id in words or field.source.to in entities:
                yield field


def _texts(field: ResolvedField) -> Iterator[str]:
    for key in READ:
        said = getattr(field.source, key)
        yield from (said,) if isinstance(said, str) else said


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in WORD.findall(text))
