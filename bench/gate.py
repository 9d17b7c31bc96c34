"""What the gate costs: one page of a live tool through the portal's door, and from its process
directly.
"""

import http.client
import statistics
import time
from collections.abc import Callable

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

RUNS = 150
TARGET_RATIO = 2.0


def gate_overhead(workspace: Workspace, site: Site, visitor: User) -> Measure:
    """The tool's first page, over connections that are kept: median milliseconds."""
    host = workspace.site_address(site.slug).split("://")[1]
    with workspace:
        through = _through(host, visitor)
        directly = _directly(workspace, site, visitor)
    value, floor = through * 1000, directly * 1000
    named = "the same page from the site's process"
    return Measure("gate_page", value, floor, named, round(TARGET_RATIO * floor, 2), "ms", RUNS)


def _through(host: str, visitor: User) -> float:
    code = open_handoff(by=visitor, host=host, state="bench", session_key="bench")
    token = redeem_handoff(code=code, state="bench", host=host)
    headers = {"Host": host, "Cookie": f"{settings.GATE_COOKIE_NAME}={token}"}
    connection = http.client.HTTPConnection("127.0.0.1", settings.SITEWRIGHT.port, timeout=30)

    def ask() -> None:
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, f"the gate answered {answer.status}"

    return _median(ask)


def _directly(workspace: Workspace, site: Site, visitor: User) -> float:
    target = live_target(workspace, site.live_version)
    config = target.config()
    frames, _ = client.acquire(config)
    seen = Visitor(visitor.pk, visitor.name, visitor.email, (), ())
    head = {"method": "GET", "path": "/", "query": "", "headers": [], "request_id": "bench"}
    head |= {"scheme": "http", "host": config.address.split("://")[1]}

    def ask() -> None:
        key = bytes.fromhex(config.visitor_key)
        signed = sign(seen, key=key, site=config.site, request_id="bench", now=time.time())
        _exchange(frames, head | {"visitor": signed})

    try:
        return _median(ask)
    finally:
        frames.close()


def _exchange(frames: FrameSocket, head: dict[str, object]) -> None:
    frames.deadline = time.monotonic() + 20
    frames.send_message(head)
    answer = frames.expect(Kind.HEAD).json()
    b"".join(frames.content(Kind.BODY, at_most=50_000_000))
    assert answer["status"] == 200, f"the site answered {answer['status']}"


def _median(ask: Callable[[], None]) -> float:
    times: list[float] = []
    for _ in range(10):
        ask()
    for _ in range(RUNS):
        with stopwatch(times):
            ask()
    return statistics.median(times)
