"""The pages of one tool: overview, conversation, versions; and what is done to it as a whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh

from apps.access.models import Mode
from apps.access.queries import audience, mode_of
from apps.builds.queries import latest_build, open_build
from apps.deployments.actions import roll_back
from apps.deployments.queries import (
    deployments_of,
    lost_by_rolling_back,
    previous_version,
)
from apps.plans.models import Plan
from apps.plans.queries import latest_plan, plans_of
from apps.prompts.actions import ask
from apps.prompts.queries import conversation as messages_of
from apps.sites.actions import resume_site, suspend_site
from apps.sites.models import Site
from apps.workbench import asking
from apps.workbench.answering import act, page, typed
from apps.workbench.asking import Request
from apps.workbench.cards import OPENS_TO
from apps.workbench.drawing.standing import standing_of
from apps.workbench.drawing.talk import talk_of
from apps.workbench.drawing.timeline import timeline_of, under_way
from apps.workbench.tabs import tool_context
from apps.workbench.words.states import ANSWERED, DEPLOYMENT, SITE, of_plan

WAITING = (Plan.State.THINKING, Plan.State.READY, Plan.State.ASKING, Plan.State.COMMAND)


@page
def tool(request: Request, slug: str) -> HttpResponse:
    """Where it is, who can open it, what became of its versions."""
    site = asking.tool(request, slug)
    back, newest_plan = previous_version(site), latest_plan(site)
    around = tool_context(request, site, "overview")
    newest = around["newest"]
    waits = newest is not None and newest != site.live_version
    return render(
        request,
        "workbench/tool.html",
        around
        | {
            "state": SITE[Site.State(site.state)],
            "audience": audience(site),
            "opens_to": OPENS_TO[Mode(mode_of(site))],
            "timeline": timeline_of(site),
            "deployments": [
                (one, DEPLOYMENT[one.State(one.state)]) for one in deployments_of(site)[:8]
            ],
            "under_way": under_way(site),
            "building": open_build(site),
            "back": back,
            "standing": standing_of(newest, request.user) if waits else None,
            "lost": lost_by_rolling_back(site, back) if back else [],
            "last_build": latest_build(site),
            "latest_plan": newest_plan,
            "plan_state": of_plan(newest_plan) if newest_plan else None,
            "plan_waits": newest_plan is not None and _waits(newest_plan),
            "typed_reason": typed(request, "reason"),
        },
    )


def _waits(plan: Plan) -> bool:
    """Whether a plan waits for the planner or for whoever asked; an answer waits for nobody."""
    return plan.state in WAITING and of_plan(plan) != ANSWERED


@page
def conversation(request: Request, slug: str) -> HttpResponse:
    """Everything said about a tool, and the box in which to say more."""
    site = asking.tool(request, slug)
    return render(
        request,
        "workbench/conversation.html",
        tool_context(request, site, "conversation")
        | {"talk": talk_of(messages_of(site), plans_of(site))},
    )


@page
def versions(request: Request, slug: str) -> HttpResponse:
    """All versions, the newest first."""
    site = asking.tool(request, slug)
    context = tool_context(request, site, "versions") | {"timeline": timeline_of(site)}
    return render(request, "workbench/versions.html", context)


@act(on=conversation)
def follow_up(request: Request, slug: str) -> HttpResponse:
    """Take a wish for a change, and go to its plan."""
    site = asking.tool(request, slug)
    ask(by=request.user, text=request.POST.get("text", ""), site=site)
    plan = latest_plan(site)
    if plan is None:
        return redirect("workbench:conversation", slug=slug)
    return redirect("workbench:plan", slug=slug, number=plan.number)


@act(on=tool)
def go_back(request: Request, slug: str) -> HttpResponse:
    """Bring back the version that was live before."""
    site = asking.tool(request, slug)
    deployment = roll_back(by=request.user, site=site)
    messages.success(request, f"Version {deployment.version.number} is coming back.")
    return redirect("workbench:tool", slug=slug)


@act(on=tool)
def stop(request: Request, slug: str) -> HttpResponse:
    """Stop a tool at once."""
    site = asking.tool(request, slug)
    suspend_site(by=request.user, site=site, reason=request.POST.get("reason", "")[:500])
    messages.warning(request, f"{site.name} is stopped. Its address answers with a sentence.")
    return redirect("workbench:tool", slug=slug)


@act(on=tool)
def resume(request: Request, slug: str) -> HttpResponse:
    """Let a stopped tool run again."""
    site = asking.tool(request, slug)
    resume_site(by=request.user, site=site)
    messages.success(request, f"{site.name} answers again.")
    return redirect("workbench:tool", slug=slug)


@page
def deployment_state(request: Request, slug: str) -> HttpResponse:
    """What is being built or going live: the fragment that the page asks for while it lasts."""
    site = asking.tool(request, slug)
    context = {"site": site, "under_way": under_way(site), "building": open_build(site)}
    if not context["under_way"] and not context["building"]:
        return HttpResponseClientRefresh()
    return render(request, "workbench/parts/going_live.html", context)
