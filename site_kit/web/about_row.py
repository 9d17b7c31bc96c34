"""Parts of a row's own page: about the rows that point to it, in whose conditions `row` is it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Q

from site_kit import asker
from site_kit.bind import bind
from site_kit.expressions import Of
from site_kit.parts import Chart, Part, RowsPart, Stat
from site_kit.paths import sources_of
from site_kit.permissions import rights_for


def of_row(parts: Sequence[Part], row: Model) -> list[Part]:
    """These parts about this row; one that asks for what the person may not see of it is left
    out."""
    return [_about(part, row) for part in parts if _tells_seen(part, row)]


def _about(part: Part, row: Model) -> Part:
    if not isinstance(part, RowsPart):
        return part
    given: dict[str, Any] = {"scope": _narrowed(part, row)}
    if isinstance(part, Stat):
        given |= {"measure": _bound(part.measure, part, row), "of": _bound(part.of, part, row)}
    if isinstance(part, Chart):
        given["measures"] = tuple(_bound(one, part, row) for one in part.measures)
    return replace(part, **given)


def _narrowed(part: RowsPart, row: Model) -> Q | None:
    """The rows of its scope that point to the row; all of its scope where none can."""
    links = [f for f in part.model._meta.concrete_fields if f.related_model is type(row)]
    pointing = Q(**{links[0].attname: row.pk}) if links else None
    scope = _bound(part.scope, part, row)
    both = [one for one in (pointing, scope) if one is not None]
    return both[0] & both[-1] if len(both) > 1 else next(iter(both), None)


def _bound(node: Any, part: RowsPart, row: Model) -> Any:
    """The expression with the row's own values in it, where it asks for them."""
    return bind(node, part.model, outer=row) if any(_asked(node)) else node


def _tells_seen(part: Part, row: Model) -> bool:
    fields = rights_for(type(row)).fields_for(asker.current())
    return all(not one or one.split("__")[0] in {*fields.seen, "pk", "id"} for one in _of(part))


def _of(part: Part) -> Iterator[str]:
    """What a part asks of the row."""
    several: list[Any] = [part.scope] if isinstance(part, RowsPart) else []
    several += [part.measure, part.of] if isinstance(part, Stat) else []
    several += part.measures if isinstance(part, Chart) else []
    for node in several:
        yield from _asked(node)


def _asked(node: Any) -> Iterator[str]:
    """The paths of `kit.Of("row", …)` in it, in any depth; "pk" for the row itself."""
    if isinstance(node, Of):
        yield node.path or "pk"
    elif isinstance(node, Q):
        for child in node.children:
            yield from _asked(child[1] if isinstance(child, tuple) else child)
    else:
        for source in [*sources_of(node), getattr(node, "filter", None)]:
            if source is not None and source is not node:
                yield from _asked(source)
