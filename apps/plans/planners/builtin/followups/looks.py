"""How things are shown: charts, order, filters, columns, places of pages."""

import re

from apps.plans.planners.builtin.compose.charts import measure_for
from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.names import name_of
from apps.plans.planners.builtin.compose.pages import filter_path
from apps.plans.planners.builtin.compose.specs import plural_name
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.pages import GRAINS
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.language.lists import split_list

_CHART = re.compile(r"\b(?:chart|graph|trend|diagram)\b")
_THE_CHART = re.compile(
    r"\b(?:the|this|that|our) (?:[\w-]+ ){0,3}(?:chart|graph|trend|diagram)\b|^(?:change|switch|"
    r"update) (?:[\w-]+ )?(?:chart|graph)\b"
)
_CHANGE = re.compile(
    r"^(?:change|switch|make|turn|set|show|update|convert|let|have|display|use|group|the chart|"
    r"the graph|the trend|it should|replace)\b"
)
_SHAPES = (
    ("pie", "donut"),
    ("donut", "donut"),
    ("doughnut", "donut"),
    ("line", "line"),
    ("area", "area"),
    ("bar", "bar"),
    ("column chart", "bar"),
)
_SPANS = {"day": "30", "week": "12", "month": "12", "quarter": "8", "year": "5"}
_BY = re.compile(
    r"\b(?:by|per|split by|broken down by|for each|grouped by) (?P<by>(?!day|week|month|quarter|"
    r"year)[a-z][\w ]*?)(?= instead| rather|$|,| and | per | over )"
)
_LAST = re.compile(r"\b(?:last|past) (?P<number>\d+) (?:day|week|month|quarter|year)s?\b")
_SORT = re.compile(
    r"^(?:sort|order|list|rank|show)\b(?: (?:the )?(?P<what>[\w ]*?))?(?: ?(?:sorted|ordered))? "
    r"(?:by|on) (?P<by>.+)$|^(?:sort|order|show|list|put)\b.*?\b(?P<first>newest|latest|oldest|"
    r"most recent|highest|lowest|largest|most urgent|soonest|overdue)(?: \w+){0,2} (?:first|on "
    r"top|at the top)$|^(?:the )?(?:list|table|default sort(?:ing)?|sort order|default "
    r"order)\b.*?(?:sorted|ordered|by|be) (?:by )?(?P<by2>.+)$"
)
_FILTER = re.compile(
    r"^(?:add|include|give|put|i want|we want|let|make|allow|show|have|need|"
    r"create)?\b.*?\b(?:filter(?:able|ing|s)?(?: drop-?downs?)?|drop-?down filter|drop-?down to "
    r"filter)\b(?:.*?\b(?:for|by|on|with)\b)? (?P<what>.+)$|^filter(?: the (?:list|table))? by "
    r"(?P<what2>.+)$|^(?:add|include) (?:a |an )(?P<what3>[\w ]+?) (?:filter|filter dropdown)$"
)
_COLUMN = re.compile(
    r"^(?:add|show|include|display|put|insert)\b (?:a |an |the |another |new )*(?:columns? "
    r"(?:for|with|showing|called|named|of) (?:the |a |an )?(?P<what>.+)|(?P<what4>.+?) as (?:an? "
    r")?(?:another |new |extra )?columns?|(?P<what2>.+?) columns?(?: to the (?:list|table|\w+ "
    r"(?:list|table|page)))?|(?P<what3>.+?) (?:in|to|on|as a column in|as a column of) (?:the "
    r")?(?P<page>list|table|overview|main (?:list|table|page)|\w+ (?:list|table|page)))$"
)
_OWNED = re.compile(r"^(?P<of>[\w ]+?)'s? (?P<what>[\w -]+)$")
_OF_PEOPLE = {"name", "email", "department", "job_title"}
_EVERY_ROW = (
    (
        re.compile(r"^(?:who (?:created|made|entered|submitted) .*|creator|created by|author)$"),
        "created_by",
    ),
    (
        re.compile(
            r"^(?:when .* (?:created|made|entered|submitted)|created at|created on|creation date|"
            r"date created)$"
        ),
        "created_at",
    ),
    (
        re.compile(
            r"^(?:last (?:updated|change|update|modified).*|updated at|when .* (?:updated|"
            r"changed))$"
        ),
        "updated_at",
    ),
)
_MOVE = re.compile(
    r"^(?:move|put|place|bring|shift)\b (?P<what>.+?) (?P<how>in front of|before|after|behind|to "
    r"the (?:front|top|start|beginning|left|end|right|bottom)|first|last|at the (?:front|top|"
    r"start|end|beginning))(?: (?:of )?(?P<where>.+))?$|^make (?P<what2>.+?) the (?:first|home|"
    r"start|landing) page$|^(?:swap|switch) (?P<a>.+?) and (?P<b>.+)$"
)


def change_chart(request: Request) -> Change | NoChange | None:
    """`Change the chart to show monthly totals`, `make the chart a line chart by supplier`."""
    if (
        not _CHART.search(request.text)
        or not _CHANGE.match(request.text)
        or not _THE_CHART.search(request.text)
    ):
        return None
    target = request.present.chart()
    if target is None:
        return None
    edits = [
        *_grain(request, target),
        *_measure(request, target),
        *_shape(request, target),
        *_split(request, target),
    ]
    if not edits:
        return NoChange("How the chart should change was not understood.")
    name = _chart_name(request.present, target.data, edits)
    if name and name != target.data.get("name"):
        edits.append({"kind": "rename", "at": target.at, "name": name})
    notes = (
        "“Totals” is read as the sum of the amounts."
        if re.search(r"\btotals?\b", request.text)
        and any(str(edit["at"]).endswith("measures") for edit in edits)
        else "",
    )
    return Change(
        tuple(edits),
        (target.at,),
        name or "The chart changes",
        notes=tuple(note for note in notes if note),
        about=target.at,
    )


def _set(target: Target, key: str, to: str) -> list[Edit]:
    return (
        [{"kind": "set", "at": f"{target.at}.{key}", "to": to}]
        if str(target.data.get(key, "")) != to
        else []
    )


def _grain(request: Request, target: Target) -> list[Edit]:
    words = re.findall(r"[a-z]+", request.text)
    grain = next(
        (
            GRAINS[word]
            for word in words
            if word in GRAINS and not re.search(rf"\b(?:last|past) \d+ {word}", request.text)
        ),
        "",
    )
    number = _LAST.search(request.text)
    edits = _set(target, "grain", grain) if grain and target.data.get("x") else []
    if number:
        edits += _set(target, "last", number["number"])
    elif edits and target.data.get("last") and _SPANS[grain] != str(target.data["last"]):
        edits += _set(target, "last", _SPANS[grain])
    return edits


def _measure(request: Request, target: Target) -> list[Edit]:
    said = re.sub(r"^.*?\b(?:chart|graph|trend|diagram)\b", "", request.text) or request.text
    if not re.search(
        r"\b(?:totals?|sums?|amounts?|spend(?:ing)?|costs?|average|hours|values?|number|counts?|"
        r"how many|revenue)\b",
        said,
    ):
        return []
    key = str(target.data["entity"])
    measure, _ = measure_for(request.present.draft, key, said)
    now = target.data.get("measures", ["count()"])
    return (
        [{"kind": "set", "at": f"{target.at}.measures", "list": [measure]}]
        if now != [measure]
        else []
    )


def _shape(request: Request, target: Target) -> list[Edit]:
    shape = next((shape for word, shape in _SHAPES if re.search(rf"\b{word}\b", request.text)), "")
    return (
        _set(target, "shape", shape) if shape and shape != target.data.get("shape", "bar") else []
    )


def _split(request: Request, target: Target) -> list[Edit]:
    found = _BY.search(request.text)
    field = (
        request.present.draft.field_named(str(target.data["entity"]), bare(found["by"]))
        if found
        else None
    )
    if field is None or field["kind"] not in {"status", "choice", "relation", "person", "boolean"}:
        return []
    return (
        _set(target, "split_by", str(field["id"]))
        if target.data.get("grain")
        else _set(target, "x", str(field["id"]))
    )


def _chart_name(present: Present, part: Data, edits: list[Edit]) -> str:
    """A name that says what the chart shows after the change."""
    after = dict(part)
    for edit in edits:
        after[str(edit["at"]).rsplit(".", 1)[1]] = edit.get("list") or edit.get("to")
    measure = (after.get("measures") or ["count()"])[0]
    field = present.draft.field(str(part["entity"]), str(measure).rpartition("(")[2].rstrip(")"))
    what = is_named(field) if field else plural_name(present.draft.entity(str(part["entity"])))
    if str(measure).startswith("avg"):
        what = f"average {what.lower()}"
    grain = after.get("grain")
    return name_of(f"{what} per {grain}") if grain else ""


def sort(request: Request) -> Change | NoChange | None:
    """`sort the list by due date`, `newest first`."""
    found = _SORT.match(request.text)
    if not found or _CHART.search(request.text):
        return None
    key = request.present.entity_with(bare(found["by"] or found["by2"] or ""), request.text)
    page = request.present.page_for(key, request.text)
    said = found["by"] or found["by2"] or f"{found['first']} first"
    if page is None or not said:
        return None
    from apps.plans.planners.builtin.compose.pages import order_path

    down = bool(
        re.search(r"\b(?:descending|newest|latest|highest|largest|most recent|reverse)\b", said)
    )
    paths = []
    for item in split_list(
        re.sub(
            r"\b(?:,? ?(?:ascending|descending|newest|latest|highest|lowest|oldest|soonest|"
            r"largest|most recent) ?(?:first)?)$",
            "",
            said,
        )
        or said
    ):
        path = order_path(request.present.draft, key, bare(item.text))
        if path:
            paths.append(f"-{path}" if down and not path.startswith("-") else path)
    if not paths:
        return NoChange(f"There is no field “{request.as_typed(said)}” to sort by.")
    at = f"pages.{page['id']}.sort"
    return Change(
        ({"kind": "set", "at": at, "list": paths},),
        tuple(f"{at}.{path}" for path in paths),
        f"Sorted by {', '.join(path.lstrip('-').replace('_', ' ') for path in paths)}",
        about=at,
    )


def add_filter(request: Request) -> Change | NoChange | None:
    """`add a filter dropdown for supplier name`, `let me filter by team`."""
    found = _FILTER.match(request.text)
    if (
        not found
        or _CHART.search(request.text)
        or request.text.startswith(("remove", "delete", "rename"))
    ):
        return None
    said = found["what"] or found["what2"] or found["what3"] or ""
    first = bare(split_list(said)[0].text) if split_list(said) else said
    key = request.present.entity_with(first, request.text)
    page = request.present.page_for(key, request.text)
    if page is None:
        return None
    edits: list[Edit] = []
    addresses: list[str] = []
    missing: list[str] = []
    for item in split_list(
        re.sub(
            r" (?:to|on|in|above|for) the (?:\w+ )?(?:list|table|page|dashboard|view)$", "", said
        )
    ):
        path = filter_path(request.present.draft, key, bare(item.text))
        if not path or (request.present.draft.field(key, path) is None and path != "created_at"):
            missing.append(request.as_typed(item.text))
            continue
        addresses.append(f"pages.{page['id']}.filters.{path}")
        if path not in [entry.split("=")[0] for entry in page.get("filters", [])]:
            edits.append({"kind": "add_entry", "at": f"pages.{page['id']}.filters", "item": path})
    if not addresses:
        return NoChange(f"There is no field {', '.join(missing)} to filter by.")
    notes = ("That filter is there already.",) if not edits else ()
    return Change(
        tuple(edits),
        tuple(addresses),
        "A filter kept in the address, never stored",
        f"Not found: {', '.join(missing)}." if missing else "",
        notes,
        about=addresses[-1],
    )


def add_column(request: Request) -> Change | NoChange | None:
    """`add a column for team`, `show the due date in the list`: of fields that are there."""
    found = _COLUMN.match(request.text)
    if not found:
        return None
    said = found["what"] or found["what2"] or found["what3"] or found["what4"] or ""
    if said in {"it", "them", "this", "that"} and ".fields." in request.last:
        said = request.last.split(".")[3].replace("_", " ")
    key = request.present.entity_with(bare(said), request.text)
    page = request.present.page_for(key, request.text)
    paths = [_column_path(request.present, key, bare(item.text)) for item in split_list(said)]
    if page is None or not page.get("columns") or not paths or not all(paths):
        return None
    edits: list[Edit] = [
        {"kind": "add_entry", "at": f"pages.{page['id']}.columns", "item": path}
        for path in paths
        if path not in page["columns"]
    ]
    addresses = tuple(f"pages.{page['id']}.columns.{path}" for path in paths)
    return Change(
        tuple(edits),
        addresses,
        "One more column",
        notes=("That column is there already.",) if not edits else (),
        about=addresses[-1],
    )


def _column_path(present: Present, key: str, phrase: str) -> str:
    """A field that is there, or one that every row has: who made it and when."""
    for pattern, path in _EVERY_ROW:
        if pattern.search(phrase):
            return path
    owned = _OWNED.match(phrase)
    if owned is not None:
        return _through(present, key, owned["of"], owned["what"])
    field = present.draft.field_named(key, phrase)
    return str(field["id"]) if field else ""


def _through(present: Present, key: str, of: str, what: str) -> str:
    """`the requester's department`: a path through a person or a relation."""
    link = present.draft.field_named(key, of)
    if link is None or link["kind"] not in {"person", "relation"}:
        return ""
    if link["kind"] == "person":
        name = what.replace(" ", "_").replace("e-mail", "email")
        return f"{link['id']}.{name}" if name in _OF_PEOPLE else ""
    field = present.draft.field_named(link["to"], what)
    return f"{link['id']}.{field['id']}" if field else ""


def move(request: Request) -> Change | NoChange | None:
    """`move the board in front of the list`, `put the owner column first`."""
    found = _MOVE.match(request.text)
    if not found or found["a"]:
        return None
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


def _move_page(request: Request, target: Target, how: str, where: str) -> Change | None:
    ids = [page["id"] for page in request.present.pages if page["id"] != target.data["id"]]
    after = _neighbour(ids, how, _page_id(request.present, where))
    edit: Edit = {"kind": "move", "at": target.at} | ({"after": after} if after else {})
    return Change((edit,), (target.at,), "Another place in the navigation", about=target.at)


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
