"""Rights on one field: `only managers may edit the end date` is none on the whole row."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, field_address
from apps.plans.planners.builtin.compose.who import who
from apps.plans.planners.builtin.grammar.phrases import bare, key_of, up_to_end
from apps.plans.planners.builtin.grammar.wishes import Allowed
from apps.plans.planners.builtin.language.words import last_word, singular

_NOBODY = ("nobody", "no one", "none")


def about(draft: Draft, wish: Allowed) -> Data | None:
    """The one field whose change a clause speaks of; None where it speaks of rows."""
    adds = singular(last_word(wish.who)) in draft.creators.get(wish.of, ()) and not wish.own
    closed = wish.only or wish.negated or wish.who in _NOBODY or adds
    if wish.right != "edit" or not closed or not draft.has_entity(wish.of):
        return None
    phrase = bare(up_to_end(" ".join(wish.words)))
    if not phrase or draft.things.named(phrase) is not None:
        return None
    field = draft.field_named(wish.of, phrase)
    if field is None:
        return None
    names = {key_of(is_named(field).lower()), _words(field)}
    ends = any(name.endswith(f" {key_of(phrase)}") for name in names)
    return field if ends or key_of(phrase) in names else None


def allow(draft: Draft, wish: Allowed) -> Verdict:
    """Who changes the field, where only they may."""
    field = about(draft, wish) or {}
    name = is_named(field)
    if not wish.only and not wish.negated and wish.who not in _NOBODY:
        return NotBuilt(
            f"Changing {name.lower()} alone is not given: the whole row could be changed then. It "
            f"is "
            f"said with “only”: who may change {name.lower()}."
        )
    if not wish.only:
        return NotBuilt(f"Say who may change {name.lower()}; nobody else can then.")
    if field.get("expr") or field.get("readonly"):
        return NotBuilt(f"{name} is written by the tool itself.")
    entries = list(who(draft, wish.of, wish.who).entries)
    if not entries or "member" in entries:
        return NotBuilt(f"{name} is changed by whoever may change the row.")
    field["edited_by"] = list(dict.fromkeys(entries))
    _let_edit(draft.entity(wish.of), entries)
    return Built(
        [field_address(wish.of, field["id"])],
        f"{name} is changed by {wish.who.removeprefix('only ')} only, held by the server",
    )


def _let_edit(entity: Data, entries: list[str]) -> None:
    """Whoever may change a field may open the row for it."""
    permissions: list[Data] = entity.get("permissions", [])
    for entry in entries if permissions else ():
        known = next((other for other in permissions if other["by"] == [entry]), None)
        if known is None:
            identity = entry.removeprefix("row.").replace(".", "_")
            permissions.append({"id": identity, "by": [entry], "can": ["view", "edit"]})
        elif not {"edit", "all"} & set(known["can"]):
            known["can"] = [*known["can"], "edit"]


def _words(field: Data) -> str:
    return key_of(field["id"].replace("_", " "))
