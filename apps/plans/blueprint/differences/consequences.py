"""What changes without being written: columns of pages that name none, and what `closed` means."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.differences.change import Change
from apps.plans.blueprint.resolved import Resolved, ResolvedPage, resolve
from apps.plans.blueprint.whole import Blueprint


def consequences(old: Blueprint, new: Blueprint) -> Iterator[Change]:
    """All of them."""
    before, after = resolve(old), resolve(new)
    yield from _columns(before, after)
    yield from _closed(before, after)


def _columns(before: Resolved, after: Resolved) -> Iterator[Change]:
    pages = {page.id: page for page in before.pages}
    for page in after.pages:
        other = pages.get(page.id)
        if other and not _names_columns(page) and not _names_columns(other):
            added = [c for c in page.columns if c not in other.columns]
            gone = [c for c in other.columns if c not in page.columns]
            words = [_shown("also shows", added), _shown("no longer shows", gone)]
            if any(words):
                sentence = " and ".join(word for word in words if word)
                where = f"pages.{page.id}.columns"
                yield Change(where, f"The page “{page.name}” {sentence}.", "moves")


def _names_columns(page: ResolvedPage) -> bool:
    return bool(getattr(page.source, "columns", ()))


def _shown(words: str, columns: list[str]) -> str:
    return f"{words} {', '.join(columns)}" if columns else ""


def _closed(before: Resolved, after: Resolved) -> Iterator[Change]:
    """Whatever asks for `status.closed` means other values when they change."""
    for entity in after.entities.values():
        for field in entity.fields:
            was = before.entities.get(entity.id)
            old = {f.id: f for f in was.fields}.get(field.id) if was else None
            if old is None or field.kind != "status":
                continue
            closed = [value.id for value in field.values if value.closed]
            if closed != [value.id for value in old.values if value.closed]:
                yield from _asking(entity.id, field.id, closed, after)


def _asking(entity: str, field: str, closed: list[str], after: Resolved) -> Iterator[Change]:
    texts = _texts(canonical_data(after.source), "")
    where = sorted({at for at, text in texts if f"{field}.closed" in text})
    if where:
        words = f"“{field}.closed” now means {', '.join(closed) or 'nothing'}; asked for at "
        yield Change(f"entities.{entity}.fields.{field}", f"{words}{', '.join(where)}.", "moves")


def _texts(held: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(held, str):
        yield at, held
    elif isinstance(held, Mapping):
        for key, value in held.items():
            yield from _texts(value, f"{at}.{key}" if at else key)
    elif isinstance(held, list):
        for position, entry in enumerate(held):
            called = entry.get("id", position + 1) if isinstance(entry, Mapping) else ""
            yield from _texts(entry, f"{at}.{called}" if called else at)
