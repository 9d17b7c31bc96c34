"""The present address, and the addresses that a page offers from here.

What a person chose (filters, search, sort, a pressed count) lives in the query, so that a link
shows another person the same page, cut by that person's rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.http import HttpRequest, QueryDict

PASSING = ("after", "before", "at", "toast", "part", "row")
"""Parameters that no link carries on."""


class Address:
    """A path and its query."""

    __slots__ = ("params", "path")

    def __init__(self, path: str, params: QueryDict) -> None:
        self.path = path
        self.params = params

    @classmethod
    def of(cls, request: HttpRequest, path: str = "") -> Address:
        """The request's own address; `path` where the page has a better one (home)."""
        return cls(path or request.path, request.GET)

    def one(self, name: str) -> str:
        """The value of a parameter, trimmed; "" where it is not there."""
        return _kept(self.params.get(name) or "")

    def all(self, name: str) -> list[str]:
        """Every value of a parameter that is not empty."""
        return [kept for value in self.params.getlist(name) if (kept := _kept(value))]

    def __contains__(self, name: str) -> bool:
        return name in self.params

    def pairs(self, without: Iterable[str] = ()) -> list[tuple[str, str]]:
        """The query as pairs, without what only passes and without these names."""
        out = {*PASSING, *without}
        return [
            (name, value)
            for name, values in self.params.lists()
            if name not in out
            for value in values
        ]

    def with_(self, changes: Mapping[str, Any]) -> str:
        """This address with other values; an empty value takes the parameter away."""
        kept = self.pairs(without=changes)
        new = [
            (name, str(value))
            for name, given in changes.items()
            for value in (given if isinstance(given, list) else [given])
            if given not in ("", None)
        ]
        return self._written([*kept, *new])

    def without(self, *names: str) -> str:
        """This address without these parameters."""
        return self._written(self.pairs(without=names))

    def here(self) -> str:
        """This address as it is, without what only passes."""
        return self.without()

    def under(self, ending: str) -> str:
        """Something below this page with the same query: `export.csv`."""
        return self._written(self.pairs(), self.path.rstrip("/") + "/" + ending)

    def _written(self, pairs: list[tuple[str, str]], path: str = "") -> str:
        query = urlencode(pairs)
        return f"{path or self.path}?{query}" if query else path or self.path


def local(address: str, otherwise: str) -> str:
    """An address of this site that a form named; anything else is not followed."""
    parts = parts_of(address)
    inside = parts is not None and not parts.scheme and not parts.netloc
    safe = inside and address.startswith("/") and not address.startswith("//")
    return address if safe and "\\" not in address and address.isprintable() else otherwise


def parts_of(address: str) -> SplitResult | None:
    """An address in its parts; None where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _kept(value: str) -> str:
    """A value as it is looked for: no text that is kept has the sign that is taken out."""
    return value.replace("\x00", "").strip()
