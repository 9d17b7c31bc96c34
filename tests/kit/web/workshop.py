"""The workshop's pages: declared for one test class, forgotten afterwards.

The process of the tests serves the invoice tool; here the workshop of `tests.kit.lab` takes its
place, with pages that each test class declares for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.test import Client, override_settings

import site_kit as kit
from site_kit.apps import tool
from site_kit.asker import ENVIRON_KEY
from site_kit.registry import only_here
from site_kit.testing import Player, ToolTestCase
from site_kit.testing.html import Element, read
from site_kit.web import files, storage
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task

STORAGES = {"default": {"BACKEND": "site_kit.web.storage.SiteStorage"}}
MODELS = [Project, Task, LogLine, Salary, Measure]

with only_here():

    class ProjectsPage(kit.Table):
        """Every project, by name."""

        model = Project
        columns = ("name", "lead", "stage", "tags", "budget", "starts_on", "late", "open_tasks")
        filters = (
            "stage",
            "lead",
            "members",
            "tags",
            "late",
            "budget",
            "starts_on",
            "name",
            "parent",
            "created_at",
            "open_tasks",
        )
        counts = (
            kit.PageCount("running", Q(stage="running")),
            kit.PageCount("late", Q(late=True)),
            kit.PageCount("money", measure=models.Sum("budget")),
            kit.PageCount(
                "mean",
                Q(stage="running"),
                measure=kit.Divide(models.Sum("budget"), models.Count("pk")),
            ),
        )
        sort = ("name",)
        totals = (models.Sum("budget"),)


@contextmanager
def only_the_workshop(
    pages: list[type[Any]], entities: Sequence[type[Any]] = MODELS
) -> Iterator[None]:
    """Serve the workshop with these pages instead of the invoice tool."""
    own = tool()
    kept = own.entities
    with only_here() as declared:
        declared.pages = list(pages)
        own.__dict__["entities"] = list(entities)
        try:
            yield
        finally:
            own.__dict__["entities"] = kept


class WorkshopCase(ToolTestCase):
    """A test of pages over the workshop. `pages` are the tool's, in the order of the navigation."""

    pages: ClassVar[list[type[Any]]] = []
    entities: ClassVar[Sequence[type[Any]]] = MODELS
    roles = {"ines": ["planner"]}

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(only_the_workshop(cls.pages, cls.entities))
        cls.enterClassContext(override_settings(STORAGES=STORAGES))
        files.use(storage.InMemory())
        super().setUpClass()

    def client_of(self, player: Player) -> Client:
        """A browser in front of which this person sits."""
        return Client(**{ENVIRON_KEY: player.asker} if player.asker else {})

    def asks(self, player: Player, address: str, **headers: Any) -> Any:
        """What the tool answers, whatever it is."""
        return self.client_of(player).get(address, **headers)

    def posts(self, player: Player, address: str, values: dict[str, Any], **headers: Any) -> Any:
        """What the tool answers to a form."""
        return self.client_of(player).post(address, values, **headers)

    def project(self, name: str, **values: Any) -> Project:
        """A project that is simply there, made by nobody."""
        return Project.everything.create(name=name, **values)


def page_of(response: Any) -> Element:
    """The answer as elements."""
    return read(response.content.decode())


def said(response: Any) -> str:
    """The sentence of a refusal page."""
    found = page_of(response).first("data-refused")
    assert found is not None, response.content.decode()
    return found.text


def toast_after(case: WorkshopCase, player: Player, response: Any) -> str:
    """What a person is told where a form led them."""
    assert response.status_code == 302, response.content.decode()
    found = page_of(case.asks(player, response["Location"])).first("data-toast")
    return found.text if found else ""


def errors(response: Any) -> dict[str, list[str]]:
    """The sentences of a form, by the field they stand beside."""
    found: dict[str, list[str]] = {}
    for one in page_of(response).all("data-error"):
        found.setdefault(one.attributes["data-error"], []).append(one.text)
    return found
