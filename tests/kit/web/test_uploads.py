"""Files: what is taken, what is refused and in which words, and who gets them back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

import site_kit as kit
from site_kit import write
from site_kit.registry import only_here
from site_kit.web import files, storage
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase, errors, page_of, said

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "paper")


PDF = b"%PDF-1.7 one page"
ONE_MB = 1024 * 1024


class UploadCase(WorkshopCase):
    pages: ClassVar = [ProjectsPage]

    def setUp(self) -> None:
        self.store = storage.InMemory()
        files.use(self.store)
        self.row = self.project("Apple", lead=self.mara.person)
        self.address = f"/project/{self.row.pk}/edit/"

    def sends(self, called: str, body: bytes = PDF, **more: Any) -> Any:
        """What the tool says to a file with this name."""
        upload = SimpleUploadedFile(called, body, content_type=more.pop("type", "application/pdf"))
        return self.posts(self.mara, self.address, {"paper": upload, **more})

    def kept(self) -> str:
        """The name of the file that the row has by now."""
        return storage.name_in(self.reload(self.row).paper.name or "")


class TakenTests(UploadCase):
    def test_an_ending_of_the_list_in_any_case(self) -> None:
        for name in ("plan.pdf", "PLAN.PDF", "plan.v2.Pdf", "notes.txt", "a.b.c.txt"):
            with self.subTest(name):
                assert self.sends(name).status_code == 302
                assert self.kept() == name

    def test_what_is_claimed_of_it_is_not_believed(self) -> None:
        """The ending alone says what it is sent back as."""
        self.sends("plan.pdf", b"<script>alert(1)</script>", type="text/html")
        answer = self.asks(self.mara, f"/project/{self.row.pk}/file/paper/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_a_file_of_exactly_the_limit(self) -> None:
        assert self.sends("plan.txt", b"x" * ONE_MB).status_code == 302
        answer = self.sends("plan.txt", b"x" * (ONE_MB + 1))
        assert (answer.status_code, errors(answer)) == (422, {"paper": ["At most 1 MB."]})

    def test_an_empty_file_is_a_file(self) -> None:
        assert self.sends("empty.txt", b"").status_code in (302, 422)

    def test_names_that_mean_something_elsewhere_mean_nothing(self) -> None:
        for name, kept in (
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\..\\boot.txt", "boot.txt"),
            ("a;rm -rf.txt", "a_rm -rf.txt"),
            ('"quoted".txt', "_quoted_.txt"),
            ("Ünïcode – plan.txt", "Ünïcode _ plan.txt"),
            (f"{'x' * 200}.txt", f"{'x' * 46}.txt"),
        ):
            with self.subTest(name):
                assert self.sends(name).status_code == 302
                assert self.kept() == kept

    def test_two_files_of_one_name_do_not_meet(self) -> None:
        self.sends("plan.txt", b"one")
        first = self.reload(self.row).paper.name
        other = self.project("Bread", lead=self.mara.person)
        self.posts(
            self.mara,
            f"/project/{other.pk}/edit/",
            {"paper": SimpleUploadedFile("plan.txt", b"two")},
        )
        second = self.reload(other).paper.name
        assert first != second
        assert self.store.kept[first] == b"one"
        assert self.store.kept[second] == b"two"


class RefusedTests(UploadCase):
    def test_an_ending_that_is_not_of_the_list(self) -> None:
        for name in (
            "run.exe",
            "page.html",
            "picture.svg",
            "plan.pdf.exe",
            "plan.pdf ",
            "plan",
            ".pdf.",
            "pdf",
        ):
            answer = self.sends(name)
            with self.subTest(name):
                assert answer.status_code == 422
                assert errors(answer)["paper"] == ["Only pdf, txt files."]
        assert not self.reload(self.row).paper

    def test_a_refused_file_is_kept_nowhere(self) -> None:
        self.sends("run.exe")
        assert self.store.kept == {}

    def test_what_else_was_typed_stands_there_still(self) -> None:
        answer = self.sends("run.exe", name="Pear")
        field = page_of(answer).first("name", "name")
        assert field is not None
        assert field.attributes["value"] == "Pear"
        assert self.reload(self.row).name == "Apple"

    def test_a_text_in_place_of_a_file(self) -> None:
        answer = self.client_of(self.mara).post(
            self.address, '{"paper": "files/abc/secret.pdf"}', "application/json"
        )
        assert answer.json()["errors"] == {"paper": ["A file is sent here, not named."]}
        self.posts(self.mara, self.address, {"paper": "files/abc/secret.pdf"})
        assert not self.reload(self.row).paper

    def test_a_file_in_place_of_a_text(self) -> None:
        answer = self.posts(self.mara, self.address, {"name": SimpleUploadedFile("a.txt", PDF)})
        assert answer.status_code in (302, 422)
        assert self.reload(self.row).name == "Apple"

    def test_a_file_for_a_field_that_is_not_there(self) -> None:
        answer = self.posts(self.mara, self.address, {"photo": SimpleUploadedFile("a.txt", PDF)})
        assert answer.status_code == 422

    def test_whoever_may_not_edit_sends_none(self) -> None:
        upload = SimpleUploadedFile("plan.pdf", PDF)
        assert self.posts(self.jon, self.address, {"paper": upload}).status_code == 403
        assert self.store.kept == {}

    def test_a_store_that_cannot_keep_it_changes_nothing(self) -> None:
        files.use(storage.NoStore())
        answer = self.sends("plan.pdf", name="Pear")
        assert answer.status_code == 503
        assert said(answer).startswith("The file could not be kept, so nothing was changed.")
        assert self.reload(self.row).name == "Apple"


class ReplacedTests(UploadCase):
    def setUp(self) -> None:
        super().setUp()
        self.sends("first.pdf", b"%PDF first")

    def test_another_takes_its_place(self) -> None:
        self.sends("second.pdf", b"%PDF second")
        assert self.kept() == "second.pdf"

    def test_the_box_empties_it(self) -> None:
        self.posts(self.mara, self.address, {"_clear": "paper", "_shown": "paper"})
        assert not self.reload(self.row).paper

    def test_a_new_file_wins_over_the_box(self) -> None:
        self.sends("second.pdf", _clear="paper")
        assert self.kept() == "second.pdf"

    def test_a_form_without_it_leaves_it(self) -> None:
        self.posts(self.mara, self.address, {"name": "Pear", "_shown": ["name", "paper"]})
        assert (self.kept(), self.reload(self.row).name) == ("first.pdf", "Pear")

    def test_history_names_the_files(self) -> None:
        self.sends("second.pdf")
        page = self.mara.sees(self.row)
        lines = " ".join(one.text for one in page.root.all("data-history"))
        assert "Paper: first.pdf second.pdf" in lines

    def test_another_rows_file_cannot_be_borrowed(self) -> None:
        """Whoever knows a key still cannot hang it on a row that they may see."""
        key = self.reload(self.row).paper.name
        other = self.project("Bread", lead=self.jon.person)
        answer = self.client_of(self.jon).post(
            f"/project/{other.pk}/edit/", {"paper": key}, "application/json"
        )
        assert answer.status_code == 422
        assert not self.reload(other).paper


class SentBackTests(UploadCase):
    def setUp(self) -> None:
        super().setUp()
        self.sends("plan.pdf")
        self.link = f"/project/{self.row.pk}/file/paper/"

    def test_each_person_by_the_right_to_see_the_row(self) -> None:
        for player, code in (
            (self.ada, 200),
            (self.mara, 200),
            (self.jon, 200),
            (self.otto, 403),
            (self.nobody, 401),
        ):
            with self.subTest(player.key):
                assert self.asks(player, self.link).status_code == code
        Project.everything.filter(pk=self.row.pk).update(name="hidden Apple")
        assert self.asks(self.jon, self.link).status_code == 404
        assert self.asks(self.ada, self.link).status_code == 200

    def test_only_the_gate_learns_the_key(self) -> None:
        key = self.reload(self.row).paper.name
        for address in (f"/project/{self.row.pk}/", self.address, "/projects/"):
            body = self.asks(self.mara, address).content.decode()
            with self.subTest(address):
                assert key not in body.replace(f'value="{key}"', "")
        assert self.asks(self.mara, self.link)["X-Site-File"] == key

    def test_a_list_and_its_file_name_it_without_its_key(self) -> None:
        assert self.mara.opens("projects").column("paper") == ["plan.pdf"]
        answer = self.asks(self.mara, "/projects/export.csv")
        assert b"Apple,plan.pdf" in b"".join(answer.streaming_content)

    def test_a_row_without_a_file_has_none_to_give(self) -> None:
        bare = self.project("Bread")
        assert self.asks(self.ada, f"/project/{bare.pk}/file/paper/").status_code == 404

    def test_a_deleted_row_gives_none(self) -> None:
        write.delete(self.row, by=self.ada.asker)  # type: ignore[arg-type]
        assert self.asks(self.ada, self.link).status_code == 404

    def test_the_name_travels_in_any_language(self) -> None:
        self.sends("Übersicht für Zoë.pdf")
        said = self.asks(self.mara, self.link)["Content-Disposition"]
        assert said == "inline; filename*=UTF-8''%C3%9Cbersicht%20f%C3%BCr%20Zo%C3%AB.pdf"

    def test_pictures_are_shown_and_the_rest_is_saved(self) -> None:
        for ending, how in (("pdf", "inline"), ("txt", "attachment")):
            self.sends(f"plan.{ending}")
            said = self.asks(self.mara, self.link)["Content-Disposition"]
            with self.subTest(ending):
                assert said.startswith(how)


class FieldTests(UploadCase):
    """What a file field says of itself, where a form draws it."""

    def test_the_control_names_endings_and_size(self) -> None:
        page = page_of(self.asks(self.mara, self.address))
        control = page.first("name", "paper")
        assert control is not None
        assert control.attributes["accept"] == ".pdf,.txt"
        assert "PDF, TXT, up to 1 MB" in page.text

    def test_a_form_with_a_file_is_sent_in_parts(self) -> None:
        form = page_of(self.asks(self.mara, self.address)).first("data-form")
        assert form is not None
        assert form.attributes["enctype"] == "multipart/form-data"
        plain = page_of(self.asks(self.mara, f"/project/{self.row.pk}/do/start/"))
        assert plain.first("enctype") is None

    def test_a_picture_takes_pictures(self) -> None:
        field = kit.ImageField()
        assert field.types == ("png", "jpg", "jpeg", "gif", "webp")
        assert "svg" not in field.types

    def test_any_ending_where_none_is_named(self) -> None:
        field: Any = kit.FileField()
        field.validate(SimpleUploadedFile("a.xyz", b"x"), Model)
        field.validate(SimpleUploadedFile("a", b"x"), Model)
