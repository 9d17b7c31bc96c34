"""Programs at the gate: a token instead of a cookie, for the addresses of the API and no other.

A request with a token is the token's alone: no cookie counts beside it and none goes on to the
site. It needs no origin, since no browser adds a token by itself; one that a page elsewhere sends
all the same is refused like any change from there.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from apps.data_api import tokens
from apps.data_api.models import ApiToken
from apps.data_api.queries import holder_of, note_use, still_may
from apps.serving.origins import SAFE, demand_own_page, own_origin
from apps.serving.turned_away import (
    BadRequest,
    BadToken,
    FromElsewhere,
    OnlyReads,
    TooManyRequests,
)
from apps.sites.models import Site
from apps.workspaces.models import Membership, Workspace
from apps.workspaces.queries import Member, member_of

API, AGENTS = "/api/v1/", "/api/mcp"
BEARER = re.compile(r"bearer +(\S+) *\Z", re.IGNORECASE)
WRONG_IN_A_MINUTE = 10
REQUESTS_IN_A_MINUTE = 600
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """A program with a token that works, and the member in whose name it asks."""

    token: ApiToken
    member: Member

    @property
    def reads_only(self) -> bool:
        """Whether it changes nothing."""
        return self.token.scope != ApiToken.Scope.WRITE

    def demand(self, site: Site, membership: Membership) -> None:
        """Raise `BadToken` unless it is one for this site that its person could make today."""
        if self.token.site_id != site.pk or not still_may(membership, site):
            raise BadToken
        note_use(self.token)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether an address is one of the API; its first page is for people."""
    path = request.path_info
    return has_token(request) or path == AGENTS or (path.startswith(API) and path != API)


def has_token(request: HttpRequest) -> bool:
    """Whether a token came, whatever it is worth. Other kinds of credentials are not ours."""
    return str(request.META.get("HTTP_AUTHORIZATION", "")).lower().startswith("bearer")


def program_of(request: HttpRequest, workspace: Workspace | None) -> Program | None:
    """The program that asks, or None where no token came.

    Raises `BadToken` with one sentence for every token that does not work here, `TooManyRequests`,
    and `BadRequest` for a token in the address, where logs and histories would keep it.
    """
    if tokens.WRITTEN.search(request.META.get("QUERY_STRING", "") + request.path_info):
        raise BadRequest
    if not has_token(request):
        return None
    found = BEARER.match(request.META["HTTP_AUTHORIZATION"])
    token = tokens.read(found[1]) if found else None
    path = request.path_info
    if token is None or workspace is None or not (path.startswith(API) or path == AGENTS):
        raise BadToken
    guesses = (token.beginning, request.META.get("REMOTE_ADDR", ""))
    if wrong.count(guesses) >= WRONG_IN_A_MINUTE:
        raise TooManyRequests
    row = holder_of(token)
    member = member_of(row.person, workspace) if row else None
    if row is None or member is None:
        wrong.add(guesses)
        raise BadToken
    if requests.add(row.beginning) > REQUESTS_IN_A_MINUTE:
        raise TooManyRequests
    return Program(row, member)


def demand_may_ask(request: HttpRequest, program: Program | None) -> None:
    """Raise for a change that somebody else's page asks for, or a token that only reads."""
    if program is None:
        demand_own_page(request)
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != own_origin(request):
        raise FromElsewhere
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise FromElsewhere
    # An agent reads by POST too; what it may call is the kit's to say, which knows that it reads.
    if program.reads_only and request.method not in SAFE and request.path_info != AGENTS:
        raise OnlyReads


class Rate:
    """How often something came in this minute, in one process of the portal."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._minute = now, -1
        self._lock = threading.Lock()
        self._counted: Counter[object] = Counter()

    def count(self, what: object) -> int:
        """How often it came."""
        with self._lock:
            self._begin()
            return self._counted[what]

    def add(self, what: object) -> int:
        """It came once more; how often by now."""
        with self._lock:
            self._begin()
            self._counted[what] += 1
            return self._counted[what]

    def _begin(self) -> None:
        minute = int(self._now() // MINUTE)
        if minute != self._minute:
            self._minute = minute
            self._counted.clear()


wrong, requests = Rate(), Rate()
