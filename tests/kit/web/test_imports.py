"""Tables from a file: each row by the rights of whoever brings it, with a report of the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

import site_kit as kit
from site_kit.records import HistoryLine, Notification
from site_kit.registry import only_here
from tests.kit.lab.models import LogLine, Measure, Project
from tests.kit.web.workshop import WorkshopCase, errors, page_of

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage", "lead", "members", "tags", "budget", "starts_on", "parent")

    class MeasuresPage(kit.Table):
        model = Measure
        columns = ("text", "whole", "exact", "flag", "mood", "tags", "day", "at", "owner", "twin")


class ImportCase(WorkshopCase):
    pages = [ProjectsPage, MeasuresPage]

    def brings(self, player: Any, entity: str, text: Any, **more: Any) -> Any:
        content = text if isinstance(text, bytes) else text.encode()
        file = SimpleUploadedFile("rows.csv", content)
        return self.posts(player, f"/{entity}/import/", {"file": file, **more})

    def outcome(self, answer: Any) -> str:
        page = page_of(answer)
        return next(one.text for one in page if one.tag == "h2")

    def refused(self, answer: Any) -> dict[str, str]:
        """Line -> why."""
        rows = page_of(answer).all("data-refused-line")
        return {
            one.attributes["data-refused-line"]: [cell.text for cell in one if cell.tag == "td"][-1]
            for one in rows
        }


class RightTests(ImportCase):
    def test_who_may_import_finds_the_button_others_do_not(self) -> None:
        assert page_of(self.asks(self.ada, "/projects/")).all("data-import")
        assert not page_of(self.asks(self.mara, "/projects/")).all("data-import")
        assert self.asks(self.mara, "/project/import/").status_code == 403
        assert self.brings(self.mara, "project", "name\nApple\n").status_code == 403
        assert not Project.everything.exists()

    def test_the_columns_are_those_that_this_person_may_write(self) -> None:
        said = str(page_of(self.asks(self.mara, "/measure/import/")).text)
        assert "Whole" in said
        assert "Half" not in said

    def test_each_row_is_by_the_rights_of_the_person(self) -> None:
        answer = self.brings(self.mara, "measure", "text,created_by,id\na,1,77\n")
        assert self.outcome(answer) == "1 added"
        row = Measure.everything.get()
        assert (row.created_by, row.pk == 77) == (self.mara.person, False)
        assert page_of(answer).first("data-ignored") is not None

    def test_a_status_that_buttons_move_is_not_brought(self) -> None:
        self.brings(self.ada, "project", "name,stage\nApple,Over\n")
        assert Project.everything.get().stage == "idea"

    def test_history_says_how_it_came(self) -> None:
        self.brings(self.mara, "log_line", "text\nhello\n")
        line = HistoryLine.objects.get()
        assert (line.cause, line.by_id) == ("import", self.mara.person.pk)


class CellTests(ImportCase):
    def test_one_of_each_kind_as_an_export_writes_it(self) -> None:
        Measure.everything.create(text="Twin")
        text = (
            "Text,Whole,Exact,Flag,Mood,Tags,Day,At,Owner,Helpers,Twin\n"
            'a,"1,250",2.5,yes,Good,Bad; good,2026-11-20,2026-11-20 10:30,Jon Vale,'
            "mara@example.com; Ada Marsh,twin\n"
        )
        answer = self.brings(self.mara, "measure", text.replace("mara@example.com", "Mara Lind"))
        assert self.refused(answer) == {}
        row = Measure.everything.get(text="a")
        assert (row.whole, row.exact, row.flag, row.mood) == (1250, Decimal("2.5"), True, "good")
        assert (row.tags, str(row.day), row.owner) == (
            ["bad", "good"],
            "2026-11-20",
            self.jon.person,
        )
        assert set(row.helpers.all()) == {self.mara.person, self.ada.person}
        assert (row.twin.text, row.at.hour) == ("Twin", 9)

    def test_a_formula_stays_a_text_and_comes_back_as_it_was(self) -> None:
        self.brings(self.mara, "log_line", "text\n=1+1\n'=2+2\n'tis\n")
        assert list(LogLine.everything.order_by("pk").values_list("text", flat=True)) == [
            "=1+1",
            "=2+2",
            "'tis",
        ]

    def test_sheets_of_other_countries(self) -> None:
        for content in ("text;whole\nÅ;1\n".encode("cp1252"), "\ufefftext\twhole\nÅ\t2\n".encode()):
            assert self.outcome(self.brings(self.mara, "measure", content)).startswith("1 added")
        assert set(Measure.everything.values_list("text", flat=True)) == {"Å"}

    def test_what_cannot_be_read_is_refused_with_its_line_and_the_rest_is_done(self) -> None:
        text = "text,whole,flag,mood,owner\na,1,yes,good,\nb,x,maybe,angry,Nobody\n\nc,2,no,,\n"
        answer = self.brings(self.mara, "measure", text)
        assert self.outcome(answer) == "2 added, 1 refused"
        assert self.refused(answer) == {
            "3": "Whole: Write a whole number, such as 12. Flag: Write yes or no. "
            "Mood: There is no value “angry”. Owner: There is none called “Nobody”."
        }

    def test_files_that_are_no_table(self) -> None:
        for content in ("", "text\n", b"PK\x03\x04\x00\x00", "nothing,here\n1,2\n", "\n\n\n"):
            answer = self.brings(self.mara, "measure", content)
            assert answer.status_code == 422, content
            assert errors(answer), content
        assert self.posts(self.mara, "/measure/import/", {}).status_code == 422
        many = "text\n" + "a\n" * 2001
        assert "more than 2,000 rows" in str(errors(self.brings(self.mara, "measure", many)))


class QuietTests(ImportCase):
    def test_messages_may_be_switched_off(self) -> None:
        with only_here():

            class TellMeasure(kit.Automation):
                model = Measure
                when = kit.Created()
                do = (kit.Notify(["row.created_by"], "{text}"),)

            self.brings(self.mara, "measure", "text\nquiet\n", quiet="on")
            assert not Notification.objects.exists()
            self.brings(self.mara, "measure", "text\nloud\n")
            assert Notification.objects.get().text == "loud"
