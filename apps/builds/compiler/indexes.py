"""Writes the indexes of a model: one for each order, filter and scope that a page has.

Newest first is the primary key and needs none; foreign keys and unique columns have theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.builds.compiler import literals
from apps.builds.compiler.database_names import DatabaseNames
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.fields import MANY, is_optional, is_unique
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import And, Comparison, Node, Not, Path
from apps.plans.blueprint.fields import CLOSED_LISTS, TEXTS
from apps.plans.blueprint.pages import RowPage
from apps.plans.blueprint.parts import Chart
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import Unique

WITHOUT = frozenset((*MANY, "choices", "long_text", "file", "image", "relation", "person"))
EQUAL = frozenset((*CLOSED_LISTS, "text", "boolean", "email", "phone", "url", "reference"))
MOST = 12
MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one wish for an index; those asked for equality come first."""

    ids: tuple[str, ...]


def write(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> list[str]:
    """The source of each index of an entity."""
    sorts = _sorts(tool, entity)
    have = [*_have(entity), *(tuple(path.lstrip("-") for path in sort) for sort in sorts)]
    wishes = _without_prefixes(_sorted(tool, entity, _wishes(tool, entity)), have)
    return (
        list(_orders(tool, entity, sorts, taken))
        + [_plain(tool, entity, wish, taken) for wish in wishes[:MOST]]
        + list(_search(tool, entity, taken))
    )


def _pages(tool: Tool, entity: ResolvedEntity) -> list[RowPage]:
    pages = tool.blueprint.pages
    return [page for page in pages if isinstance(page, RowPage) and page.entity == entity.id]


def _sorts(tool: Tool, entity: ResolvedEntity) -> dict[tuple[str, ...], str]:
    """The orders of pages that the columns of an entity can give, and the first page of each."""
    found: dict[tuple[str, ...], str] = {}
    for page in _pages(tool, entity):
        if page.sort and _is_own(tool, entity, page.sort) and not _is_told(tool, entity, page):
            found.setdefault(page.sort, page.id)
    return found


def _is_told(tool: Tool, entity: ResolvedEntity, page: RowPage) -> bool:
    """Whether the first column of an order is unique: it has an index, and needs no second."""
    first = tool.field(entity.id, page.sort[0].lstrip("-"))
    return first is not None and is_unique(first) and not is_optional(first)


def _orders(
    tool: Tool, entity: ResolvedEntity, sorts: Mapping[tuple[str, ...], str], taken: DatabaseNames
) -> Iterator[str]:
    """An index in each order, closed by the key that paging needs."""
    for number, (sort, page) in enumerate(sorts.items()):
        name = taken.index(entity.id, f"{page}_sort" if number else "sort")
        yield _order(tool, entity, sort, name)


def _is_own(tool: Tool, entity: ResolvedEntity, sort: Sequence[str]) -> bool:
    """Whether all columns of an order are stored in the row itself."""
    return all(_is_column(tool, entity, path.lstrip("-")) for path in sort)


def _is_column(tool: Tool, entity: ResolvedEntity, path: str) -> bool:
    if path in ("created_at", "updated_at"):
        return True
    field = tool.field(entity.id, path)
    return field is not None and not field.is_computed and field.kind not in WITHOUT


def _order(tool: Tool, entity: ResolvedEntity, sort: Sequence[str], name: str) -> str:
    """Pages ask for rows without a first value by themselves, so that either way serves it."""
    names = tool.names[entity.id]
    if any(_needs_nulls_last(tool, entity, path) for path in sort[1:]):
        first = _descending(_column(tool, entity, sort[0]), sort[0])
        ordered = [first, *(_ordered(tool, entity, path) for path in sort[1:])]
        return call("models.Index", *ordered, call("F", '"id"'), name=name)
    columns = [f"{'-' * path.startswith('-')}{names.attribute(path.lstrip('-'))}" for path in sort]
    return call("models.Index", fields=_listed((*columns, "id")), name=name)


def _needs_nulls_last(tool: Tool, entity: ResolvedEntity, path: str) -> bool:
    field = tool.field(entity.id, path.lstrip("-"))
    return path.startswith("-") and field is not None and is_optional(field)


def _ordered(tool: Tool, entity: ResolvedEntity, path: str) -> str:
    column = _column(tool, entity, path)
    if _needs_nulls_last(tool, entity, path):
        return f"{column}.desc(nulls_last=True)"
    return _descending(column, path)


def _column(tool: Tool, entity: ResolvedEntity, path: str) -> str:
    return call("F", literals.text(tool.names[entity.id].attribute(path.lstrip("-"))))


def _descending(column: str, path: str) -> str:
    return f"{column}.desc()" if path.startswith("-") else column


def _wishes(tool: Tool, entity: ResolvedEntity) -> Iterator[Columns]:
    """What pages filter by: scopes, counts, filters, and the axis of a windowed chart."""
    reading = Reading.at(tool, places.listed(entity.id))
    for page in _pages(tool, entity):
        for asked in filter(None, (page.scope, *(count.where for count in page.counts))):
            yield from _of_condition(tool, entity, reading.question(asked))
        for text in page.filters:
            for wish in _of_filter(tool, entity, text.partition("=")[0].strip()):
                yield _in_order(tool, entity, wish, page.sort)
        if page.kind in ("calendar", "timeline"):
            yield from _of_filter(tool, entity, page.start)
        for path in (page.rows, page.across) if page.kind == "matrix" else ():
            field = tool.field(entity.id, path)
            if field is not None and field.kind in ("date", "datetime", "week", "month"):
                yield from _of_filter(tool, entity, path)
    for other in tool.blueprint.pages:
        parts = (one for one in getattr(other, "parts", ()) if one.kind != "text")
        for part in (one for one in parts if one.entity == entity.id):
            if part.scope and other.kind != "detail":
                yield from _of_condition(tool, entity, reading.question(part.scope))
            if isinstance(part, Chart) and part.last:
                yield from _of_filter(tool, entity, part.x)


def _in_order(tool: Tool, entity: ResolvedEntity, wish: Columns, sort: Sequence[str]) -> Columns:
    """What is filtered by one value is listed in the page's order, so it is kept in that."""
    if not sort or len(wish.ids) > 1 or _is_range(tool, entity, wish.ids[0]):
        return wish
    first = sort[0].lstrip("-")
    is_other = first not in wish.ids and _is_column(tool, entity, first)
    return Columns((*wish.ids, first)) if is_other else wish


def _of_filter(tool: Tool, entity: ResolvedEntity, path: str) -> Iterator[Columns]:
    field = tool.field(entity.id, path)
    if field is not None and field.is_computed:
        if field.kind == "boolean":
            reading = Reading.at(tool, places.own(entity.id))
            yield from _of_condition(tool, entity, reading.question(field.expr))
    elif _is_column(tool, entity, path):
        yield Columns((path,))


def _of_condition(tool: Tool, entity: ResolvedEntity, node: Node) -> Iterator[Columns]:
    """The columns that all have to hold: those of an equality first, then one of a range."""
    named = dict.fromkeys(_columns_of(tool, entity, node))
    declared = [field.id for field in entity.source.fields]
    equal = [one for one in named if not _is_range(tool, entity, one)]
    ranges = [one for one in named if _is_range(tool, entity, one)]
    if found := (*sorted(equal, key=declared.index), *ranges[:1])[:MOST_COLUMNS]:
        yield Columns(found)


def _columns_of(tool: Tool, entity: ResolvedEntity, node: Node) -> Iterator[str]:
    """The columns that the terms of a condition name, those behind its flags too."""
    for item in node.items if isinstance(node, And) else (node,):
        if flag := _flag(tool, entity, item):
            question = Reading.at(tool, places.own(entity.id)).question(flag)
            yield from _columns_of(tool, entity, question)
        elif path := _column_of(tool, entity, item):
            yield path


def _flag(tool: Tool, entity: ResolvedEntity, node: Node) -> str:
    """What a computed flag of the row itself stands for; nothing for anything else."""
    if not isinstance(node, Path) or node.root or len(node.hops) != 1:
        return ""
    field = tool.field(entity.id, node.hops[0].id)
    return field.expr if field and field.is_computed and field.kind == "boolean" else ""


def _column_of(tool: Tool, entity: ResolvedEntity, node: Node) -> str:
    while isinstance(node, Not):
        node = node.item
    if isinstance(node, Comparison) and node.operator in ("!=", "not in"):
        return ""
    side = node.left if isinstance(node, Comparison) else node
    if not isinstance(side, Path) or side.root or not side.hops:
        return ""
    first, *rest = side.hops
    is_own = all(hop.sort == "closed" for hop in rest)
    return first.id if is_own and _is_column(tool, entity, first.id) else ""


def _is_range(tool: Tool, entity: ResolvedEntity, path: str) -> bool:
    field = tool.field(entity.id, path)
    return field is None or field.kind not in EQUAL


def _sorted(tool: Tool, entity: ResolvedEntity, wishes: Iterator[Columns]) -> list[Columns]:
    """Equality before ranges, else as the pages name them."""
    return sorted(dict.fromkeys(wishes), key=lambda one: _is_range(tool, entity, one.ids[0]))


def _have(entity: ResolvedEntity) -> list[tuple[str, ...]]:
    """The columns that are indexed by being unique."""
    fields = [one for one in entity.source.fields if one.unique or one.kind == "reference"]
    rules = [rule for rule in entity.rules if isinstance(rule, Unique) and not rule.where]
    return [(field.id,) for field in fields] + [tuple(rule.fields) for rule in rules]


def _without_prefixes(wishes: list[Columns], have: list[tuple[str, ...]]) -> list[Columns]:
    """Leave out what another index begins with; a longer wish takes the place of its beginning."""
    kept: list[Columns] = []
    for wish in wishes:
        longer = max(
            (one for one in wishes if _begins(one.ids, wish.ids)), key=lambda o: len(o.ids)
        )
        if longer not in kept and not any(_begins(ids, wish.ids) for ids in have):
            kept.append(longer)
    return kept


def _begins(ids: tuple[str, ...], beginning: tuple[str, ...]) -> bool:
    return ids[: len(beginning)] == beginning


def _plain(tool: Tool, entity: ResolvedEntity, wish: Columns, taken: DatabaseNames) -> str:
    names = tool.names[entity.id]
    name = taken.index(entity.id, wish.ids[0], "_".join(wish.ids))
    return call(
        "models.Index", fields=_listed([names.attribute(one) for one in wish.ids]), name=name
    )


def _search(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> Iterator[str]:
    """One index for all texts that the entity's pages search."""
    pages = _pages(tool, entity)
    texts = [one.id for one in entity.source.fields if one.kind in TEXTS and not one.is_computed]
    sought = {path for page in pages for path in (page.search or texts)}
    if columns := [one for one in texts if one in sought]:
        names = tool.names[entity.id]
        fields = (literals.text(names.attribute(one)) for one in columns)
        yield call("kit.SearchIndex", *fields, name=taken.index(entity.id, "search"))


def _listed(columns: Sequence[str]) -> str:
    return literals.listing(literals.text(column) for column in columns)
