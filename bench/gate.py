"""What the gate costs: one page of a live tool through the portal's door, and from its process
directly.
"""

import http.client
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings

from apps.accounts.actions import open_handoff, redeem_handoff
from apps.accounts.models import User
from apps.runners import client
from apps.serving.targets import live_target
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from bench.measure import Measure, stopwatch
from site_contract.frames import FrameSocket, Kind
from site_contract.visitor import Visitor, sign

RUNS, WARM_UP = 150, 10
TARGET_RATIO = 2.0
Ask = Callable[[], None]


def gate_overhead(workspace: Workspace, site: Site, visitor: User) -> Measure:
    """The tool's first page, over connections that are kept: median milliseconds. The two ways take
    turns, so that a busy moment of the machine is in both.
    """
    with workspace, ExitStack() as open_ones:
        through = _through(workspace, site, visitor, open_ones)
        straight = directly(workspace, site, visitor, open_ones)
        value, floor = medians(through, straight)
    named = "the same page from the site's process"
    target = round(TARGET_RATIO * floor, 2)
    return Measure("gate_page", value, floor, named, target, "ms", RUNS)


def _through(workspace: Workspace, site: Site, visitor: User, open_ones: ExitStack) -> Ask:
    host = workspace.site_address(site.slug).split("://")[1]
    code = open_handoff(by=visitor, host=host, state="bench", session_key="bench")
    token = redeem_handoff(code=code, state="bench", host=host)
    headers = {"Host": host, "Cookie": f"{settings.GATE_COOKIE_NAME}={token}"}
    connection = http.client.HTTPConnection("127.0.0.1", settings.SITEWRIGHT.port, timeout=30)
    open_ones.callback(connection.close)

    def ask() -> None:
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, f"the gate answered {answer.status}"

    return ask


def directly(
    workspace: Workspace, site: Site, visitor: User, open_ones: ExitStack, path: str = "/"
) -> Ask:
    """Asks the site's process for a page, over one connection; `path` may have a query."""
    assert site.live_version is not None
    target = live_target(workspace, site.live_version)
    config = target.config()
    frames, _ = client.acquire(config)
    open_ones.callback(frames.close)
    seen = Visitor(visitor.pk, visitor.name, visitor.email, (), ())
    head: dict[str, object] = {
        "method": "GET",
        "path": path.partition("?")[0],
        "query": path.partition("?")[2],
        "headers": [],
        "request_id": "bench",
    }
    head |= {"scheme": "http", "host": config.address.split("://")[1]}

    def ask() -> None:
        key = bytes.fromhex(config.visitor_key)
        signed = sign(seen, key=key, site=config.site, request_id="bench", now=time.time())
        _exchange(frames, head | {"visitor": signed})

    return ask


def _exchange(frames: FrameSocket, head: dict[str, object]) -> None:
    frames.deadline = time.monotonic() + 20
    frames.send_message(head)
    answer = frames.expect(Kind.HEAD).json()
    b"".join(frames.content(Kind.BODY, at_most=50_000_000))
    assert answer["status"] == 200, f"the site answered {answer['status']}"


def medians(*ways: Ask, runs: int = RUNS) -> list[float]:
    """Of each way, in milliseconds; they take turns."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(WARM_UP + runs):
        for ask, taken in zip(ways, times, strict=True):
            with stopwatch(taken if number >= WARM_UP else []):
                ask()
    return [statistics.median(taken) * 1000 for taken in times]
