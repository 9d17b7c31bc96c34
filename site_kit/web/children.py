"""The rows that point to a row, as short tables on its page: their files, and their buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.html import escape

from site_kit.actions import annotate_may, may_names, toggled_by
from site_kit.asker import Asker
from site_kit.models import entity_id, entity_of
from site_kit.pages import Detail
from site_kit.permissions import rights_for
from site_kit.titles import seen_title
from site_kit.web.buttons import FEW, Button, buttons_of, in_row
from site_kit.web.cells import EMPTY
from site_kit.web.columns import Column, columns_of, default_paths
from site_kit.web.entry import noun
from site_kit.web.html import safe
from site_kit.web.kinds import FILES, kind_of
from site_kit.web.rows_html import NUM, lead_of

ROWS, TABLES = 20, 3
COLUMNS, BESIDE_FILES, BESIDE_BUTTONS = 6, 5, 4


def tables(
    model: type[Model], page: type[Detail] | None, row: Any, person: Asker, lock: str
) -> list[dict[str, Any]]:
    """The tables of a row's page; `lock` is why its lines are shut, or nothing."""
    found: list[dict[str, Any]] = []
    for child, link in pointing_here(model, page):
        rights = rights_for(child)
        if not rights.allowed("view", None, person) or len(found) == TABLES:
            continue
        is_line = entity_of(child).child_of == link.name
        shut = is_line and (lock or (rights.goes_by_parent and not row.may_edit))
        may_add = not shut and bool(rights.allowed("create", None, person))
        found.append(_table(child, link, row, person, may_add))
    return found


def pointing_here(model: type[Model], page: type[Detail] | None) -> list[tuple[type[Model], Any]]:
    """The entities whose rows point to this one, with the field that does."""
    from site_kit.web.frame import this_tool

    wanted = page.children if page is not None else None
    pressed = toggled_by(model)
    found: list[tuple[type[Model], Any]] = []
    for child in this_tool().entities:
        if wanted is not None and entity_id(child) not in wanted:
            continue
        links = [f for f in child._meta.concrete_fields if f.related_model is model]
        if links and (wanted is not None or child not in pressed):
            own_link = (link for link in links if link.name == entity_of(child).child_of)
            found.append((child, next(own_link, links[0])))
    if wanted is not None:
        return sorted(found, key=lambda pair: list(wanted).index(entity_id(pair[0])))
    own = [pair for pair in found if entity_of(pair[0]).child_of == pair[1].name]
    return [*own, *(pair for pair in found if pair not in own)]


def _table(child: type[Model], link: Any, row: Any, person: Asker, may_add: bool) -> dict[str, Any]:
    drawn = ShortTable(
        entity_id(child),
        columns_of(child, _paths(child, link), rights_for(child).fields_for(person)),
        buttons_of(child),
        f"/{entity_id(type(row))}/{row.pk}/",
    )
    found = drawn.fetched(child, link, row, person)
    plural = str(child._meta.verbose_name_plural)
    add = f"/{entity_id(child)}/new/?{link.name}={row.pk}&next={drawn.back}"
    return {
        "entity": entity_id(child),
        "name": plural[:1].upper() + plural[1:],
        "plural": plural,
        "noun": noun(child),
        "table": drawn.table(found[:ROWS]) if found else "",
        "more": len(found) > ROWS,
        "shown": ROWS,
        "add": add if may_add else "",
    }


def _paths(child: type[Model], link: Any) -> list[str]:
    """Its first short fields, and its files; fewer where these or buttons stand beside them."""
    files = [one.name for one in child._meta.concrete_fields if kind_of(one) in FILES]
    most = BESIDE_BUTTONS if buttons_of(child) else BESIDE_FILES if files else COLUMNS
    return [*[path for path in default_paths(child) if path != link.name][:most], *files]


@dataclass(frozen=True, slots=True)
class ShortTable:
    """How the rows of one entity are drawn: no sorting and no ticks; `back` is the row's page."""

    entity: str
    columns: Sequence[Column]
    buttons: Sequence[Button]
    back: str

    def fetched(self, child: Any, link: Any, row: Any, person: Asker) -> list[dict[str, Any]]:
        """The newest of the row's, and one more than is shown."""
        values = {f"c{place}": column.select for place, column in enumerate(self.columns)}
        rows = child.objects.filter(**{link.name: row.pk}).annotate(
            row_title=seen_title(child), **values
        )
        names = ["pk", "row_title", *values]
        if self.buttons:
            rows, names = annotate_may(rows, person), [*names, *may_names(child)]
        return list(rows.order_by("-pk").values(*names)[: ROWS + 1])

    def table(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """The table as markup."""
        acts = any(row[f"may_{one.id}"] for row in rows for one in self.buttons)
        lead = lead_of(self.columns)
        heads = "".join(
            f'<th scope="col"{NUM if one.is_number else ""}>{escape(one.label)}</th>'
            for one in self.columns
        )
        heads += '<th scope="col" class="act"><span class="vh">Actions</span></th>' if acts else ""
        body = "".join(self._row(row, lead, acts) for row in rows)
        head = f"<thead><tr>{heads}</tr></thead>"
        return safe(f'<table class="tbl fold said">{head}<tbody>{body}</tbody></table>')

    def _row(self, row: Mapping[str, Any], lead: int, acts: bool) -> str:
        cells = "".join(
            self._lead(row, column, row[f"c{place}"])
            if place == lead
            else self._cell(row, column, row[f"c{place}"])
            for place, column in enumerate(self.columns)
        )
        # Of the row above, so that whoever presses stays on its page.
        pressed = in_row(self.buttons, row, self.back, FEW)
        pressed = pressed.replace('form="acts"', 'form="below"')
        ends = f'<td class="act"><div>{pressed}</div></td>' if acts else ""
        return f'<tr data-row="{row["pk"]}">{cells}{ends}</tr>'

    def _lead(self, row: Mapping[str, Any], column: Column, value: Any) -> str:
        inside = column.cell(value)
        words = inside if inside not in ("", EMPTY) else f"#{row['pk']}"
        link = f'<a href="/{self.entity}/{row["pk"]}/" data-col="{column.path}">{words}</a>'
        return f'<th scope="row" class="a">{link}</th>'

    def _cell(self, row: Mapping[str, Any], column: Column, value: Any) -> str:
        inside = column.cell(value)
        if column.kind in FILES and inside != EMPTY:
            inside = f'<a href="/{self.entity}/{row["pk"]}/file/{column.path}/">{inside}</a>'
        css, label = NUM if column.is_number else "", escape(column.label)
        return f'<td{css} data-l="{label}" data-col="{column.path}">{inside}</td>'
