"""The review, in the Django admin: the queue, and one page on which a person decides."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from apps.access.errors import NotAllowed
from apps.access.queries import audience
from apps.audit.queries import lines_about
from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.reviews.actions import approve, ask_for_changes, reject
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.queries import waiting
from apps.versions.diffs import own_code_of, side_by_side
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.versions.queries import file_changes
from apps.workspaces.requests import MemberRequest

SAID = {
    "ask_for_review": "asked for a review of version {}",
    "review_approved": "approved version {}",
    "review_changes": "asked for changes to version {}",
    "review_rejected": "rejected version {}",
    "review_stale": "found that version {} must be reviewed again",
}
REFUSALS = (NotAllowed, ReviewRefused, Tampered)


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """Versions that were put before a second person. Every decision is an action of the room."""

    list_display = ("version", "state", "asked_by", "asked_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("version__site", "asked_by", "decided_by")
    search_fields = ("version__site__name",)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one review; a POST carries the decision for the digest that was shown."""
        asked = cast(MemberRequest, request)
        review = self.get_object(request, object_id)
        if review is None or not self.has_view_permission(request, review):
            raise Http404
        if request.method == "POST":
            return self._decide(asked, review)
        return TemplateResponse(
            request, "admin/reviews/review/page.html", self._context(asked, review)
        )

    def _decide(self, request: MemberRequest, review: Review) -> HttpResponse:
        """Call the action of the pressed button; a refusal is said on the page, with the reason
        kept.
        """
        decide = DECISIONS.get(request.POST.get("decision", ""))
        if decide is None:
            return HttpResponseRedirect(request.path)
        try:
            decided = decide(request, review)
        except REFUSALS as refusal:
            review.refresh_from_db()
            context = self._context(request, review) | {
                "refusal": str(refusal),
                "reason": request.POST.get("reason", ""),
                "ticked": request.POST.getlist("tick"),
            }
            return TemplateResponse(request, "admin/reviews/review/page.html", context, status=409)
        messages.success(request, f"{decided.version}: {decided.get_state_display().lower()}.")
        return HttpResponseRedirect(request.path)

    def _context(self, request: MemberRequest, review: Review) -> dict[str, Any]:
        version = review.version
        changes = file_changes(version, version.base)
        context: dict[str, Any] = self.admin_site.each_context(request)
        return context | {
            "title": f"{version.site.name}, version {version.number}",
            "review": review,
            "version": version,
            "files": [(change, side_by_side(change)) for change in changes],
            "lines_added": sum(change.added for change in changes),
            "lines_removed": sum(change.removed for change in changes),
            "red": review.red_items,
            "own_code": own_code_of(version),
            "ticked": review.ticked,
            "queue": waiting(),
            "audience": audience(version.site),
            "checks_held": sum(1 for check in version.checks if check["ok"]),
            "own_work": request.user.pk in version.authors,
            "history": [
                (line, SAID[line.verb].format(version.number))
                for line in lines_about(review)
                if line.verb in SAID
            ],
            "risk": risk_of(version),
        }


def risk_of(version: Version) -> str:
    """The heaviest risk among a version's changes: `loses`, `moves` or `adds`."""
    risks = {change.get("risk", "adds") for change in version.changes}
    return next((risk for risk in ("loses", "moves") if risk in risks), "adds")


def _approve(request: MemberRequest, review: Review) -> Review:
    return approve(
        by=request.user,
        review=review,
        digest=request.POST.get("digest", ""),
        ticked=request.POST.getlist("tick"),
        reason=request.POST.get("reason", ""),
    )


def _ask_for_changes(request: MemberRequest, review: Review) -> Review:
    return ask_for_changes(by=request.user, review=review, reason=request.POST.get("reason", ""))


def _reject(request: MemberRequest, review: Review) -> Review:
    return reject(by=request.user, review=review, reason=request.POST.get("reason", ""))


DECISIONS: dict[str, Callable[[MemberRequest, Review], Review]] = {
    "approve": _approve,
    "changes": _ask_for_changes,
    "reject": _reject,
}
