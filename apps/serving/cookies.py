"""Which cookies are the gate's and which a site's, and how the gate's look."""

from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.http import HttpResponse

from apps.serving import limits

STATE_SECONDS = 600
SESSION_SECONDS = 12 * 3600
RESERVED = frozenset({"gate", "gate_state", "portal", "csrf", "csrftoken", "sessionid", "messages"})
PREFIXES = ("__host-", "__secure-", "__http-")


def is_reserved(name: str) -> bool:
    """Whether a cookie of this name is never a site's."""
    plain = name.strip().lower()
    return plain.startswith(PREFIXES) or plain in RESERVED


def state_name() -> str:
    """The cookie that binds a hand-off to the browser that began it."""
    return f"{settings.COOKIE_PREFIX}gate_state"


def give(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    """Set one of the gate's own cookies: for this host only, out of reach of scripts."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=settings.SITEWRIGHT.scheme == "https",
        httponly=True,
        samesite="Lax",
    )


def take(response: HttpResponse, name: str) -> None:
    """Take one of the gate's own cookies away."""
    response.delete_cookie(name, path="/", samesite="Lax")


def pass_on(response: HttpResponse, set_cookies: list[str]) -> None:
    """Give a site's own cookies to the browser: for its host only, few, small, none of ours."""
    for text in set_cookies[: limits.COOKIES]:
        if len(text) > limits.COOKIE_BYTES:
            continue
        try:
            parsed: SimpleCookie = SimpleCookie(text)
        except CookieError:
            continue
        for name, morsel in parsed.items():
            if is_reserved(name):
                continue
            morsel["domain"] = ""
            morsel["samesite"] = "Lax"
            morsel["secure"] = settings.SITEWRIGHT.scheme == "https"
            response.cookies[name] = morsel.value
            response.cookies[name].update(morsel)
