"""How things are shown: charts, order, filters, columns, places of pages."""

import re

from apps.plans.planners.builtin.compose.filters import filter_path
from apps.plans.planners.builtin.followups.present import Present
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.language.lists import split_list

CHART = re.compile(r"\b(?:chart|graph|trend|diagram)\b")


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


def sort(request: Request) -> Change | NoChange | None:
    """`sort the list by due date`, `newest first`."""
    found = _SORT.match(request.text)
    if not found or CHART.search(request.text):
        return None
    key = request.present.entity_with(bare(found["by"] or found["by2"] or ""), request.text)
    page = request.present.page_for(key, request.text)
    said = found["by"] or found["by2"] or f"{found['first']} first"
    if page is None or not said:
        return None
    from apps.plans.planners.builtin.compose.filters import order_path

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
        or CHART.search(request.text)
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
    owned = _OWNED.match(bare(said))
    key = request.present.entity_with(owned["of"] if owned else bare(said), request.text)
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


def no_such_column(request: Request) -> NoChange | None:
    """`show the due date in the list`, where there is none: what to ask for first."""
    found = _COLUMN.match(request.text)
    said = (found["what"] or found["what2"] or found["what3"] or found["what4"]) if found else ""
    if not said or len(said.split()) > 4:
        return None
    name = request.as_typed(bare(said))
    return NoChange(f"There is no field “{name}” to show. Ask for it first: “Add {name}.”")


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
