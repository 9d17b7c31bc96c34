"""`manage.py plan_site`: what others rely on."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.unit.apps.plans.planners.said import INVOICES


def run(path: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("plan_site", "--brief-file", str(path), *more, stdout=out)
    return out.getvalue()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_json(folder: Path, text: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run(written(folder, "brief.txt", text), "--json", "--planner", "builtin", *more)
    )
    return found


def test_a_brief_gives_the_whole_blueprint(tmp_path: Path) -> None:
    outcome = as_json(tmp_path, INVOICES)
    assert outcome["outcome"] == "plan"
    assert outcome["blueprint"]["entities"][0]["id"] == "invoice"


def test_a_follow_up_gives_edits_and_the_whole_blueprint(tmp_path: Path) -> None:
    first = as_json(tmp_path, INVOICES)["blueprint"]
    blueprint = written(tmp_path, "blueprint.json", json.dumps(first))
    outcome = as_json(
        tmp_path, "Add a filter dropdown for supplier name.", "--blueprint", str(blueprint)
    )
    assert outcome["edits"][0] == {
        "kind": "add_entry",
        "at": "pages.today.filters",
        "item": "supplier",
    }
    assert "supplier" in outcome["blueprint"]["pages"][0]["filters"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("", "clarify"), ("Build a payment page", "refuse"), ("Deploy it", "command")],
)
def test_other_outcomes_are_printed_too(tmp_path: Path, text: str, outcome: str) -> None:
    assert as_json(tmp_path, text)["outcome"] == outcome


def test_people_at_a_terminal_read_the_canonical_blueprint(tmp_path: Path) -> None:
    text = run(written(tmp_path, "brief.txt", "Track our loans"), "--planner", "builtin")
    assert text.startswith("Built-in planner (no language model)")
    assert '"id": "loan"' in text


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nowhere.txt")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="UTF-8"):
        run(tmp_path / "bytes.txt")
    broken = written(tmp_path, "b.json", '{"name": "x", "entities": []}')
    with pytest.raises(CommandError, match="does not hold"):
        run(written(tmp_path, "c.txt", "Add a field"), "--blueprint", str(broken))


def test_a_model_that_is_not_set_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No language model is set"):
        run(written(tmp_path, "brief.txt", "Track loans"), "--planner", "model")
