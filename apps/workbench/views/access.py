"""Who can open a tool, and who is who inside it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from apps.access.actions import (
    answer_request,
    give_tool_role,
    set_access,
    take_tool_role,
)
from apps.access.capabilities import Capability
from apps.access.models import Mode, SiteGrant
from apps.access.queries import (
    allows_public_forms,
    audience,
    current_workspace,
    may,
    may_manage,
)
from apps.accounts.models import User
from apps.sites.models import Site
from apps.workbench import asking
from apps.workbench.answering import act, page
from apps.workbench.asking import Request
from apps.workbench.drawing.audience import asked_about, grants_of, let_in_now, mode_cards, roles_of
from apps.workbench.drawing.outsiders import forms_of
from apps.workbench.refusals import FormRefused
from apps.workbench.tabs import tool_context
from apps.workbench.templatetags.workbench import people as people_in_words
from apps.workspaces.models import Group
from apps.workspaces.queries import groups_of, members_of


@page
def access(request: Request, slug: str, pk: int = 0) -> HttpResponse:
    """The modes, the list, the roles, the requests, and “can this person open it?”."""
    site, asks = asking.tool(request, slug), asking.member(request)
    workspace, around = current_workspace(), tool_context(request, site, "access")
    grants, members = grants_of(site), list(members_of(workspace))
    people_now = let_in_now(site, around["mode"], members, grants)
    return render(
        request,
        "workbench/access.html",
        around
        | {
            "modes": mode_cards(site, around["mode"], members, people_now),
            "grants": grants,
            **_list(request, grants),
            "members": members,
            "groups": groups_of(workspace),
            "roles": roles_of(site, around["newest"]),
            "forms": forms_of(site, workspace, asks),
            "forms_allowed": allows_public_forms(asks),
            "may_publish": may(asks, Capability.MAKE_PUBLIC),
            "requests": site.access_requests.filter(answered_at=None).select_related("person"),
            "audience": people_now,
            "may_widen": may_manage(asks, site, Capability.WIDEN_ACCESS),
            "asked": asked_about(site, request.GET.get("person", "")),
        },
    )


def _list(request: Request, grants: list[SiteGrant]) -> dict[str, Any]:
    """What the form of the modes shows: as it is, or as it was typed before a refusal."""
    if request.refusal and "mode" in request.refusal.typed:
        form = request.refusal.typed
        return {
            "mode_now": form.get("mode", ""),
            "named_people": set(_numbers(form.getlist("person"))),
            "named_groups": set(_numbers(form.getlist("group"))),
            "until": form.get("until", ""),
        }
    until = next((grant.until for grant in grants if grant.until), None)
    return {
        "named_people": {grant.person_id for grant in grants},
        "named_groups": {grant.group_id for grant in grants},
        "until": until.isoformat() if until else "",
    }


@act(on=access)
def set_mode(request: Request, slug: str) -> HttpResponse:
    """Say who can open it from the next request on."""
    site = asking.tool(request, slug)
    mode = _mode(request.POST)
    people, groups = _chosen(request.POST)
    if mode == Mode.CUSTOM and not people and not groups:
        raise FormRefused("Choose the people and groups who can open it, or take another mode.")
    until = _date(request.POST.get("until", ""))
    set_access(by=request.user, site=site, mode=mode, people=people, groups=groups, until=until)
    messages.success(request, f"{people_in_words(audience(site))} can open {site.name} now.")
    return redirect("workbench:access", slug=slug)


@act(on=access)
def give_role(request: Request, slug: str) -> HttpResponse:
    """Name somebody for a role of the tool."""
    site, role, person = _role_and_person(request, slug)
    give_tool_role(by=request.user, site=site, role=role, person=person)
    messages.success(request, f"{person.name} has the role from now on.")
    return redirect("workbench:access", slug=slug)


@act(on=access)
def take_role(request: Request, slug: str) -> HttpResponse:
    """Take a role of the tool from somebody."""
    site, role, person = _role_and_person(request, slug)
    take_tool_role(by=request.user, site=site, role=role, person=person)
    messages.success(request, f"{person.name} no longer has the role.")
    return redirect("workbench:access", slug=slug)


@act(on=access)
def let_in(request: Request, slug: str, pk: int) -> HttpResponse:
    """Answer a request to be let in: with a yes."""
    asked = asking.access_request(request, slug, pk)
    answer_request(by=request.user, asked=asked, let_in=True)
    messages.success(request, f"{asked.person.name} can open {asked.site.name} now.")
    return redirect("workbench:access", slug=slug)


@act(on=access)
def refuse(request: Request, slug: str, pk: int) -> HttpResponse:
    """Answer a request to be let in: with a no."""
    asked = asking.access_request(request, slug, pk)
    answer_request(by=request.user, asked=asked, let_in=False)
    messages.success(request, f"{asked.person.name} stays outside.")
    return redirect("workbench:access", slug=slug)


def _mode(typed: QueryDict) -> Mode:
    try:
        return Mode(typed.get("mode", ""))
    except ValueError:
        raise FormRefused("Choose who can open it: Private, Workspace or Custom.") from None


def _chosen(typed: QueryDict) -> tuple[list[User], list[Group]]:
    workspace = current_workspace()
    people = members_of(workspace).filter(user_id__in=_numbers(typed.getlist("person")))
    groups = groups_of(workspace).filter(pk__in=_numbers(typed.getlist("group")))
    return [member.user for member in people], list(groups)


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 18]


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormRefused(f"“{text[:20]}” is no date. Write it as 2027-03-31.") from None


def _role_and_person(request: Request, slug: str) -> tuple[Site, str, User]:
    site = asking.tool(request, slug)
    role = request.POST.get("role", "")
    if role not in {one.id for one in roles_of(site)}:
        raise FormRefused("The tool does not have this role. Choose one of those on the page.")
    numbers = _numbers([request.POST.get("person", "")])
    member = members_of(current_workspace()).filter(user_id__in=numbers).first()
    if member is None:
        raise FormRefused("Choose a member of this workspace.")
    return site, role, member.user
