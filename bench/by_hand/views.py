"""The page."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.views.generic import ListView

from bench.by_hand.forms import Filters
from bench.by_hand.models import CLOSED, Person, Request

SORTS = ("title", "requester", "owner", "team", "priority", "status", "due", "created_at")
BY = {"requester": "requester__name", "owner": "owner__name"}


class Requests(ListView):  # type: ignore[type-arg]
    """Every request, the one due next first."""

    template_name = "by_hand/requests.html"
    context_object_name = "requests"
    paginate_by = 25

    def get_queryset(self) -> "QuerySet[Request]":
        """The rows that are asked for, in the order that is asked for."""
        self.filters = Filters(self.request.GET)
        self.narrowed = self.filters.narrow(Request.objects.all())
        asked = self.request.GET.get("sort", "due")
        bare = asked.removeprefix("-")
        order = BY.get(bare, bare) if bare in SORTS else "due"
        sign = "-" if asked.startswith("-") else ""
        rows = self.narrowed.select_related("requester", "owner")
        return rows.order_by(f"{sign}{order}", "-created_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands around the rows."""
        counts = self.narrowed.aggregate(
            all=Count("pk"),
            open=Count("pk", filter=~Q(status__in=CLOSED)),
            in_review=Count("pk", filter=Q(status="in_review")),
            blocked=Count("pk", filter=Q(status="blocked")),
            overdue=Count("pk", filter=Q(due__lt=timezone.localdate()) & ~Q(status__in=CLOSED)),
        )
        person = Person.objects.get(pk=self.request.META["PERSON"])
        kwargs |= {"counts": counts, "filters": self.filters, "person": person}
        return super().get_context_data(**kwargs)
