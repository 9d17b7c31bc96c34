"""Forms for people without an account: one asks, somebody else opens or refuses, either shuts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from apps.access.actions import ask_to_open_form, close_form, open_form, refuse_form
from apps.access.capabilities import Capability
from apps.access.queries import current_workspace, may, runs
from apps.sites.models import Site
from apps.workbench import asking
from apps.workbench.answering import View, act, page
from apps.workbench.asking import Request
from apps.workbench.drawing.outsiders import forms_of, forms_that_wait
from apps.workbench.refusals import FormRefused
from apps.workbench.views.access import access


@page
def forms(request: Request) -> HttpResponse:
    """The forms of all tools that wait, for whoever may open them."""
    member = asking.member(request)
    if not may(member, Capability.MAKE_PUBLIC):
        raise Http404
    context = {"forms": forms_that_wait(current_workspace(), member), "may_publish": True}
    return render(request, "workbench/forms.html", {"place": "forms", **context})


def decided_on(request: Request, slug: str, pk: int) -> HttpResponse:
    """The page on which somebody decides about a form: that of the tool, if they run it."""
    site = asking.public_form(request, slug, pk).site
    is_theirs = runs(asking.member(request), site)
    shown: View = getattr(access if is_theirs else forms, "shown", forms)
    return shown(request, slug=slug) if is_theirs else shown(request)


def _back(request: Request, site: Site) -> HttpResponse:
    if runs(asking.member(request), site):
        return redirect("workbench:access", slug=site.slug)
    return redirect("workbench:forms")


@act(on=access)
def ask_form(request: Request, slug: str) -> HttpResponse:
    """Ask for a form of the live version to be opened to outsiders."""
    site = asking.tool(request, slug)
    cards = forms_of(site, current_workspace(), asking.member(request))
    form = {one.promised.page: one.promised for one in cards}.get(request.POST.get("page", ""))
    if form is None:
        raise FormRefused("The live version has no such form. Open the page again.")
    ask_to_open_form(
        by=request.user,
        site=site,
        page=form.page,
        name=form.name,
        digest=form.digest,
        says=list(form.says),
    )
    messages.success(request, f"“{form.name}” waits for somebody else who may open it.")
    return redirect("workbench:access", slug=slug)


@act(on=decided_on)
def let_form_open(request: Request, slug: str, pk: int) -> HttpResponse:
    """Open a form to outsiders, as it was read."""
    form = asking.public_form(request, slug, pk)
    open_form(by=request.user, form=form, digest=request.POST.get("digest", ""))
    messages.success(request, f"Anyone with the address can send “{form.name}” now.")
    return _back(request, form.site)


@act(on=decided_on)
def refuse_to_open(request: Request, slug: str, pk: int) -> HttpResponse:
    """Do not open it."""
    form = asking.public_form(request, slug, pk)
    refuse_form(by=request.user, form=form)
    messages.success(request, f"“{form.name}” stays shut to outsiders.")
    return _back(request, form.site)


@act(on=decided_on)
def shut_form(request: Request, slug: str, pk: int) -> HttpResponse:
    """Shut it from the next request on, or take the question back."""
    form = asking.public_form(request, slug, pk)
    close_form(by=request.user, form=form)
    messages.success(request, f"“{form.name}” is shut to outsiders.")
    return _back(request, form.site)
