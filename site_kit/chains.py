"""How long a chain of automations is by now: what follows from what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST_CHAIN = 3

_depth: ContextVar[int] = ContextVar("depth", default=0)


def depth() -> int:
    """How many automations led here."""
    return _depth.get()


@contextmanager
def one_deeper() -> Iterator[int]:
    """What happens inside follows from something; given is how long the chain was before."""
    with going_on_at(_depth.get() + 1):
        yield _depth.get() - 1


@contextmanager
def going_on_at(reached: int) -> Iterator[None]:
    """What happens inside goes on with a chain that so many automations led to."""
    token = _depth.set(reached)
    try:
        yield
    finally:
        _depth.reset(token)
