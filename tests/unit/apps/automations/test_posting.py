"""One message to another system, against a real server: where it may go, and where never."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.automations import posting
from apps.automations.errors import NoAddress, NotPosted
from tests.unit.apps.automations.hooks import HOST, Hooks, serving

SECRET = "T0P-S3CRET"
ADDRESS = f"https://{HOST}/services/{SECRET}?way=in"
KEY = "CHAT_URL"
PUBLIC = "93.184.215.14"


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """The name leads to these; what was asked for."""
    asked: list[str] = []
    known = socket.getaddrinfo

    def look_up(host: str, port: int, *more: Any, **named: Any) -> Any:
        if host in addresses:  # a number: nothing is looked up
            return known(host, port, *more, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(posting.socket, "getaddrinfo", look_up)
    return asked


def believe(monkeypatch: pytest.MonkeyPatch, hooks: Hooks) -> None:
    """As if this machine were far away, and known there."""
    monkeypatch.setattr(posting, "PORT", hooks.port)
    monkeypatch.setattr(posting, "context", hooks.context)
    monkeypatch.setattr(posting, "is_public", lambda address: address == "127.0.0.1")


@pytest.fixture
def hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    with serving(tmp_path) as made:
        believe(monkeypatch, made)
        leads_to(monkeypatch, "127.0.0.1")
        yield made


def post(address: str = ADDRESS, text: str = "New: a key", host: str = HOST) -> None:
    posting.post(address, key=KEY, host=host, text=text, number="ws-7")


def fault(**given: Any) -> str:
    with pytest.raises((NotPosted, NoAddress)) as caught:
        post(**given)
    assert SECRET not in repr(caught.value)
    assert caught.value.__cause__ is None, "what lies behind it may hold the address"
    return str(caught.value)


def test_it_arrives_as_json_at_the_address_that_nobody_sees(hooks: Hooks) -> None:
    post(text='"é" <b>\n{title}')
    ((path, headers, body),) = hooks.came
    assert path == f"/services/{SECRET}?way=in"
    assert body == {"text": '"é" <b>\n{title}'}
    assert headers["Host"].split(":")[0] == HOST
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == "ws-7"


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(404, "answered with 404."), (500, "answered with 500."), (301, "answered with 301.")],
)
def test_only_a_yes_is_one(hooks: Hooks, status: int, sentence: str) -> None:
    hooks.answer = f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()
    assert fault() == f"{HOST} {sentence}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(hooks: Hooks, status: int) -> None:
    to = f"https://{HOST}:{hooks.port}/other"
    hooks.answer = f"HTTP/1.1 {status} X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()
    assert fault() == f"{HOST} answered with {status}."
    assert (len(hooks.came), hooks.connections) == (1, 1)


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/x",
        f"https://evil.example/{SECRET}",
        f"https://{HOST}.evil.example/x",
        f"https://{HOST}@evil.example/x",
        f"https://user:{SECRET}@{HOST}/x",
        f"https://{HOST}:8443/x",
        f"https://{HOST}:99999/x",
        f"https://evil.example#{HOST}",
        f"https://evil.example\\@{HOST}/x",
        f"https://{HOST}/a b",
        f"https://{HOST}/a\r\nHost: evil.example",
        f"https://{HOST}/é",
        f"//{HOST}/x",
        "https://[::1]/x",
        "https://127.0.0.1/x",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_an_address_that_is_not_on_the_approved_host_is_none(hooks: Hooks, address: str) -> None:
    assert fault(address=address) == f"{KEY} is no address that begins with https://{HOST}/."
    assert hooks.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1"),
        *("240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("fec0::1", "feff::1"),
        *("ff02::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1"),
        *("2002:a00:1::", "2001:0:1::1", "2001:db8::1", "::ffff:0:a00:1", "localhost", ""),
    ],
)
def test_an_address_inside_the_house_is_never_connected_to(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert posting.is_public(address) is False
    monkeypatch.setattr(posting.socket, "create_connection", pytest.fail)
    for several in ([address], [PUBLIC, address]):
        leads_to(monkeypatch, *several)
        assert fault() == f"{HOST} leads to an address inside the house, where nothing is sent."


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_of_the_world_is_one(address: str) -> None:
    assert posting.is_public(address) is True


def test_the_name_is_looked_up_once_and_the_connection_goes_where_it_led(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that leads elsewhere the second time (DNS rebinding) changes nothing."""
    connected: list[Any] = []

    def connect(address: Any, timeout: float) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(posting.socket, "create_connection", connect)
    asked = leads_to(monkeypatch, PUBLIC)
    assert fault() == f"{HOST} could not be reached."
    assert (asked, connected) == ([HOST], [(PUBLIC, 443)])


def test_a_name_that_nobody_knows_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*what: Any, **more: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(posting.socket, "getaddrinfo", unknown)
    assert fault() == f"The name {HOST} is not known."


def test_a_server_of_another_name_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path, "evil.example.com") as evil:
        believe(monkeypatch, evil)
        leads_to(monkeypatch, "127.0.0.1")
        assert fault() == f"{HOST} could not prove that it is {HOST}."
        assert evil.came == []


def test_a_certificate_of_nobody_we_know_is_not_believed(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    monkeypatch.setattr(posting, "context", ssl.create_default_context)
    assert fault() == f"{HOST} could not prove that it is {HOST}."
    assert hooks.came == []


def test_whoever_answers_a_byte_at_a_time_is_cut_off(
    hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.6)
    hooks.slowly = 0.1
    hooks.answer = b"HTTP/1.1 200 " + b"x" * 5000
    assert fault() == f"{HOST} did not answer in time."


def test_whoever_says_nothing_at_all_is_cut_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(posting, "PORT", silent.getsockname()[1])
        monkeypatch.setattr(posting, "is_public", lambda address: True)
        monkeypatch.setattr(posting, "STEP_SECONDS", 0.3)
        leads_to(monkeypatch, "127.0.0.1")
        assert fault() == f"{HOST} did not answer in time."


def test_a_long_answer_is_not_read_to_its_end(hooks: Hooks) -> None:
    hooks.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n" + b"x" * 5000
    post()
    assert len(hooks.came) == 1


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 9x OK\r\n\r\n", b"\0\0"])
def test_an_answer_that_is_none_is_a_fault(hooks: Hooks, answer: bytes) -> None:
    hooks.answer = answer
    assert fault() == f"{HOST} could not be reached."


def test_where_a_text_is_marked_up_it_is_written_so_that_it_stays_text() -> None:
    text = "<!channel> <https://evil.example|Open> & more"
    assert posting.body_of(text, "hooks.slack.com") == (
        b'{"text": "&lt;!channel&gt; &lt;https://evil.example|Open&gt; &amp; more"}'
    )
    assert b"<!channel>" in posting.body_of(text, HOST)
