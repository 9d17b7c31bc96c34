"""A workspace's host: what its people see, and the admin in which versions are reviewed."""

from django.urls import include, path

from apps.reviews.admin_site import review_site

urlpatterns = [
    path("__gate/", include("apps.serving.handoff_urls")),
    path("admin/", review_site.urls),
    path("", include("apps.workbench.urls")),
]
