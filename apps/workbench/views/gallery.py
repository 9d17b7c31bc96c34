"""The gallery: tools that work, to start from."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from apps.access.capabilities import Capability
from apps.access.queries import may
from apps.plans.actions import use_template
from apps.plans.templates_gallery import template_named
from apps.workbench import asking
from apps.workbench.answering import act, page
from apps.workbench.asking import Request
from apps.workbench.cards import templates_drawn


@page
def templates(request: Request) -> HttpResponse:
    """All templates; whoever may build can begin with one."""
    asking.member(request)
    return render(
        request,
        "workbench/templates.html",
        {
            "place": "home",
            "templates": templates_drawn(),
            "may_build": may(request.user, Capability.BUILD),
        },
    )


@act(on=templates)
def use(request: Request) -> HttpResponse:
    """Begin a tool with a template, and go to its plan."""
    asking.member(request)
    template = template_named(request.POST.get("template", ""))
    if template is None:
        raise Http404
    plan = use_template(by=request.user, template=template)
    return redirect("workbench:plan", slug=plan.site.slug, number=plan.number)
