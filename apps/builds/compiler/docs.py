"""Docstrings: why a thing is there.

The `description` where there is one, else what it declares, in the words of the README and the
review. For rules and automations, whose purpose their declaration does not show, what the
requirement means that asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apps.builds.compiler import names, words
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import Automation, Decide, Notify
from apps.plans.blueprint.pages import RowPage
from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity, ResolvedPage
from apps.plans.blueprint.rights import Permission
from apps.plans.blueprint.rules import AnyRule, Validation

SHOWN_FIELDS = 4
VERBS = ("view", "create", "edit", "delete", "import")


def _said(descriptions: Iterable[str]) -> str:
    """Descriptions as sentences."""
    return " ".join(words.sentence(text) for text in descriptions if text.strip())


def _meant(tool: Tool, *addresses: str) -> str:
    """What the first requirement means that asks for one of these things, and for no other such."""
    for requirement in tool.blueprint.requirements:
        provided = set(requirement.provides)
        alike = {one for one in provided if _sort_of(one) == _sort_of(addresses[0])}
        if provided & set(addresses) and alike <= set(addresses):
            return words.sentence(requirement.meaning)
    return ""


def _sort_of(address: str) -> str:
    """`entities.invoice.actions.approve` -> `entities.actions`: of what sort a thing is."""
    return ".".join(address.split(".")[::2])


def of_entity(entity: ResolvedEntity, held: Sequence[AnyRule]) -> str:
    """What a row is, and why the rules are there that its table holds."""
    why = _said(rule.description for rule in held if not _is_said_by_its_message(rule))
    return f"{_said([entity.source.description]) or _kept(entity)} {why}".strip()


def _is_said_by_its_message(rule: AnyRule) -> bool:
    return isinstance(rule, Validation) and not rule.message


def _kept(entity: ResolvedEntity) -> str:
    shown = [words.low(field.name) for field in entity.fields if field.is_typed_in]
    more = [f"{len(shown) - SHOWN_FIELDS} more"] if len(shown) > SHOWN_FIELDS + 1 else []
    kept = shown[:SHOWN_FIELDS] + more if more else shown
    return words.sentence(f"{words.article(words.noun(entity))}: {words.joined(kept)}")


def of_permissions(tool: Tool, entity: ResolvedEntity) -> str:
    """Who does what, in a sentence or two."""
    if entity.as_parent:
        parent = words.noun(tool.entity(entity.parent))
        return f"As {words.article(parent)}, whose lines they are."
    said = _said(permission.description for permission in entity.permissions)
    return said or _rights(tool, entity)


def _rights(tool: Tool, entity: ResolvedEntity) -> str:
    given = [rights_in_words(tool, one) for one in entity.permissions]
    return words.sentence("; ".join(given)) or "Only admins do anything here."


def rights_in_words(tool: Tool, permission: Permission) -> str:
    """`members may view and create`."""
    verbs = VERBS if "all" in permission.can else permission.can
    condition = " some" if permission.where else ""
    return f"{who(tool, permission.by)} may {words.joined(list(verbs))}{condition}"


def who(tool: Tool, entries: Sequence[str]) -> str:
    """A who-list in words: `members, approvers and its owner`."""
    return words.joined([_who(tool, entry) for entry in entries])


def _who(tool: Tool, entry: str) -> str:
    if entry.startswith("row."):
        path = [names.words(part).lower() for part in entry.split(".")[1:]]
        return f"its {' of '.join(reversed(path))}".replace("created by", "author")
    if entry == "row":
        return "the person"
    known = {role.id: role.name for role in tool.resolved.roles}
    return words.many(words.low(known.get(entry, names.words(entry))))


def of_rules(tool: Tool, entity: ResolvedEntity, kept: Sequence[str]) -> str:
    """What the rules of an entity are for. `kept` are the ids of those that are written here."""
    rules = [rule for rule in entity.rules if rule.id in kept]
    meant = [_meant(tool, f"entities.{entity.id}.rules.{rule.id}") for rule in rules]
    said = _said(rule.description for rule in rules) or " ".join(filter(None, meant))
    return said or f"What holds for every {words.noun(entity)}, whoever writes it."


def of_action(tool: Tool, entity: ResolvedEntity, action: ResolvedAction) -> str:
    """What pressing the button does."""
    said = _said([action.source.description]) if action.source else ""
    return said or _does(tool, entity, action)


def _does(tool: Tool, entity: ResolvedEntity, action: ResolvedAction) -> str:
    noun = words.article(words.noun(entity))
    source = action.source
    if action.kind == "transition" and source:
        values = {value.id: value.name for value in entity.field(action.field).values}
        before = words.joined([words.low(values[one]) for one in source.from_], "or")
        came = f" from {before}" if before else ""
        return f"Move {noun}{came} to {words.low(values[source.to])}."
    if action.kind == "create":
        made = words.article(words.noun(tool.entity(action.target)))
        return (
            f"Make {made}, starting from {noun}." if action.target != entity.id else f"Make {made}."
        )
    changed = (
        [words.low(entity.field(one).name) for one in (*source.needs, *source.asks)]
        if source
        else []
    )
    return f"Change {words.joined(changed) or 'what is written here'} of {noun}."


def of_page(tool: Tool, page: ResolvedPage) -> str:
    """What the page shows."""
    return _said([page.source.description]) or _shows(tool, page)


def _shows(tool: Tool, page: ResolvedPage) -> str:
    if not page.entity:
        return words.sentence(page.name)
    entity = tool.entity(page.entity)
    if not isinstance(page.source, RowPage):
        return (
            "One " + words.noun(entity) + ("." if page.kind == "detail" else ", to be filled in.")
        )
    if page.kind == "board":
        group = words.low(_shown_path(entity, page.source.group_by[0]))
        return f"{entity.plural} by {group}; a card is moved to change it."
    return f"{_rows(entity, page)}, {order(entity, page.source.sort)}."


def _rows(entity: ResolvedEntity, page: ResolvedPage) -> str:
    if not getattr(page.source, "scope", ""):
        return f"Every {words.noun(entity)}"
    plural = words.plural(entity)
    return page.name if plural in page.name.lower() else f"{page.name}: {plural}"


def order(entity: ResolvedEntity, sort: Sequence[str]) -> str:
    """`the newest first`, `by due`."""
    first = sort[0] if sort else "-created_at"
    if first.lstrip("-") in ("created_at", "id"):
        return "the newest first" if first.startswith("-") else "the oldest first"
    shown = words.low(_shown_path(entity, first.lstrip("-")))
    return f"by {shown}, the last first" if first.startswith("-") else f"by {shown}"


def _shown_path(entity: ResolvedEntity, path: str) -> str:
    first, _, rest = path.partition(".")
    known = {field.id: field.name for field in entity.fields}
    return known.get(first, names.words(first)) + (f" {names.words(rest).lower()}" if rest else "")


def of_automation(tool: Tool, automation: Automation) -> str:
    """What happens by itself."""
    said = _said([automation.description]) or _meant(tool, f"automations.{automation.id}")
    return said or words.sentence(automation.name) or _happens(automation)


def _happens(automation: Automation) -> str:
    step = automation.do[0]
    if isinstance(step, Decide):
        return f"Decide {words.low(names.words(step.field))} by itself."
    if isinstance(step, Notify):
        return "Tell people."
    return words.sentence(names.words(automation.id))
