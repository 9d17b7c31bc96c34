"""An address that nothing answers to. A route of its own, so that it is our page whether DEBUG is
on or not.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """404 in words; one step further where only the stroke at the end is missing or too many."""
    other = f"/{rest.rstrip('/')}" if rest.endswith("/") else f"/{rest}/"
    if request.method == "GET" and not rest.startswith("/") and _leads_somewhere(other):
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{other}?{query}" if query else other)
    return render(request, "portal/404.html", status=404)


def _leads_somewhere(path: str) -> bool:
    try:
        return resolve(path).url_name != "nothing"
    except Resolver404:
        return False
