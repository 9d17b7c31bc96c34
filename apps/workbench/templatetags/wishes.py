"""What became of the wishes of a version and what it risks, for the page of its review."""

from django import template

from apps.versions.models import Version
from apps.workbench.drawing import plan
from apps.workbench.words.states import Label, of_risk

register = template.Library()


@register.simple_tag
def wishes_of(version: Version) -> plan.Wishes:
    """Those that came with this version, and those of before."""
    return plan.wishes_of(version)


@register.filter
def risk_label(risk: str) -> Label:
    """The label of a change's risk, as on the pages of the version."""
    return of_risk(risk)
