"""Pages: a table for each entity, the rows and shapes a brief asks for, counts, filters, order."""

from collections.abc import Iterable

from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose.conditions import Condition, condition
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.flags import add_flag
from apps.plans.planners.builtin.compose.names import in_sentence, name_of, quoted
from apps.plans.planners.builtin.compose.specs import page_id, plural_name
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, page_address
from apps.plans.planners.builtin.grammar.wishes import Counted, Filtered, HasFields, Ordered, Shown
from apps.plans.planners.builtin.language.words import enumeration, first_word, identifier

LONG = {"long_text", "file", "image", "url"}
_MOST_COLUMNS = 9
_MOST_FILTERS = 6
_STAMPS = {"decided_by", "decided_at"}
_GROUPING = {"team", "department", "location", "category", "supplier", "customer", "company"}
_FILTERED = {"status", "choice", "relation", "person", "boolean"}


def begin(draft: Draft) -> None:
    """A table for each entity that people open by itself, the main one first."""
    for entity in draft.data["entities"]:
        if entity.get("child_of") or draft.pages_of(entity["id"]):
            continue
        name = plural_name(entity)
        draft.add(
            draft.data,
            "pages",
            {"kind": "table", "id": page_id(name), "name": name, "entity": entity["id"]},
        )


def settle_columns(
    draft: Draft, named: Iterable[HasFields], only: Iterable[Data] | None = None
) -> None:
    """Columns: those asked for in their order; else all short fields, written out."""
    asked = {wish.of: wish for wish in named if wish.columns}
    for page in draft.list_of("pages") if only is None else only:
        if page["kind"] not in {"table", "board"} or page.get("columns"):
            continue
        key = page["entity"]
        if page["kind"] == "board":
            page["columns"] = _short(draft, key)[:4]
            continue
        wish = asked.get(key)
        if wish is not None:
            found = [draft.field_named(key, phrase.text) for phrase in wish.fields]
            page["columns"] = list(dict.fromkeys(field["id"] for field in found if field))
        else:
            page["columns"] = _short(draft, key)[:_MOST_COLUMNS]


def _short(draft: Draft, key: str) -> list[str]:
    """Fields that fit a table, what a brief wants seen among the first."""
    hidden = {"decided_by", "decided_at", "reason", "decision_reason"}
    fields = [
        field
        for field in draft.fields(key)
        if field["kind"] not in LONG and field["id"] not in hidden
    ]
    first = [field["id"] for field in fields]
    for wanted in draft.shown.get(key, []):
        if wanted in first[_MOST_COLUMNS:]:
            first.remove(wanted)
            first.insert(_MOST_COLUMNS - 1, wanted)
    columns = [*first]
    if draft.entity(key).get("title"):
        columns = columns or ["title"]
    return columns or ["title"]


def show(draft: Draft, wish: Shown, abilities: Abilities) -> Verdict:
    """Rows in a shape: the plain list, a list of some rows, a board; or why not."""
    if wish.shape not in {
        "table",
        "list",
        "grid",
        "view",
        "overview",
        "queue",
        "page",
        "screen",
        "tab",
    }:
        return _shaped(draft, wish, abilities)
    base = _base(draft, wish.of)
    found = condition(draft, wish.of, wish.words) if wish.words else None
    if found is None:
        if wish.words and not draft.quiet_words(wish.words):
            return Built(
                [page_address(base["id"])],
                f"A list of {in_sentence(plural_name(draft.entity(wish.of)))}",
                partly=f"“{' '.join(wish.words)}” is not a condition that its fields can say.",
            )
        return Built(
            [page_address(base["id"])],
            f"A list of {in_sentence(plural_name(draft.entity(wish.of)))}",
        )
    page = _scoped(draft, wish, base, found)
    partly = (
        f"“{' '.join(found.rest)}” is not a condition that its fields can say."
        if [word for word in found.rest if len(word) > 3]
        else ""
    )
    return Built(
        [page_address(page["id"], "scope")],
        f"A list that opens on {' '.join(found.words)} "
        f"{in_sentence(plural_name(draft.entity(wish.of)))}",
        partly,
    )


def _base(draft: Draft, key: str) -> Data:
    """The unscoped table of an entity."""
    begin(draft)
    return next(
        (page for page in draft.pages_of(key) if page["kind"] == "table" and not page.get("scope")),
        draft.pages_of(key)[0],
    )


def _scoped(draft: Draft, wish: Shown, base: Data, found: Condition) -> Data:
    key = wish.of
    known = next((page for page in draft.pages_of(key) if page.get("scope") == found.expr), None)
    if known is not None:
        return known
    pages = draft.list_of("pages")
    main = (
        not any(page.get("scope") for page in draft.pages_of(key))
        and pages.index(base) == 0
        and not draft.opens_plain
    )
    name = _scope_name(draft, key, found)
    page: Data = {
        "kind": "table",
        "id": _scope_id(found, name),
        "name": name,
        "entity": key,
        "scope": found.expr,
    }
    page["id"] = (
        page["id"] if all(other["id"] != page["id"] for other in pages) else identifier(name)
    )
    pages.insert(pages.index(base) if main else _after(pages, key), page)
    if main:
        draft.moved[base["id"]] = page["id"]
        base["name"] = f"All {in_sentence(plural_name(draft.entity(key)))}"
    return page


def _after(pages: list[Data], key: str) -> int:
    return max(index for index, page in enumerate(pages) if page.get("entity") == key) + 1


def _scope_name(draft: Draft, key: str, found: Condition) -> str:
    words = " ".join("today's" if word == "today" else word for word in found.words)
    plural = in_sentence(plural_name(draft.entity(key)))
    if (first := first_word(words)) in {"mine", "my", "own"} and len(found.words) > 1:
        return f"My {words.removeprefix(first).strip()} {plural}"
    if words in {"mine", "my", "my own", "their own", "own", "assigned to me"}:
        return f"My {plural}"
    if words.startswith("due "):
        return name_of(f"{plural} {words}")
    return name_of(f"{words} {plural}")


def _scope_id(found: Condition, name: str) -> str:
    first = found.words[0].replace("'s", "")
    return (
        "mine"
        if first in {"mine", "my", "my own", "their own", "own"}
        else "today"
        if "today" in first
        else identifier(name)
    )


def _shaped(draft: Draft, wish: Shown, abilities: Abilities) -> Verdict:
    if wish.shape == "board":
        return _board(draft, wish)
    if wish.shape == "dashboard":
        return Built(
            [page_address(_base(draft, wish.of)["id"])],
            "The counts and charts stand above the list",
        )
    if abilities.can("page", wish.shape):
        return _dated_page(draft, wish)
    words = {
        "calendar": "A calendar",
        "timeline": "A timeline",
        "map": "A map",
        "gallery": "A gallery",
        "matrix": "A matrix",
        "leaderboard": "A leaderboard",
    }.get(wish.shape, f"A {wish.shape}")
    return NotBuilt(
        f"{words} cannot be made yet; the list can be sorted and filtered by the same fields."
    )


def _board(draft: Draft, wish: Shown) -> Verdict:
    field = draft.field_named(wish.of, wish.by) if wish.by else None
    field = (
        field
        if field is not None and field["kind"] in {"status", "choice", "relation", "person"}
        else draft.status(wish.of)
    )
    if field is None:
        return NotBuilt("A board needs a status, a choice or people to have columns by.")
    taken = any(page["id"] == "board" for page in draft.list_of("pages"))
    name = f"Board by {is_named(field).lower()}" if taken else "Board"
    known = next(
        (
            page
            for page in draft.pages_of(wish.of)
            if page["kind"] == "board" and page["group_by"] == [field["id"]]
        ),
        None,
    )
    page = known or draft.add(
        draft.data,
        "pages",
        {
            "kind": "board",
            "id": identifier(name),
            "name": name,
            "entity": wish.of,
            "group_by": [field["id"]],
        },
    )
    return Built(
        [page_address(page["id"])], f"A board with a column for each {is_named(field).lower()}"
    )


def _dated_page(draft: Draft, wish: Shown) -> Verdict:
    start = draft.when(wish.of)
    page = draft.add(
        draft.data,
        "pages",
        {
            "kind": wish.shape,
            "id": wish.shape,
            "name": name_of(wish.shape),
            "entity": wish.of,
            "start": start,
        },
    )
    return Built([page_address(page["id"])], f"A {wish.shape} by {start.replace('_', ' ')}")


def count(draft: Draft, wish: Counted) -> Verdict:
    """Counts above the first list of the entity; each filters by what it counts."""
    page = draft.pages_of(wish.of)[0]
    opens = bool(page.get("scope"))
    added: list[str] = []
    missed: list[str] = []
    for group in wish.groups:
        words = _group_words(draft, wish.of, group)
        if _by_value(draft, wish.of, words, page, opens, added):
            continue
        if not words:
            added.append(_count(draft, page, "all", "All", "", opens))
            continue
        _ensure_flag(draft, wish.of, words)
        found = condition(draft, wish.of, tuple(words))
        if found is None:
            missed.append(group)
            continue
        added.append(
            _count(
                draft,
                page,
                identifier(" ".join(words)),
                name_of(" ".join(words)),
                found.expr,
                opens,
            )
        )
    if not added:
        return NotBuilt(f"What {enumeration(missed)} would be counted by was not understood.")
    partly = f"Not counted, because no field says it: {enumeration(missed)}." if missed else ""
    number = len(added)
    return Built(
        [page_address(page["id"], "counts", name) for name in added],
        f"{number} count{'s' if number > 1 else ''} above the list; pressing one shows its rows",
        partly,
    )


def _group_words(draft: Draft, key: str, group: str) -> list[str]:
    own = {word for name in draft.entity_words(key) for word in name.split()} | {
        word + "s" for name in draft.entity_words(key) for word in name.split()
    }
    return [
        word
        for word in group.split()
        if word
        not in own
        | {
            "the",
            "all",
            "are",
            "is",
            "of",
            "total",
            "number",
            "each",
            "we",
            "have",
            "there",
            "a",
            "an",
            "currently",
            "ones",
            "items",
            "records",
        }
    ]


def _by_value(
    draft: Draft, key: str, words: list[str], page: Data, opens: bool, added: list[str]
) -> bool:
    """`counts by status`: one for each value."""
    plain = [word for word in words if word not in {"by", "per", "each"}]
    field = (
        draft.field_named(key, " ".join(plain))
        if plain and (len(plain) < len(words) or plain[-1] in {"status", "stage", "priority"})
        else None
    )
    if field is None or field["kind"] not in {"status", "choice"}:
        return False
    for value in field["values"]:
        added.append(
            _count(
                draft,
                page,
                value["id"],
                value_name(value),
                f"{field['id']} == {quoted(value['id'])}",
                opens,
            )
        )
    return True


def _ensure_flag(draft: Draft, key: str, words: list[str]) -> None:
    for word, flag in (
        ("overdue", "overdue"),
        ("late", "overdue"),
        ("expired", "expired"),
        ("expiring", "expiring"),
        ("low", "low"),
    ):
        if word in words:
            add_flag(draft, key, flag, 0, asked=True)


def _count(draft: Draft, page: Data, identity: str, name: str, where: str, opens: bool) -> str:
    taken = {field["id"] for field in draft.fields(page["entity"])}
    counts = page.setdefault("counts", [])
    known = next((other for other in counts if other.get("where", "") == where), None)
    if known is not None:
        return str(known["id"])
    safe = f"count_{identity}"[:40].strip("_") if identity in taken else identity
    item: Data = {"id": safe}
    if safe != identity or name.lower() != identity.replace("_", " "):
        item["name"] = name
    if where:
        item["where"] = where
    if opens:
        item["opens"] = True
    return str(draft.add(page, "counts", item)["id"])


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
        if due and not page.get("sort"):
            page["sort"] = [due, "-created_at"]


def usual_counts(draft: Draft) -> None:
    """Counts for the list of a workflow where the brief asks for none: open rows, those that need
    somebody, late ones.
    """
    pages = [page for page in draft.list_of("pages") if page["kind"] == "table"]
    if not pages or any(page.get("counts") for page in pages):
        return
    page = pages[0]
    key = page["entity"]
    status = draft.status(key)
    if status is None:
        return
    opens = bool(page.get("scope"))
    if any(value.get("closed") for value in status["values"]):
        _count(draft, page, "open", "Open", f"not {status['id']}.closed", opens)
    for value in status["values"][1:]:
        if (
            value.get("colour") in {"red", "amber", "blue"}
            and not value.get("closed")
            and len(page.get("counts", [])) < 4
        ):
            _count(
                draft,
                page,
                value["id"],
                value_name(value),
                f"{status['id']} == {quoted(value['id'])}",
                opens,
            )
    for flag in ("overdue", "expiring", "expired", "low"):
        if draft.field(key, flag) is not None:
            _count(draft, page, flag, name_of(flag), flag, opens)


def order(draft: Draft, wish: Ordered) -> Verdict:
    """Sort or group the first list."""
    page = draft.pages_of(wish.of)[0]
    paths = [path for name in wish.fields if (path := order_path(draft, wish.of, name))]
    if not paths:
        return NotBuilt(
            f"There is no field {enumeration(list(wish.fields))} to "
            f"{'group' if wish.group else 'sort'} by."
        )
    if wish.group:
        plain = [path.lstrip("-") for path in paths][:2]
        page["group_by"] = plain
        return Built(
            [page_address(page["id"], "group_by", path) for path in plain],
            f"Rows grouped by {enumeration([path.replace('_', ' ') for path in plain])}",
        )
    sorted_by = [
        f"-{path}" if wish.descending and not path.startswith("-") else path for path in paths
    ]
    page["sort"] = sorted_by
    return Built(
        [page_address(page["id"], "sort", path) for path in sorted_by],
        f"Sorted by {enumeration([path.lstrip('-').replace('_', ' ') for path in sorted_by])}",
    )


def order_path(draft: Draft, key: str, name: str) -> str:
    """`newest first`, `due date`, `most expensive first` as a path."""
    if name.endswith(" first"):
        what = name.removesuffix(" first")
        money = next(
            (field["id"] for field in draft.of_kind(key, "money", "integer", "decimal")), ""
        )
        due = next(
            (
                field["id"]
                for field in draft.of_kind(key, "date", "datetime")
                if any(word in field["id"] for word in ("due", "end", "deadline", "expir"))
            ),
            draft.when(key),
        )
        if what.startswith("overdue"):
            return "-overdue" if draft.field(key, "overdue") else due
        table = {
            "newest": f"-{draft.when(key)}",
            "latest": f"-{draft.when(key)}",
            "most recent": f"-{draft.when(key)}",
            "oldest": draft.when(key),
            "earliest": draft.when(key),
            "soonest": due,
            "most urgent": due,
            "nearest": due,
            "nearest due": due,
        }
        if what in table:
            return table[what]
        return (
            f"-{money}"
            if money and what in {"highest", "most expensive", "biggest", "largest"}
            else money
        )
    field = draft.field_named(key, name)
    if field is None and name in {"date", "time", "creation date", "created", "date created"}:
        return draft.when(key)
    return (
        str(field["id"])
        if field and field["kind"] not in {"file", "image", "choices", "people", "relations"}
        else ""
    )
