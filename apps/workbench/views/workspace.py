"""The workspace itself: roles and their switches, people and groups, the log, and you."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.access.actions import set_switch
from apps.access.capabilities import FIXED, Capability
from apps.access.queries import current_workspace, switches
from apps.accounts.models import User
from apps.audit.queries import fault_in, lines_of
from apps.workbench import asking
from apps.workbench.answering import act, page, typed
from apps.workbench.asking import Request
from apps.workbench.drawing.matrix import matrix_of
from apps.workbench.refusals import FormRefused
from apps.workbench.words.log import said
from apps.workspaces.actions import add_member
from apps.workspaces.models import Role
from apps.workspaces.queries import groups_of, members_of, membership_of

LINES = 50


@page
def roles(request: Request) -> HttpResponse:
    """What each role may do, as switches."""
    asking.administrator(request)
    workspace = current_workspace()
    return render(
        request,
        "workbench/roles.html",
        {"place": "roles", "workspace": workspace, "roles": Role, "matrix": matrix_of(workspace)},
    )


@act(on=roles)
def save_roles(request: Request) -> HttpResponse:
    """Move the switches that were moved on the page, and no others."""
    asking.administrator(request)
    shown, on = set(request.POST.getlist("was")), set(request.POST.getlist("on"))
    moved = [
        (capability, role, f"{capability}:{role}" in on)
        for capability in Capability.values
        for role in Role.values
        if (role, capability) not in FIXED
        and (f"{capability}:{role}" in on) != (f"{capability}:{role}" in shown)
    ]
    before = switches()
    for capability, role, to in moved:
        if before[capability][role] != to:
            set_switch(by=request.user, role=role, capability=capability, on=to)
    messages.success(request, _moved(len(moved)))
    return redirect("workbench:roles")


@page
def people(request: Request) -> HttpResponse:
    """Everybody here, and the groups."""
    asking.administrator(request)
    workspace = current_workspace()
    return render(
        request,
        "workbench/people.html",
        {
            "place": "people",
            "members": members_of(workspace),
            "groups": groups_of(workspace).prefetch_related("members__user"),
            "roles": [role for role in Role if role != Role.OWNER],
            "typed_email": typed(request, "email"),
            "typed_role": typed(request, "role") or Role.MEMBER.value,
        },
    )


@act(on=people)
def add_person(request: Request) -> HttpResponse:
    """Bring somebody who has an account into the workspace."""
    asking.administrator(request)
    workspace = current_workspace()
    email, role = request.POST.get("email", "").strip().lower(), request.POST.get("role", "")
    if role not in Role.values or role == Role.OWNER:
        raise FormRefused("Choose what the person is here: admin, builder or member.")
    person = User.objects.filter(email=email, is_active=True).first()
    if person is None:
        raise FormRefused(
            f"Nobody with the address “{email[:80]}” has an account on this installation yet."
        )
    if membership_of(person, workspace) is not None:
        raise FormRefused(f"{person.name} is a member already.")
    add_member(by=request.user, workspace=workspace, user=person, role=role)
    messages.success(request, f"{person.name} is in {workspace.name} now.")
    return redirect("workbench:people")


@page
def activity(request: Request) -> HttpResponse:
    """The log: who did what, the newest first."""
    asking.administrator(request)
    workspace = current_workspace()
    lines = lines_of(workspace.schema_name)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:
        lines = lines.filter(pk__lt=int(before))
    shown = list(lines[: LINES + 1])
    context: dict[str, Any] = {
        "place": "activity",
        "lines": [said(line) for line in shown[:LINES]],
        "earlier": shown[LINES - 1].pk if len(shown) > LINES else None,
        "checked": "check" in request.GET,
    }
    if context["checked"]:
        context["fault"] = fault_in(workspace.schema_name)
    return render(request, "workbench/activity.html", context)


@page
def you(request: Request) -> HttpResponse:
    """Who one is here, and the way out."""
    membership = asking.member(request)
    context = {"place": "you", "membership": membership, "groups": membership.groups.all()}
    return render(request, "workbench/you.html", context)


def _moved(number: int) -> str:
    if number == 0:
        return "Nothing was moved."
    return f"{number} {'change holds' if number == 1 else 'changes hold'} from now on."
