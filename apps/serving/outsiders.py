"""Somebody without an account at the gate: the public forms of a live tool, and nothing else.

Asked only after everything else said no, and each time anew. Who is signed in and not let in is an
outsider like anybody: what the address of a form opens to all, it opens to them. No cookie counts
or goes on, no file comes in or out.
"""

import ipaddress
import re

from django.http import HttpRequest

from apps.deployments.queries import live_version, public_pages
from apps.serving import limits
from apps.serving.programs import Rate
from apps.serving.targets import Target, live_target
from apps.serving.turned_away import TooOften
from apps.sites.queries import site_by_slug
from apps.workspaces.hosts import Place
from site_contract.visitor import Visitor

PAGE = re.compile(r"/(?P<page>[a-z][a-z0-9_]*)/(?P<below>sent/|status/)?\Z")
ASSET = re.compile(r"/static/[a-z]+\.[a-z]+\Z")
ASKS = "look"
"""What the script of a form says in the header `X-Kit` when nothing is to be kept."""
READING = frozenset({"GET", "HEAD"})

looks, sends, sent_to = Rate(), Rate(), Rate()
"""By address and tool: what was looked at and what was sent; and what was sent to a tool by all."""


def outsider_at(request: HttpRequest, place: Place) -> tuple[Target, Visitor] | None:
    """The tool behind an address that is open to anybody, and whom they are to it; None for every
    other. Raises `TooOften`.
    """
    asked = PAGE.match(request.path_info)
    if place.kind != "site" or place.workspace is None or not _may_ask(request, asked):
        return None
    site = site_by_slug(place.label)
    pages = public_pages(site) if site is not None else frozenset()
    version = live_version(site) if site is not None else None
    if version is None or not pages or (asked is not None and asked["page"] not in pages):
        return None
    target = live_target(place.workspace, version)
    _count(request, target)
    return target, Visitor(0, "", "", is_outsider=True, pages=tuple(sorted(pages)))


def _may_ask(request: HttpRequest, asked: "re.Match[str] | None") -> bool:
    """Whether the address is one of a form or what its page is drawn with, and the method fits."""
    if asked is None:
        return request.method in READING and bool(ASSET.match(request.path_info))
    return request.method in READING or (request.method == "POST" and not asked["below"])


def _count(request: HttpRequest, target: Target) -> None:
    """Raise `TooOften` for one too many: from an address, or of all to this tool.

    A form that only asks which of its fields there are sends nothing.
    """
    who = (_network(request.META.get("REMOTE_ADDR", "")), target.site)
    is_sent = request.method == "POST" and request.headers.get("X-Kit") != ASKS
    if looks.add(who) > limits.OUTSIDER_LOOKS:
        raise TooOften
    if is_sent and (
        sends.add(who) > limits.OUTSIDER_SENDS
        or sent_to.add(target.site) > limits.OUTSIDER_SENDS_TO_ONE
    ):
        raise TooOften


def _network(address: str) -> str:
    """An address as one of somebody's: of the newer kind people have a whole network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", False))
