"""Moves pages and columns to another place."""

import re

from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.removing import several
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request

_CHART = r"[^,]*\b(?:chart|graph|diagram)\b"
_MOVE = re.compile(
    rf"^(?:(?:move|put|place|bring|shift)\b |(?:show|display|keep|have)\b (?={_CHART})|"
    rf"(?={_CHART}[^,]* (?:should|must|shall) ))(?P<what>.+?)"
    r"(?: (?:should|must|shall) (?:be|stand|go|come)(?: shown| placed| put)?)? "
    r"(?P<how>in front of|before|after|behind|to the (?:front|top|start|beginning|left|end|right|"
    r"bottom)|first|last|at the (?:front|top|start|end|beginning|bottom)|(?:below|under|beneath) "
    r"the (?:list|table)|(?:above|over|on top of|to the top of|at the top of|on top)"
    r"(?: the (?:list|table|page|screen))?)(?: (?:of )?(?P<where>.+))?$|"
    r"^make (?P<what2>.+?) the (?:first|home|start|landing) page$|"
    r"^(?:swap|switch) (?P<a>.+?) and (?P<b>.+)$"
)


def move(request: Request) -> Change | NoChange | None:
    """`move the board in front of the list`, `put the owner column first`."""
    found = _MOVE.match(request.text)
    if not found or _charts(request, found):
        return None
    if found["a"]:
        return _swap(request, found["a"], found["b"])
    what = found["what"] or found["what2"]
    how = found["how"] or "first"
    column = re.sub(r" columns?$", "", what)
    target = (
        request.present.find(what, "page")
        if not what.endswith(("column", "columns", "field"))
        else None
    )
    if target is not None:
        return _move_page(request, target, how, found["where"] or "")
    field = request.present.find(column, "field")
    return _move_column(request, field, how, found["where"] or "") if field is not None else None


def move_chart(request: Request) -> Change | NoChange | None:
    """`put the chart by status first`."""
    found = _MOVE.match(request.text)
    charts = _charts(request, found) if found else []
    return _move_part(request, charts, found["how"]) if found and charts else None


def _charts(request: Request, found: re.Match[str]) -> list[Target]:
    what = re.sub(r"^(?:the|our|this|that) ", "", found["what"] or "")
    return request.present.charts(what)


def _swap(request: Request, first: str, second: str) -> Change | NoChange | None:
    """Two columns change places."""
    fields = [
        request.present.find(re.sub(r" columns?$", "", name), "field") for name in (first, second)
    ]
    one, other = fields
    if one is None or other is None:
        missing = second if one is not None else first
        return NoChange(f"There is no column “{request.as_typed(missing)}”.")
    page = request.present.page_for(one.at.split(".")[1], request.text)
    ids = [str(one.data["id"]), str(other.data["id"])]
    if page is None or not set(ids) <= set(page.get("columns", [])):
        return NoChange("Only columns of one list can change places.")
    places = dict(zip(ids, reversed(ids), strict=True))
    columns = [places.get(column, column) for column in page["columns"]]
    at = f"pages.{page['id']}.columns"
    return Change(({"kind": "set", "at": at, "list": columns},), (at,), "They change places")


def _move_page(request: Request, target: Target, how: str, where: str) -> Change | None:
    ids = [page["id"] for page in request.present.pages if page["id"] != target.data["id"]]
    after = _neighbour(ids, how, _page_id(request.present, where))
    edit: Edit = {"kind": "move", "at": target.at} | ({"after": after} if after else {})
    return Change((edit,), (target.at,), "Another place in the navigation", about=target.at)


def _move_part(request: Request, charts: list[Target], how: str) -> Change | NoChange:
    """Charts stand above their list, one after the other."""
    if len(charts) > 1:
        return NoChange(several(charts, "Put", " first"))
    target = charts[0]
    if re.search(r"\b(?:below|under|beneath|behind|after)\b", how):
        return NoChange("A chart stands above its list; a place below it cannot be had yet.")
    if re.search(r"\b(?:above|over|top)\b", how):
        note = ("It stands there already: above the list, under the counts.",)
        return Change((), (target.at,), "It stands above the list", notes=note, about=target.at)
    _, page_id, _, own = target.at.split(".")
    page = next(page for page in request.present.pages if page["id"] == page_id)
    ids = [str(part["id"]) for part in page["parts"]]
    others = [identity for identity in ids if identity != own]
    after = _neighbour(others, how, "")
    if ids == ([own, *others] if not after else [*others, own]):
        note = ("It stands there already: above the list, under the counts.",)
        return Change((), (target.at,), "Its place", notes=note, about=target.at)
    edit: Edit = {"kind": "move", "at": target.at} | ({"after": after} if after else {})
    return Change((edit,), (target.at,), "Another place above the list", about=target.at)


def _page_id(present: Present, where: str) -> str:
    found = present.find(where, "page") if where else None
    return str(found.data["id"]) if found else ""


def _neighbour(ids: list[str], how: str, where: str) -> str:
    """The entry after which something goes; empty for the front."""
    if where and where in ids:
        place = ids.index(where)
        return where if how in {"after", "behind"} else (ids[place - 1] if place else "")
    last = any(word in how for word in ("last", "end", "right", "bottom"))
    return ids[-1] if last and ids else ""


def _move_column(request: Request, field: Target, how: str, where: str) -> Change | None:
    key, name = field.at.split(".")[1], str(field.data["id"])
    page = request.present.page_for(key, request.text)
    if page is None or name not in page.get("columns", []):
        return None
    neighbour = request.present.find(re.sub(r" columns?$", "", where), "field") if where else None
    ids = [column for column in page["columns"] if column != name]
    after = _neighbour(ids, how, str(neighbour.data["id"]) if neighbour else "")
    at = f"pages.{page['id']}.columns.{name}"
    edit: Edit = {"kind": "move", "at": at} | ({"after": after} if after else {})
    return Change((edit,), (at,), "Another place in the list", about=at)
