"""Rows for the demo's tools: typed in by the cast, through the door, as anybody would.

A tool's samples are for previews and never reach live data by themselves, so the demo does not put
them there either: it enters them, and every rule and right of the tool holds.
"""

import http.client
import json
import re
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


class Visit:
    """One person in front of one live site. `titles` remembers the rows by what they are called."""

    def __init__(self, person: User, workspace: Workspace, site: Site) -> None:
        self.person = person
        self.host = workspace.site_address(site.slug).split("://")[1]
        code = open_handoff(by=person, host=self.host, state="demo", session_key="demo")
        self.token = redeem_handoff(code=code, state="demo", host=self.host)

    def enters(self, entity: str, values: dict[str, Any]) -> int | None:
        """The new row's id, or None where the tool refuses."""
        connection = http.client.HTTPConnection("127.0.0.1", settings.SITEWRIGHT.port, timeout=30)
        headers = {
            "Host": self.host,
            "Origin": f"{settings.SITEWRIGHT.scheme}://{self.host}",
            "Cookie": f"{settings.GATE_COOKIE_NAME}={self.token}",
            "Content-Type": "application/json",
        }
        connection.request("POST", f"/{entity}/new/", json.dumps(values), headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        row: int | None = json.loads(said)["id"] if answer.status == http.HTTPStatus.OK else None
        return row


def enter_samples(workspace: Workspace, version: Version, people: list[User]) -> int:
    """Have the first of `people` who may enter each sample row do so; how many rows came in."""
    visits = [Visit(person, workspace, version.site) for person in people]
    entities = {entity["id"]: entity for entity in version.blueprint["entities"]}
    known: dict[tuple[str, str], int] = {}
    for sample in version.blueprint.get("samples", []):
        kinds = {field["id"]: field for field in entities[sample["entity"]]["fields"]}
        for cells in sample["rows"]:
            typed = dict(zip(sample["columns"], cells, strict=True))
            values = {
                name: _value(kinds[name], cell, known)
                for name, cell in typed.items()
                if cell and _stored(kinds[name])
            }
            row = next(
                filter(None, (visit.enters(sample["entity"], values) for visit in visits)), None
            )
            if row is not None:
                known |= {(sample["entity"], cell): row for cell in cells[:1]}
    return len(known)


def _stored(field: dict[str, Any]) -> bool:
    return not field.get("readonly") and not field.get("expr")


def _value(field: dict[str, Any], cell: str, known: dict[tuple[str, str], int]) -> Any:
    """A sample's text as the tool's own address takes it: ids for rows and people, plain dates."""
    match field["kind"]:
        case "relation":
            return known.get((field["to"], cell))
        case "person":
            return User.objects.filter(name=cell).values_list("pk", flat=True).first()
        case "date" | "datetime" if (found := RELATIVE.match(cell)) is not None:
            day = timezone.localdate() + timedelta(days=int(found[1] or 0))
            return f"{day}T{found[2] or '09:00'}" if field["kind"] == "datetime" else str(day)
        case _:
            return cell
