"""Filters and order of lists."""

from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.compose.draft import Data, Draft, lies_ahead
from apps.plans.planners.builtin.compose.flags import add_flag
from apps.plans.planners.builtin.compose.names import free, sentence_case
from apps.plans.planners.builtin.compose.verdicts import (
    Built,
    NotBuilt,
    Verdict,
    field_address,
    page_address,
)
from apps.plans.planners.builtin.grammar.wishes import Filtered, Ordered
from apps.plans.planners.builtin.language.words import enumeration, identifier, singular

_MOST_FILTERS = 6


_MOST = {"highest", "most expensive", "biggest", "largest"}
_LEAST = {"lowest", "cheapest", "smallest"}
_STAMPS = {"decided_by", "decided_at"}


_STARTS = ("starts", "start_time", "start", "date_and_time")
_GROUPING = {"team", "department", "location", "category", "supplier", "customer", "company"}


_FILTERED = {"status", "choice", "relation", "person", "boolean"}


def filters(draft: Draft, wish: Filtered) -> Verdict:
    """Filters of the first list: the fields named, else those with closed values, people,
    relations.
    """
    page = draft.pages_of(wish.of)[0]
    if not wish.fields:
        usual(draft, page)
        return Built(
            [page_address(page["id"], "filters")], "Filters kept in the address, never stored"
        )
    found: list[str] = []
    missed: list[str] = []
    for name in wish.fields:
        path = filter_path(draft, wish.of, name)
        (found if path else missed).append(path or name)
    draft.add_text(page, "filters", found)
    if not found:
        return NotBuilt(f"There is no field {enumeration(missed)} to filter by.")
    partly = f"There is no field {enumeration(missed)} to filter by." if missed else ""
    return Built(
        [page_address(page["id"], "filters", path) for path in found],
        f"Filters for {enumeration([path.replace('_', ' ') for path in found])}, kept in the "
        f"address",
        partly,
    )


def filter_path(draft: Draft, key: str, name: str) -> str:
    """The path to filter by for a phrase: a field, or the day something was made; empty where
    nothing fits.
    """
    field = draft.field_named(key, name)
    if field is None and singular(name) in draft.creators.get(key, ()):
        return "created_by"
    if field is None and name in {
        "date",
        "dates",
        "date range",
        "period",
        "day",
        "week",
        "month",
        "time",
    }:
        return draft.when(key)
    if field is None:
        for word in ("overdue", "expired", "expiring", "low"):
            if (
                word in name
                and (flag := add_flag(draft, key, word, 0, asked=word == "overdue")) is not None
            ):
                return str(flag["id"])
    if field is None or field["kind"] in {"file", "image", "long_text"}:
        return ""
    return str(field["id"])


def usual(draft: Draft, page: Data) -> None:
    """Filters for a list whose rows are to be filtered, by whatever they have in common."""
    key = page["entity"]
    if page.get("filters"):
        return
    found = [
        field["id"]
        for field in draft.fields(key)
        if field["kind"] in _FILTERED and field["id"] not in _STAMPS
    ]
    dates = [
        field["id"]
        for field in draft.of_kind(key, "date", "datetime")
        if field["id"] not in _STAMPS
    ]
    texts = [field["id"] for field in draft.of_kind(key, "text") if field["id"] in _GROUPING]
    listed = [*found[:_MOST_FILTERS], *dates[:1], *texts][: _MOST_FILTERS + 1]
    if listed:
        page["filters"] = listed


def few(draft: Draft, page: Data) -> None:
    """Filters for a list of which the brief says nothing: states and the day that counts."""
    key = page["entity"]
    if page.get("filters"):
        return
    states = [field["id"] for field in draft.of_kind(key, "status", "choice", "boolean")][:4]
    when = draft.when(key)
    listed = [*states, *([when] if draft.field(key, when) is not None else [])]
    if listed:
        page["filters"] = listed


def usual_everywhere(draft: Draft) -> None:
    """Filters and order for every table that the brief leaves open."""
    for page in draft.list_of("pages"):
        if page["kind"] != "table":
            continue
        few(draft, page)
        due = next(
            (name for name in ("due", "due_date", "deadline") if draft.field(page["entity"], name)),
            "",
        )
        starts = next((n for n in _STARTS if draft.field(page["entity"], n)), "")
        if not page.get("sort") and (due or starts):
            page["sort"] = [due, "-created_at"] if due else [starts]


def order(draft: Draft, wish: Ordered) -> Verdict:
    """Sort or group the first list."""
    page = draft.pages_of(wish.of)[0]
    if (first := _ranked(draft, page, wish)) is not None:
        return first
    paths = [path for name in wish.fields if (path := order_path(draft, wish.of, name))]
    if not paths:
        return NotBuilt(
            f"There is no field {enumeration(list(wish.fields))} to "
            f"{'group' if wish.group else 'sort'} by."
        )
    if wish.group:
        return _together(page, [path.lstrip("-") for path in paths][:2])
    sorted_by = [
        f"-{path}" if wish.descending and not path.startswith("-") else path for path in paths
    ]
    known = {path.lstrip("-") for path in sorted_by}
    before = page.get("sort", []) if page["id"] in draft.sorted_pages else []
    page["sort"] = [*(path for path in before if path.lstrip("-") not in known), *sorted_by]
    draft.sorted_pages.add(page["id"])
    return Built(
        [page_address(page["id"], "sort", path) for path in sorted_by],
        f"Sorted by {enumeration([path.lstrip('-').replace('_', ' ') for path in sorted_by])}",
    )


def _ranked(draft: Draft, page: Data, wish: Ordered) -> Verdict | None:
    """`open ones older than 14 days first`: rows that a condition selects stand on top, marked, the
    oldest of them first.
    """
    what = wish.fields[0].removesuffix(" first") if wish.fields else ""
    if wish.group or what == "".join(wish.fields) or order_path(draft, wish.of, wish.fields[0]):
        return None
    own = {word for name in draft.entity_words(wish.of) for word in name.split()}
    words = tuple(
        word
        for word in what.split()
        if singular(word) not in own and word not in {"that", "which", "are", "is", "ones", "the"}
    )
    found = condition(draft, wish.of, words)
    if found is None:
        return NotBuilt(f"“{what}” is not a condition that its fields can say.")
    same = (field for field in draft.fields(wish.of) if field.get("expr") == found.expr)
    flag = (
        draft.field(wish.of, found.expr)
        or next(same, None)
        or draft.add_field(
            wish.of,
            {
                "kind": "boolean",
                "id": free(identifier(" ".join(words)), {f["id"] for f in draft.fields(wish.of)}),
                "name": sentence_case(" ".join(words)),
                "expr": found.expr,
                "colour": "amber",
            },
        )
    )
    if not any(path.lstrip("-") == flag["id"] for path in page.get("sort", [])):
        page["sort"] = [f"-{flag['id']}", *page.get("sort", ["created_at"])]
    named = {singular(word) for field in draft.fields(wish.of) for word in field["id"].split("_")}
    rest = " ".join(word for word in found.rest if singular(word) not in named)
    partly = f"“{rest}” is not a condition that its fields can say."
    return Built(
        [
            page_address(page["id"], "sort", f"-{flag['id']}"),
            field_address(wish.of, flag["id"]),
        ],
        f"{sentence_case(' '.join(words))} is worked out for each row; such rows stand first, "
        f"marked",
        partly if rest else "",
    )


def _together(page: Data, paths: list[str]) -> Verdict:
    """`grouped by team`: rows of the same team stand together, on a table under its heading."""
    names = enumeration([path.replace("_", " ") for path in paths])
    if page["kind"] == "table":
        page["group_by"] = paths
        if rest := [path for path in page.get("sort", []) if path.lstrip("-") not in paths]:
            page["sort"] = rest
        else:
            page.pop("sort", None)
        said = [page_address(page["id"], "group_by", path) for path in paths]
        return Built(said, f"In groups by {names}")
    page["sort"] = [*paths, *(path for path in page.get("sort", []) if path not in paths)]
    return Built(
        [page_address(page["id"], "sort", path) for path in paths],
        f"Sorted by {names}, so that rows of the same {names} stand together",
        partly="There are no headings between the groups.",
    )


def _soon(draft: Draft, key: str) -> str:
    """The day that "soonest first" goes by: one that lies ahead, else the only one; none where the
    rows have no day but that of their making.
    """
    days = [
        field["id"]
        for field in draft.of_kind(key, "date", "datetime")
        if field["id"] not in _STAMPS
    ]
    ahead = [name for name in days if lies_ahead(name)]
    when = draft.when(key)
    return str(next(iter(ahead), when if when in days else next(iter(days), "")))


def order_path(draft: Draft, key: str, name: str) -> str:
    """`newest first`, `due date`, `most expensive first` as a path."""
    if name.endswith(" first"):
        what = name.removesuffix(" first")
        money = next(
            (
                field["id"]
                for field in draft.of_kind(key, "money", "integer", "decimal", "duration")
            ),
            "",
        )
        due = _soon(draft, key)
        if what.startswith("overdue"):
            return "-overdue" if draft.field(key, "overdue") else due
        when = draft.when(key)
        age = "created_at" if lies_ahead(when) else when
        table = {
            "newest": f"-{age}",
            "latest": f"-{age}",
            "most recent": f"-{age}",
            "oldest": age,
            "earliest": when,
            "soonest": due,
            "most urgent": due,
            "nearest": due,
            "nearest due": due,
        }
        if what in table:
            return table[what]
        if not money or what not in _MOST | _LEAST:
            return ""
        return f"-{money}" if what in _MOST else money
    field = draft.field_named(key, name)
    if field is None and singular(name) in draft.creators.get(key, ()):
        return "created_by"
    if field is None and name in {"date", "time", "creation date", "created", "date created"}:
        return draft.when(key)
    return (
        str(field["id"])
        if field and field["kind"] not in {"file", "image", "choices", "people", "relations"}
        else ""
    )
