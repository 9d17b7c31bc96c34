"""Programs that use a tool: their tokens, and how they ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.data_api.actions import make_token, revoke_token
from apps.data_api.models import ApiToken
from apps.data_api.queries import may_use, tokens_of
from apps.sites.models import Site
from apps.workbench import asking
from apps.workbench.answering import act, page, typed
from apps.workbench.asking import Request
from apps.workbench.refusals import FormRefused
from apps.workbench.tabs import tool_context

DAYS = (("30", "30 days"), ("90", "90 days"), ("365", "a year"))


@page
def api(request: Request, slug: str) -> HttpResponse:
    """The tokens of a tool, a form for another, and examples to copy."""
    return _shown(request, asking.tool(request, slug))


@act(on=api)
def make(request: Request, slug: str) -> HttpResponse:
    """Make a token. It is shown in this one answer, hence no redirect."""
    site = asking.tool(request, slug)
    days = request.POST.get("days", "")
    if days not in dict(DAYS):
        raise FormRefused("Choose how long the token shall work.")
    token, text = make_token(
        by=request.user,
        site=site,
        name=request.POST.get("name", ""),
        scope=request.POST.get("scope", ""),
        days=int(days),
    )
    request.refusal = None
    response = _shown(request, site, made=token, text=text)
    response["Cache-Control"] = "no-store"
    return response


@act(on=api)
def revoke(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take a token back."""
    site = asking.tool(request, slug)
    token = tokens_of(site).filter(pk=pk).first()
    if token is None:
        raise Http404
    token.site = site
    revoke_token(by=request.user, token=token)
    messages.success(request, f"The token “{token.name}” works no more.")
    return redirect("workbench:api", slug=slug)


def _shown(
    request: Request, site: Site, made: ApiToken | None = None, text: str = ""
) -> HttpResponse:
    address = current_workspace().site_address(site.slug).rstrip("/")
    return render(
        request,
        "workbench/api.html",
        tool_context(request, site, "api")
        | {
            "tokens": tokens_of(site),
            "now": timezone.now(),
            "may_use": may_use(request.user, site),
            "made": made,
            "text": text,
            "site_address": address,
            "first_entity": _first_entity(site),
            "scopes": ApiToken.Scope.choices,
            "days": DAYS,
            "typed": {name: typed(request, name) for name in ("name", "scope", "days")},
        },
    )


def _first_entity(site: Site) -> str:
    """An entity for the examples."""
    version = site.live_version
    entities = version.blueprint.get("entities", []) if version else []
    return str(entities[0]["id"]) if entities else ""
