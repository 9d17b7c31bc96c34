"""Whose a row is: the people that "their own" means, and who sees rows where a brief keeps others
out.
"""

import re
from collections.abc import Iterable, Sequence

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name, singular_name
from apps.plans.planners.builtin.compose.names import in_sentence, with_article, words_of
from apps.plans.planners.builtin.compose.who import author_entry
from apps.plans.planners.builtin.grammar.wishes import Allowed, Wish

SEEN = frozenset({"view", "all"})
_IN_CHARGE = ("owner", "assignee")
# Words that keep somebody from seeing something, whoever and whatever it is.
_KEEPS_OUT = re.compile(
    r"\b(?:only|just|solely) (?:ever )?(?:be able to )?(?:see|sees|view|views|read|reads|look|"
    r"looks|access|accesses)\b|"
    r"\b(?:see|sees|view|views|read|reads) (?:only|just|nothing (?:but|except))\b|"
    r"\b(?:cannot|can't|can not|may not|must not|mustn't|should not|shouldn't|never|not allowed to|"
    r"not be able to) (?:be able to )?(?:see|view|read|access|look)\b|"
    r"\b(?:not (?:be )?visible|invisible|hidden) (?:to|for|from)\b|\bkept? (?:secret|private|"
    r"confidential)\b|\b(?:is|are|stays?|remains?|strictly) confidential\b|"
    r"\b(?:nobody|no one|none)\b[^.,;]* (?:see|view|read)\b"
)
_SPEAKER = re.compile(r"^(?:and |but |so )?(?:i|we|me|us)\b|^(?:the|a) (?:list|table|page|board)\b")


def own_entries(draft: Draft, key: str, entry: str) -> list[str]:
    """The who-list entries of those whose row it is, for people called by a role or for everybody:
    the person a field names, else whoever made it.
    """
    named = draft.field_named(key, entry.replace("_", " ")) if entry != "member" else None
    if named is not None and named["kind"] == "person":
        return [_row(named)]
    charged = _in_charge(draft, key)
    if entry != "member":
        return [_row(charged)] if charged else [author_entry(draft, key)]
    return [author_entry(draft, key), *([_row(charged)] if charged else [])]


def _row(field: Data) -> str:
    return f"row.{field['id']}"


def _in_charge(draft: Draft, key: str) -> Data | None:
    """The person that a row is given to: the one so called, else the only one that is chosen."""
    people = [
        field
        for field in draft.of_kind(key, "person")
        if not field.get("readonly") and field.get("default") != "me"
    ]
    called = (draft.field_named(key, name) for name in _IN_CHARGE)
    found = next((field for field in called if field in people), None)
    known = draft.lexicon.people["by_field"]
    given = [field for field in people if str(field["id"]).split("_")[-1] in known]
    return found or (given[0] if len(given) == len(people) == 1 else None)


def keeps_out(text: str) -> bool:
    """Whether words keep somebody from seeing something."""
    return _KEEPS_OUT.search(text) is not None and not _SPEAKER.match(text)


def hold_private(
    draft: Draft, wishes: Sequence[Wish], unread: Iterable[tuple[str, str]]
) -> set[str]:
    """Where words keep people from seeing rows, not everybody sees them: `unread` are clauses that
    no right was read from, each with the thing it is about. What they mean is held by the most
    private reading, and said. Gives the things that were closed so.
    """
    closed: set[str] = set()
    kept = {
        wish.of
        for wish in wishes
        if isinstance(wish, Allowed)
        and wish.right in {"edit", "all"}
        and (wish.negated or wish.who in {"nobody", "no one", "none"})
    }
    for wish in wishes:
        held = isinstance(wish, Allowed) and wish.right in SEEN and (wish.own or wish.only)
        if isinstance(wish, Allowed) and held and draft.has_entity(wish.of):
            _let_see(draft, wish.of, edit=wish.of not in kept)
    for quote, key in unread:
        if draft.has_entity(key) and _close(draft, key):
            closed.add(key)
            rows = in_sentence(plural_name(draft.entity(key)))
            draft.assume(
                f"“{quote}” was not understood as a whole, so the private reading holds: {rows} "
                f"are seen by whoever added them, by those whom the plan names, and by admins."
            )
    return closed


def _let_see(draft: Draft, key: str, *, edit: bool) -> None:
    """Whoever may add a row and would not see it then, sees the own ones; said in the plan."""
    permissions: list[Data] = draft.entity(key).get("permissions", [])
    seeing = {who for one in permissions for who in one["by"] if SEEN & set(one["can"])}
    adding = {
        who for one in permissions for who in one["by"] if {"create", "all"} & set(one["can"])
    }
    if not adding - seeing or "member" in seeing:
        return
    author = author_entry(draft, key)
    if author not in seeing:
        name = with_article(singular_name(draft.entity(key)))
        changed = not edit or any({"edit", "all"} & set(one["can"]) for one in permissions)
        for right in ("view",) if changed else ("edit", "view"):
            _give(permissions, author, right)
        deeds = "sees" if changed else "sees and may change"
        draft.assume(f"Whoever adds {name} {deeds} that one, too.")


def _close(draft: Draft, key: str) -> bool:
    """Takes the sight of all rows from everybody; whether there was anything to take."""
    entity = draft.entity(key)
    permissions: list[Data] = entity.setdefault(
        "permissions", [{"id": "member", "by": ["member"], "can": ["view", "create", "edit"]}]
    )
    everybody = [one for one in permissions if "member" in one["by"] and not one.get("where")]
    changed = any({"edit", "all"} & set(one["can"]) for one in everybody)
    for one in everybody:
        can = ["view", "create", "edit", "delete", "import"] if "all" in one["can"] else one["can"]
        one["can"] = [right for right in can if right in {"create", "import"}]
    entity["permissions"] = permissions = [one for one in permissions if one["can"]]
    for entry in own_entries(draft, key, "member"):
        for right in ("edit", "view") if changed else ("view",):
            _give(permissions, entry, right)
    return bool(everybody)


def _give(permissions: list[Data], entry: str, right: str) -> None:
    """One right more for those whose row it is."""
    known = next((one for one in permissions if one["by"] == [entry]), None)
    if known is None:
        identity = entry.removeprefix("row.").replace(".", "_")
        permissions.append({"id": identity, "by": [entry], "can": [right]})
    elif right not in known["can"] and "all" not in known["can"]:
        known["can"] = [right, *known["can"]]


def drop_idle_roles(draft: Draft) -> None:
    """A role that nothing is for is none; nor is anybody told that its people are named."""
    used = set(_spoken(draft.data))
    for role in list(draft.data.get("roles", [])):
        if role["id"] in used or role.get("from"):
            continue
        draft.data["roles"].remove(role)
        name = str(role.get("name") or words_of(role["id"]))
        listed: list[str] = draft.data.get("assumptions", [])
        draft.data["assumptions"] = [text for text in listed if not _names_people(text, name)]


def _names_people(text: str, name: str) -> bool:
    return text.endswith("named on the tool's Access tab.") and name[:-1].lower() in text.lower()


def _spoken(node: object) -> Iterable[str]:
    """Every text of the lists that name people, wherever they stand."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"by", "not_by", "edited_by", "seen_by", "open_to", "home_for", "to"}:
                yield from [value] if isinstance(value, str) else value
            elif key not in {"requirements", "left_out"}:
                yield from _spoken(value)
    elif isinstance(node, list):
        for entry in node:
            yield from _spoken(entry)
