"""The cookie by which a browser is known on every host but the portal's own."""

from django.conf import settings
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.queries import person_for_token


def token_of(request: HttpRequest) -> str:
    """What the `gate` cookie says, or an empty text."""
    return request.COOKIES.get(settings.GATE_COOKIE_NAME, "")


def person_of(request: HttpRequest) -> User | None:
    """The person whose `gate` cookie came with the request, on this host."""
    token = token_of(request)
    return person_for_token(token=token, host=request.META.get("HTTP_HOST", "")) if token else None
