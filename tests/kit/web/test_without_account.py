"""Somebody without an account: one form, what it asks, what it says later, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

import site_kit as kit
from site_kit.asker import acting
from site_kit.directory.models import Person
from site_kit.permissions import rights_for
from site_kit.records import HistoryLine
from site_kit.registry import only_here
from site_kit.testing import Player
from site_kit.testing.cast import outsider_at
from tests.kit.lab.models import Project
from tests.kit.lab.visited import Booking, Tour
from tests.kit.web.workshop import WorkshopCase, errors, page_of, said

with only_here():

    class BookingsPage(kit.Table):
        model = Booking
        columns = ("group",)

    class BookPage(kit.Form):
        """Groups of up to forty."""

        name = "Book a tour"
        model = Booking
        fields = ("tour", "group", "email", "visitors", "lunch")
        public = True
        after = "Thank you, {group}, for {tour}: {reference}."
        reply = ("status", "tour")

    class StepsPage(kit.Form):
        model = Booking
        steps = (("Which", ("tour", "group")), ("Who", ("email", "visitors")))
        sets = {"lunch": "none"}
        public = True

    class InsidePage(kit.Form):
        model = Booking
        fields = ("group",)

    class NewsPage(kit.TextPage):
        body = "For members."


CLASHES = (
    "This cannot be taken as it is: it clashes with something that is there already. "
    "Ask whoever runs this form."
)


class OutsiderCase(WorkshopCase):
    pages = [BookingsPage, BookPage, StepsPage, InsidePage, NewsPage]
    entities = [Tour, Booking, Project]

    def setUp(self) -> None:
        self.open = Tour.everything.create(name="Highlights", seats=20, guide=self.jon.person)
        self.shut = Tour.everything.create(name="Vault", seats=5, is_open=False)
        self.someone = Player("someone", outsider_at(["book", "steps"]))

    def typed(self, **values: Any) -> dict[str, Any]:
        whole = {"tour": self.open.pk, "group": "Oak School", "visitors": 12}
        return {**whole, "email": "oak@school.example", **values}

    def sends(self, **values: Any) -> Any:
        return self.posts(self.someone, "/book/", self.typed(**values))


class FormTests(OutsiderCase):
    def test_the_page_shows_its_fields_and_no_navigation(self) -> None:
        page = page_of(self.asks(self.someone, "/book/"))
        asked = [one.attributes["data-field"] for one in page.all("data-field")]
        assert asked == ["tour", "group", "email", "visitors", "lunch"]
        assert "nav" not in {one.tag for one in page}
        links = [one.attributes.get("href", "") for one in page if one.tag == "a"]
        assert set(links) == {"#main", "/book/"}
        assert "Invoice matching" in page.text

    def test_only_what_pick_lets_through_can_be_read_and_chosen(self) -> None:
        shown = self.asks(self.someone, "/book/").content.decode()
        assert "Highlights · seats 20" in shown
        assert "Vault" not in shown
        for tour in (self.shut.pk, 999_999):
            answer = self.sends(tour=tour)
            assert errors(answer) == {"tour": ["This cannot be chosen here."]}
        assert not Booking.everything.exists()

    def test_no_rule_tells_of_a_row_that_is_not_offered(self) -> None:
        answer = self.sends(tour=self.shut.pk, visitors=500)
        assert "larger than the tour" not in answer.content.decode()
        assert "larger than the tour" in self.sends(visitors=500).content.decode()
        looks = [
            self.posts(
                self.someone, "/book/", self.typed(tour=tour), headers={"X-Kit": "look"}
            ).json()
            for tour in (self.open.pk, self.shut.pk, 999_999)
        ]
        assert looks == [{"hidden": []}, {"hidden": ["lunch"]}, {"hidden": ["lunch"]}]

    def test_what_is_sent_is_kept_as_nobodys(self) -> None:
        answer = self.sends()
        assert answer.status_code == 302
        row = Booking.everything.get()
        assert (row.group, row.created_by, row.updated_by, row.status) == (
            "Oak School", None, None, "asked",
        )  # fmt: skip
        assert HistoryLine.objects.get(record=row.pk, entity="booking").by is None

    def test_fields_that_the_page_does_not_ask_for_are_refused(self) -> None:
        sent: dict[str, Any] = dict.fromkeys(("note", "guide", "created_by", "reference"), "1")
        sent["status"] = "confirmed"
        sent["scan"] = SimpleUploadedFile("scan.pdf", b"%PDF")
        for name, value in sent.items():
            assert self.sends(**{name: value}).status_code in (403, 422), name
        assert not Booking.everything.exists()

    def test_a_value_that_is_there_is_refused_without_saying_which(self) -> None:
        self.sends()
        answer = self.sends(group="Elm School")
        assert errors(answer) == {"": [CLASHES]}

    def test_a_program_and_a_form_from_elsewhere_send_nothing(self) -> None:
        client = self.client_of(self.someone)
        sent = client.post("/book/", self.typed(), content_type="application/json")
        assert sent.status_code == 403
        elsewhere = {"origin": "https://evil.example"}
        assert client.post("/book/", self.typed(), headers=elsewhere).status_code == 403
        assert not Booking.everything.exists()

    def test_steps_ask_one_after_the_other_and_set_what_they_set(self) -> None:
        row = self.someone.sends(
            "steps", Booking, tour=self.open, group="Oak", email="o@oak.example", visitors=2
        )
        assert (row.lunch, row.created_by) == ("none", None)


class AfterTests(OutsiderCase):
    def test_they_read_what_they_entered_and_the_reference(self) -> None:
        answer = self.sends()
        row = Booking.everything.get()
        page = page_of(self.asks(self.someone, answer["Location"]))
        thanks = page.first("data-said")
        assert thanks is not None
        assert thanks.text == f"Thank you, Oak School, for Highlights: {row.reference}."

    def test_what_a_rule_filled_in_is_not_what_they_entered(self) -> None:
        Tour.everything.update(cost=98765)
        with only_here(), mock.patch.object(BookPage, "after", "Lunch: {lunch}."):

            class BookingRules(kit.Rules):
                model = Booking
                pick_tour = kit.Pick("tour", Q(is_open=True))
                fill_lunch = kit.Fill("lunch", kit.Text("tour.cost"))

            for typed, told in (({}, "Lunch: ."), ({"lunch": "Soup"}, "Lunch: Soup.")):
                answer = self.sends(**typed, email=f"{len(typed)}@school.example")
                page = page_of(self.asks(self.someone, answer["Location"]))
                assert [one.text for one in page.all("data-said")] == [told]
        kept = set(Booking.everything.values_list("lunch", flat=True))
        assert kept == {"98765", "Soup"}

    def test_it_is_signed_and_of_its_form(self) -> None:
        there = self.sends()["Location"]
        for address in ("/book/sent/", there[:-1], there.replace("/book/", "/steps/")):
            assert self.asks(self.someone, address).status_code == 404

    def test_under_the_reference_stands_what_the_page_replies_and_nothing_else(self) -> None:
        self.sends()
        row = Booking.everything.get()
        assert self.someone.looks_up("book", row.reference) == ["Asked", "Highlights"]
        page = self.asks(self.someone, f"/book/status/?reference={row.reference}").content.decode()
        assert "Oak School" not in page
        assert "oak@school.example" not in page

    def test_a_wrong_reference_reads_like_one_that_was_never_given(self) -> None:
        self.sends()
        gone = Booking.everything.get().reference
        Booking.everything.all().delete()
        answers = [
            self.asks(self.someone, f"/book/status/?reference={one}")
            for one in (gone, "T-" + "a" * 16, "x", "%00", "9" * 300)
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert {said(answer) for answer in answers} == {
            "There is nothing under this reference. Look whether it is written as you got it."
        }

    def test_a_form_without_reply_has_no_status_page(self) -> None:
        assert self.asks(self.someone, "/steps/status/?reference=x").status_code == 404


class NothingElseTests(OutsiderCase):
    def test_every_other_address_asks_for_a_sign_in(self) -> None:
        self.sends()
        row = Booking.everything.get()
        below = ("", "edit/", "delete/", "restore/", "comment/", "do/confirm/", "file/scan/")
        addresses = [
            "/", "/bookings/", "/inside/", "/news/", "/bookings/export.csv", "/booking/new/",
            "/booking/import/", "/booking/values/status/", "/booking/do/confirm/", "/project/new/",
            "/inside/sent/", "/inside/status/", "/nothing/", "/api/v1/", "/api/v1/booking/",
            "/api/v1/openapi.json", "/api/mcp", f"/api/v1/booking/{row.pk}/",
            f"/tour/{self.open.pk}/", *(f"/booking/{row.pk}/{end}" for end in below),
        ]  # fmt: skip
        client = self.client_of(self.someone)
        for address in addresses:
            for ask in (client.get, client.post):
                assert ask(address).status_code in (401, 405), address

    def test_a_form_opens_only_while_the_gate_says_so(self) -> None:
        shut = Player("shut", outsider_at(["steps"]))
        for address in ("/book/", "/book/status/", "/book/sent/"):
            assert self.asks(shut, address).status_code == 401
        assert self.posts(shut, "/book/", self.typed()).status_code == 401

    def test_otto_who_is_signed_in_and_not_let_in_stays_outside(self) -> None:
        assert self.asks(self.otto, "/book/").status_code == 403

    def test_no_right_is_an_outsiders_in_any_tool(self) -> None:
        person = self.someone.asker
        assert person is not None
        for model in (Tour, Booking, Project):
            rights = rights_for(model)
            with acting(person):
                for verb in ("view", "create", "edit", "delete", "import"):
                    assert not rights.allowed(verb, None, person), (model, verb)
                assert not rights.fields_for(person).seen
                assert not model.objects.exists()

    def test_a_person_field_without_a_person_names_nobody(self) -> None:
        """`me` is nobody: rows without a guide are not theirs either."""
        person = replace(self.someone.asker, id=None)  # type: ignore[type-var]
        with acting(person):
            assert not Tour.everything.filter(guide=kit.Me()).exists()
            assert not Person.objects.filter(pk=kit.Me()).exists()

    def test_members_meet_the_form_as_ever(self) -> None:
        row = self.ines.sends(
            "book", Booking, tour=self.open, group="Oak", email="o@oak.example", visitors=2
        )
        assert row.created_by == self.ines.person
        assert self.mara.looks_up("book", row.reference) == ["Asked", "Highlights"]


class ShownBesideTests(OutsiderCase):
    def test_beside_a_title_stands_what_a_member_may_see_too(self) -> None:
        assert "Highlights · seats 20" in self.asks(self.ines, "/book/").content.decode()
