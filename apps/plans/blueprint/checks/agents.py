"""What a language model is asked about a row, and what it may write there."""

from apps.plans.blueprint.automations import AgentStep
from apps.plans.blueprint.checks.actions import BY_PEOPLE
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.rules import stored_fields
from apps.plans.blueprint.checks.told import check_told
from apps.plans.blueprint.expressions import Place
from apps.plans.blueprint.fields import FILES, PERSONS, RELATIONS
from apps.plans.blueprint.resolved import ResolvedAction
from apps.plans.blueprint.words import PERSON

NOT_PLAIN = RELATIONS | PERSONS | FILES | {"reference"}


def check_agent(step: AgentStep, entity: str, place: Place, at: str, found: Findings) -> None:
    """A text that asks something and tells nothing hidden; plain values, and actions of the row."""
    if entity == PERSON:
        found.say(at, "directory", "people of the directory are read here, never written")
    if entity not in found.tool.entities:
        return
    if not step.instructions.strip():
        found.say(f"{at}.instructions", "missing", "say what the language model is to do")
    told = found.template(f"{at}.instructions", step.instructions, place)
    check_told(told, f"{at}.instructions", found)
    actions = {action.id: action for action in found.tool.entity(entity).actions}
    fields = {field.id for field in found.tool.entity(entity).source.fields}
    for called in step.may:
        if called in fields:
            _check_field(called, entity, f"{at}.may", found)
        elif found.known(f"{at}.may", called, [*fields, *actions], f"field or action of {entity}"):
            _check_action(actions[called], step, f"{at}.may", found)


def _check_field(called: str, entity: str, at: str, found: Findings) -> None:
    resolved = found.tool.entity(entity)
    if stored_fields(found, at, resolved.source, [called]):
        kind = resolved.field(called).source.kind
        if kind in NOT_PLAIN:
            found.say(at, "kinds", f"a language model writes plain values; “{called}” is a {kind}")


def _check_action(action: ResolvedAction, step: AgentStep, at: str, found: Findings) -> None:
    if action.kind in BY_PEOPLE or action.approval:
        found.say(at, "by-people", f"“{action.id}” is for people; a language model leaves it")
        return
    needs = action.source.needs if action.source else ()
    given = step.may if action.kind in ("transition", "update", "extension") else ()
    for missing in [one for one in needs if one not in given]:
        message = f"“{action.id}” asks for {missing}, which the language model may not write"
        found.say(at, "missing", message)
