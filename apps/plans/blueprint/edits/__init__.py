"""Edits: named operations of a follow-up on a blueprint, applied in order, all or none.

Takes a blueprint and edits; gives the blueprint after them. Not in charge of the data: a converted
field is carried over by its migration, an undo by the way back of a deployment.
"""

from apps.plans.blueprint.differences import Change, difference
from apps.plans.blueprint.edits.applying import applied, apply

__all__ = ["Change", "applied", "apply", "difference"]
