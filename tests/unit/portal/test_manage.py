"""`manage.py` as a program: what is wrong with the machine or the settings is one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WORDS = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "PORT", "DJANGO_SETTINGS_MODULE")
BRIEF = "Track office keys: each key has a label and a holder."


def manage(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command on an installation that has nothing: no database, no queue, no keys."""
    bare = {name: value for name, value in os.environ.items() if name not in WORDS}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words],
        cwd=folder,
        env=bare | {"DATA_DIR": str(folder / "data")} | more,
        capture_output=True,
        text=True,
        check=False,
    )


SENTENCES = {
    "no database": (
        ("create_workspace", "mill", "Mill", "--owner", "gil@mill.example"),
        {},
        "sitewright: The database cannot be used: ",
    ),
    "another kind of database": (
        ("doctor",),
        {"DATABASE_URL": "mysql://me:hush@h/d"},
        "DATABASE_URL must begin with postgresql://, not mysql://.",
    ),
    "a port that is none": (("check",), {"PORT": "http"}, "sitewright: The settings cannot be"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_it_is_a_sentence_and_no_traceback(tmp_path: Path, name: str) -> None:
    words, environment, said = SENTENCES[name]
    done = manage(tmp_path, *words, **environment)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "hush" not in done.stderr


def test_the_doctor_names_what_is_missing_where_there_is_nothing(tmp_path: Path) -> None:
    done = manage(tmp_path, "doctor")
    told = dict(line[4:].split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    missing = {line[4:].partition(":")[0] for line in done.stdout.splitlines() if line[:2] == "NO"}
    assert done.returncode == 1
    assert missing >= {"settings allow serving", "database", "redis", "worker", "runner"}
    assert "DATABASE_URL is not set" in told["database"]
    assert "REDIS_URL is not set" in told["worker"]
    assert "Traceback" not in done.stdout + done.stderr


def test_a_brief_becomes_source_without_database_and_queue(tmp_path: Path) -> None:
    import json

    (tmp_path / "brief").write_text(BRIEF)
    planned = manage(tmp_path, "plan_site", "--json", "--brief-file", "brief")
    outcome = json.loads(planned.stdout)
    assert (planned.returncode, outcome["outcome"]) == (0, "plan")
    (tmp_path / "blueprint.json").write_text(json.dumps(outcome["blueprint"]))
    made = manage(tmp_path, "compile_site", "--blueprint", "blueprint.json", "--out", "tree")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "tree/app/models.py").is_file()
