"""Addresses on the portal's own host, besides signing in and handing over."""

from django.urls import path, re_path

from apps.workbench.views import nothing, portal

app_name = "portal"

urlpatterns = [
    path("", portal.choose, name="choose"),
    re_path(r"^(?P<rest>.*)$", nothing.nothing, name="nothing"),
]
