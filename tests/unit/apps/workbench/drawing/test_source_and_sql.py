"""Source and SQL in colour: every letter stays, nothing in it is a mark of the page."""

import re
from html import unescape

import pytest

from apps.versions.models import Version
from apps.versions.queries import FileChange
from apps.workbench.drawing.database import shown, sql_of
from apps.workbench.drawing.source import first_to_read, lines_of

TAG = re.compile(r"<[^>]+>")
PYTHON = 'x = "<script>alert(1)</script>"\n\n\ndef f():\n    """One\n    two."""\n'


def plain(text: str) -> str:
    return unescape(TAG.sub("", text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app/models.py", PYTHON),
        ("blueprint.json", '{"a": "<b>", "c": [1, 2]}\n'),
        ("README.md", "# A & B\n\n* one\n"),
        ("app/strange.ending", "<i>&amp;</i>\n"),
        ("app/empty.py", ""),
    ],
)
def test_each_line_is_numbered_and_reads_as_it_was_written(path: str, text: str) -> None:
    lines = lines_of(path, text)
    assert [number for number, _ in lines] == list(range(1, len(lines) + 1))
    assert "\n".join(plain(line) for _, line in lines) == text.removesuffix("\n")


def test_nothing_in_a_file_becomes_a_mark_of_the_page() -> None:
    html = "".join(line for _, line in lines_of("app/models.py", PYTHON))
    assert "<script" not in html
    assert set(re.findall(r"<(/?\w+)", html)) <= {"span", "/span"}


def test_a_mark_never_runs_over_the_end_of_a_line() -> None:
    for _, line in lines_of("app/models.py", PYTHON):
        assert line.count("<span") == line.count("</span>")


def change(path: str) -> FileChange:
    return FileChange(path, "", "x", 1, 0)


def test_reading_begins_with_the_models_or_with_what_there_is() -> None:
    models, other = change("app/models.py"), change("README.md")
    assert first_to_read([other, models]) == [models]
    assert first_to_read([other, change("app/pages.py")]) == [other]
    assert first_to_read([]) == []


def test_sql_ends_each_statement_once_and_is_escaped() -> None:
    said = plain(sql_of(["CREATE TABLE a ()", "DROP TABLE b;", "SELECT '<b>' "]))
    assert said.split("\n")[:2] == ["CREATE TABLE a ();", "DROP TABLE b;"]
    assert "SELECT '<b>';" in said
    assert "<b>" not in sql_of(["SELECT '<b>'"])


def test_a_version_without_a_change_of_the_database_has_nothing_to_show() -> None:
    assert shown(Version(migration={})) == {"operations": [], "migrations": []}


def test_operations_and_sql_stand_in_their_order() -> None:
    migration = {
        "operations": [{"kind": "CreateModel", "model": "Key"}, {"kind": "RunPython"}],
        "sql": [{"migration": "0002_b", "statements": ["SELECT 1"]}],
    }
    context = shown(Version(migration=migration))
    assert [one.text for one in context["operations"]] == [
        "A table for Key is made.",
        "Rows are rewritten.",
    ]
    assert context["migrations"][0][0] == "0002_b"
