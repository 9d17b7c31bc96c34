"""One request to a site's process, and its answer."""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from apps.runners import client
from apps.runners.errors import RunnerRefused, RunnerUnavailable
from apps.serving import limits
from apps.serving.files import serve_call
from apps.serving.incoming import body_length
from apps.serving.outgoing import Headers, headers_of
from apps.serving.pool import Connection, pool
from apps.serving.targets import Target
from apps.serving.turned_away import BadRequest, Crashed, Hung, Later
from apps.versions.errors import Tampered
from site_contract.frames import CHUNK, Fault, FrameError, Kind, TooSlow

log = logging.getLogger("sitewright.gate")
Content = bytes | Iterable[bytes]


class Exchange:
    """The way of one request over one connection. Raises the `TurnedAway` that fits."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.connection = _taken(target)

    def run(self, request: HttpRequest, head: dict[str, Any]) -> tuple[int, Headers, Content]:
        """Status, headers and content of the site's answer."""
        frames = self.connection.frames
        frames.deadline = time.monotonic() + limits.ANSWER_SECONDS
        try:
            self._send(request, head)
            status, headers = headers_of(self._head())
            return status, headers, self._content()
        except TooSlow as error:
            self._end()
            raise Hung from error
        except Fault as error:
            log.warning("%s does not answer: %s", self.target.site, error)
            self.connection.close()
            raise Crashed from error
        except FrameError as error:
            log.warning("%s broke off: %s", self.target.site, error)
            self.connection.close()
            raise Crashed from error
        except BaseException:
            self.connection.close()
            raise

    def _send(self, request: HttpRequest, head: dict[str, Any]) -> None:
        length = body_length(request)
        try:
            if length <= CHUNK:
                self.connection.frames.send_message(head, request.read(length) if length else b"")
            else:
                self._send_long(request, head)
        except UnreadablePostError as error:
            raise BadRequest from error

    def _send_long(self, request: HttpRequest, head: dict[str, Any]) -> None:
        frames = self.connection.frames
        frames.send_json(Kind.HEAD, head)
        while piece := request.read(CHUNK):
            # Whoever sends slowly spends their own time, not the site's.
            frames.deadline = time.monotonic() + limits.ANSWER_SECONDS
            frames.send(Kind.BODY, piece)
        frames.send(Kind.END)

    def _head(self) -> dict[str, Any]:
        frames = self.connection.frames
        while (frame := frames.expect(Kind.HEAD, Kind.CALL)).kind is Kind.CALL:
            serve_call(frames, frame.json(), self.target)
        return frame.json()

    def _content(self) -> Content:
        """The whole content where it is short; else what has come and what is still to come."""
        frames = self.connection.frames
        come = bytearray()
        while (frame := frames.expect(Kind.BODY, Kind.END)).kind is Kind.BODY:
            come += frame.content
            if len(come) > limits.WHOLE_ANSWER:
                return self._rest(bytes(come))
        self._give_back()
        return bytes(come)

    def _rest(self, come: bytes) -> Iterator[bytes]:
        frames = self.connection.frames
        frames.deadline = time.monotonic() + limits.STREAM_SECONDS
        whole = False
        try:
            yield come
            yield from frames.content(Kind.BODY, at_most=limits.RESPONSE_BYTES)
            whole = True
        except FrameError as error:
            # The head is out already; a broken end is all that can still be said.
            log.warning("%s broke off in the middle of an answer: %s", self.target.site, error)
            raise ConnectionError("The tool broke off in the middle of its answer.") from error
        finally:
            if whole:
                self._give_back()
            else:
                self.connection.close()

    def _give_back(self) -> None:
        self.connection.frames.deadline = None
        pool.give_back(self.target, self.connection)

    def _end(self) -> None:
        """A process that does not answer one request will not answer the next."""
        log.warning("%s hangs; its process %s is ended", self.target.site, self.connection.pid)
        self.connection.close()
        with suppress(RunnerUnavailable):
            client.kill(self.connection.pid)


def _taken(target: Target) -> Connection:
    try:
        return pool.take(target)
    except RunnerRefused as error:
        log.warning("%s is not started: %s", target.site, error)
        raise Crashed from error
    except (RunnerUnavailable, Tampered) as error:
        log.error("%s cannot be started: %s", target.site, error)
        raise Later from error
