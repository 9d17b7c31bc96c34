"""Addresses under `/handoff/` of the portal's host."""

from django.urls import path

from apps.workspaces.views import authorize

urlpatterns = [path("authorize", authorize, name="handoff_authorize")]
