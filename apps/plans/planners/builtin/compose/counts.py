"""Counts above a list; pressing one shows its rows."""

from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.flags import add_flag
from apps.plans.planners.builtin.compose.names import name_of, quoted
from apps.plans.planners.builtin.compose.statuses import value_name
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, page_address
from apps.plans.planners.builtin.grammar.wishes import Counted
from apps.plans.planners.builtin.language.words import enumeration, identifier


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
    for flag in ("overdue", "expiring", "due_soon", "expired", "low"):
        if draft.field(key, flag) is not None:
            _count(draft, page, flag, name_of(flag), flag, opens)
