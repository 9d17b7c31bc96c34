"""Which planner an installation uses, and what an answer looks like to the rest of the house."""

import subprocess
import sys

from pydantic import SecretStr

from apps.plans.planners import Answer, choose_planner


class Settings:
    model_base_url = ""
    model_api_key = SecretStr("")

    def __init__(self, model: str) -> None:
        self.model = model


def test_without_a_model_the_built_in_one() -> None:
    assert choose_planner(Settings("")).name == "builtin"


def test_with_a_model_the_model_planner_says_which() -> None:
    planner = choose_planner(Settings("openai:gpt-x"))
    assert (planner.name, planner.label) == ("model", "Language model (openai:gpt-x)")


def test_choosing_a_model_does_not_yet_import_the_library() -> None:
    code = (
        "import sys; from pydantic import SecretStr; from apps.plans.planners import "
        "choose_planner;"
        "S = type('S', (), dict(model='openai:x', model_base_url='', model_api_key=SecretStr('')));"
        "choose_planner(S()); assert 'pydantic_ai' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_answer_has_only_the_keys_of_its_outcome() -> None:
    assert set(Answer("refuse", reason="a", instead="b").as_data()) == {
        "outcome",
        "notes",
        "receipt",
        "reason",
        "instead",
    }
    assert set(Answer("plan", blueprint={}).as_data()) == {
        "outcome",
        "notes",
        "receipt",
        "blueprint",
        "edits",
    }
    assert Answer("command", command={"name": "save", "target": ""}).as_data()["command"] == {
        "name": "save",
        "target": "",
    }
    assert Answer("clarify", questions=({"id": "a"},)).as_data()["questions"] == [{"id": "a"}]
