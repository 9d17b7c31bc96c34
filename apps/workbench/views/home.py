"""The first page: say what the tool should do; see the tools that are there."""

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.access.capabilities import Capability
from apps.access.queries import may
from apps.plans.queries import latest_plan
from apps.prompts.actions import ask
from apps.sites.queries import sites_open_to, sites_run_by
from apps.workbench import asking
from apps.workbench.answering import act, page, typed
from apps.workbench.asking import Request
from apps.workbench.cards import cards_of, templates_drawn
from apps.workbench.examples import EXAMPLES, example_text

HEAVY = [f"live_version__{name}" for name in ("manifest", "blueprint", "migration", "checks")]
"""What no card shows."""


@page
def home(request: Request) -> HttpResponse:
    """The box, and everybody's tools below it."""
    asking.member(request)
    return render(
        request,
        "workbench/home.html",
        {
            "place": "home",
            "may_build": may(request.user, Capability.BUILD),
            "examples": EXAMPLES,
            "templates": templates_drawn(),
            "text": typed(request, "text") or example_text(request.GET.get("example", "")),
            "model": settings.SITEWRIGHT.model,
            **_tools(request),
        },
    )


@page
def tools(request: Request) -> HttpResponse:
    """Every tool that the person answers for or can open."""
    asking.member(request)
    return render(request, "workbench/tools.html", {"place": "tools", **_tools(request)})


@act(on=home)
def begin(request: Request) -> HttpResponse:
    """Take a brief for a new tool, and go to its plan."""
    asking.member(request)
    message = ask(by=request.user, text=request.POST.get("text", ""))
    plan = latest_plan(message.site)
    if plan is None:
        return redirect("workbench:conversation", slug=message.site.slug)
    return redirect("workbench:plan", slug=message.site.slug, number=plan.number)


def _tools(request: Request) -> dict[str, object]:
    run = sites_run_by(request.user).annotate(versions_count=Count("versions")).defer(*HEAVY)
    cards = cards_of(run.order_by("-pk"))
    mine = [card for card in cards if request.user.pk in {card.site.owner_id, card.site.deputy_id}]
    run_ids = {card.site.pk for card in cards}
    open_to = [site for site in sites_open_to(request.user) if site.pk not in run_ids]
    return {
        "mine": mine,
        "looked_after": [card for card in cards if card not in mine],
        "open_tools": cards_of(open_to),
    }
