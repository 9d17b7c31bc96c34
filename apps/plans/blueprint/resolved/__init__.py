"""Every default of the language, in one place: what a blueprint means where it says nothing.

Takes a blueprint whose shape holds; gives the same tool with all names, plurals, titles, pages,
permissions and columns written out. Compiler, planner and the plan's page read this. Not in charge
of whether it makes sense (`checks`).
"""

from apps.plans.blueprint.resolved.actions import ResolvedAction
from apps.plans.blueprint.resolved.entities import ResolvedEntity
from apps.plans.blueprint.resolved.fields import ResolvedField, ResolvedValue
from apps.plans.blueprint.resolved.pages import ResolvedPage
from apps.plans.blueprint.resolved.whole import Resolved, ResolvedRole, resolve

__all__ = [
    "Resolved",
    "ResolvedAction",
    "ResolvedEntity",
    "ResolvedField",
    "ResolvedPage",
    "ResolvedRole",
    "ResolvedValue",
    "resolve",
]
