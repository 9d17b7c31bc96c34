"""What every page's frame shows: where one is, who one is, where one can go."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from apps.access.capabilities import Capability
from apps.access.queries import may
from apps.accounts.models import User
from apps.notices.queries import unread_count
from apps.reviews.queries import waiting
from apps.sites.queries import sites_run_by
from apps.workspaces.hosts import Place
from apps.workspaces.models import Membership, Workspace


class Frame:
    """Asked for by templates, one fact at a time: what no template reads costs no query.

    On the portal's host, on a site's host and for whoever is nobody here it knows no workspace and
    counts nothing.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self._user = getattr(request, "user", None)
        self._place: Place | None = getattr(request, "place", None)
        self.membership: Membership | None = getattr(request, "membership", None)

    @cached_property
    def person(self) -> User | None:
        """Whoever is signed in here."""
        return self._user if self._user is not None and self._user.is_authenticated else None

    @cached_property
    def workspace(self) -> Workspace | None:
        """The workspace, for its members only."""
        return self._place.workspace if self.membership and self._place else None

    @cached_property
    def tools_count(self) -> int:
        """How many tools the person answers for."""
        return sites_run_by(self.membership).count() if self.membership else 0

    @cached_property
    def unread(self) -> int:
        """How many notices were not read yet."""
        return unread_count(self.membership) if self.membership else 0

    @cached_property
    def may_administer(self) -> bool:
        """Whether the pages about people and roles are for this person."""
        return self._may(Capability.ADMINISTER)

    @cached_property
    def may_review(self) -> bool:
        """Whether the reviews are for this person."""
        return self._may(Capability.REVIEW)

    @cached_property
    def reviews_count(self) -> int:
        """How many versions wait for a second person."""
        return waiting().count() if self.may_review else 0

    @property
    def in_reviews(self) -> bool:
        """Whether this is the queue of reviews, or one of them."""
        return self.path.startswith("/admin/reviews/")

    @property
    def in_records(self) -> bool:
        """Whether this is a page of the admin other than the reviews."""
        return self.path.startswith("/admin/") and not self.in_reviews

    @property
    def portal(self) -> str:
        """The address of the portal's own host."""
        return str(settings.SITEWRIGHT.address(settings.SITEWRIGHT.portal_host))

    def _may(self, capability: str) -> bool:
        return bool(self.membership and may(self.membership, capability))


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor."""
    return {"frame": Frame(request)}
