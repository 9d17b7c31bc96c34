"""What a reviewer must tick, computed from the version by the platform; no planner writes it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from apps.plans.blueprint.outsiders import PublicForm, public_forms
from apps.versions.models import Version
from apps.versions.queries import OWN_CODE, is_own_code

NEW = "The tool sends messages to {}."
CHANGED = "What the tool sends to {} changes."
TASK = "{} a language model: “{}”"
ASKS, ASKS_OTHERWISE = "The tool asks", "The tool now asks"
TASK_LEAVES = (
    "What stands in its places is sent to the language model {}. It may write {}, and nobody looks "
    "at its answer before."
)
NO_MODEL = "that is set up (none is)"
LEAVES = "Data leaves the house this way. Read the texts in automations.py."
ASK = "It stays shut until somebody opens it on the Access page of the live tool."
OF_RULES = ("unless_by", "not_by", "steps", "different")
"""Keys of rules that say who: of locks and of chains of approval."""


@dataclass(frozen=True, slots=True)
class RedItem:
    """One thing to read before saying yes."""

    id: str
    title: str
    detail: str


def red_items(version: Version) -> list[dict[str, str]]:
    """The red items of a version, in the order of their weight."""
    items = [
        *_lost_rows(version),
        *_roles(version),
        *_rights(version),
        *_outsiders(version),
        *_secrets(version),
        *_hosts(version),
        *_tasks(version),
        *_own_code(version),
    ]
    return [asdict(item) for item in items]


def _lost_rows(version: Version) -> list[RedItem]:
    """What the database change loses; without one, what the planner's edit says is lost."""
    steps = [step for step in version.migration["operations"] if step.get("risk") == "loses"]
    said = [step["words"] for step in steps] or [
        change["text"] for change in version.changes if change.get("risk") == "loses"
    ]
    lost = "What is lost here does not come back by itself."
    return [RedItem(f"loses-{number}", words, lost) for number, words in enumerate(said)]


def _roles(version: Version) -> list[RedItem]:
    """A role of the tool that other people have than in the base."""
    if version.base is None:
        return []
    before, after = _holders(version.base.blueprint), _holders(version.blueprint)
    return [
        RedItem(
            f"role-{role}",
            f"Who has the role “{_called(version, 'roles', role)}” changes.",
            "Read the roles in blueprint.json.",
        )
        for role in sorted(before)
        if before[role] != after.get(role)
    ]


def _called(version: Version, kind: str, identity: str) -> str:
    """The name by which people know a role or an entity, in the version or in its base."""
    bases = [version.base.blueprint] if version.base else []
    named = (one for whole in (version.blueprint, *bases) for one in whole.get(kind, []))
    name = next((one.get("name", "") for one in named if one["id"] == identity), "")
    plain: str = name or identity.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _holders(blueprint: dict[str, Any]) -> dict[str, str]:
    return {role["id"]: role.get("from", "people") for role in blueprint.get("roles", [])}


def _rights(version: Version) -> list[RedItem]:
    """A right on something that the base has already, and that is other than there."""
    if version.base is None:
        return []
    before, after = _rights_of(version.base.blueprint), _rights_of(version.blueprint)
    changed = sorted(
        name for name in before | after if before.get(name) != after.get(name) and name in before
    )
    return [
        RedItem(
            f"rights-{name}",
            f"Who may do what with “{_called(version, 'entities', name)}” changes.",
            "Read permissions.py and actions.py.",
        )
        for name in changed
    ]


def _rights_of(blueprint: dict[str, Any]) -> dict[str, Any]:
    return {
        entity["id"]: [
            entity.get("permissions", []),
            {a["id"]: [a.get("by", []), a.get("not_by", [])] for a in entity.get("actions", [])},
            {
                f["id"]: [f.get("seen_by", []), f.get("edited_by", [])]
                for f in entity["fields"]
                if f.keys() & {"seen_by", "edited_by"}
            },
            [
                {key: rule[key] for key in OF_RULES if key in rule}
                for rule in entity.get("rules", [])
                if rule.keys() & set(OF_RULES)
            ],
        ]
        for entity in blueprint["entities"]
    }


def _outsiders(version: Version) -> list[RedItem]:
    """A form for people without an account that the base has not, or not so."""
    before = {form.digest for form in _public_forms(version.base)} if version.base else set()
    return [
        RedItem(f"public-{form.page}", form.says[0], " ".join([*form.says[1:], ASK]))
        for form in _public_forms(version)
        if form.digest not in before
    ]


def _public_forms(version: Version) -> list[PublicForm]:
    return public_forms(version.blueprint)


def _secrets(version: Version) -> list[RedItem]:
    new = sorted(set(version.env_names) - set(version.base.env_names if version.base else []))
    return [
        RedItem(
            f"env-{key}", f"The tool is given {key}.", "Somebody fills it in before it can go live."
        )
        for key in new
    ]


def _hosts(version: Version) -> list[RedItem]:
    """Another system that is told something, or that is told something else than in the base."""
    before = _sent_to(version.base.blueprint, "webhook") if version.base else {}
    after = _sent_to(version.blueprint, "webhook")
    return [
        RedItem(f"host-{host}", (CHANGED if host in before else NEW).format(host), LEAVES)
        for host in sorted(after)
        if after[host] != before.get(host)
    ]


def _tasks(version: Version) -> list[RedItem]:
    """What a language model is asked, and may write, that the base has not, or not so."""
    before = _sent_to(version.base.blueprint, "agent") if version.base else {}
    after = _sent_to(version.blueprint, "agent")
    model = settings.SITEWRIGHT.model or NO_MODEL
    found = []
    for called in sorted(called for called in after if after[called] != before.get(called)):
        first = ASKS_OTHERWISE if called in before else ASKS
        asked = "” and “".join(step["instructions"].strip() for *_, step in after[called])
        may = ", ".join(dict.fromkeys(one for *_, step in after[called] for one in step["may"]))
        leaves = TASK_LEAVES.format(model, may.replace("_", " "))
        found.append(RedItem(f"model-{called}", TASK.format(first, asked), leaves))
    return found


def _sent_to(blueprint: dict[str, Any], kind: str) -> dict[str, list[Any]]:
    """By host, or by automation where a model is asked: when, of which rows, in which words."""
    found: dict[str, list[Any]] = {}
    for automation in blueprint.get("automations", []):
        for step in automation.get("do", []):
            if step.get("kind") == kind:
                cause = [automation.get(key) for key in ("entity", "when", "where")]
                found.setdefault(step.get("host", automation["id"]), []).append([*cause, step])
    return found


def _own_code(version: Version) -> list[RedItem]:
    said = {
        f"{OWN_CODE}{one['id']}.py": f"It is for this: {one['purpose'].strip().rstrip('.')}. "
        for one in version.blueprint.get("extensions", [])
    }
    return [
        RedItem(
            f"code-{path}",
            f"{path} was not written by the compiler.",
            f"{said.get(path, '')}Read every line of it.",
        )
        for path in sorted(filter(is_own_code, version.manifest))
    ]
