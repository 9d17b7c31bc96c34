"""The directory as a page and in parts: read by whoever is in the tool, written by nobody."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q

import site_kit as kit
from site_kit.registry import only_here
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class StaffPage(kit.Table):
        """Everybody."""

        model = kit.Person
        filters = ("department", "manager", "active")
        counts = (kit.PageCount("away", Q(active=False)),)
        parts = (
            kit.Stat("idle", model=kit.Person, scope=~kit.ExistsOf("Project", via="lead")),
            kit.Chart("where", model=kit.Person, x="department", shape="bar"),
        )

    class IdlePage(kit.Table):
        """Who leads nothing."""

        model = kit.Person
        scope = ~kit.ExistsOf("Project", via="lead", where=Q(lead=OuterRef("pk")))
        columns = ("name", "manager.name")

    class AreasPage(kit.Report):
        model = kit.Person
        group_by = ("department",)
        totals = (models.Count("pk"),)


class PeopleTests(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [StaffPage, IdlePage, AreasPage]

    def setUp(self) -> None:
        self.project("Apple", lead=self.mara.person)

    def test_they_are_listed_by_name_searched_filtered_and_exported(self) -> None:
        page = self.jon.opens("staff")
        assert page.headings == ["Name", "Email", "Department", "Job title", "Manager", "Active"]
        names = page.column("name")
        assert names == sorted(names)
        assert "Mara Lind" in names
        assert self.jon.opens("staff", q="mara").column("name") == ["Mara Lind"]
        assert self.jon.opens("staff", count="away").column("name") == []
        file = b"".join(self.asks(self.jon, "/staff/export.csv").streaming_content).decode()
        assert "Mara Lind,mara@acme.example," in file
        assert self.asks(self.otto, "/staff/").status_code == 403

    def test_a_page_begins_with_those_who_have_not(self) -> None:
        idle = self.jon.opens("idle").column("name")
        assert "Mara Lind" not in idle
        assert "Jon Vale" in idle
        said = page_of(self.asks(self.jon, "/staff/?part=idle")).text
        assert str(len(idle)) in said

    def test_they_are_counted_by_what_the_directory_says(self) -> None:
        assert "Operations" in page_of(self.asks(self.jon, "/areas/")).text
        assert "Operations" in page_of(self.asks(self.jon, "/staff/?part=where")).text

    def test_each_leads_to_what_the_directory_says_of_them(self) -> None:
        page = page_of(self.asks(self.jon, f"/person/{self.mara.person.pk}/"))
        assert "mara@acme.example" in page.text
        assert self.asks(self.jon, "/person/99/").status_code == 404
        assert self.asks(self.otto, f"/person/{self.mara.person.pk}/").status_code == 403

    def test_nobody_writes_them(self) -> None:
        for ending in ("new/", f"{self.mara.person.pk}/edit/", f"{self.mara.person.pk}/delete/"):
            assert self.asks(self.ada, f"/person/{ending}").status_code in (403, 404)


class ElsewhereTests(WorkshopCase):
    def test_without_a_page_of_people_there_is_none_of_a_person(self) -> None:
        assert Project is not None
        assert self.asks(self.ada, f"/person/{self.mara.person.pk}/").status_code == 404
