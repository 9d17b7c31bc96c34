"""Every refusal that a room can raise at a person has a status and is said on a page."""

import importlib
import inspect
from types import ModuleType

from django.http import QueryDict

from apps.workbench.refusals import REFUSALS, STATUSES, FormRefused, refusal_of
from tests.architecture.source import ROOT

HANDLED_ELSEWHERE = {
    "apps.accounts": "the hand-off answers with pages of its own",
    "apps.automations": "the message waits, and the page of the tool's automations says so",
    "apps.builds": "a build that fails says so on its own page",
    "apps.language_models": "the planner says it in the plan",
    "apps.runners": "the gate and the worker say it",
    "apps.serving": "the gate answers with pages of its own",
    "apps.pipeline": "a command of the terminal",
    "apps.workspaces": "a command of the terminal",
    "apps.plans": "the planner says it in the plan",
    "apps.audit": "never reaches a person",
}


def errors() -> list[type[Exception]]:
    """Every exception with an id in the rooms' modules of errors."""
    found: list[type[Exception]] = []
    for path in sorted((ROOT / "apps").glob("*/errors.py")):
        module: ModuleType = importlib.import_module(f"apps.{path.parent.name}.errors")
        found += [
            one
            for _, one in inspect.getmembers(module, inspect.isclass)
            if issubclass(one, Exception) and one.__module__ == module.__name__
        ]
    return found


def test_what_a_person_can_put_right_is_said_on_the_page() -> None:
    loose = [
        one
        for one in errors()
        if ":person:" in getattr(one, "id", "")
        and not issubclass(one, REFUSALS)
        and one.__module__.rpartition(".")[0] not in HANDLED_ELSEWHERE
    ]
    assert loose == []


def test_each_status_is_one_that_means_nothing_was_changed() -> None:
    assert set(STATUSES.values()) <= {403, 409, 422, 503}


def test_a_kind_of_refusal_has_the_status_of_what_it_is_a_kind_of() -> None:
    class TooLong(FormRefused):
        pass

    refusal = refusal_of(TooLong("Shorter, please."), QueryDict("text=a&text=b"))
    assert (refusal.status, refusal.sentence) == (422, "Shorter, please.")
    assert refusal.typed.getlist("text") == ["a", "b"]
