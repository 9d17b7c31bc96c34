"""The order of the checks."""

from apps.plans.blueprint.checks.actions import check_actions
from apps.plans.blueprint.checks.automations import check_automations
from apps.plans.blueprint.checks.cycles import check_cycles
from apps.plans.blueprint.checks.entities import check_entity
from apps.plans.blueprint.checks.fields import check_fields
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.ids import check_ids
from apps.plans.blueprint.checks.pages import check_pages
from apps.plans.blueprint.checks.rights import check_permissions, check_roles
from apps.plans.blueprint.checks.rules import check_rules
from apps.plans.blueprint.checks.samples import check_samples
from apps.plans.blueprint.checks.statuses import check_statuses
from apps.plans.blueprint.checks.whole import check_whole
from apps.plans.blueprint.errors import Problem
from apps.plans.blueprint.resolved import resolve
from apps.plans.blueprint.whole import Blueprint


def check(blueprint: Blueprint, brief: str = "") -> list[Problem]:
    """All problems of a blueprint, warnings among them; with the brief, its quotes too.

    Ids that are there twice are reported alone: what they name cannot be told.
    """
    found = Findings(resolve(blueprint))
    check_ids(blueprint, found)
    if any(problem.id == "id-twice" for problem in found.problems):
        return found.problems
    check_whole(blueprint, brief, found)
    check_roles(blueprint, found)
    for entity in blueprint.entities:
        check_entity(entity, found)
        check_fields(entity, found)
        check_rules(entity, found)
        check_actions(entity, found)
        check_permissions(entity, found)
    check_pages(found)
    check_automations(found)
    check_samples(found)
    check_cycles(found)
    check_statuses(found)
    return list(dict.fromkeys(found.problems))
