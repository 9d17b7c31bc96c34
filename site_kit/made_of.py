"""What a path or an expression tells something of, however it is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Model, OuterRef, Q

from site_kit.directory.models import Person
from site_kit.elsewhere import Entered, SizeOf
from site_kit.expressions import InGroup, Of
from site_kit.paths import NoSuchPath, computed_of, name_of, sources_of, walk
from site_kit.roll_ups import RollUp
from site_kit.texts import Format, Text
from site_kit.titles import names_of_title

Named = tuple[type[Model], str]


def told_by(model: type[Model], path: str, met: set[Named] | None = None) -> set[Named]:
    """The fields that a path tells of, each with its model: those on the way and at the end, what a
    worked out one is made of, and what a row at the end is called by."""
    met = set() if met is None else met
    try:
        walked = walk(model, path)
    except NoSuchPath:
        return met
    at, known = model, len(met)
    for name in (*walked.hops, walked.name):
        met.add((at, name))
        end, at = at, walk(at, name).field.related_model or at
    if len(met) == known:
        return met
    if walked.computed:
        for other, inner in named(computed_of(end)[walked.name].expression, end):
            told_by(other, inner, met)
    related = walked.field.related_model
    if related is not None and related is not Person:
        for inner in names_of_title(related):
            told_by(related, inner, met)
    return met


def named(node: Any, model: type[Model], outside: type[Model] | None = None) -> Iterator[Named]:
    """The paths in a condition or an expression, in any depth, each with whose rows it is of.

    `outside` is the model that an `OuterRef` speaks of.
    """
    if isinstance(node, RollUp):
        order = (name.lstrip("-") for name in node.order)
        yield from ((node.model, path) for path in (node.via, node.path, *order) if path)
        yield from named(node.where, node.model, model)
    elif isinstance(node, F):
        yield (outside if outside and isinstance(node, OuterRef) else model), name_of(node)
    elif isinstance(node, str):
        pass
    else:
        yield from ((model, path) for path in _paths(node) if path)
        for below in _below(node):
            yield from named(below, model, outside)


def _paths(node: Any) -> list[str]:
    """The paths that a node says as plain texts."""
    if isinstance(node, Q):
        return [child[0] for child in node.children if isinstance(child, tuple)]
    if isinstance(node, Text):
        return [part for part in node.parts if isinstance(part, str)]
    if isinstance(node, Format):
        return node.pieces[1::2]
    if isinstance(node, SizeOf | Of):
        return [node.path]
    if isinstance(node, Entered):
        return [node.status]
    return [node.person] if isinstance(node, InGroup) else []


def _below(node: Any) -> list[Any]:
    """What a node is made of."""
    if isinstance(node, Q):
        return [child[1] if isinstance(child, tuple) else child for child in node.children]
    if isinstance(node, list | tuple | set | frozenset):
        return list(node)
    return list(node.parts) if isinstance(node, Text) else sources_of(node)
