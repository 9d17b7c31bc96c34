"""Pages: a table for each entity, the rows and shapes a brief asks for, counts, filters, order."""

from collections.abc import Iterable

from apps.plans.planners.builtin.compose import time_pages
from apps.plans.planners.builtin.compose.conditions import Condition, condition
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import page_id, plural_name
from apps.plans.planners.builtin.compose.names import in_sentence, name_of
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, page_address
from apps.plans.planners.builtin.grammar.wishes import HasFields, Shown
from apps.plans.planners.builtin.language.words import first_word, identifier

LONG = {"long_text", "file", "image", "url"}


_MOST_COLUMNS = 9


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


def show(draft: Draft, wish: Shown) -> Verdict:
    """Rows in a shape: the plain list, a list of some rows, a board; or why not."""
    if wish.shape not in {
        "hidden",
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
        return _shaped(draft, wish)
    if wish.shape == "hidden":
        return _hidden(draft, wish)
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
        f"A list that opens on {_said(found)} {in_sentence(plural_name(draft.entity(wish.of)))}",
        partly,
    )


def _hidden(draft: Draft, wish: Shown) -> Verdict:
    """The first list without the rows of one state; all of them stand on the page beside it."""
    found = condition(draft, wish.of, wish.words[1:])
    plural = plural_name(draft.entity(wish.of))
    if found is None or found.rest:
        return NotBuilt(f"“{wish.words[1]}” is not a state that its fields can say.")
    without = found.expr.replace(" == ", " != ") if " == " in found.expr else f"not {found.expr}"
    base = _base(draft, wish.of)
    words = (*wish.words[:1], *found.words)
    page = _scoped(draft, wish, base, Condition(without, words))
    if page is not base:
        page["name"] = plural
    return Built(
        [page_address(page["id"], "scope")],
        f"{plural} opens without the {found.words[0]} ones; “All {in_sentence(plural)}” has them",
    )


def _said(found: Condition) -> str:
    return " ".join("today's" if word == "today" else word for word in found.words)


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


def _shaped(draft: Draft, wish: Shown) -> Verdict:
    if wish.shape == "board":
        return _board(draft, wish)
    if wish.shape in time_pages.SHAPES:
        _base(draft, wish.of)
        return time_pages.in_time(draft, wish)
    if wish.shape == "matrix":
        _base(draft, wish.of)
        return time_pages.crossed(draft, wish)
    if wish.shape == "dashboard":
        return Built(
            [page_address(_base(draft, wish.of)["id"])],
            "The counts and charts stand above the list",
        )
    if wish.shape == "gallery":
        return _gallery(draft, wish)
    words = {
        "map": "A map",
        "leaderboard": "A leaderboard",
    }.get(wish.shape, f"A {wish.shape}")
    return NotBuilt(
        f"{words} cannot be made yet; the list can be sorted and filtered by the same fields."
    )


def _gallery(draft: Draft, wish: Shown) -> Verdict:
    """Rows as cards, beside their table."""
    _base(draft, wish.of)
    known = next((page for page in draft.pages_of(wish.of) if page["kind"] == "cards"), None)
    page = known or draft.add(
        draft.data,
        "pages",
        {
            "kind": "cards",
            "id": f"{wish.of}_gallery",
            "name": "Gallery",
            "entity": wish.of,
        },
    )
    return Built([page_address(page["id"])], "A gallery: a card for each row")


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
