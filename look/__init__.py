"""The one look of Sitewright: tokens, components, charts and icons, as static files.

For the portal's pages, the Django admin and every generated tool. It takes nothing, gives the
folder `LOOK_DIR` for `STATICFILES_DIRS`, and holds no logic, no template and no page: who uses the
classes writes the markup. Styles load in the order tokens, components, charts. An icon is
`<svg class="i" aria-hidden="true"><use href="{% static 'look/icons.svg' %}#i-check"/></svg>`; it
comes from the page's own origin, so a policy of `default-src 'self'` is enough.
"""

from pathlib import Path

__all__ = ["LOOK_DIR", "STYLESHEETS"]

LOOK_DIR = Path(__file__).resolve().parent / "static"
STYLESHEETS = ("look/tokens.css", "look/components.css", "look/charts.css")
