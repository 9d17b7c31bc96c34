"""Templates and small pieces of markup. The engine is the kit's own: no setting of a site can
change what is escaped, and generated code has no template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from django.utils.safestring import SafeString

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def _engine() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES)],
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                ["django.template.loaders.filesystem.Loader"],
            )
        ],
        builtins=["site_kit.web.tags"],
    )


engine: Any = SimpleLazyObject(_engine)


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """A template of the kit, filled."""
    template = engine.get_template(f"kit/{name}")
    return SafeString(template.render(Context(dict(context), use_l10n=False)))


def safe(markup: str) -> SafeString:
    """Say that this text was escaped where it was put together."""
    return SafeString(markup)


def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the look by name. It carries no meaning by itself: words stand beside it."""
    from site_kit.web.assets import address_of

    css = f"i {extra}" if extra else "i"
    href = f"{address_of('icons.svg')}#i-{escape(name)}"
    return safe(f'<svg class="{css}" aria-hidden="true"><use href="{href}"/></svg>')


def hidden(words: str) -> SafeString:
    """Words for who listens to the page."""
    return safe(f'<span class="vh">{escape(words)}</span>')
