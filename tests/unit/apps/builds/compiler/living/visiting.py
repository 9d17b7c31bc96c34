"""Everybody goes wherever a page leads them: every link, filter, sort and form of a tool."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from site_kit.asker import ENVIRON_KEY
from site_kit.testing.html import Element, controls, read
from site_runtime.inside.jobs.access_proof import NOBODY, OUTSIDER, personas, places

MOST = {"admin": 80, "member": 30}
MOST_OTHERS = 15
NUMBERS = re.compile(r"\d+")
KEPT_OUT = {NOBODY: 401, OUTSIDER: 403}
SAME_ORIGIN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@dataclass
class Visit:
    """One person's way through a tool."""

    persona: str
    client: Client
    waiting: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def walk(self) -> None:
        """Open what waits, and what is found there."""
        at = 0
        while at < len(self.waiting) and at < MOST.get(self.persona, MOST_OTHERS):
            address = self.waiting[at]
            at += 1
            page = self.open(address)
            if page is not None:
                for found in _leads_to(address, page):
                    self.note(found)

    def note(self, address: str) -> None:
        """Go there later, unless somewhere alike was seen."""
        alike = NUMBERS.sub("0", address)
        if alike not in self.seen:
            self.seen.add(alike)
            self.waiting.append(address)

    def open(self, address: str) -> Element | None:
        """The page at an address, where there is one for this person."""
        return self.hear(f"GET {address}", lambda: self.client.get(address))

    def send(self, address: str, values: dict[str, Any]) -> Element | None:
        """What is said to a form."""
        said = f"POST {address} {values}"
        return self.hear(said, lambda: self.client.post(address, values, headers=SAME_ORIGIN))

    def hear(self, said: str, ask: Any) -> Element | None:
        """The answer, whose status has to be one that is expected."""
        try:
            response = ask()
            text = b"".join(response) if response.streaming else response.content
        except Exception as error:  # noqa: BLE001  # whatever the tool raises is what is looked for
            self.wrong.append(f"{said} as {self.persona}: {broken(error)}")
            return None
        status = response.status_code
        self.statuses[status] = self.statuses.get(status, 0) + 1
        expected = {KEPT_OUT[self.persona]} if self.persona in KEPT_OUT else _EXPECTED[said[:4]]
        if status not in expected:
            words = read(text.decode(errors="replace")).text[:200]
            self.wrong.append(f"{said} as {self.persona}: {status} {words}")
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return read(text.decode()) if is_page else None


_EXPECTED = {
    "GET ": {200, 302, 303, 403, 404, 409},
    "POST": {200, 302, 303, 400, 403, 404, 405, 409, 422},
}


def broken(error: BaseException) -> str:
    """An error, and where in the kit or the tool it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "/site_kit/" in one.filename or "/app/" in one.filename]
    at = " < ".join(f"{one.filename.split('/')[-1]}:{one.lineno}" for one in reversed(ours[-4:]))
    return f"{type(error).__name__}: {str(error)[:400]} ({at})"


def everybody() -> Iterator[Visit]:
    """A visit for each persona, before it begins."""
    addresses = [place.address for place in places()]
    for name, asker in personas().items():
        known: Any = {} if asker is None else {ENVIRON_KEY: asker}
        visit = Visit(name, Client(raise_request_exception=True, **known))
        for address in addresses:
            visit.note(address)
        yield visit


def _leads_to(address: str, page: Element) -> Iterator[str]:
    """Where links of a page lead within the tool, and its forms that only ask."""
    path = address.partition("?")[0]
    for one in page.all("href"):
        target = one.attributes["href"].partition("#")[0]
        if target.startswith("?"):
            yield path + target
        elif target.startswith("/") and not target.startswith(("//", "/static/")):
            yield target
    for form in (one for one in page if one.tag == "form"):
        if form.attributes.get("method", "get").lower() == "get":
            yield from _asked(form.attributes.get("action") or path, form)


def _asked(path: str, form: Element) -> Iterator[str]:
    """A form that only asks, with each of its controls filled in once."""
    from urllib.parse import urlencode

    start = controls(form)
    for name, value in _fillings(form):
        yield f"{path}?{urlencode(start | {name: value}, doseq=True)}"


TYPED = {
    "search": "a",
    "text": "a",
    "number": "3",
    "date": "2026-03-11",
    "datetime-local": "2026-03-11T10:00",
    "time": "10:00",
    "month": "2026-03",
    "week": "2026-W11",
    "email": "a@b.example",
    "url": "https://b.example/",
    "tel": "+45 12345678",
}


def _fillings(form: Element) -> Iterator[tuple[str, str]]:
    for one in form:
        name, kind = one.attributes.get("name", ""), one.attributes.get("type", "text")
        if not name or "disabled" in one.attributes:
            continue
        if one.tag == "select":
            values = [o.attributes.get("value", o.text) for o in one if o.tag == "option"]
            yield from ((name, value) for value in [v for v in values if v][:2])
        elif one.tag == "textarea":
            yield name, "Some words"
        elif one.tag == "input" and kind in ("checkbox", "radio"):
            yield name, one.attributes.get("value", "on")
        elif one.tag == "input" and kind in TYPED:
            yield name, TYPED[kind]


def filled(form: Element, chance: int) -> dict[str, Any]:
    """All that a person would send who fills in everything (`chance` 0), or only what is empty."""
    values: dict[str, Any] = dict(controls(form))
    for name, value in _fillings(form):
        if chance == 0 or not any(values.get(name, [])):
            values[name] = value
    return values
