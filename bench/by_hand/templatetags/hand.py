"""What the two templates say in one word."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bench.by_hand.models import ICONS

register = template.Library()
STATES = {
    "new": ("", "ring"),
    "in_review": ("info", "wait"),
    "in_progress": ("info", "wait"),
    "blocked": ("bad", "bad"),
    "done": ("ok", "ok"),
    "declined": ("bad", "bad"),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', ICONS, name)


@register.simple_tag
def state(value: str, label: str) -> SafeString:
    """A status with its sign and colour."""
    tone, sign = STATES[value]
    said = format_html(' data-s="{}"', tone) if tone else ""
    return format_html('<span class="tag"{}>{}{}</span>', said, icon(sign), label)


@register.filter
def initials(name: str) -> str:
    """`Mara Lind` -> `ML`."""
    words = name.split()
    return (words[0][0] + words[-1][0]).upper()


@register.filter
def hue(name: str) -> int:
    """The colour of somebody's face."""
    return sum(name.encode()) % 4 + 1


@register.filter
def day(value: date) -> str:
    """`18 Nov`."""
    year = "" if value.year == timezone.localdate().year else " Y"
    return dateformat.format(value, f"j M{year}")


@register.filter
def moment(value: datetime) -> str:
    """`today, 10:31`."""
    local, today = timezone.localtime(value), timezone.localdate()
    near = {today: "today", today - timedelta(days=1): "yesterday"}
    return f"{near.get(local.date()) or day(local.date())}, {dateformat.format(local, 'H:i')}"
