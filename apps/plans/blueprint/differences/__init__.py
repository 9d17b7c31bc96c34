"""What changes between two blueprints, in plain words, each change with its risk to what is kept.

Takes two blueprints; gives changes by address. Not in charge of how a database follows.
"""

from apps.plans.blueprint.differences.change import Change, Risk
from apps.plans.blueprint.differences.comparing import difference
from apps.plans.blueprint.differences.kept import changes_between

__all__ = ["Change", "Risk", "changes_between", "difference"]
