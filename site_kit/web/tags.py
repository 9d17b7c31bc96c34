"""The words that the kit's templates have beyond Django's."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from site_kit.web import assets, html

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "check" %}`."""
    return html.icon(name, extra)


@register.simple_tag
def asset(name: str) -> str:
    """`{% asset "tool.css" %}`: the address of a static file, with its digest."""
    return assets.address_of(name)
