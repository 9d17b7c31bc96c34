"""Everything that can be sent is sent, as an admin and as a member: forms, buttons, bringing in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from site_kit.actions import actions_for
from site_kit.apps import tool
from site_kit.testing.html import Element
from tests.unit.apps.builds.compiler.living.visiting import Visit, everybody, filled

ROWS = 2


def write_everything(statuses: dict[str, int]) -> list[str]:
    """What went wrong; all of it is taken back."""
    wrong: list[str] = []
    for visit in everybody():
        if visit.persona not in ("admin", "member"):
            continue
        for address in _forms():
            with transaction.atomic():
                _fill_in(visit, address)
                transaction.set_rollback(True)
        wrong += visit.wrong
        for status, times in visit.statuses.items():
            statuses[f"w{status}"] = statuses.get(f"w{status}", 0) + times
    return wrong


def _forms() -> Iterator[str]:
    """Every address where something may be sent."""
    yield from (f"/{page.id}/" for page in tool().pages if page.kind == "form")
    for model in tool().entities:
        entity = model._meta.db_table
        yield f"/{entity}/new/"
        everything: Any = getattr(model, "everything", model._default_manager)
        keys = list(everything.order_by("pk").values_list("pk", flat=True)[:ROWS])
        for key in keys:
            yield f"/{entity}/{key}/edit/"
            for action in actions_for(model):
                yield f"/{entity}/{key}/do/{action.id}/"
            yield f"/{entity}/{key}/comment/"
        for action in actions_for(model) if keys else ():
            yield f"/{entity}/do/{action.id}/?{keys[0]}"
        if keys:
            yield f"/{entity}/{keys[0]}/delete/"
            yield f"/{entity}/{keys[0]}/restore/"


def _fill_in(visit: Visit, address: str) -> None:
    """Open a form and send it: with what is there, and with everything filled in."""
    path, _, key = address.partition("?")
    if key:
        visit.send(path, {"rows": [key]})
        return
    if path.endswith(("/comment/", "/delete/", "/restore/")):
        visit.send(path, {"text": "Well"})
        return
    for chance in (1, 0):
        form = _form_of(visit.open(path))
        visit.send(path, filled(form, chance) if form is not None else {})


def _form_of(page: Element | None) -> Element | None:
    if page is None:
        return None
    return page.first("data-form") or next((one for one in page if one.tag == "form"), None)
