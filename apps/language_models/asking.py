"""Asks a model: retries what may pass, within one span of time, and counts what it costs."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from apps.language_models.faults import ModelFault, Unreachable
from apps.language_models.questions import Endpoint, Question, Reply

MOST_TRIES = 4
FIRST_WAIT = 0.5
TIME = 100.0

Once = Callable[[Endpoint, Question, float], Awaitable[Reply]]


def ask(endpoint: Endpoint, question: Question, *, seconds: float = TIME) -> Reply:
    """The model's answer; raises a `ModelFault` after the last try or when the time is over."""
    return asyncio.run(_ask(endpoint, question, seconds, _once))


async def _ask(endpoint: Endpoint, question: Question, seconds: float, once: Once) -> Reply:
    started = time.monotonic()
    tries = 0
    while True:
        tries += 1
        left = seconds - (time.monotonic() - started)
        try:
            async with asyncio.timeout(max(left, 0.01)):
                reply = await once(endpoint, question, left)
        except TimeoutError:
            late = Unreachable("The language model did not answer in time.")
            late.calls, late.seconds = tries, round(time.monotonic() - started, 3)
            raise late from None
        except ModelFault as fault:
            fault.calls, fault.seconds = tries, round(time.monotonic() - started, 3)
            wait = _wait(fault, tries)
            if (
                not fault.again
                or tries >= MOST_TRIES
                or wait > seconds - (time.monotonic() - started)
            ):
                raise
            await asyncio.sleep(wait)
            continue
        spent = round(time.monotonic() - started, 3)
        return replace(reply, seconds=spent, calls=tries - 1 + reply.calls)


def _wait(fault: ModelFault, tries: int) -> float:
    """What the server asks for, else twice as long each time, with jitter so that
    workers spread.
    """
    if fault.wait is not None:
        return fault.wait + random.uniform(0, 0.25)
    return float(FIRST_WAIT * 2 ** (tries - 1)) * random.uniform(0.5, 1.5)


async def _once(endpoint: Endpoint, question: Question, left: float) -> Reply:
    """One request; the library comes in here, so that only workers carry it."""
    from apps.language_models.one_request import one_request

    return await one_request(endpoint, question, left)
