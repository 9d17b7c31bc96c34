"""A live tool, and people who speak to it directly: what a script of theirs could send."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass
from typing import Any

from tests.browser.installation import Installation

MODULE = "tests.browser.gallery.make_live"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the tool."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def data(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.text)

    @property
    def row(self) -> int:
        """The number of the row that was made or changed. Fails where the tool refused."""
        assert self.status == http.HTTPStatus.OK, self.text
        return int(self.data["id"])

    @property
    def errors(self) -> dict[str, list[str]]:
        """What was refused, by field."""
        assert self.status == http.HTTPStatus.UNPROCESSABLE_ENTITY, (self.status, self.text)
        errors: dict[str, list[str]] = self.data["errors"]
        return errors


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a cookie of the tool's door and no browser."""

    name: str
    host: str
    port: int
    cookie: str

    def get(self, path: str) -> Said:
        """Read a page."""
        return self._asks("GET", path)

    def post(self, path: str, **values: Any) -> Said:
        """Send values as JSON: `/idea/new/`, `/idea/3/edit/`, `/idea/3/do/accept/`."""
        return self._asks("POST", path, json.dumps(values).encode(), "application/json")

    def sends(self, path: str, *, files: dict[str, tuple[str, bytes]], **values: str) -> Said:
        """Send a form with files: name -> (file's name, bytes)."""
        mark = uuid.uuid4().hex
        parts = [(f'name="{name}"', value.encode()) for name, value in values.items()]
        parts += [(f'name="{name}"; filename="{of}"', data) for name, (of, data) in files.items()]
        body = b"".join(
            f"--{mark}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"
            for head, data in parts
        )
        body += f"--{mark}--\r\n".encode()
        return self._asks("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _asks(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Said:
        headers = {"Host": self.host, "Origin": f"http://{self.host}", "Cookie": self.cookie}
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        said = Said(
            answer.status, answer.read().decode(errors="replace"), dict(answer.getheaders())
        )
        connection.close()
        return said


@dataclass(frozen=True, slots=True)
class Tool:
    """A template that is live, open to everybody in Acme Foods. `people`: name -> number."""

    slug: str
    host: str
    port: int
    people: dict[str, int]
    cookies: dict[str, str]

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://{self.host}"

    def as_(self, name: str) -> Visitor:
        """Somebody of Acme Foods who speaks to it directly."""
        return Visitor(name, self.host, self.port, self.cookies[name])


def put_live(at: Installation, template: str, roles: dict[str, str]) -> Tool:
    """Build, review and deploy a template; `roles`: role -> names, `{"clerk": "mara,tom"}`."""
    given = (f"{role}={who}" for role, who in roles.items())
    made = json.loads(at.runs("-m", MODULE, template, *given).splitlines()[-1])
    return Tool(port=at.port, **made)
