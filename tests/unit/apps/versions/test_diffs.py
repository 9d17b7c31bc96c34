"""Two texts side by side: nothing of a change is hidden from whoever reviews it, and nothing of it
runs there.
"""

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.sites.models import Site
from apps.versions.diffs import Row, side_by_side, visible
from apps.versions.queries import FileChange, file_changes
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site, a_version

TAG = re.compile(r"<[^>]+>")


def rows(before: str, after: str, path: str = "app/models.py") -> list[Row]:
    return side_by_side(FileChange(path, before, after, 0, 0))


def plain(text: str) -> str:
    return html.unescape(TAG.sub("", text))


def right(found: list[Row]) -> list[str]:
    return [plain(row.right.text) for row in found if row.right and row.right.number]


def left(found: list[Row]) -> list[str]:
    return [plain(row.left.text) for row in found if row.left and row.left.number]


def marks(found: list[Row]) -> list[tuple[str, str]]:
    return [(row.left.mark, row.right.mark) for row in found if row.left and row.right]


class TestRows:
    def test_a_new_file_stands_on_the_right_in_whole(self) -> None:
        found = rows("", "one\ntwo\n")
        assert right(found) == ["one", "two"]
        assert marks(found) == [("void", "add"), ("void", "add")]

    def test_a_file_that_goes_stands_on_the_left_in_whole(self) -> None:
        found = rows("one\ntwo\n", "")
        assert left(found) == ["one", "two"]
        assert marks(found) == [("del", "void"), ("del", "void")]

    def test_a_changed_line_stands_beside_what_it_was(self) -> None:
        found = rows("one\ntwo\nthree\n", "one\n2\nthree\n")
        assert marks(found) == [("", ""), ("del", "add"), ("", "")]
        assert (left(found)[1], right(found)[1]) == ("two", "2")

    def test_three_lines_stand_around_a_change_and_each_place_has_its_title(self) -> None:
        before = "".join(f"line {n}\n" for n in range(1, 31))
        after = before.replace("line 5\n", "five\n").replace("line 25\n", "")
        found = rows(before, after)
        assert [row.title for row in found if row.title] == ["Lines 2 to 8", "Lines 22 to 27"]
        assert left(found)[0] == "line 2"
        numbers = [row.left.number for row in found if row.left and row.left.number]
        assert numbers == [2, 3, 4, 5, 6, 7, 8, 22, 23, 24, 25, 26, 27, 28]

    def test_equal_texts_have_no_rows(self) -> None:
        assert rows("one\n", "one\n") == []
        assert rows("", "") == []

    def test_a_line_without_an_end_is_a_line(self) -> None:
        assert right(rows("", "one")) == ["one"]

    @pytest.mark.parametrize("path", ["app/models.py", "README.md", "a.html", "x.unknown", "b.css"])
    def test_markup_in_a_source_is_text(self, path: str) -> None:
        nasty = '<script>alert(1)</script><img src=x onerror="x">&lt;b&gt;</span></td>\n'
        found = rows("", nasty, path)
        assert right(found) == [nasty.rstrip("\n")]
        text = "".join(row.right.text for row in found if row.right)
        assert set(re.findall(r"</?([a-z]+)", text)) <= {"span"}

    def test_spans_end_with_their_line(self) -> None:
        found = rows("", '"""A text\nof three\nlines."""\n')
        for row in found:
            assert row.right is not None
            assert row.right.text.count("<span") == row.right.text.count("</span>")


class TestNothingIsHidden:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a\u202eb", "a‹U+202E›b"),
            ("a\u200bb", "a‹U+200B›b"),
            ("a\u2066b\u2069", "a‹U+2066›b‹U+2069›"),
            ("a\x1b[31mb", "a‹U+001B›[31mb"),
            ("a\rb", "a‹U+000D›b"),
            ("a\x0cb", "a‹U+000C›b"),
            ("a\u2028b", "a‹U+2028›b"),
            ("a\x85b", "a‹U+0085›b"),
            ("\ufeffa", "‹U+FEFF›a"),
            ("a\0b", "a‹U+0000›b"),
            ("a\xadb", "a‹U+00AD›b"),
        ],
    )
    def test_a_character_that_hides_or_turns_others_is_named(self, text: str, shown: str) -> None:
        assert visible(text) == shown
        assert right(rows("", f"{text}\n")) == [shown]

    @pytest.mark.parametrize("text", ["Zoë", "鍵", "a\tb", "🔑", "“x” – y", "a\nb"])
    def test_what_can_be_seen_stays_as_it_is(self, text: str) -> None:
        assert visible(text) == text

    def test_one_hidden_character_more_is_a_change_that_shows(self) -> None:
        found = rows("if user:\n", "if user\u200b:\n")
        assert marks(found) == [("del", "add")]
        assert right(found) == ["if user‹U+200B›:"]

    def test_a_line_of_a_megabyte_is_shown_whole(self) -> None:
        line = "x = " + "1" * 1_000_000
        assert right(rows("", f"{line}\n", "x.unknown")) == [line]

    def test_ten_thousand_equal_lines_do_not_hold_the_reviewer_up(self) -> None:
        before, after = "pass\n" * 10_000, "pass\n" * 9_999 + "fail\n"
        began = time.process_time()
        found = rows(before, after, "x.unknown")
        assert time.process_time() - began < 20
        assert "fail" in right(found)

    @given(st.text(max_size=200), st.text(max_size=200))
    def test_of_any_two_texts_each_changed_line_is_there(self, before: str, after: str) -> None:
        found = rows(before, after, "x.unknown")
        seen_left, seen_right = left(found), right(found)
        was = visible(before).removesuffix("\n").split("\n") if before else []
        becomes = visible(after).removesuffix("\n").split("\n") if after else []
        assert all(line in seen_left for line in was if line not in becomes)
        assert all(line in seen_right for line in becomes if line not in was)
        numbers = [row.right.number for row in found if row.right and row.right.number]
        assert [becomes[number - 1] for number in numbers] == seen_right


class TestFiles:
    @pytest.fixture
    def site(self, acme: Workspace, cast: Cast) -> Site:
        return a_site(cast.bea)

    def changes(
        self, cast: Cast, site: Site, before: dict[str, str], after: dict[str, str]
    ) -> object:
        first = a_version(cast.bea, site, files=before)
        found = file_changes(a_version(cast.bea, site, files=after), first)
        return [(one.path, one.added, one.removed) for one in found]

    def test_a_renamed_file_is_one_that_goes_and_one_that_comes(
        self, cast: Cast, site: Site
    ) -> None:
        found = self.changes(cast, site, {"a.py": "1\n2\n"}, {"b.py": "1\n2\n"})
        assert found == [("a.py", 0, 2), ("b.py", 2, 0)]

    def test_a_line_that_begins_with_signs_of_a_diff_is_counted_as_a_line(
        self, cast: Cast, site: Site
    ) -> None:
        found = self.changes(cast, site, {"a.sql": "-- a\n++ b\n@@ c\n"}, {"a.sql": "@@ c\n"})
        assert found == [("a.sql", 0, 2)]

    def test_equal_files_are_left_out(self, cast: Cast, site: Site) -> None:
        assert self.changes(cast, site, {"a.py": "1"}, {"a.py": "1"}) == []

    def test_without_a_base_every_file_is_new(self, cast: Cast, site: Site) -> None:
        version = a_version(cast.bea, site, files={"b.py": "1\n", "a.py": ""})
        assert [(one.path, one.before) for one in file_changes(version, None)] == [
            ("a.py", ""),
            ("b.py", ""),
        ]

    @pytest.mark.parametrize(
        ("path", "first"),
        [
            ("app/models.py", True),
            ("app/rules.py", True),
            ("app/permissions.py", True),
            ("app/actions.py", True),
            ("app/extensions/merge.py", True),
            ("app/pages.py", False),
            ("app/tests/test_models.py", False),
            ("models.py", False),
            ("app/extensions_of/x.py", False),
        ],
    )
    def test_what_decides_is_read_first(self, path: str, first: bool) -> None:
        assert FileChange(path, "", "", 0, 0).to_read_first is first
