"""A workspace's host: what its people see, and the admin in which versions are reviewed."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("__gate/", include("apps.serving.handoff_urls")),
    path("admin/", admin.site.urls),
    path("", include("apps.workbench.urls")),
]
