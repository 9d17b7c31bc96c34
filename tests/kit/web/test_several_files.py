"""Several files in one field: added, taken away one by one, told of, and given back by right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.uploadedfile import SimpleUploadedFile

import site_kit as kit
from site_kit import history, write
from site_kit.asker import acting
from site_kit.files import keys_of, mark_of, names_of
from site_kit.records import HistoryLine
from site_kit.registry import only_here
from site_kit.web import files, storage
from tests.kit.lab.papers import Folder
from tests.kit.web.workshop import WorkshopCase, errors, page_of

with only_here():

    class FoldersPage(kit.Table):
        model = Folder
        columns = ("name", "papers", "sheets")
        sort = ("name",)

    class AddFolderPage(kit.Form):
        model = Folder
        fields = ("name", "papers")


def paper(name: str, body: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


class FolderCase(WorkshopCase):
    pages: ClassVar = [FoldersPage, AddFolderPage]
    entities: ClassVar = [Folder]

    def setUp(self) -> None:
        self.store = storage.InMemory()
        files.use(self.store)
        self.row = self.mara.creates(Folder, name="Apple", papers=[paper("a.txt"), paper("b.pdf")])
        self.address = f"/folder/{self.row.pk}/"

    def kept(self, field: str = "papers") -> list[str]:
        """The names of the files that the row has by now."""
        return [storage.name_in(key) for key in self.keys(field)]

    def keys(self, field: str = "papers") -> list[str]:
        return keys_of(getattr(self.reload(self.row), field))

    def edits(self, **typed: Any) -> Any:
        shown = ["papers", "pictures", "secret"]
        return self.posts(self.mara, f"{self.address}edit/", {"_shown": shown, **typed})


class TakenTests(FolderCase):
    def test_a_form_takes_several_and_they_are_kept_in_their_order(self) -> None:
        assert self.kept() == ["a.txt", "b.pdf"]
        assert sorted(self.store.kept) == sorted(self.keys())

    def test_more_are_added_to_those_that_are_there(self) -> None:
        first = self.keys()
        assert self.edits(papers=[paper("c.txt"), paper("a.txt")]).status_code == 302
        assert self.keys()[:2] == first
        assert self.kept() == ["a.txt", "b.pdf", "c.txt", "a.txt"]

    def test_single_ones_are_taken_away(self) -> None:
        mark = mark_of(self.keys()[0])
        assert self.edits(_clear=f"papers:{mark}", papers=paper("c.txt")).status_code == 302
        assert self.kept() == ["b.pdf", "c.txt"]
        assert (
            self.edits(_clear=[f"papers:{mark_of(key)}" for key in self.keys()]).status_code == 302
        )
        assert self.kept() == []

    def test_a_mark_of_another_field_or_row_takes_nothing_away(self) -> None:
        self.edits(pictures=paper("p.png"))
        for mark in (f"pictures:{mark_of(self.keys()[0])}", "papers:", "papers", "papers:x"):
            self.edits(_clear=mark)
        assert self.kept() == ["a.txt", "b.pdf"]
        assert self.kept("pictures") == ["p.png"]

    def test_a_form_that_sends_none_leaves_them(self) -> None:
        self.edits(name="Pear")
        assert self.kept() == ["a.txt", "b.pdf"]

    def test_a_form_page_takes_several(self) -> None:
        self.posts(
            self.jon, "/add_folder/", {"name": "Fig", "papers": [paper("x.txt"), paper("y.txt")]}
        )
        assert names_of(Folder.everything.get(name="Fig").papers) == ["x.txt", "y.txt"]

    def test_a_copy_has_them_too(self) -> None:
        self.mara.runs("copy", self.row)
        copy = Folder.everything.exclude(pk=self.row.pk).get()
        assert copy.papers == self.reload(self.row).papers


class RefusedTests(FolderCase):
    def test_each_has_to_be_of_the_kind_and_size(self) -> None:
        table = {
            "run.exe": (b"x", "Only pdf, txt files."),
            "big.txt": (b"x" * (1024 * 1024 + 1), "At most 1 MB."),
        }
        for name, (body, sentence) in table.items():
            answer = self.edits(papers=[paper("c.txt"), paper(name, body)])
            with self.subTest(name):
                assert answer.status_code == 422
                assert errors(answer) == {"papers": [sentence]}
        assert self.kept() == ["a.txt", "b.pdf"]
        assert len(self.store.kept) == 2

    def test_pictures_are_pictures(self) -> None:
        answer = self.edits(pictures=[paper("p.png"), paper("p.svg")])
        assert errors(answer) == {"pictures": ["Only png, jpg, jpeg, gif, webp files."]}

    def test_there_is_a_most(self) -> None:
        answer = self.edits(papers=[paper(f"{n}.txt") for n in range(39)])
        assert errors(answer) == {"papers": ["At most 40 files."]}

    def test_a_key_in_place_of_a_file(self) -> None:
        other = self.mara.creates(Folder, name="Pear", papers=[paper("z.txt")])
        for value in (other.papers, [other.papers], [3], {"a": "b"}):
            answer = self.client_of(self.mara).post(
                f"{self.address}edit/", {"papers": value}, "application/json"
            )
            with self.subTest(value):
                assert "papers" in answer.json()["errors"]
        assert self.kept() == ["a.txt", "b.pdf"]

    def test_a_store_that_is_away_changes_nothing(self) -> None:
        files.use(storage.NoStore())
        assert self.edits(papers=paper("c.txt"), name="Pear").status_code == 503
        assert (self.reload(self.row).name, self.kept()) == ("Apple", ["a.txt", "b.pdf"])


class ShownTests(FolderCase):
    def test_lists_and_files_name_them(self) -> None:
        page = self.ada.opens("folders")
        assert (page.column("papers"), page.column("sheets")) == (["a.txt, b.pdf"], ["2"])
        answer = self.asks(self.ada, "/folders/export.csv")
        assert "Apple,a.txt; b.pdf,2" in b"".join(answer.streaming_content).decode()

    def test_its_title_is_no_file(self) -> None:
        assert str(self.row) == "Apple"

    def test_each_stands_on_its_page_and_is_given_by_itself(self) -> None:
        shown = page_of(self.asks(self.mara, self.address))
        links = [
            one.attributes["href"]
            for one in shown.all("href")
            if "/file/" in one.attributes["href"]
        ]
        assert len(links) == 2
        for link, key in zip(links, self.keys(), strict=True):
            assert self.asks(self.mara, link)["X-Site-File"] == key
        assert self.asks(self.mara, f"{self.address}file/papers/nothing/").status_code == 404

    def test_the_form_names_each_with_a_box(self) -> None:
        form = page_of(self.asks(self.mara, f"{self.address}edit/"))
        assert [one.attributes["data-kept"] for one in form.all("data-kept")] == ["a.txt", "b.pdf"]

    def test_a_row_in_hand_counts_them(self) -> None:
        assert (self.reload(self.row).sheets, self.reload(self.row).bare) == (2, False)
        empty = self.mara.creates(Folder, name="Empty")
        assert (empty.sheets, empty.bare) == (0, True)
        assert Folder.everything.get(bare=True) == empty


class RightsTests(FolderCase):
    def test_a_hidden_row_or_field_gives_nothing(self) -> None:
        Folder.everything.filter(pk=self.row.pk).update(secret="files/aaaaaaaaaaaaaaaa.5/s.txt")
        mark = mark_of("files/aaaaaaaaaaaaaaaa.5/s.txt")
        secret = f"{self.address}file/secret/{mark}/"
        assert self.asks(self.ada, secret).status_code == 200
        assert self.asks(self.mara, secret).status_code == 404
        paper_link = f"{self.address}file/papers/{mark_of(self.keys()[0])}/"
        assert self.asks(self.mara, paper_link).status_code == 200
        Folder.everything.filter(pk=self.row.pk).update(name="hidden Apple")
        assert self.asks(self.mara, paper_link).status_code == 404

    def test_nobody_takes_away_or_adds_what_they_do_not_see(self) -> None:
        Folder.everything.filter(pk=self.row.pk).update(secret="files/aaaaaaaaaaaaaaaa.5/s.txt")
        for typed in ({"_clear": "secret:aaaaaaaaaaaaaaaa.5"}, {"secret": paper("c.txt")}):
            self.edits(**typed)
            assert self.kept("secret") == ["s.txt"]


class HistoryTests(FolderCase):
    def test_it_tells_their_names_before_and_after(self) -> None:
        self.edits(_clear=f"papers:{mark_of(self.keys()[0])}", papers=paper("c.txt"))
        with acting(self.mara.asker):  # type: ignore[arg-type]
            line = history.lines(self.row, self.mara.asker)[0]  # type: ignore[arg-type]
        assert line.changes == [("Papers", "a.txt, b.pdf", "b.pdf, c.txt")]

    def test_what_was_deleted_comes_back_with_its_files(self) -> None:
        keys = self.keys()
        self.mara.deletes(self.row)
        assert set(keys) <= set(self.store.kept)
        line = HistoryLine.objects.get(action="deleted")
        back = write.restore(line, Folder, by=self.mara.asker)  # type: ignore[arg-type]
        assert keys_of(Folder.everything.get(pk=back.pk).papers) == keys
