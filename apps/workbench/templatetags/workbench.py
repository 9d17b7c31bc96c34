"""Marks that many templates make: icons, labels of states, faces, times in words, seconds."""

from datetime import datetime, timedelta

from django import template
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from apps.accounts.models import User
from apps.workbench.words.states import LEFT_OUT, Label

register = template.Library()

OUR_FACE = SafeString('<span class="face" aria-hidden="true">S</span>')
NEVER = SafeString("never")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the look; `extra` are more classes. Silent for screen readers: the words are
    beside it.
    """
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        extra,
        static("look/icons.svg"),
        name,
    )


@register.filter
def tag(label: Label) -> SafeString:
    """A state as shape, word and colour."""
    tone = format_html(' data-s="{}"', label.tone) if label.tone else ""
    return format_html('<span class="tag"{}>{}{}</span>', tone, icon(label.icon), label.text)


@register.simple_tag
def left_out_tag() -> SafeString:
    """The label of a wish that is not taken up."""
    return tag(LEFT_OUT)


@register.filter
def face(person: User | None) -> SafeString:
    """The round mark of a person, or of the platform."""
    if person is None:
        return OUR_FACE
    return format_html(
        '<span class="face h{}" aria-hidden="true">{}</span>', person.pk % 4 + 1, person.initials
    )


@register.filter
def when(moment: object) -> SafeString:
    """A time in words, with the exact one on hover: “today, 09:16”, “19 Nov, 09:16”."""
    if not isinstance(moment, datetime):
        return NEVER
    return _time(moment, in_words(timezone.localtime(moment), timezone.localtime()))


@register.filter
def ago(moment: datetime) -> SafeString:
    """A time as people tell a history: “just now”, “2 hours ago”, with the exact one on hover."""
    passed = timezone.now() - moment
    if passed < timedelta(minutes=1):
        return _time(moment, "just now")
    if passed > timedelta(days=30):
        return when(moment)
    return _time(moment, f"{timesince(moment, depth=1)} ago")


def _time(moment: datetime, said: str) -> SafeString:
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        local.strftime("%Y-%m-%d %H:%M:%S %Z"),
        said,
    )


def in_words(moment: datetime, now: datetime) -> str:
    """How people say when something was."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"today, {moment:%H:%M}"
    if days == 1:
        return f"yesterday, {moment:%H:%M}"
    if moment.year == now.year:
        return f"{moment.day} {moment:%b}, {moment:%H:%M}"
    return f"{moment.day} {moment:%b %Y}"


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as people say them: “0.4 s”, “12 s”, “1 min 52 s”."""
    if seconds is None:
        return ""
    if seconds < 10:
        return f"{max(seconds, 0):.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


TONES = {"error": "bad", "warning": "warn", "success": "ok"}


@register.filter
def tone(message: Message) -> str:
    """The look's tone of a message that was left for the next page; its icon has the same name."""
    return TONES.get(message.level_tag, "info")


@register.filter
def people(number: int) -> str:
    """“1 person”, “3 people”."""
    return "1 person" if number == 1 else f"{number:,} people"
