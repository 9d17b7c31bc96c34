"""One request to a site's process, and its answer."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
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
from apps.workspaces.waiting import TooManyWaiting, waiting
from site_contract.frames import (
    CHUNK,
    Fault,
    FrameError,
    FrameSocket,
    Kind,
    TooSlow,
    Untaken,
)

log = logging.getLogger("sitewright.gate")
Content = bytes | Iterable[bytes]
MOST_ENDED = 3


class Exchange:
    """The way of one request of a person (None: of an outsider) over one connection. Raises the
    `TurnedAway` that fits."""

    def __init__(self, target: Target, person: int | None) -> None:
        self.target, self.person = target, person
        self.connection: Connection = _taken(target)

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
        except TooManyWaiting as error:
            give_back(self.target, self.connection)
            raise Later from error
        except BaseException:
            self.connection.close()
            raise

    def _send(self, request: HttpRequest, head: dict[str, Any]) -> None:
        length = body_length(request)
        if not length:
            return self._begin(lambda frames: frames.send_message(head))
        try:
            with waiting.turn(self.person):
                self._send_with(request, head, length)
        except UnreadablePostError as error:
            raise BadRequest from error
        return None

    def _send_with(self, request: HttpRequest, head: dict[str, Any], length: int) -> None:
        if length > CHUNK:
            self._begin(lambda frames: frames.send_json(Kind.HEAD, head))
            return self._send_rest(request, length)
        body = request.read(length)
        _demand_whole(length - len(body))
        return self._begin(lambda frames: frames.send_message(head, body))

    def _begin(self, send: Callable[[FrameSocket], None]) -> None:
        """Send the first piece. A process that ended a moment ago has taken nothing of it, so
        another may be asked, whatever the method; one that took a byte may not.
        """
        for _ in range(MOST_ENDED):
            try:
                return send(self.connection.frames)
            except Untaken:
                self._replace()
        return send(self.connection.frames)

    def _replace(self) -> None:
        self.connection.close()
        self.connection = _taken(self.target)
        self.connection.frames.deadline = time.monotonic() + limits.ANSWER_SECONDS

    def _send_rest(self, request: HttpRequest, left: int) -> None:
        frames = self.connection.frames
        while piece := request.read(CHUNK):
            # Whoever sends slowly spends their own time, not the site's.
            frames.deadline = time.monotonic() + limits.ANSWER_SECONDS
            frames.send(Kind.BODY, piece)
            left -= len(piece)
        _demand_whole(left)
        frames.send(Kind.END)

    def _head(self) -> dict[str, Any]:
        frames = self.connection.frames
        while (frame := frames.expect(Kind.HEAD, Kind.CALL)).kind is Kind.CALL:
            if self.person is None:
                raise FrameError("A file was to be kept or forgotten for an outsider.")
            serve_call(frames, frame.json(), self.target)
        return frame.json()

    def _content(self) -> Content:
        """The whole content where it is short; else what has come and what is still to come."""
        frames = self.connection.frames
        come = bytearray()
        while (frame := frames.expect(Kind.BODY, Kind.END)).kind is Kind.BODY:
            come += frame.content
            if len(come) > limits.WHOLE_ANSWER:
                frames.deadline = time.monotonic() + limits.STREAM_SECONDS
                return Rest(self.target, self.connection, bytes(come))
        give_back(self.target, self.connection)
        return bytes(come)

    def _end(self) -> None:
        """A process that does not answer one request will not answer the next."""
        log.warning("%s hangs; its process %s is ended", self.target.site, self.connection.pid)
        self.connection.close()
        with suppress(RunnerUnavailable):
            client.kill(self.connection.pid)


class Rest:
    """The content of a long answer as it comes. Closed in the middle, its connection goes too."""

    def __init__(self, target: Target, connection: Connection, come: bytes) -> None:
        self.target, self.connection = target, connection
        self._pieces = chain(
            [come], connection.frames.content(Kind.BODY, at_most=limits.RESPONSE_BYTES)
        )
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except StopIteration:
            self._open = False
            give_back(self.target, self.connection)
            raise
        except FrameError as error:
            # The head is out already; a broken end is all that can still be said.
            log.warning("%s broke off in the middle of an answer: %s", self.target.site, error)
            raise ConnectionError("The tool broke off in the middle of its answer.") from error

    def close(self) -> None:
        """Called by the server at the end, whatever the end was."""
        if self._open:
            self.connection.close()


def _demand_whole(missing: int) -> None:
    """Half a form is not carried out: whoever hung up in the middle has asked for nothing."""
    if missing:
        raise BadRequest


def give_back(target: Target, connection: Connection) -> None:
    """Keep a connection on which everything was said."""
    connection.frames.deadline = None
    pool.give_back(target, connection)


def _taken(target: Target) -> Connection:
    try:
        return pool.take(target)
    except RunnerRefused as error:
        log.warning("%s is not started: %s", target.site, error)
        raise Crashed from error
    except (RunnerUnavailable, Tampered) as error:
        log.error("%s cannot be started: %s", target.site, error)
        raise Later from error
