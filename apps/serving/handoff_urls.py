"""Addresses under `/__gate/`, on the hosts of workspaces, sites and previews."""

from django.urls import path

from apps.serving.asking import ask
from apps.serving.handoff import callback, start

urlpatterns = [
    path("start", start, name="gate_start"),
    path("callback", callback, name="gate_callback"),
    path("ask", ask, name="gate_ask"),
]
