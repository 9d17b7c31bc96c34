"""What became of the wishes of a version, for the page of its review."""

from django import template

from apps.versions.models import Version
from apps.workbench.drawing import plan

register = template.Library()


@register.simple_tag
def wishes_of(version: Version) -> plan.Wishes:
    """Those that came with this version, and those of before."""
    return plan.wishes_of(version)
