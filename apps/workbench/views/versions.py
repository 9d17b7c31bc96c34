"""A version: what changes, its source, its database change, its checks; and its way to review and
live.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from apps.access.capabilities import Capability
from apps.access.queries import current_workspace, may_change, may_manage
from apps.deployments.actions import deploy, open_preview
from apps.plans.queries import plans_of
from apps.prompts.queries import conversation
from apps.reviews.actions import ask_for_review
from apps.versions.actions import export_version
from apps.versions.diffs import own_code_of
from apps.versions.models import Version
from apps.versions.queries import file_changes
from apps.workbench import asking
from apps.workbench.answering import act, page
from apps.workbench.asking import Request
from apps.workbench.drawing import checks, database, source
from apps.workbench.drawing.plan import draw
from apps.workbench.drawing.standing import standing_of
from apps.workbench.drawing.talk import talk_of
from apps.workbench.drawing.timeline import what_it_is
from apps.workbench.words.roles import personas_of
from apps.workbench.words.states import of_risk

NEWEST = 6
"""So many messages stand beside a version; the conversation has them all."""
TABS = ("changes", "preview", "source", "database", "checks")


@page
def version(request: Request, slug: str, number: int, tab: str = "changes") -> HttpResponse:
    """One version, one of its tabs."""
    shown = asking.version(request, slug, number)
    if tab not in TABS:
        raise Http404
    context = {
        "place": "tools",
        "site": shown.site,
        "version": shown,
        "tab": tab,
        "says": what_it_is(shown),
        "own_code": own_code_of(shown) if tab == "changes" else [],
        "files_count": len(file_changes(shown, shown.base)),
        "checks": checks.summary_of(shown),
        "worst": worst_of(shown),
        "standing": standing_of(shown, request.user),
        "talk": talk_of(conversation(shown.site), plans_of(shown.site))[-NEWEST:],
        "address": current_workspace().site_address(shown.site.slug),
        "may_change": may_change(request.user, shown.site),
        "may_export": may_manage(request.user, shown.site, Capability.EXPORT),
        "typed": "",
    }
    return render(request, f"workbench/version/{tab}.html", context | _content(request, shown, tab))


@act(on=version)
def open_it(request: Request, slug: str, number: int) -> HttpResponse:
    """Run it on a throw-away address, seen as whoever was chosen."""
    shown = asking.version(request, slug, number)
    persona = request.POST.get("persona", "admin")
    if persona not in {one.id for one in personas_of(shown.blueprint)}:
        persona = "admin"
    preview = open_preview(by=request.user, version=shown, persona=persona)
    return redirect(current_workspace().site_address(preview.label) + "/")


@act(on=version)
def review(request: Request, slug: str, number: int) -> HttpResponse:
    """Put it before a second person."""
    shown = asking.version(request, slug, number)
    ask_for_review(by=request.user, version=shown)
    messages.success(request, f"Version {number} waits for a second person to review it.")
    return redirect("workbench:version", slug=slug, number=number)


@act(on=version)
def go_live(request: Request, slug: str, number: int) -> HttpResponse:
    """Put it live."""
    shown = asking.version(request, slug, number)
    deploy(by=request.user, version=shown)
    return redirect("workbench:tool", slug=slug)


@act(on=version)
def export(request: Request, slug: str, number: int) -> HttpResponse:
    """Hand out its source as a zip file."""
    shown = asking.version(request, slug, number)
    answer = HttpResponse(
        export_version(by=request.user, version=shown), content_type="application/zip"
    )
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{number}.zip"'
    return answer


def worst_of(version: Version) -> Any:
    """The label of the gravest change, for the title block."""
    risks = [change.get("risk", "") for change in version.changes]
    gravest = next((risk for risk in ("loses", "moves", "rights") if risk in risks), "adds")
    return of_risk(gravest)


def _content(request: Request, version: Version, tab: str) -> dict[str, Any]:
    match tab:
        case "changes":
            return {
                "changes": [(c, of_risk(c.get("risk", ""))) for c in version.changes],
                "drawing": None if version.base else draw(version.blueprint, version.asked),
            }
        case "preview":
            return {"personas": personas_of(version.blueprint)}
        case "source":
            return source.shown(version, request.GET.get("file", ""))
        case "database":
            return database.shown(version)
        case _:
            return checks.shown(version)
