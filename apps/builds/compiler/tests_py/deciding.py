"""Rounds of decisions, told in advance: whose turn it is, and what a yes or a no leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from apps.builds.compiler.approving import approval_of
from apps.builds.compiler.names import decisions
from apps.builds.compiler.tests_py.cast import ADA, BY_KEY, Person
from apps.builds.compiler.tests_py.evaluating import all_hold, any_holds, opposite
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Underivable, Value
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.resolved import ResolvedAction
from apps.plans.blueprint.rules import Approval, ApprovalStep

if TYPE_CHECKING:
    from apps.builds.compiler.tests_py.rights import Rights

DECIDED = " decided"
"""Where a row keeps the steps that are decided in its round, each with who did."""


def is_pending(tool: Tool, row: Fact) -> Value:
    """Whether a row waits for a decision."""
    entity = tool.entity(row.entity)
    rule = approval_of(entity)
    if rule is None:
        return False
    now = row.values.get(entity.action("approve").field)
    return UNKNOWN if now is UNKNOWN else now == rule.pending


def may_decide(rights: Rights, row: Fact, person: Person) -> Value:
    """Whether it is somebody's turn."""
    rule = approval_of(rights.tool.entity(row.entity))
    pending = is_pending(rights.tool, row)
    if rule is None or pending is not True:
        return pending
    stage = _open(rights, rule, row)
    if stage is None:
        return UNKNOWN
    return any_holds(_may_take(rights, rule, step, row, person) for step in stage)


def has_decided(row: Fact, person: Person) -> bool:
    """Whether somebody has decided in the round that goes on."""
    decided = row.values.get(DECIDED) or ()
    return decided is not UNKNOWN and any(by is person for _, by in decided)


def decide(rights: Rights, action: ResolvedAction, row: Fact, by: Person) -> str:
    """Take a step; the status that it leads to, or nothing while the round goes on."""
    rule, facts = action.approval, rights.facts
    if rule is None or may_decide(rights, row, by) is not True:
        raise Underivable(f"{by.key} may not decide")
    facts.unsure.add(decisions(row.entity))
    if action.id == "reject":
        return rule.rejected
    stage = _open(rights, rule, row) or []
    mine = [one for one in stage if _may_take(rights, rule, one, row, by) is True]
    if any(_may_take(rights, rule, one, row, by) is UNKNOWN for one in stage):
        raise Underivable("which step it is")
    taken = tuple((one.id, by) for one in (mine[:1] if rule.different else mine))
    row.values[DECIDED] = (*(row.values.get(DECIDED) or ()), *taken)
    return "" if _open(rights, rule, row) else rule.approved


def begun(rights: Rights, row: Fact, changed: frozenset[str] | None) -> None:
    """A row was written (`changed`: what; None for a new one): what is certain of its round."""
    rule = approval_of(rights.tool.entity(row.entity))
    if rule is None:
        return
    field = rights.tool.entity(row.entity).action("approve").field
    if changed is not None and field not in changed:
        return
    row.values.pop(DECIDED, None)
    if is_pending(rights.tool, row) is True and not _open(rights, rule, row):
        row.values[field] = UNKNOWN


def texts(rule: Approval) -> list[str]:
    """The expressions and fields on which it depends whose turn it is."""
    paths = [who.split(".")[1] for step in rule.steps for who in step.by if who.startswith("row.")]
    return [*(step.when for step in rule.steps if step.when), *paths]


def _open(rights: Rights, rule: Approval, row: Fact) -> list[ApprovalStep] | None:
    """The steps that may be decided now; None where that cannot be told, empty where none is."""
    decided = row.values.get(DECIDED) or ()
    if decided is UNKNOWN:
        return None
    done = {step for step, _ in decided}
    for stage in _stages(rule.steps):
        place = places.own(row.entity)
        holds = [rights.reader(row, None).holds(step.when, place) for step in stage]
        if UNKNOWN in holds:
            return None
        left = [one for one, held in zip(stage, holds, strict=True) if held and one.id not in done]
        if left:
            return left
    return []


def _stages(steps: Sequence[ApprovalStep]) -> list[list[ApprovalStep]]:
    found: list[list[ApprovalStep]] = []
    for step in steps:
        beside = next((one for one in found if step.order and one[0].order == step.order), None)
        if beside is None:
            found.append([step])
        else:
            beside.append(step)
    return found


def _may_take(
    rights: Rights, rule: Approval, step: ApprovalStep, row: Fact, person: Person
) -> Value:
    """Whether somebody may decide a step: its people, admins where it finds nobody."""
    if not person.let_in:
        return False
    meant = rights.is_meant(step.by, row.entity, person, row)
    if person is ADA:
        meant = any_holds((meant, finds_nobody(rights, rule, step, row)))
    return all_hold((meant, opposite(_never(rights, rule, row, person))))


def _never(rights: Rights, rule: Approval, row: Fact, person: Person) -> Value:
    own = rule.different and has_decided(row, person)
    return any_holds((own, rights.is_meant(rule.not_by, row.entity, person, row)))


def finds_nobody(rights: Rights, rule: Approval, step: ApprovalStep, row: Fact) -> Value:
    """A role given by hand counts as held; of a path it is asked for everybody there is."""
    if any(not who.startswith("row.") for who in step.by):
        looked_up = {one.id for one in rights.tool.resolved.roles if one.held_by != "people"}
        held = [who for who in step.by if not who.startswith("row.") and who not in looked_up]
        return False if held else UNKNOWN
    everybody: Iterator[Value] = (
        all_hold(
            (
                rights.is_meant(step.by, row.entity, one, row),
                opposite(_never(rights, rule, row, one)),
            )
        )
        for one in BY_KEY.values()
    )
    return opposite(any_holds(everybody))
