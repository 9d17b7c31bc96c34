"""The filters of the list."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from bench.by_hand.models import CLOSED, Person, Request


class Filters(forms.Form):
    """What the list is narrowed by; all of it may be left out."""

    q = forms.CharField(required=False)
    status = forms.MultipleChoiceField(choices=Request.Status.choices, required=False)
    owner = forms.ModelChoiceField(Person.objects.filter(active=True), required=False)
    team = forms.CharField(required=False)
    priority = forms.MultipleChoiceField(choices=Request.Priority.choices, required=False)
    overdue = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], required=False)

    def narrow(self, rows: "QuerySet[Request]") -> "QuerySet[Request]":
        """The rows that are asked for."""
        said: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        if said.get("q"):
            rows = rows.filter(Q(title__icontains=said["q"]) | Q(owner__name__icontains=said["q"]))
        for name in ("status", "priority"):
            if said.get(name):
                rows = rows.filter(**{f"{name}__in": said[name]})
        if said.get("owner"):
            rows = rows.filter(owner=said["owner"])
        if said.get("team"):
            rows = rows.filter(team__icontains=said["team"])
        if said.get("overdue") == "yes":
            rows = rows.filter(due__lt=timezone.localdate()).exclude(status__in=CLOSED)
        return rows
