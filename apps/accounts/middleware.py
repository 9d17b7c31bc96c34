"""Who is asking, on a workspace's host."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from apps.accounts.models import User
from apps.accounts.queries import person_for_token


class HostSessionMiddleware:
    """Set `request.user` from the host's own cookie. The portal's host keeps Django's session;
    sites are the gate's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the person of the cookie, or as nobody."""
        if request.place.kind == "workspace":
            request.user = person_of(request) or AnonymousUser()
        return self.get_response(request)


def person_of(request: HttpRequest) -> User | None:
    """The person whose `gate` cookie came with the request, on any host but the portal's."""
    token = request.COOKIES.get(settings.GATE_COOKIE_NAME, "")
    return person_for_token(token=token, host=request.META.get("HTTP_HOST", "")) if token else None
