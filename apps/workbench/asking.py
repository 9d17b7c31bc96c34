"""Who asks, and for what: every view begins here, with the thing it shows or a 404.

A stranger's tool, another workspace's tool and one that does not exist answer alike.
"""

from django.http import Http404, HttpRequest

from apps.access.capabilities import Capability
from apps.access.models import AccessRequest, PublicForm
from apps.access.queries import may, runs
from apps.accounts.models import User
from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.deployments.queries import deployments_of
from apps.plans.models import Plan
from apps.plans.queries import plans_of
from apps.sites.models import Site
from apps.sites.queries import site_by_slug, site_known_as
from apps.versions.models import Version
from apps.versions.queries import versions_of
from apps.workbench.refusals import Refusal
from apps.workspaces.hosts import Place
from apps.workspaces.models import Membership

READING = ("GET", "HEAD")


class Moved(Exception):
    """What is asked for has another address by now: a draft got its own with its first version."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Request(HttpRequest):
    """A request on a workspace's host, as the middleware leaves it."""

    place: Place
    membership: Membership
    user: User
    refusal: Refusal | None


def member(request: Request) -> Membership:
    """The membership of whoever asks. The middleware has answered everybody else already; this is
    the second lock.
    """
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        raise Http404
    return membership


def administrator(request: Request) -> Membership:
    """The membership of somebody who may change people, roles and settings, or 404."""
    membership = member(request)
    if not may(request.user, Capability.ADMINISTER):
        raise Http404
    return membership


def tool(request: Request, slug: str) -> Site:
    """A site that the asker answers for, or 404; `Moved` where the address is that of its draft."""
    site = site_known_as(slug)
    if site is None or not runs(member(request), site):
        raise Http404
    if site.slug != slug and request.method in READING:
        raise Moved(request.get_full_path().replace(f"/{slug}/", f"/{site.slug}/", 1))
    return site


def plan(request: Request, slug: str, number: int) -> Plan:
    """A plan of a site that the asker answers for, or 404."""
    site = tool(request, slug)
    found = plans_of(site).filter(number=number).first()
    if found is None:
        raise Http404
    found.site = site
    return found


def build(request: Request, slug: str, pk: int) -> Build:
    """A build of a site that the asker answers for, or 404.

    Found by its own number, since the address of a draft changes in the moment its first build
    succeeds.
    """
    builds = Build.objects.select_related("site__owner", "plan__message", "version", "asked_by")
    found = builds.prefetch_related("steps").filter(pk=pk).first()
    if found is None or not runs(member(request), found.site):
        raise Http404
    return found


def version(request: Request, slug: str, number: int) -> Version:
    """A version that the asker answers for, or may review, or 404."""
    site = site_by_slug(slug)
    membership = member(request)
    if site is None or not (runs(membership, site) or may(request.user, Capability.REVIEW)):
        raise Http404
    found = versions_of(site).filter(number=number).first()
    if found is None:
        raise Http404
    found.site = site
    return found


def deployment(request: Request, slug: str, pk: int) -> Deployment:
    """A deployment of a site that the asker answers for, or 404."""
    found = deployments_of(tool(request, slug)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def public_form(request: Request, slug: str, pk: int) -> PublicForm:
    """A form, open to outsiders or asked to be, of a site that the asker answers for, or that they
    may open; or 404.
    """
    site = site_by_slug(slug)
    membership = member(request)
    if site is None or not (runs(membership, site) or may(request.user, Capability.MAKE_PUBLIC)):
        raise Http404
    form = site.public_forms.select_related("asked_by").filter(pk=pk, closed_at=None).first()
    if form is None:
        raise Http404
    form.site = site
    return form


def access_request(request: Request, slug: str, pk: int) -> AccessRequest:
    """Somebody's open question to be let into a site that the asker answers for, or 404."""
    site = tool(request, slug)
    asked = site.access_requests.select_related("person").filter(pk=pk, answered_at=None)
    found: AccessRequest | None = asked.first()
    if found is None:
        raise Http404
    return found
