"""What a program said, as values of fields: names that it may know, people by e-mail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from site_kit import asker
from site_kit.api.values import Entity, Told
from site_kit.directory.models import Person
from site_kit.errors import Invalid, KitError, Refused
from site_kit.history import STAMPS
from site_kit.web.filters import ME

SEND_JSON = "Send a JSON object of field and value."
LONGEST_NAME = 60


class NotUnderstood(KitError):
    """The program's author: this is no request. `errors` names what could not be read."""

    id = "not_understood"
    status = 400

    def __init__(self, sentence: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.errors = dict(errors or {})


class TooLarge(KitError):
    """The program's author: more than a row can hold."""

    id = "too_large"
    status = 413


class NotJson(KitError):
    """The program's author: content of another type."""

    id = "not_json"
    status = 415


class Unknown(Invalid):
    """The program's author: names of no field that this person knows of."""


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent; nothing at all is an empty one."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge("This is more than can be sent at once.") from None
    if not body:
        return {}
    if request.content_type != "application/json":
        raise NotJson("Send it as application/json.")
    try:
        said = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotUnderstood(SEND_JSON) from None
    if not isinstance(said, dict):
        raise NotUnderstood(SEND_JSON)
    _refuse_half_signs(said)
    return said


def _refuse_half_signs(said: Any) -> None:
    """JSON can name half of a pair, which is no text that could be looked for or kept."""
    try:
        json.dumps(said, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        raise NotUnderstood("There is half a character in it: send whole ones.") from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number.")


def values_of(entity: Entity, said: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the names of their fields, for `write`.

    Raises `Unknown` for names that this person knows nothing of, `Refused` for stamps.
    """
    unknown = {name: [nothing_called(name)] for name in said if name not in entity.by_id}
    if unknown:
        raise Unknown(unknown)
    stamps = [name for name in said if entity.by_id[name].name in STAMPS]
    if stamps:
        raise Refused(f"{stamps[0]} is written by the tool itself.")
    return _read((entity.by_id[name], value) for name, value in said.items())


def asked_of(known: Iterable[Told], said: Mapping[str, Any], others: Iterable[str]) -> Any:
    """The same for what an action asks for: these fields, and `others` as they are."""
    by_id = {one.id: one for one in known}
    unknown = {
        name: ["This is not asked for."]
        for name in said
        if name not in by_id and name not in others
    }
    if unknown:
        raise Unknown(unknown)
    typed = _read((by_id[name], value) for name, value in said.items() if name in by_id)
    return {**{name: value for name, value in said.items() if name in others}, **typed}


def nothing_called(name: str) -> str:
    """What is said of a name that is none, and of one that this person may not know."""
    return f"There is no field “{name[:LONGEST_NAME]}” here."


def _read(pairs: Iterable[tuple[Told, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for one, value in pairs:
        try:
            found[one.name] = _value(one.kind, value)
        except LookupError as error:
            errors[one.id] = [str(error.args[0])]
    if errors:
        raise Invalid(errors)
    return found


def _value(kind: str, value: Any) -> Any:
    if kind == "person" and value not in (None, ""):
        return _person(value)
    if kind == "people" and isinstance(value, list):
        return [_person(one) for one in value]
    return value


def _person(email: Any) -> int | None:
    if email == ME:
        return asker.current().id
    if isinstance(email, str) and "\x00" not in email:
        people = Person.objects.filter(email__iexact=email.strip(), active=True)
        keys = list(people.values_list("pk", flat=True)[:2])
        if len(keys) == 1:
            return int(keys[0])
    raise LookupError("Name a person by e-mail.")


@contextmanager
def told_by_id(entity: Entity) -> Iterator[None]:
    """Errors name fields by their ids; what concerns a hidden one is said of the row."""
    try:
        yield
    except Unknown:
        raise
    except Invalid as error:
        ids = {one.name: one.id for one in entity.told} | {one: one for one in entity.by_id}
        found: dict[str, list[str]] = {}
        for name, sentences in error.errors.items():
            known = ids.get(name, "")
            found[known] = [*found.get(known, []), *sentences]
        error.errors = found
        raise
