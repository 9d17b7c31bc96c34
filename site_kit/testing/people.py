"""One of the cast at work: each verb is a request, and what the tool refuses is a `Refusal`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from site_kit.asker import ENVIRON_KEY, Asker
from site_kit.directory.models import Person
from site_kit.models import entity_id
from site_kit.testing.html import Element, controls, read
from site_kit.testing.pages import Page
from site_kit.titles import title_path

WAYS_IN = ("form", "api")
HOST = "testserver"


class Refusal(AssertionError):
    """What the tool said instead of doing it: `errors` is field -> sentences, `""` on top."""

    def __init__(self, status: int, errors: Mapping[str, list[str]]) -> None:
        self.status = status
        self.errors = dict(errors)
        super().__init__(f"Refused ({status}): {self.errors}")

    @property
    def sentences(self) -> list[str]:
        """All that was said."""
        return [sentence for several in self.errors.values() for sentence in several]


@dataclass(frozen=True)
class Player:
    """Somebody who uses the tool: `self.mara.creates(…)`. `asker` is None for nobody.

    `usual` is what they fill in where a test says nothing else, for each model.
    """

    key: str
    asker: Asker | None
    way_in: str = "form"
    usual: Mapping[type[Model], Mapping[str, Any]] = field(default_factory=dict, compare=False)

    def __deepcopy__(self, memo: object) -> Player:
        return self

    @property
    def person(self) -> Person:
        """This person in the directory."""
        assert self.asker is not None, "Nobody is no person."
        assert self.asker.id is not None, "The tool is no person."
        return Person.objects.get(pk=self.asker.id)

    def by(self, way_in: str) -> Player:
        """The same person by another way in: `form` or `api`."""
        return replace(self, way_in=way_in)

    @property
    def every_way(self) -> EveryWay:
        """The same person by each way in, one after the other, where all of them refuse."""
        return EveryWay(self)

    def opens(self, page: str = "", /, **filters: Any) -> Page:
        """Go to a page by its id: `opens("today", status="open")`."""
        query = f"?{urlencode(_texts(filters), doseq=True)}" if filters else ""
        return self.visits(f"/{page}/{query}" if page else f"/{query}")

    def visits(self, address: str) -> Page:
        """Go to an address."""
        response = self._get(address)
        place = response.request["PATH_INFO"]
        query = response.request["QUERY_STRING"]
        return Page(f"{place}?{query}" if query else place, _read(response), self._follow(place))

    def sees(self, row: Model) -> Page:
        """Go to a row's own page."""
        page = self.visits(f"/{entity_id(type(row))}/{row.pk}/")
        return replace(page, title_field=str(title_path(type(row))))

    def creates(self, model: type[Model], /, **values: Any) -> Any:
        """Make a row, with what is usual for what is not said; gives it as it was kept."""
        values = {**self.usual.get(model, {}), **values}
        if self.way_in == "api":
            return _kept(model, self._calls("post", f"{entity_id(model)}/", _by_id(model, values)))
        address = f"/{entity_id(model)}/new/"
        return _kept(model, self._sends(model, address, values))

    def sends(self, page: str, model: type[Model], /, **values: Any) -> Any:
        """Fill in a form page, one step after the other; gives the row as it was kept."""
        given = _texts(_by_id(model, values))
        shown = self.visits(f"/{page}/").root
        while True:
            form = shown.first("data-form")
            assert form is not None, f"There is no form on /{page}/."
            offered = {one.attributes["data-field"] for one in form.all("data-field")}
            typed: dict[str, Any] = controls(form)
            typed.update({name: given.pop(name) for name in offered & given.keys()})
            button = form.first("name", "_go")
            if button is not None:
                typed["_go"] = button.attributes["value"]
            response = self._post(f"/{page}/", typed)
            if response.status_code != 200:
                assert not given, f"The form /{page}/ does not ask for {sorted(given)}."
                return _newest(model) if _is_outsider(self) else _kept(model, response)
            shown = _read(response)

    def looks_up(self, page: str, reference: str, /) -> list[str]:
        """Ask a public form what became of what was sent: the values that its status page shows."""
        query = urlencode({"reference": reference})
        facts = self.visits(f"/{page}/status/?{query}").root
        return [one.text for one in facts.all("data-col")]

    def brings(self, model: Any, /, **values: Any) -> Any:
        """Bring in one row from a file; gives it as it was kept."""
        given = _texts(_by_id(model, values))
        out = io.StringIO()
        csv.writer(out).writerows([list(given), list(given.values())])
        there = list(model.everything.values_list("pk", flat=True))
        file = SimpleUploadedFile("rows.csv", out.getvalue().encode())
        page = _read(self._post(f"/{entity_id(model)}/import/", {"file": file}))
        refused = [one.text for one in page.all("data-refused-line")]
        if refused:
            raise Refusal(200, {"": refused})
        return model.everything.exclude(pk__in=there).get()

    def edits(self, row: Any, /, **values: Any) -> Any:
        """Change these fields of a row; gives it as it was kept."""
        if self.way_in == "api":
            self._calls("patch", _row_of(row), _by_id(type(row), values))
            return type(row).everything.get(pk=row.pk)
        self._sends(type(row), f"/{entity_id(type(row))}/{row.pk}/edit/", values)
        return type(row).everything.get(pk=row.pk)

    def deletes(self, row: Model) -> None:
        """Delete a row."""
        if self.way_in == "api":
            self._calls("delete", _row_of(row), {})
            return
        self._post(f"/{entity_id(type(row))}/{row.pk}/delete/", {})

    def runs(self, action: str, row: Any, /, **asked: Any) -> None:
        """Press a button of a row, with what its small form asks for."""
        entity = entity_id(type(row))
        if self.way_in == "bulk":
            values = {**_texts(_by_id(type(row), asked)), "rows": [str(row.pk)]}
            self._post(f"/{entity}/do/{action}/", values)
        elif self.way_in == "api":
            self._calls("post", f"{_row_of(row)}do/{action}/", _by_id(type(row), asked))
        else:
            values = _texts(_by_id(type(row), asked))
            self._post(f"/{entity}/{row.pk}/do/{action}/", values)

    def prints(self, action: str, row: Any, /) -> str:
        """Look at the sheet of a row: the text on it."""
        page = self.visits(f"/{entity_id(type(row))}/{row.pk}/do/{action}/")
        return " ".join(sheet.text for sheet in page.root.all("data-sheet"))

    def comments(self, row: Model, text: str) -> None:
        """Say something about a row."""
        if self.way_in == "api":
            self._calls("post", f"{_row_of(row)}comments/", {"text": text})
            return
        self._post(f"/{entity_id(type(row))}/{row.pk}/comment/", {"text": text})

    def is_offered(self, row: Model) -> list[str]:
        """The fields in a row's edit form; none where the form is refused."""
        try:
            page = self.visits(f"/{entity_id(type(row))}/{row.pk}/edit/")
        except Refusal:
            return []
        return [one.attributes["data-field"] for one in page.root.all("data-field")]

    def may_make(self, model: type[Model]) -> list[str]:
        """How they may make rows of a model: `create` by the form, `import` from a file."""
        found = []
        for right, address in (("create", "new"), ("import", "import")):
            with suppress(Refusal):
                self.visits(f"/{entity_id(model)}/{address}/")
                found.append(right)
        return found

    def signs_out_and_in(self) -> None:
        """Come back later: every sentence is a new visit, so nothing but the database is left."""

    # How a sentence is sent

    def _sends(self, model: type[Model], address: str, values: Mapping[str, Any]) -> Any:
        given = _by_id(model, values)
        page = self.visits(address)
        form = page.root.first("data-form")
        assert form is not None, f"There is no form on {address}."
        offered = {one.attributes["data-field"] for one in form.all("data-field")}
        missing = sorted(set(given) - offered)
        assert not missing, f"The form {address} does not offer {missing} to {self.key}."
        typed: dict[str, Any] = controls(form)
        typed.update(_texts(given))
        return self._post(address, typed)

    def _get(self, address: str) -> Any:
        response = self._client().get(address, follow=True, **self._frame())
        _refuse_unless_done(response)
        return response

    def _post(self, address: str, values: Mapping[str, Any]) -> Any:
        response = self._client().post(address, dict(values), **self._frame())
        _refuse_unless_done(response)
        return response

    def _calls(self, method: str, below: str, values: Mapping[str, Any]) -> Any:
        """Ask the API, as a program does."""
        body = json.dumps({name: _as_json(value) for name, value in values.items()})
        response = getattr(self._client(), method)(
            f"/api/v1/{below}", body, content_type="application/json", **self._frame()
        )
        _refuse_unless_done(response)
        return response

    def _client(self) -> Client:
        return Client(headers={"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"})

    def _frame(self) -> dict[str, Any]:
        return {ENVIRON_KEY: self.asker} if self.asker is not None else {}

    def _follow(self, place: str) -> Any:
        return lambda link: self.visits(f"{place}{link}" if link.startswith("?") else link)


@dataclass(frozen=True)
class EveryWay:
    """`self.mara.every_way.creates(…)`: refused by each way in, with what all of them say."""

    player: Player

    def __getattr__(self, verb: str) -> Callable[..., None]:
        def tries(*given: Any, **values: Any) -> None:
            said = [self._refusal(way, verb, *given, **values) for way in WAYS_IN]
            raise Refusal(said[0].status, {"": _in_all([one.sentences for one in said])})

        return tries

    def _refusal(self, way: str, verb: str, *given: Any, **values: Any) -> Refusal:
        try:
            getattr(self.player.by(way), verb)(*given, **values)
        except Refusal as refusal:
            return refusal
        raise AssertionError(f"{self.player.key} {verb} it by {way}, and should not.")


def _in_all(several: Sequence[Sequence[str]]) -> list[str]:
    return [one for one in several[0] if all(one in others for others in several)]


def _refuse_unless_done(response: Any) -> None:
    if response.status_code < 400:
        return
    if response.headers.get("Content-Type", "").startswith("application/json"):
        body = response.json()
        errors = body.get("errors") or {"": [body.get("error", "")]}
        raise Refusal(response.status_code, errors)
    page = _read(response)
    found: dict[str, list[str]] = {}
    for one in page.all("data-error"):
        found.setdefault(one.attributes["data-error"], []).append(one.text)
    for one in page.all("data-refused"):
        found.setdefault("", []).append(one.text)
    raise Refusal(response.status_code, found)


def _read(response: Any) -> Element:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return read(body.decode())


def _kept(model: Any, response: Any) -> Any:
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return model.everything.get(pk=response.json()["id"])
    found = re.search(rf"/{entity_id(model)}/(\d+)/", response.headers.get("Location", ""))
    assert found, f"The form did not lead to the new row, but to {response.headers}."
    return model.everything.get(pk=found[1])


def _is_outsider(player: Player) -> bool:
    return player.asker is not None and player.asker.is_outsider


def _newest(model: Any) -> Any:
    """What an outsider has sent: no address tells them which row it is."""
    return model.everything.latest("pk")


def _by_id(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Attribute names as the ids that forms and addresses have."""
    stored = {f.name: f.db_column or f.name for f in model._meta.fields}
    return {stored.get(name, name): value for name, value in values.items()}


def _row_of(row: Model) -> str:
    return f"{entity_id(type(row))}/{row.pk}/"


def _as_json(value: Any) -> Any:
    """A value as the API takes it: people by e-mail."""
    if isinstance(value, (list, tuple)):
        return [_as_json(one) for one in value]
    if isinstance(value, Player):
        return value.person.email
    return value.email if isinstance(value, Person) else _plain(value)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Player):
        return value.person.pk
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _is_upload(value: Any) -> bool:
    several = value if isinstance(value, (list, tuple)) else [value]
    return any(isinstance(one, File) for one in several)


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a browser sends them; an unticked box is not sent."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        plain = value if _is_upload(value) else _plain(value)
        if plain is None or plain is False:
            found[name] = "" if plain is None else []
        elif plain is True:
            found[name] = "on"
        else:
            found[name] = plain
    return found
