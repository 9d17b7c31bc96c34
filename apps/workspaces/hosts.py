"""What each part of a host name means: the one place where a host becomes a workspace and a site.

    portal.localhost:8000                sign in, choose a workspace
    acme.localhost:8000                  the workspace acme
    requests--acme.localhost:8000        the site "requests" of acme
    pv-x7k2m--acme.localhost:8000        a preview in acme, on a random name

One label stands before the base domain, always: with two, a site could set cookies for its
neighbours.
"""

import re
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db.models import CharField

from apps.workspaces.models import Workspace
from apps.workspaces.prepared import Given, Prepared, loaded, plain_fields

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
PREVIEW = "pv-"
RESERVED = frozenset({"portal", "www", "admin", "api", "static", "mail", "template"})
# A host's label has at most 63 characters, and has to hold both, with two dashes between.
SITE_MOST, WORKSPACE_MOST = 37, 24
Kind = Literal["bare", "portal", "workspace", "site", "preview"]


@dataclass(frozen=True, slots=True)
class Place:
    """A host of ours. `workspace` is None where the host names one that does not exist; `label` is
    the site's slug.
    """

    kind: Kind
    workspace: Workspace | None
    label: str


def valid_slug(text: str, *, most: int = SITE_MOST) -> bool:
    """Whether a workspace or site may have this slug: short enough, no double dash, no reserved
    word.
    """
    return (
        bool(SLUG.match(text))
        and len(text) <= most
        and text not in RESERVED
        and not text.startswith(PREVIEW)
    )


def place_of(host: str) -> Place | None:
    """The place that a Host header (with its port) names exactly, or None for a host that is not
    ours.
    """
    config = settings.SITEWRIGHT
    name = host if host.startswith("[") else host.partition(":")[0]
    if name in {config.base_domain, "127.0.0.1"} or host.startswith("[::1]"):
        return Place("bare", None, "")
    if config.address(name) != f"{config.scheme}://{host}":
        return None
    if name == config.portal_host:
        return Place("portal", None, "")
    label, dot, rest = name.partition(".")
    if not dot or rest != config.base_domain:
        return None
    return _place_of_label(label)


def _place_of_label(label: str) -> Place | None:
    site, dashes, slug = label.rpartition("--")
    kind: Kind = "workspace" if not dashes else "preview" if site.startswith(PREVIEW) else "site"
    if not SLUG.match(slug) or (dashes and not SLUG.match(site)):
        return None
    # The template that new workspaces are cloned from has a row but no host.
    workspace = None if slug in RESERVED else _workspace(slug)
    return Place(kind, workspace, site)


WORKSPACE_FIELDS = plain_fields(Workspace)
BY_SLUG = Prepared(
    lambda: (
        Workspace.objects.filter(slug=Given("slug", CharField()))
        .order_by()
        .values_list(*WORKSPACE_FIELDS)
    )
)


def _workspace(slug: str) -> Workspace | None:
    found = BY_SLUG.first(slug=slug)
    return loaded(Workspace, WORKSPACE_FIELDS, found) if found else None
