"""What a declaration may name, and what it may not: the questions that checks ask of each word.

Every answer is what is wrong and the way out; nothing where it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import F, Model, Q, Value

from site_kit.asker import TOOL, acting
from site_kit.files import FilesField
from site_kit.models import RowQuerySet
from site_kit.own_values import Hook
from site_kit.paths import NoSuchPath, has_name, name_of, sources_of, walk
from site_kit.reading import unreadable, unreadable_path
from site_kit.who import WhoList
from site_kit.words import nearest

OF_A_ROW = "Give it the file of a row, F(…), or None for no file."
Said = tuple[str, str]
"""What is wrong, and the way out."""


def strange(cls: type, base: type, besides: Any) -> Iterator[Said]:
    """Words that the kind of declaration does not have."""
    said = {name for one in base.__mro__ for name in getattr(one, "__annotations__", {})}
    known = {name for name in (*dir(base), *said) if not name.startswith("_")}
    for word in vars(cls):
        if not word.startswith("_") and word not in known and word not in besides:
            yield (
                f"{word!r} is no word of kit.{base.__name__}.{nearest(word, known)}",
                "Leave it out, or write the right word.",
            )


def of_who(
    where: str, entries: Iterable[str], model: type[Model], roles: Sequence[str]
) -> Iterator[Said]:
    """The words of a who-list: roles of the tool, and paths to people."""
    if isinstance(entries, str):
        yield f"{where}: {entries!r} is a text, not a list.", f"Write [{entries!r}]."
        return
    for wrong in WhoList.of(entries, model).problems(roles):
        yield f"{where}: {wrong}", "Name member, admin, a role of apps.py, or row.<person field>."


def no_field(
    model: type[Model],
    where: str,
    name: str,
    *,
    through_relation: bool = False,
    stored: bool = True,
) -> Iterator[Said]:
    """The name of a field of the model itself, one that is stored unless said otherwise."""
    try:
        path = walk(model, name)
    except NoSuchPath as wrong:
        yield f"{where}: {wrong}", "Name a field of this entity."
        return
    if path.computed and stored:
        yield f"{where}: {name!r} is worked out, not stored.", "Name a stored field."
    elif path.rest or len(path.hops) > (1 if through_relation else 0):
        yield f"{where}: {name!r} leaves the row.", "Name a field of this entity."


def no_path(model: type[Model], where: str, path: str) -> Iterator[Said]:
    """A path that begins in the model."""
    try:
        walk(model, path)
    except NoSuchPath as wrong:
        yield f"{where}: {wrong}", "Name a field, or a path of fields with dots."


def no_action(name: str, actions: Sequence[str]) -> Iterator[Said]:
    """The id of an action, one of these."""
    if name not in actions:
        yield f"There is no action {name!r}.{nearest(name, actions)}", "Name an action of it."


def in_memory(model: type[Model], where: str, node: Any) -> Iterator[Said]:
    """Whether a condition can be read for a row in hand, names and lookups included."""
    yield from unreadable_here(where, node)
    yield from no_names(model, where, node)
    for name in _names(node):
        if has_name(model, name.split("__")[0]) and (wrong := unreadable_path(model, name)):
            yield f"{where}: {wrong}", "Write it with functions of the kit: see its REFERENCE.md."


def no_names(model: type[Model], where: str, node: Any) -> Iterator[Said]:
    """All names in a condition or expression."""
    for name in _names(node):
        yield from no_path(model, where, name)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, Q):
        for child in node.children:
            if isinstance(child, tuple):
                yield child[0]
                yield from _names(child[1])
            else:
                yield from _names(child)
    elif isinstance(node, F):
        yield name_of(node)
    elif hasattr(node, "get_source_expressions"):
        for source in node.get_source_expressions():
            yield from _names(source)


def no_value(
    model: type[Model], where: str, name: str, value: Any, *, through_relation: bool = False
) -> Iterator[Said]:
    """A field of the model, and a value that is worked out for it."""
    yield from no_field(model, where, name, through_relation=through_relation)
    yield from unfit(model, where, name, value)


def unfit(model: type[Model], where: str, name: str, value: Any) -> Iterator[Said]:
    """Whether a value can be worked out for a row in hand. A file comes from a row, never from what
    code or a text calls it: that would reach the files of other rows."""
    yield from unreadable_here(where, value)
    try:
        field = walk(model, name).field
    except NoSuchPath:
        return
    is_named = (isinstance(value, str) and value != "") or any(own_values(value))
    if isinstance(field, models.FileField | FilesField) and is_named:
        yield f"{where}: {name!r} is a file, which only a person gives.", OF_A_ROW


def unreadable_here(where: str, node: Any) -> Iterator[Said]:
    """Whether an expression can be read for a row in hand; its names are not looked at."""
    wrong = unreadable(node)
    if wrong:
        yield f"{where}: {wrong}", "Write it with functions of the kit: see its REFERENCE.md."
    from site_kit.hooks import wrong_hook

    for one in own_values(node):
        yield from wrong_hook("value", one.hook)


def own_values(node: Any) -> Iterator[Hook]:
    """The values of the tool's own code in an expression or a condition, in any depth."""
    if isinstance(node, Hook):
        yield node
    elif isinstance(node, Q):
        for child in node.children:
            yield from own_values(child[1] if isinstance(child, tuple) else child)
    else:
        for source in sources_of(node):
            yield from own_values(source)


def does_not_run(model: type[Model], where: str, node: Any) -> Iterator[Said]:
    """Whether the database could read it: its SQL is written, not run."""
    wrong_names = list(no_names(model, where, node))
    yield from wrong_names
    if wrong_names:
        return
    rows = RowQuerySet(model)
    try:
        with acting(TOOL):
            if not isinstance(node, Q):
                value = node if hasattr(node, "resolve_expression") else Value(node)
                query = rows.annotate(kit_checked=value)
            else:
                query = rows.filter(node)
            str(query.query)
    except RecursionError:
        yield f"{where}: It goes round in a circle.", "Leave itself out of its expression."
    except (FieldError, NoSuchPath, LookupError, TypeError) as wrong:
        yield f"{where}: {wrong}", "Name fields of this entity, or paths that begin with one."
