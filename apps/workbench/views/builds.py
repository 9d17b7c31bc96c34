"""A build while it runs, and what one can do when it did not succeed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from apps.access.queries import may_change
from apps.builds.actions import cancel_build, start_build
from apps.builds.models import Build
from apps.workbench import asking
from apps.workbench.answering import act, page
from apps.workbench.asking import Request
from apps.workbench.drawing.plan import drawing_of
from apps.workbench.drawing.progress import progress_of
from apps.workbench.words.states import BUILD


@page
def build(request: Request, slug: str, pk: int) -> HttpResponse:
    """The steps with their seconds. A finished build leads on to its version."""
    shown = asking.build(request, slug, pk)
    if shown.version is not None and not request.GET.get("steps"):
        return redirect("workbench:version", slug=shown.site.slug, number=shown.version.number)
    return render(
        request,
        "workbench/build.html",
        {
            "place": "tools",
            "site": shown.site,
            "build": shown,
            "plan": shown.plan,
            "state": BUILD[Build.State(shown.state)],
            "progress": progress_of(shown, timezone.now()),
            "open": shown.state in Build.OPEN,
            "drawing": drawing_of(shown.plan),
            "may_change": may_change(request.user, shown.site),
        },
    )


@page
def steps(request: Request, slug: str, pk: int) -> HttpResponse:
    """The list of steps alone, asked for every second; when it is over, the whole page."""
    shown = asking.build(request, slug, pk)
    if shown.version is not None:
        where = reverse("workbench:version", args=[shown.site.slug, shown.version.number])
        return HttpResponseClientRedirect(where)
    if shown.state not in Build.OPEN:
        return HttpResponseClientRefresh()
    context = {"site": shown.site, "build": shown, "open": True}
    context["progress"] = progress_of(shown, timezone.now())
    return render(request, "workbench/parts/steps.html", context)


@act(on=build)
def cancel(request: Request, slug: str, pk: int) -> HttpResponse:
    """Stop it; the plan stays."""
    stopped = cancel_build(by=request.user, build=asking.build(request, slug, pk))
    messages.success(request, "The build is cancelled. The plan is as it was.")
    return redirect("workbench:build", slug=stopped.site.slug, pk=stopped.pk)


@act(on=build)
def again(request: Request, slug: str, pk: int) -> HttpResponse:
    """Build the same plan once more."""
    failed = asking.build(request, slug, pk)
    started = start_build(by=request.user, plan=failed.plan)
    return redirect("workbench:build", slug=failed.site.slug, pk=started.pk)
