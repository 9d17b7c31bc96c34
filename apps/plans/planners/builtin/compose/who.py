"""Who is meant: from words for people to who-lists, declaring roles where a brief gives them rights
of their own.
"""

import re
from dataclasses import dataclass

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import words_of
from apps.plans.planners.builtin.language.words import identifier, plural_phrase, singular_phrase

_ARTICLES = re.compile(
    r"^(?:(?:the|our|my|their|his|her|its|all|any|each|every|only|a|an|other|authorized|"
    r"authorised|certain|designated|responsible|some|both|just) )+"
)
_TEAMS = frozenset(
    [
        "finance",
        "hr",
        "it",
        "legal",
        "operations",
        "procurement",
        "sales",
        "marketing",
        "support",
        "reception",
        "security",
        "facilities",
        "maintenance",
        "safety",
        "quality",
        "warehouse",
    ]
)
_SPLIT = re.compile(r"\s*(?:,|\band\b|\bor\b|/)\s*")


@dataclass(frozen=True, slots=True)
class Who:
    """A who-list, whether it is everybody, and the words for outsiders among it."""

    entries: tuple[str, ...]
    everybody: bool = False
    outside: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """Only the declared roles."""
        return tuple(
            entry
            for entry in self.entries
            if not entry.startswith("row") and entry not in {"member", "admin"}
        )


def who(draft: Draft, key: str, text: str) -> Who:
    """The people a phrase names, for rights on an entity."""
    entries: list[str] = []
    outside = ""
    for part in _SPLIT.split(text):
        plain = _ARTICLES.sub("", part.strip())
        if not plain:
            continue
        found, foreign = _one(draft, key, plain)
        entries += [entry for entry in found if entry not in entries]
        outside = outside or foreign
    return Who(tuple(entries), "member" in entries, outside)


def _one(draft: Draft, key: str, plain: str) -> tuple[list[str], str]:
    people = draft.lexicon.people
    one = singular_phrase(plain)
    if one in {"nobody", "no one", "none", "no-one"}:
        return [], ""
    if plain in people["asker"]:
        return ["admin"], ""
    if one in people["member"] or plain in people["member"]:
        return ["member"], ""
    if any(
        one in thing.names and thing.noun is not None and thing.noun.person
        for thing in draft.things
    ):
        return ["member"], ""
    if one in people["admin"]:
        return ["admin"], ""
    if one in people["author"]:
        return [author_entry(draft, key)], ""
    if (
        one in people["by_field"]
        and draft.has_entity(key)
        and (field := draft.field_named(key, one))
        and field["kind"] == "person"
    ):
        return [f"row.{field['id']}"], ""
    word = draft.lexicon.roles.get(plain) or draft.lexicon.roles.get(one)
    if word is not None and word.outside:
        return ["member"], plain
    return [
        declare(draft, word.id if word else identifier(one, "role"), word.group if word else "")
    ], ""


def author_entry(draft: Draft, key: str) -> str:
    """The who-list entry for whoever made the row."""
    field = next(
        (field for field in draft.of_kind(key, "person") if field.get("default") == "me"), None
    )
    return f"row.{field['id']}" if field else "row.created_by"


def declare(draft: Draft, identity: str, group: str = "") -> str:
    """A role of the tool; held by a group of the workspace where one of that name exists, else by
    people named.
    """
    roles: list[Data] = draft.list_of("roles")
    if any(role["id"] == identity for role in roles):
        return identity
    role: Data = {"id": identity}
    name = {"hr": "HR", "it": "IT"}.get(identity)
    if name:
        role["name"] = name
    if group and group in draft.groups:
        role["from"] = f"group:{group}"
        draft.assume(
            f"{name or words_of(identity)} are the members of the workspace group {group}."
        )
    else:
        draft.assume(f"{_many(name or words_of(identity))} named on the tool's People page.")
    roles.append(role)
    return identity


def _many(name: str) -> str:
    """`Approvers are`, `The people of Legal are`."""
    return f"The people of {name} are" if name.lower() in _TEAMS else f"{plural_phrase(name)} are"


def describe_roles(draft: Draft) -> None:
    """Says what each role is for, from what it may do."""
    for role in draft.data.get("roles", []):
        if role.get("description"):
            continue
        deeds = sorted(
            dict.fromkeys(_deeds(draft, role["id"])), key=lambda deed: deed.startswith("mark as ")
        )
        role["description"] = f"May {', '.join(deeds[:5])}." if deeds else "Named in the brief."


def _deeds(draft: Draft, role: str) -> list[str]:
    found: list[str] = []
    for entity in draft.data["entities"]:
        name = str(
            entity.get("plural") or (entity.get("name") or words_of(entity["id"])) + "s"
        ).lower()
        found += [
            f"{str(action.get('name') or words_of(action['id'])).lower()} {name}"
            for action in entity.get("actions", [])
            if role in action.get("by", [])
        ]
        for permission in entity.get("permissions", []):
            if role in permission["by"]:
                rights = (
                    ["see, create, change and delete"]
                    if "all" in permission["can"]
                    else ["see" if right == "view" else right for right in permission["can"]]
                )
                found.append(f"{' and '.join(rights)} {name}")
    return found
