"""The last resort: an exception that nobody expected becomes a sentence with a number, never a
stack trace.
"""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


class NoTraces:
    """Log the exception of a view under a number, and show the number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for what went wrong; Django's own refusals get theirs, also with DEBUG on."""
        match error:
            case Http404():
                return render(request, "portal/404.html", status=404)
            case PermissionDenied():
                return render(request, "portal/403.html", status=403)
            case SuspiciousOperation():
                return render(request, "portal/400.html", status=400)
        number = secrets.token_hex(4)
        log.error("Error %s at %s", number, request.path, exc_info=error)
        return render(request, "portal/500.html", {"number": number}, status=500)
