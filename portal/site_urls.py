"""The other door: the hosts of sites and previews. The gate, and nothing else."""

from django.urls import include, path, re_path

from apps.serving.views import gate

urlpatterns = [
    path("__gate/", include("apps.serving.handoff_urls")),
    re_path("", gate, name="gate"),
]
