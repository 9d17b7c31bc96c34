"""Whether a requirement's address names something that is written or there by default."""

from functools import cached_property

from apps.plans.blueprint.addresses import NoSuchThing, locate
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.resolved import Resolved, resolve
from apps.plans.blueprint.whole import Blueprint, Requirement

PLATFORM = (
    "sign_in", "storage", "roles", "forms", "detail", "search", "history", "restore", "export",
    "import", "api", "phone",
)  # fmt: skip
"""What every tool has."""


class Provisions:
    """What a tool has, by address: written out once for any number of look-ups."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self._written = canonical_data(blueprint)

    @cached_property
    def _tool(self) -> Resolved:
        return resolve(self._blueprint)

    def hold(self, address: str) -> bool:
        """Whether something is at this address, written or by default."""
        head, _, rest = address.partition(".")
        if head == "platform":
            return rest in PLATFORM
        try:
            locate(self._written, address)
        except NoSuchThing:
            return _by_default(address.split("."), self._tool)
        return bool(rest) or head in ("name", "theme", "roles", "entities", "pages", "automations")


def without_empty_addresses(blueprint: Blueprint) -> tuple[Blueprint, tuple[str, ...]]:
    """The blueprint without addresses in `provides` that name nothing, and a note for each."""
    notes: list[str] = []
    kept: list[Requirement] = []
    provisions = Provisions(blueprint)
    for requirement in blueprint.requirements:
        there = tuple(a for a in requirement.provides if provisions.hold(a))
        gone = [address for address in requirement.provides if address not in there]
        notes.extend(f"“{requirement.quote}”: nothing is at “{address}”" for address in gone)
        kept.append(requirement.model_copy(update={"provides": there}) if gone else requirement)
    if not notes:
        return blueprint, ()
    return blueprint.model_copy(update={"requirements": tuple(kept)}), tuple(notes)


def _by_default(parts: list[str], tool: Resolved) -> bool:
    """Default pages and permissions, an approval's actions, fields that every row has, columns."""
    match parts:
        case ["entities", entity, "actions", action] if entity in tool.entities:
            return any(a.id == action for a in tool.entity(entity).actions)
        case ["entities", entity, "permissions", permission] if entity in tool.entities:
            return any(p.id == permission for p in tool.entity(entity).permissions)
        case ["entities", entity, "fields", field]:
            return tool.world.field(entity, field) is not None
        case ["pages", page]:
            return any(p.id == page for p in tool.pages)
        case ["pages", page, "columns", *path]:
            return any(p.id == page and ".".join(path) in p.columns for p in tool.pages)
    return False
