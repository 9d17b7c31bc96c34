"""Who gets which page: every page, asked as everybody, on the trial's sample rows.

Nobody and who is not let in get nothing; strangers, to whom its public forms are open, get these
and nothing else. Members, each role and admins get the pages that are open to them,
refused otherwise, and never a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client

from site_kit.apps import tool
from site_kit.asker import ADMIN, ENVIRON_KEY, MEMBER, Asker
from site_kit.permissions import rights_for
from site_runtime.inside.jobs import Report

NOBODY, OUTSIDER, STRANGER = "anonymous", "outsider", "no account"
FIRST_ROWS = 1
LOCKED = 409
"""What the form of a row answers that nobody may change as it is now."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and the roles that its page is open to and that the table of rights lets onto it
    (each empty for everybody who is let in).

    `name` stands for it in the table, where the address has the number of a row in it.
    """

    address: str
    open_to: tuple[str, ...] = ()
    given_to: tuple[str, ...] = ()
    is_page: bool = True
    name: str = ""
    is_public: bool = False


def prove(report: Report) -> tuple[list[str], dict[str, dict[str, int]]]:
    """What is wrong, a sentence each, and the whole table: name of the address -> persona ->
    status.
    """
    wrong: list[str] = []
    table: dict[str, dict[str, int]] = {}
    clients = {name: _client(asker) for name, asker in personas().items()}
    for place in places():
        report("access", place.address)
        answers = table[place.name or place.address] = {}
        for name, client in clients.items():
            answers[name] = status = client.get(place.address).status_code
            if not _right(place, name, status):
                wrong.append(f"{place.address} answers {status} to {name}")
    return wrong, table


def personas() -> dict[str, Asker | None]:
    """Everybody: not signed in, not let in, a member, each declared role, an admin; and, where the
    tool has public forms, who comes for these."""
    from site_kit.testing import CAST, asker_of
    from site_kit.testing.cast import outsider_at

    ada, ines, mara, otto = CAST[0], CAST[1], CAST[2], CAST[-1]
    roles = {role.id: asker_of(ines, (role.id,)) for role in tool().roles}
    public = [page.id for page in tool().pages if is_public(page)]
    return {
        NOBODY: None,
        OUTSIDER: asker_of(otto, (), let_in=False),
        **({STRANGER: outsider_at(public)} if public else {}),
        MEMBER: asker_of(mara, ()),
        **roles,
        ADMIN: asker_of(ada, (ADMIN,)),
    }


def places() -> Iterator[Place]:
    """The home page, every page, and for each entity its form and its first row."""
    pages = [page for page in tool().pages if page.kind != "detail"]
    yield Place("/")
    for page in pages:
        open_to = tuple(page.open_to)
        yield Place(f"/{page.id}/", open_to, given_to(page), is_public=is_public(page))
    for model in tool().entities:
        entity = model._meta.db_table
        yield Place(f"/{entity}/new/", is_page=False)
        rows: Any = getattr(model, "everything", model._default_manager)
        for key in rows.order_by("pk").values_list("pk", flat=True)[:FIRST_ROWS]:
            for end in ("", "edit/"):
                name = f"/{entity}/<row>/{end}"
                yield Place(f"/{entity}/{key}/{end}", is_page=False, name=name)


def is_public(page: Any) -> bool:
    """Whether a page is a form that outsiders may send."""
    return page.kind == "form" and bool(page.public)


def given_to(page: Any) -> tuple[str, ...]:
    """The roles that the table of rights lets onto a page; none for everybody, and where it says so
    by people of a row.
    """
    model = getattr(page, "model", None)
    rights = rights_for(model) if model is not None else None
    verb = "create" if page.kind == "form" else "view"
    while rights is not None and rights.goes_by_parent:
        rights = rights_for(rights.parent)
        verb = "view" if verb == "view" else "edit"
    if rights is None or rights.table is None:
        return ()
    grants = rights.table.grants().values()
    entries = {one for grant in grants if grant.gives(verb) for one in grant.by}
    by_people = entries - {MEMBER, ADMIN, *(role.id for role in tool().roles)}
    needs_permission = rights.options.admin_needs_permission and verb != "view"
    admins = () if needs_permission else (ADMIN,)
    return () if MEMBER in entries or by_people else (*sorted(entries), *admins) or (NOBODY,)


def _client(asker: Asker | None) -> Client:
    known = {} if asker is None else {ENVIRON_KEY: asker}
    return Client(raise_request_exception=False, SERVER_NAME="testserver", **known)  # type: ignore[arg-type]


def _right(place: Place, persona: str, status: int) -> bool:
    if persona == NOBODY:
        return status == 401
    if persona == OUTSIDER:
        return status == 403
    if persona == STRANGER:
        return status == (200 if place.is_public else 401)
    if status in {302, 303}:
        return place.address == "/"
    if not place.is_page:
        return status in {200, 403, 404, LOCKED}
    if place.address == "/" and not _has_a_page(persona):
        return status == 403
    return status == 200 if _may_open(place, persona) else status in {403, 404}


def _has_a_page(persona: str) -> bool:
    return any(
        _may_open(place, persona) for place in places() if place.is_page and place.address != "/"
    )


def _may_open(place: Place, persona: str) -> bool:
    is_open = not place.open_to or persona in (*place.open_to, ADMIN)
    return is_open and (not place.given_to or persona in place.given_to)
