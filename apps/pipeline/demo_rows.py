"""Rows for the demo's tools: typed in by the cast, through the door, as anybody would.

A tool's samples are for previews and never reach live data by themselves, so the demo does not put
them there either: somebody enters each row as it begins, and where the sample stands further on,
somebody who may moves it there. Every rule and right of the tool holds.
"""

import http.client
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from apps.accounts.actions import open_handoff, redeem_handoff
from apps.accounts.models import User
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace

RELATIVE = re.compile(r"today(?:([+-]\d+))?(?: (\d\d:\d\d))?\Z")
REASON = "Not what was ordered."
Known = dict[tuple[str, str], int]
"""The ids of rows by entity and by what they are called."""


class Visit:
    """One person in front of one live site."""

    def __init__(self, person: User, workspace: Workspace, site: Site) -> None:
        self.person = person
        self.host = workspace.site_address(site.slug).split("://")[1]
        code = open_handoff(by=person, host=self.host, state="demo", session_key="demo")
        self.token = redeem_handoff(code=code, state="demo", host=self.host)

    def sends(self, path: str, values: dict[str, Any]) -> int | None:
        """The id of the row that was made or changed, or None where the tool refuses."""
        connection = http.client.HTTPConnection("127.0.0.1", settings.SITEWRIGHT.port, timeout=30)
        headers = {
            "Host": self.host,
            "Origin": f"{settings.SITEWRIGHT.scheme}://{self.host}",
            "Cookie": f"{settings.GATE_COOKIE_NAME}={self.token}",
            "Content-Type": "application/json",
        }
        connection.request("POST", path, json.dumps(values), headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        row: int | None = json.loads(said)["id"] if answer.status == http.HTTPStatus.OK else None
        return row


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there: those who enter rows in this order, and whoever decides on them."""

    entering: list[Visit]
    deciding: Visit


def enter_rows(
    workspace: Workspace,
    version: Version,
    samples: list[dict[str, Any]],
    *,
    entering: list[User],
    deciding: User,
) -> int:
    """Have the first of `entering` who may enter each row do so, and have the row brought to where
    it stands; how many rows came in.
    """
    cast = Cast(
        [Visit(person, workspace, version.site) for person in entering],
        Visit(deciding, workspace, version.site),
    )
    entities = {entity["id"]: entity for entity in version.blueprint["entities"]}
    known: Known = {}
    came = 0
    for sample in samples:
        entity = entities[sample["entity"]]
        for cells in sample["rows"]:
            row = _enter(cast, entity, dict(zip(sample["columns"], cells, strict=True)), known)
            if row is not None:
                came += 1
                known[entity["id"], cells[0]] = row
    return came


def _enter(cast: Cast, entity: dict[str, Any], typed: dict[str, str], known: Known) -> int | None:
    """Enter one row, then bring it on."""
    kinds = {field["id"]: field for field in entity["fields"]}
    begins, later = {}, {}
    for name, cell in typed.items():
        if not cell or not _stored(kinds[name]):
            continue
        if kinds[name]["kind"] == "status":
            later[name] = cell
        else:
            begins[name] = _value(kinds[name], cell, known, me=cast.entering[0].person)
    path = f"/{entity['id']}/new/"
    row = next(filter(None, (visit.sends(path, begins) for visit in cast.entering)), None)
    if row is not None:
        for name, value in later.items():
            if value != kinds[name]["values"][0]["id"]:
                _bring_on(cast, entity, row, name, value)
    return row


def _bring_on(cast: Cast, entity: dict[str, Any], row: int, status: str, value: str) -> None:
    """By the button that leads there, where there is one; else by the last who enters, who keeps
    the tool.
    """
    for action in entity.get("actions", []):
        if action.get("to") == value and action.get("field", status) == status:
            asked = dict.fromkeys(action.get("needs", []), REASON)
            cast.deciding.sends(f"/{entity['id']}/{row}/do/{action['id']}/", asked)
            return
    cast.entering[-1].sends(f"/{entity['id']}/{row}/edit/", {status: value})


def _stored(field: dict[str, Any]) -> bool:
    return not field.get("readonly") and not field.get("expr")


def _value(field: dict[str, Any], cell: str, known: Known, me: User) -> Any:
    """A sample's text as the tool's own address takes it: ids for rows and people, plain dates."""
    match field["kind"]:
        case "relation":
            return known.get((field["to"], cell))
        case "person" if cell == "me":
            return me.pk
        case "person":
            return User.objects.filter(name=cell).values_list("pk", flat=True).first()
        case "date" | "datetime" if (found := RELATIVE.match(cell)) is not None:
            day = timezone.localdate() + timedelta(days=int(found[1] or 0))
            return f"{day}T{found[2] or '09:00'}" if field["kind"] == "datetime" else str(day)
        case _:
            return cell
