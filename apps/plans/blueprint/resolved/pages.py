"""Pages with everything they mean written out; the default ones where a blueprint has none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apps.plans.blueprint.pages import AnyPage, DetailPage, FormPage, RowPage
from apps.plans.blueprint.resolved.entities import ResolvedEntity
from apps.plans.blueprint.resolved.names import id_of, in_words

NEWEST_FIRST = ("-created_at",)


@dataclass(frozen=True, slots=True)
class ResolvedPage:
    """A page; keys that its kind does not have are empty. `is_default`: nobody wrote it."""

    id: str
    kind: str
    name: str
    entity: str
    source: AnyPage
    is_default: bool = False
    columns: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


def resolved_pages(
    pages: Sequence[AnyPage], entities: Mapping[str, ResolvedEntity]
) -> Iterator[ResolvedPage]:
    """The pages in navigation order."""
    written = pages or tuple(_default_pages(entities))
    called_plural = _called_plural(written, entities)
    for page in written:
        entity = entities.get(getattr(page, "entity", ""))
        name = page.name or (entity.plural if entity and page.id in called_plural else "")
        yield _resolved(page, name or in_words(page.id), entity, is_default=not pages)


def _called_plural(
    pages: Sequence[AnyPage], entities: Mapping[str, ResolvedEntity]
) -> frozenset[str]:
    """The pages that take their entity's plural: one for each, so that no two tabs are alike."""
    named = {page.name for page in pages}
    unnamed = [page for page in pages if isinstance(page, RowPage) and not page.name]
    found: dict[str, str] = {}
    for page in unnamed:
        entity = entities.get(page.entity)
        if entity and entity.plural not in named:
            found.setdefault(entity.id, page.id)
            if in_words(page.id) == entity.plural:
                found[entity.id] = page.id
    return frozenset(found.values())


def _default_pages(entities: Mapping[str, ResolvedEntity]) -> Iterator[AnyPage]:
    """One table for each entity that stands by itself."""
    taken: set[str] = set()
    for entity in entities.values():
        if entity.source.child_of or entity.is_toggled:
            continue
        called = id_of(entity.plural, entity.id)
        called = entity.id if called in taken else called
        taken.add(called)
        yield RowPage(kind="table", id=called, entity=entity.id)


def _resolved(
    page: AnyPage, name: str, entity: ResolvedEntity | None, *, is_default: bool
) -> ResolvedPage:
    called = entity.id if entity else getattr(page, "entity", "")
    kept = ResolvedPage(page.id, page.kind, name, called, page, is_default)
    if entity is None:
        return kept
    if isinstance(page, RowPage):
        return _with_rows(kept, page, entity)
    if isinstance(page, DetailPage):
        columns = page.columns or tuple(field.id for field in entity.fields)
        return replace(kept, columns=columns, children=page.children or entity.children)
    if isinstance(page, FormPage):
        in_steps = tuple(field for step in page.steps for field in step.fields)
        return replace(kept, fields=page.fields or in_steps or entity.typed_in)
    return kept


def _with_rows(kept: ResolvedPage, page: RowPage, entity: ResolvedEntity) -> ResolvedPage:
    short = () if page.kind == "matrix" else entity.short_columns
    return replace(
        kept,
        columns=page.columns or short,
        search=page.search or entity.searched,
        sort=page.sort or NEWEST_FIRST,
    )
