"""The first code in a site's process, piece by piece: without a runner, a database or a tool."""

import io
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from site_contract.frames import FrameError, FrameSocket, Kind
from site_contract.visitor import BadVisitor, Visitor, sign
from site_runtime.inside import body as body_module
from site_runtime.inside import boot, files, life, walls
from site_runtime.inside.answer import Answerer
from site_runtime.inside.body import Body
from site_runtime.inside.sentences import LONGEST, sentence_of
from site_runtime.runner.logs import LARGEST_FILE, SiteLog, read_available
from tests.isolation.tools import config_of

Ends = tuple[FrameSocket, FrameSocket]
CONFIG = config_of(Path("/nowhere"))
MARA = Visitor(4, "Mara Lind", "mara@acme.example", ("approver",), ("Operations",))


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = (FrameSocket(end) for end in socket.socketpair())
    ours.deadline = theirs.deadline = time.monotonic() + 10
    yield ours, theirs
    ours.close()
    theirs.close()


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


# The content of a request.


def test_content_is_read_as_it_is_asked_for(ends: Ends) -> None:
    gate, site = ends
    gate.send(Kind.BODY, b"hello ")
    gate.send(Kind.BODY, b"world")
    gate.send(Kind.END)
    read = io.BufferedReader(Body(site))
    assert (read.read(3), read.read(5), read.read()) == (b"hel", b"lo wo", b"rld")
    assert read.read() == b""


def test_what_nobody_read_is_taken_in_and_can_still_be_read(ends: Ends) -> None:
    gate, site = ends
    gate.send(Kind.BODY, b"one")
    gate.send(Kind.BODY, b"two")
    gate.send(Kind.END)
    gate.send_json(Kind.REPLY, {"ok": True})
    body = Body(site)
    body.finish()
    assert site.expect(Kind.REPLY).json() == {"ok": True}
    assert io.BufferedReader(body).read() == b"onetwo"


def test_content_beyond_the_limit_is_refused(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, site = ends
    monkeypatch.setattr(body_module, "MOST", 10)
    gate.send(Kind.BODY, b"x" * 11)
    with pytest.raises(FrameError, match="More than 10 bytes"):
        Body(site).finish()


# One request and its answer.


def head(**changed: Any) -> dict[str, Any]:
    signed = sign(
        MARA,
        key=bytes.fromhex(CONFIG.visitor_key),
        site=CONFIG.site,
        request_id="r1",
        now=time.time(),
    )
    given = {
        "method": "GET",
        "path": "/notes/ü/",
        "query": "a=b",
        "headers": [["Accept", "text/html"], ["Content-Length", "3"], ["Content-Type", "text/x"]],
        "visitor": signed,
        "request_id": "r1",
        "scheme": "http",
        "host": "unruly--acme.localhost:8000",
    }
    return given | changed


class Response(list[bytes]):
    """What Django's handler gives back."""

    streaming = False
    closed = False

    def close(self) -> None:
        self.closed = True


def answered(ends: Ends, handler: Any, sent: dict[str, Any], body: bytes = b"") -> None:
    gate, site = ends
    gate.send_message(sent, body)
    Answerer(CONFIG, handler).answer(site)


def test_a_request_becomes_what_django_knows(ends: Ends) -> None:
    seen: list[dict[str, Any]] = []

    def handler(environ: dict[str, Any], start: Any) -> Response:
        seen.append(environ | {"read": environ["wsgi.input"].read()})
        start("200 OK", [("Content-Type", "text/plain")])
        return Response([b"pong"])

    answered(ends, handler, head(method="POST"), b"abc")
    (environ,) = seen
    assert (environ["REQUEST_METHOD"], environ["QUERY_STRING"]) == ("POST", "a=b")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/notes/ü/"
    assert (environ["CONTENT_LENGTH"], environ["CONTENT_TYPE"]) == ("3", "text/x")
    assert (environ["HTTP_ACCEPT"], environ["HTTP_HOST"]) == ("text/html", head()["host"])
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("unruly--acme.localhost", "8000")
    assert environ["read"] == b"abc"
    assert environ["site_kit.asker"].name == "Mara Lind"
    gate = ends[0]
    assert gate.expect(Kind.HEAD).json() == {
        "status": 200,
        "headers": [["Content-Type", "text/plain"]],
    }
    assert b"".join(gate.content(Kind.BODY, at_most=100)) == b"pong"


@pytest.mark.parametrize(("scheme", "port"), [("http", "80"), ("https", "443")])
def test_the_usual_port_need_not_be_named(ends: Ends, scheme: str, port: str) -> None:
    environ = Answerer(CONFIG, None).environ(  # type: ignore[arg-type]
        head(host="keys.example", scheme=scheme), Body(ends[1])
    )
    assert (environ["SERVER_PORT"], environ["wsgi.url_scheme"]) == (port, scheme)


@pytest.mark.parametrize(
    "name", ["site_kit.asker", "SITE-KIT.ASKER", "wsgi.input", "REQUEST_METHOD", "PATH_INFO"]
)
def test_no_header_can_become_anything_but_a_header(name: str) -> None:
    with socket.socket() as unused:
        environ = Answerer(CONFIG, None).environ(  # type: ignore[arg-type]
            head(headers=[[name, "evil"]], visitor=""), Body(FrameSocket(unused))
        )
    assert environ["REQUEST_METHOD"] == "GET"
    assert "site_kit.asker" not in environ
    assert [key for key, value in environ.items() if value == "evil"] == [
        f"HTTP_{name.upper().replace('-', '_')}"
    ]


def test_a_forged_visitor_is_no_visitor_and_no_request(ends: Ends) -> None:
    called: list[Any] = []
    forged = sign(MARA, key=b"x" * 32, site=CONFIG.site, request_id="r1", now=time.time())
    answered(ends, lambda *given: called.append(given), head(visitor=forged), b"abc")
    assert called == []
    assert "signature" in ends[0].receive().json()["error"]


def test_a_visitor_of_another_request_is_refused() -> None:
    with socket.socket() as unused, pytest.raises(BadVisitor):
        Answerer(CONFIG, None).environ(  # type: ignore[arg-type]
            head(request_id="r2"), Body(FrameSocket(unused))
        )


def test_a_response_is_closed_whatever_happened(ends: Ends) -> None:
    response = Response([b"x"])

    def handler(environ: dict[str, Any], start: Any) -> Response:
        return response  # without having begun

    with pytest.raises(IndexError):
        answered(ends, handler, head())
    assert response.closed


def test_pieces_go_out_as_they_come(ends: Ends) -> None:
    class Streaming(Response):
        streaming = True

    def handler(environ: dict[str, Any], start: Any) -> Response:
        start("200 OK", [])
        return Streaming([b"one", b"two"])

    answered(ends, handler, head())
    gate = ends[0]
    gate.expect(Kind.HEAD)
    assert [gate.receive().content, gate.receive().content] == [b"one", b"two"]
    assert gate.receive().kind is Kind.END


# Files.


def test_a_file_goes_over_the_connection_of_its_request(ends: Ends) -> None:
    gate, site = ends
    came: list[Any] = []

    def hear() -> None:
        came.append(gate.expect(Kind.CALL).json())
        came.append(b"".join(gate.content(Kind.DATA, at_most=10**7)))
        gate.send_json(Kind.REPLY, {"ok": True})

    site_body = Body(site)
    gate.send(Kind.END)
    thread = in_thread(hear)
    with files.answering(site, site_body):
        files.GateFiles().put("a.pdf", iter([b"x" * 100_000, b"y"]), 100_001, "application/pdf")
    thread.join(5)
    assert came[0] == {
        "op": "put_file",
        "key": "a.pdf",
        "size": 100_001,
        "type": "application/pdf",
    }
    assert came[1] == b"x" * 100_000 + b"y"


def test_what_the_gate_says_of_a_file_reaches_the_tool(ends: Ends) -> None:
    gate, site = ends
    gate.send(Kind.END)
    gate.send_json(Kind.REPLY, {"error": "There is a file under this key."})
    with (
        files.answering(site, Body(site)),
        pytest.raises(OSError, match="There is a file under this key"),
    ):
        files.GateFiles().delete("a.pdf")


def test_outside_a_request_there_are_no_files(ends: Ends) -> None:
    with pytest.raises(OSError, match="only while a request is answered"):
        files.GateFiles().delete("a.pdf")
    with files.answering(ends[1], Body(ends[1])):
        pass
    with pytest.raises(OSError, match="only while a request is answered"):
        files.GateFiles().delete("a.pdf")


def test_in_a_trial_files_are_kept_in_memory() -> None:
    kept = files.MemoryFiles()
    kept.put("a", iter([b"x", b"y"]), 2, "text/plain")
    assert kept.kept == {"a": b"xy"}
    kept.delete("a")
    kept.delete("a")
    assert kept.kept == {}


# What may be imported.


@pytest.fixture
def standing(tmp_path: Path) -> walls.Walls:
    package = tmp_path / "app" / "parts"
    package.mkdir(parents=True)
    for file in (package.parent / "__init__.py", package / "__init__.py", package / "one.py"):
        file.write_text("VALUE = 1\n")
    return walls.Walls(str(Path(walls.__file__).parents[2]), tmp_path)


@pytest.mark.parametrize("name", ["app", "app.parts", "app.parts.one"])
def test_a_tools_own_modules_are_found_in_its_folder(standing: walls.Walls, name: str) -> None:
    spec = standing.find_spec(name, None)
    assert spec is not None
    assert spec.origin is not None
    assert spec.origin.startswith(str(standing.code))
    assert isinstance(spec.loader, walls.FromSource)


@pytest.mark.parametrize("name", ["app.nothing", "app.parts.two", "app.parts.one.more"])
def test_what_a_tool_does_not_have_is_not_found(standing: walls.Walls, name: str) -> None:
    assert standing.find_spec(name, None) is None


@pytest.mark.parametrize("name", sorted(walls.OURS))
def test_what_a_tool_stands_on_is_found(standing: walls.Walls, name: str) -> None:
    assert standing.find_spec(name, None) is not None


@pytest.mark.parametrize("name", ["portal", "apps", "tests", "manage", "bench", "json"])
def test_the_rest_of_ours_is_not_found_here(standing: walls.Walls, name: str) -> None:
    assert standing.find_spec(name, None) is None


@pytest.mark.parametrize("name", ["site_runtime.runner", "site_runtime.runner.desk"])
def test_the_runner_is_no_part_of_a_tools_world(standing: walls.Walls, name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match="not part of a tool's world"):
        standing.find_spec(name, None)


def test_the_walls_take_the_house_off_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", ["", ".", "/house", "/usr/lib/python"])
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    walls.put_up("/house", tmp_path)
    assert sys.path == ["/usr/lib/python"]
    assert isinstance(sys.meta_path[0], walls.Walls)
    assert sys.dont_write_bytecode is True


# Mistakes in words.


def caught(text: str, file: Path) -> BaseException:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    try:
        exec(compile(text, str(file), "exec"), {})
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing went wrong")


def test_a_mistake_names_the_tools_own_line(tmp_path: Path) -> None:
    error = caught("x = 1\nraise ValueError('no\\n  good')\n", tmp_path / "app" / "pages.py")
    assert sentence_of(error, str(tmp_path)) == "ValueError: no good (app/pages.py, line 2)"


def test_a_mistake_elsewhere_names_no_file_of_ours(tmp_path: Path) -> None:
    error = caught("raise ValueError\n", tmp_path / "other" / "x.py")
    assert sentence_of(error, "/nowhere") == "ValueError: it gave no reason"


def test_a_mistake_is_not_told_at_length(tmp_path: Path) -> None:
    error = caught("raise ValueError('x' * 10_000)\n", tmp_path / "x.py")
    assert len(sentence_of(error, "/nowhere")) < LONGEST + 50


# The process as a whole.


@pytest.fixture
def control() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


def test_a_connection_is_taken_with_what_it_is_for(control: Any, ends: Ends) -> None:
    ours, theirs = control
    socket.send_fds(ours, [b"C"], [ends[0].fileno()])
    taken = life.take(theirs)
    assert taken is not None
    what, frames = taken
    frames.close()
    assert what == b"C"


def test_the_runners_end_is_the_end(control: Any) -> None:
    ours, theirs = control
    ours.shutdown(socket.SHUT_RDWR)
    assert life.take(theirs) is None


def test_who_waits_for_a_tool_that_cannot_start_is_told_why(control: Any, ends: Ends) -> None:
    ours, theirs = control
    gate, site = ends
    socket.send_fds(ours, [b"C"], [site.fileno()])
    gate.send_message(head())
    life._refuse(theirs, "The tool could not start. NameError: x")
    assert gate.receive().json() == {"error": "The tool could not start. NameError: x"}


def test_nobody_who_waits_is_no_fault(control: Any) -> None:
    ours, theirs = control
    ours.shutdown(socket.SHUT_RDWR)
    life._refuse(theirs, "The tool could not start.")


def test_a_process_that_serves_has_one_way_to_the_rows() -> None:
    settings = boot.settings_of(CONFIG)
    assert set(settings["DATABASES"]) == {"default"}
    assert (settings["DEBUG"], settings["MIDDLEWARE"]) == (False, [])
    options = settings["DATABASES"]["default"]["OPTIONS"]
    assert "statement_timeout=10s" in options["options"]
    assert "search_path=none,directory,public" in options["options"]


def test_values_of_a_tool_are_no_environment_of_its_process() -> None:
    config = config_of(Path("/nowhere"), environment={"PGPASSWORD": "x", "PATH": "y"})
    assert boot.settings_of(config)["SITE_ENVIRONMENT"] == {"PGPASSWORD": "x", "PATH": "y"}


def test_keys_of_two_tools_and_of_two_purposes_differ() -> None:
    other = config_of(Path("/nowhere"), visitor_key="cd" * 32)
    keys = {boot.settings_of(one)["SECRET_KEY"] for one in (CONFIG, other)}
    assert len(keys) == 2
    assert not keys & {CONFIG.visitor_key, other.visitor_key}


def test_a_tool_answers_on_its_own_host_alone() -> None:
    assert boot.settings_of(CONFIG)["ALLOWED_HOSTS"] == ["unruly--acme.localhost", "testserver"]


# What sites print.


def test_a_log_that_has_grown_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "acme_keys.log"
    file.write_bytes(b"x" * (LARGEST_FILE + 1))
    SiteLog(tmp_path, "acme/keys").add(b"new\n")
    assert file.read_bytes() == b"new\n"
    assert (tmp_path / "acme_keys.log.1").stat().st_size == LARGEST_FILE + 1


@pytest.mark.parametrize("site", ["../../etc/passwd", "a/b\\c", "ACME/Ü", "a\x00b", ".."])
def test_a_log_lies_in_its_folder_whatever_the_site_is_called(tmp_path: Path, site: str) -> None:
    log = SiteLog(tmp_path / "logs", site)
    log.add(b"x")
    assert log.path.parent == tmp_path / "logs"
    assert log.path.is_file()


def test_what_is_printed_is_read_without_waiting() -> None:
    import os

    read, write = os.pipe()
    os.set_blocking(read, False)
    assert read_available(read) == b""
    os.write(write, b"hello")
    assert read_available(read) == b"hello"
    os.close(write)
    assert read_available(read) is None
    os.close(read)


def test_a_request_is_json_and_nothing_that_could_be_code(ends: Ends) -> None:
    gate, site = ends
    gate._socket.sendall(b"H\x00\x00\x00\x05cpos\n")
    with pytest.raises(FrameError, match="does not hold JSON"):
        Answerer(CONFIG, None).answer(site)  # type: ignore[arg-type]
    assert json.loads("{}") == {}
