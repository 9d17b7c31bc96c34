"""A plan before anything is built: to read, to answer, to change, to build or to put away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh

from apps.access.queries import may_change
from apps.builds.actions import start_build
from apps.builds.queries import latest_build, open_build
from apps.pipeline import commands
from apps.plans.actions import discard
from apps.plans.models import Plan
from apps.plans.queries import latest_plan
from apps.prompts.actions import ask
from apps.versions.models import Version
from apps.workbench import asking
from apps.workbench.answering import act, page, typed
from apps.workbench.asking import Request
from apps.workbench.drawing.again import to_build_again
from apps.workbench.drawing.plan import drawing_of
from apps.workbench.refusals import FormRefused
from apps.workbench.words.states import TURNS, of_plan


@page
def plan(request: Request, slug: str, number: int) -> HttpResponse:
    """What was understood."""
    shown = asking.plan(request, slug, number)
    newest = latest_plan(shown.site)
    became = _became(shown)
    return render(
        request,
        "workbench/plan.html",
        {
            "place": "tools",
            "site": shown.site,
            "plan": shown,
            "state": of_plan(shown),
            "drawing": drawing_of(shown),
            "questions": _questions(request, shown),
            "command": _command(shown),
            "building": open_build(shown.site),
            "last_build": latest_build(shown.site),
            "newest": newest,
            "turn": TURNS.get(shown.outcome.get("turn", ""), TURNS["later"]),
            "again": to_build_again(became) if became else None,
            "became": became,
            "stage": 3 if became else 1,
            "typed": typed(request, "text"),
            "may_change": may_change(request.user, shown.site),
        },
    )


@page
def state(request: Request, slug: str, number: int) -> HttpResponse:
    """Asked for every second while a plan is being understood; when it is, the whole page."""
    shown = asking.plan(request, slug, number)
    if shown.state != Plan.State.THINKING:
        return HttpResponseClientRefresh()
    return render(request, "workbench/parts/thinking.html", {"site": shown.site, "plan": shown})


@act(on=plan)
def build(request: Request, slug: str, number: int) -> HttpResponse:
    """Build it."""
    started = start_build(by=request.user, plan=asking.plan(request, slug, number))
    return redirect("workbench:build", slug=slug, pk=started.pk)


@act(on=plan)
def put_away(request: Request, slug: str, number: int) -> HttpResponse:
    """Discard it; it stays readable."""
    put = discard(by=request.user, plan=asking.plan(request, slug, number))
    messages.success(request, f"Plan {put.number} is discarded. It stays readable.")
    return redirect("workbench:conversation", slug=slug)


@act(on=plan)
def change(request: Request, slug: str, number: int) -> HttpResponse:
    """Say what should be different: a new prompt, on top of this plan."""
    shown = asking.plan(request, slug, number)
    ask(by=request.user, text=request.POST.get("text", ""), site=shown.site)
    return _to_newest(shown)


@act(on=plan)
def again(request: Request, slug: str, number: int) -> HttpResponse:
    """Send the same words once more, after they could not be understood."""
    shown = asking.plan(request, slug, number)
    if shown.state != Plan.State.FAILED or latest_plan(shown.site) != shown:
        raise FormRefused("This was answered. Say what should be different instead.")
    ask(by=request.user, text=shown.message.text, site=shown.site)
    return _to_newest(shown)


@act(on=plan)
def answers(request: Request, slug: str, number: int) -> HttpResponse:
    """Answer the questions: a new prompt, the first one again with the answers in words."""
    shown = asking.plan(request, slug, number)
    given = _answers_in_words(shown, request.POST)
    ask(by=request.user, text=f"{shown.message.text}\n\n{given}", site=shown.site)
    return _to_newest(shown)


@act(on=plan)
def confirm(request: Request, slug: str, number: int) -> HttpResponse:
    """Do what the sentence asked for."""
    shown = asking.plan(request, slug, number)
    messages.success(request, commands.confirm(by=request.user, plan=shown))
    building = open_build(shown.site)
    if building is not None:
        return redirect("workbench:build", slug=shown.site.slug, pk=building.pk)
    return redirect("workbench:tool", slug=slug)


def _became(plan: Plan) -> Version | None:
    """The version that a plan was built as, the last time."""
    build = plan.builds.exclude(version=None).select_related("version__site").first()
    return build.version if build else None


def _answers_in_words(plan: Plan, given: QueryDict) -> str:
    lines = []
    for question in plan.outcome.get("questions", []):
        own = given.get(f"own-{question['id']}", "").strip()
        chosen = given.get(f"answer-{question['id']}", "")
        if not own and chosen not in question["options"]:
            raise FormRefused(f"Choose an answer, or write your own: {question['text']}")
        lines.append(f"{question['text']} {own or chosen}")
    if not lines:
        raise FormRefused("There is no question to answer here any more.")
    return "\n".join(lines)


def _questions(request: Request, plan: Plan) -> list[dict[str, Any]]:
    """The questions, each with the option that is chosen and what was typed beside it."""
    questions: list[dict[str, Any]] = plan.outcome.get("questions", [])
    return [
        question
        | {
            "chosen": typed(request, f"answer-{question['id']}")
            or question.get("default")
            or question["options"][0],
            "own": typed(request, f"own-{question['id']}"),
        }
        for question in questions
    ]


def _command(plan: Plan) -> dict[str, str] | None:
    if plan.state not in {Plan.State.COMMAND, Plan.State.BUILT} or "command" not in plan.outcome:
        return None
    return {"says": commands.what_it_will_do(plan), "button": commands.button(plan)}


def _to_newest(plan: Plan) -> HttpResponse:
    newest = latest_plan(plan.site) or plan
    return redirect("workbench:plan", slug=plan.site.slug, number=newest.number)
