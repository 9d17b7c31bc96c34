"""A tool as a card: what one wants to know of it before opening it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet
from django.utils.safestring import SafeString

from apps.access.models import Mode, SiteAccess
from apps.access.queries import current_workspace
from apps.plans.models import Plan
from apps.plans.templates_gallery import Template, templates
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workbench.drawing.picture import BLANK, picture
from apps.workbench.words.states import PLAN, SITE, Label

OPENS_TO = {
    Mode.PRIVATE: "its owner and the admins",
    Mode.WORKSPACE: "everybody in the workspace",
    Mode.CUSTOM: "named people and groups",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One tool."""

    site: Site
    state: Label
    opens_to: str
    address: str
    versions: int
    picture: SafeString


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A template and a drawing of its first page."""

    template: Template
    picture: SafeString


def cards_of(sites: Iterable[Site]) -> list[Card]:
    """The cards of some tools, in their order."""
    workspace = current_workspace()
    sites = list(sites)
    drafts, modes, pictures = _plans_of_drafts(sites), _modes_of(sites), _pictures_of(sites)
    return [
        Card(
            site=site,
            state=drafts.get(site.pk) or SITE[Site.State(site.state)],
            opens_to=OPENS_TO[modes.get(site.pk, Mode.PRIVATE)],
            address=workspace.site_address(site.slug),
            versions=getattr(site, "versions_count", 0),
            picture=pictures.get(site.pk, BLANK),
        )
        for site in sites
    ]


def _modes_of(sites: list[Site]) -> dict[int, Mode]:
    """The modes of many sites in one question; Private where nothing is said."""
    said = SiteAccess.objects.filter(site__in=[site.pk for site in sites])
    return {access.site_id: Mode(access.mode) for access in said}


def _plans_of_drafts(sites: list[Site]) -> dict[int, Label]:
    """How far a tool without a version is: where its newest plan stands."""
    drafts = [site.pk for site in sites if not site.named]
    newest = Plan.objects.filter(site__in=drafts).order_by("site_id", "-number").distinct("site_id")
    return {plan.site_id: PLAN[Plan.State(plan.state)] for plan in newest}


CLOSED_LISTS = Func(
    F("blueprint"),
    template="jsonb_path_query_array(%(expressions)s, '$.entities[*].fields[*] ? "
    '(@.kind == "status" || @.kind == "choice")\')',
    output_field=JSONField(),
)
"""The fields of a blueprint that have values of their own, and with them colours."""


def _pictures_of(sites: list[Site]) -> dict[int, SafeString]:
    """The first page of each tool, drawn: of its newest version, or of the plan of a draft."""
    keys = [site.pk for site in sites]
    planned = Plan.objects.filter(site__in=keys, site__named=False).exclude(blueprint=None)
    return _drawn(planned) | _drawn(Version.objects.filter(site__in=keys))


def _drawn(rows: QuerySet[Plan] | QuerySet[Version]) -> dict[int, SafeString]:
    newest = rows.order_by("site_id", "-number").distinct("site_id")
    told = newest.values_list("site_id", "blueprint__pages__0", CLOSED_LISTS)
    return {pk: picture(page or USUAL, choices or []) for pk, page, choices in told}


@cache
def templates_drawn() -> tuple[TemplateCard, ...]:
    """The cards of the gallery, by name. Its tools never change while the portal runs."""
    return tuple(
        TemplateCard(template, _first_page(template.blueprint)) for template in templates()
    )


def _first_page(blueprint: dict[str, Any]) -> SafeString:
    fields = (field for entity in blueprint["entities"] for field in entity["fields"])
    closed = [field for field in fields if field["kind"] in ("status", "choice")]
    return picture(next(iter(blueprint.get("pages", ())), USUAL), closed)


USUAL = {"kind": "table", "id": "rows"}
"""What a tool begins with when its plan names no page."""
