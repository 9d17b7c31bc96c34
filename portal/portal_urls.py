"""The portal's own host: sign in, choose a workspace, carry the sign-in over to other hosts."""

from django.urls import include, path, re_path

from apps.workbench.views.nothing import nothing

urlpatterns = [
    # An address is given by whoever invites. Somebody who could add one would be a colleague whom
    # an admin adds by it later.
    re_path(r"^(?P<rest>accounts/email/)", nothing),
    path("accounts/", include("allauth.urls")),
    path("handoff/", include("apps.workspaces.urls")),
    path("", include("apps.workbench.portal_urls")),
]
