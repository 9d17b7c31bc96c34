"""What a blueprint means, checked: names, rights, types, samples, quotes; all problems at once.

Takes a blueprint whose shape holds. Gives errors (it cannot be built so) and warnings (look at it).
"""

from apps.plans.blueprint.checks.everything import check

__all__ = ["check"]
