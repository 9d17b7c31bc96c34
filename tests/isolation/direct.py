"""Speaking to a site's process without the gate, to see what it does by itself."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from apps.runners import client
from site_contract.config import SiteConfig
from site_contract.frames import FrameSocket, Kind
from site_contract.visitor import Visitor, sign

MARA = Visitor(4, "Mara Lind", "mara@acme.example", ("approver",), ("Operations",))


@contextmanager
def connected(config: SiteConfig, many: int = 1) -> Iterator[list[FrameSocket]]:
    """Connections to the process of a configuration."""
    with ExitStack() as open_ones:
        made = [client.acquire(config)[0] for _ in range(many)]
        for one in made:
            open_ones.callback(one.close)
        yield made


def ask(config: SiteConfig, address: str, **given: Any) -> tuple[int, bytes]:
    """One request over a connection of its own."""
    with connected(config) as (frames,):
        return answer_of(request_to(frames, config, address, **given))


def request_to(frames: FrameSocket, config: SiteConfig, address: str, **given: Any) -> FrameSocket:
    """Send a GET, or what `given` makes of it."""
    path, _, query = address.partition("?")
    key = bytes.fromhex(config.visitor_key)
    signed = sign(MARA, key=key, site=config.site, request_id="r1", now=time.time())
    head = {
        "method": "GET",
        "path": path,
        "query": query,
        "headers": [],
        "visitor": signed,
        "request_id": "r1",
        "scheme": "http",
        "host": "unruly--acme.localhost:8000",
    }
    frames.deadline = time.monotonic() + 20
    frames.send_message(head | given)
    return frames


def answer_of(frames: FrameSocket) -> tuple[int, bytes]:
    """Status and content of the answer."""
    head = frames.expect(Kind.HEAD).json()
    return head["status"], b"".join(frames.content(Kind.BODY, at_most=50_000_000))
