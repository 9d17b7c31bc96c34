"""`compile_site`: a folder of source, or a sentence, and never half of it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.builds.compiler import first_migrations
from apps.builds.management.commands import compile_site
from apps.runners.errors import RunnerUnavailable

from .trees import EXAMPLES, compiled

REQUESTS = EXAMPLES / "request-dashboard.json"


def run(out: Path, source: Path = REQUESTS, **options: Any) -> str:
    said = StringIO()
    given = {"blueprint": source, "out": out, "without_migrations": True, **options}
    call_command("compile_site", stdout=said, stderr=said, **given)
    return said.getvalue()


def test_it_writes_what_the_compiler_gives(tmp_path: Path) -> None:
    run(tmp_path / "site")

    for path, text in compiled("request-dashboard").items():
        assert (tmp_path / "site" / path).read_text("utf-8") == text


def test_it_says_how_many_files_there_are(tmp_path: Path) -> None:
    assert run(tmp_path / "site").endswith(f"files in {tmp_path / 'site'}\n")


def test_it_writes_migrations_where_a_process_can_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {"app/migrations/0001_initial.py": "X = 1\n"}
    monkeypatch.setattr(compile_site, "first_migrations", lambda folder: made)

    run(tmp_path / "site", without_migrations=False)

    assert (tmp_path / "site/app/migrations/0001_initial.py").read_text() == "X = 1\n"


@pytest.mark.parametrize(
    "error", [RunnerUnavailable("The runner did not start."), first_migrations.NoMigrations("No.")]
)
def test_without_one_it_says_so_and_keeps_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(folder: Path) -> dict[str, str]:
        raise error

    monkeypatch.setattr(compile_site, "first_migrations", refuse)

    assert f"No migrations were written: {error}" in run(tmp_path / "s", without_migrations=False)
    assert (tmp_path / "s/app/models.py").exists()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")

    with pytest.raises(CommandError, match="not an empty folder"):
        run(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "out", tmp_path / "none.json")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "x"}', '{"name": "x", "nonsense": 1}'])
def test_what_is_no_blueprint_is_refused_with_its_problems(tmp_path: Path, text: str) -> None:
    source = tmp_path / "b.json"
    source.write_text(text)

    with pytest.raises(CommandError, match="not a blueprint that holds"):
        run(tmp_path / "out", source)
    assert not (tmp_path / "out").exists()


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "b.json"
    source.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CommandError, match="cannot be read as text"):
        run(tmp_path / "out", source)


def test_what_is_not_built_yet_is_refused_with_all_of_it(tmp_path: Path) -> None:
    data = json.loads((EXAMPLES / "room-free-example.json").read_text("utf-8"))
    line = {"kind": "chart", "id": "c", "entity": "booking", "x": "group", "shape": "line"}
    data["pages"].append({"kind": "dashboard", "id": "lines", "parts": [line]})
    source = tmp_path / "b.json"
    source.write_text(json.dumps(data), "utf-8")

    with pytest.raises(CommandError, match="A line needs a date along x"):
        run(tmp_path / "out", source)
    assert not (tmp_path / "out").exists()


def test_the_blueprint_beside_it_is_canonical(tmp_path: Path) -> None:
    run(tmp_path / "site")

    written = json.loads((tmp_path / "site/blueprint.json").read_text("utf-8"))

    assert written["name"] == "Project requests"
    assert next(iter(written)) == "name"
