"""Values and secrets that a tool needs."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.access.capabilities import Capability
from apps.access.queries import may_manage
from apps.environment.actions import remove_value, set_value
from apps.environment.models import Value
from apps.environment.queries import entries
from apps.sites.models import Site
from apps.versions.queries import versions_of
from apps.workbench import asking
from apps.workbench.answering import act, page, typed
from apps.workbench.asking import Request
from apps.workbench.refusals import FormRefused
from apps.workbench.tabs import tool_context


@dataclass(frozen=True, slots=True)
class Line:
    """A name: what it is for, whether a version declares it, what has been filled in. Secrets are
    never read.
    """

    key: str
    kind: str
    why: str
    declared: bool
    value: Value | None

    @property
    def is_secret(self) -> bool:
        """Whether it can only be replaced."""
        return self.kind == Value.Kind.SECRET


def lines_of(site: Site) -> list[Line]:
    """What the newest version declares, then what was filled in besides."""
    newest = versions_of(site).first()
    needed = newest.blueprint.get("settings_needed", []) if newest else []
    given = {value.key: value for value in entries(site)}
    lines = [
        Line(need["key"], need["kind"], need.get("why", ""), True, given.pop(need["key"], None))
        for need in needed
    ]
    return lines + [Line(key, value.kind, "", False, value) for key, value in given.items()]


@page
def environment(request: Request, slug: str) -> HttpResponse:
    """Everything filled in, and what is still empty."""
    site = asking.tool(request, slug)
    lines = lines_of(site)
    return render(
        request,
        "workbench/environment.html",
        tool_context(request, site, "environment")
        | {
            "secrets": [line for line in lines if line.is_secret],
            "values": [line for line in lines if not line.is_secret],
            "may_manage": may_manage(request.user, site, Capability.MANAGE_SECRETS),
            "typed": _typed(request, lines),
        },
    )


def _typed(request: Request, lines: list[Line]) -> dict[str, str]:
    """What was typed into the form for another name, before a refusal. A secret is typed again."""
    key, kind = typed(request, "key"), typed(request, "kind")
    if key in {line.key for line in lines}:
        return {}
    return {
        "key": key,
        "kind": kind,
        "text": typed(request, "text") if kind != Value.Kind.SECRET else "",
    }


@act(on=environment)
def put(request: Request, slug: str) -> HttpResponse:
    """Fill in or replace one."""
    site = asking.tool(request, slug)
    key, kind = request.POST.get("key", "").strip(), request.POST.get("kind", "")
    if kind not in Value.Kind.values:
        raise FormRefused("Say whether it is a value or a secret.")
    set_value(by=request.user, site=site, key=key, kind=kind, text=request.POST.get("text", ""))
    messages.success(request, f"{key} is set. The tool uses it from its next start on.")
    return redirect("workbench:environment", slug=slug)


@act(on=environment)
def remove(request: Request, slug: str) -> HttpResponse:
    """Take one away."""
    site = asking.tool(request, slug)
    key = request.POST.get("key", "")
    remove_value(by=request.user, site=site, key=key)
    messages.success(request, f"{key} is empty again.")
    return redirect("workbench:environment", slug=slug)
