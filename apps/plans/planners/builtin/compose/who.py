"""Who is meant: from words for people to who-lists, declaring roles where a brief gives them rights
of their own.
"""

import re
from dataclasses import dataclass

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import name_of, words_of
from apps.plans.planners.builtin.grammar.verbs import COLLECTIVE
from apps.plans.planners.builtin.language.words import (
    identifier,
    last_word,
    plural_phrase,
    singular_phrase,
)
from apps.plans.planners.builtin.lexicon.entries import RoleWord

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
LEADERS = frozenset({"line_manager", "people_manager"})
_UNIT = re.compile(
    r" (?:teams?|people|staff|departments?|dept|folks?|crew|colleagues|employees|members|office)$"
)
_FROM_UNIT = re.compile(r"^(?:people|somebody|someone|anyone|staff|colleagues|members|team members)"
                        r" (?:from|in|of|at) (?:the )?")  # fmt: skip
_OF_TEAM = re.compile(r"(?<= team) members?$")
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
    return [_declared(draft, plain, word)], ""


def _declared(draft: Draft, plain: str, word: RoleWord | None) -> str:
    """The role under the brief's own word: `teachers` are no trainers. A unit of the house by its
    name alone (`the sales team`, `sales people`); a role that is there already under another word
    for the same stays the one.
    """
    group = _group(draft, plain)
    if group:
        return declare(draft, identifier(group.lower(), "role"), group)
    plain = _OF_TEAM.sub("", plain)
    unit = _unit(draft, plain)
    if unit is not None:
        return declare(draft, unit.id, unit.group)
    own = identifier(singular_phrase(plain), "role")
    there = {role["id"] for role in draft.list_of("roles")}
    return declare(draft, word.id if word and word.id in there and own not in there else own)


def _unit(draft: Draft, plain: str) -> RoleWord | None:
    """`sales`, `the sales team`, `sales people`, `people from sales`: the unit of that name."""
    roles = draft.lexicon.roles
    core = _FROM_UNIT.sub("", _UNIT.sub("", plain))
    found = roles.get(plain) or roles.get(core)
    return found if found is not None and found.group else None


def _group(draft: Draft, plain: str) -> str:
    """The workspace's group of that name: `the night shift`, `people from the Night shift`."""
    core = _ARTICLES.sub("", _FROM_UNIT.sub("", _UNIT.sub("", plain)))
    said = {plain, core, singular_phrase(plain), singular_phrase(core)}
    return next((group for group in draft.groups if group.casefold() in said), "")


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
    name = name_of(identity.replace("_", " "))
    if name != words_of(identity):
        role["name"] = name
    if group and group in draft.groups:
        role["from"] = f"group:{group}"
        draft.assume(f"{name} are the members of the workspace group {group}.")
    elif identity in LEADERS:
        role["from"] = "line_managers"
        draft.assume(f"{_many(name)} those who have somebody under them in the directory.")
    else:
        draft.assume(f"{_many(name)} named on the tool's Access tab.")
    roles.append(role)
    return identity


def name_role(draft: Draft, named: str, found: Who | None) -> None:
    """Whom the brief calls by name gets a role named after what they do."""
    for role in found.roles if named and found else ():
        draft.assume(f"{named} is given the role {words_of(role)} on the tool's Access tab.")


def _many(name: str) -> str:
    """`Approvers are`, `The people of Legal are`."""
    if name.lower() in _TEAMS:
        return f"The people of {name} are"
    if last_word(name.lower()) in COLLECTIVE:
        return f"The people of the {name.lower()} are"
    return f"{plural_phrase(name)} are"


def describe_roles(draft: Draft) -> None:
    """Says what each role is for, from what it may do."""
    for role in draft.data.get("roles", []):
        if role.get("description"):
            continue
        deeds = sorted(
            dict.fromkeys(_deeds(draft, role["id"])), key=lambda deed: deed.startswith("mark ")
        )
        role["description"] = f"May {', '.join(deeds[:5])}." if deeds else "Named in the brief."


def _deeds(draft: Draft, role: str) -> list[str]:
    found: list[str] = []
    for entity in draft.data["entities"]:
        name = str(
            entity.get("plural") or (entity.get("name") or words_of(entity["id"])) + "s"
        ).lower()
        found += [
            _deed(str(action.get("name") or words_of(action["id"])).lower(), name)
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


def _deed(label: str, things: str) -> str:
    """`approve expenses`, `mark repairs as ready`, `approve expenses over 1000`."""
    verb, _, rest = label.partition(" ")
    if rest.startswith(("as ", "over ", "under ", "at ")):
        return f"{verb} {things} {rest}"
    return f"{label} {things}"
