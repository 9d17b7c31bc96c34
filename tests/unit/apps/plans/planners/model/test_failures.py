"""What can go wrong with a model, over the real protocol: each way ends in a sentence for whoever
has to act, and in a receipt of what it cost.
"""

import json

import pytest

from apps.language_models import asking
from apps.plans.planners.model import planner as model_planner
from tests.fakes.model_server import (
    Said,
    busy,
    cut,
    fails,
    garbage,
    hangs_up,
    late,
    refuses,
    says,
)
from tests.unit.apps.plans.planners.model.asked import BRIEF, KEY, PLAN, failed, planned

GERMAN = says("Gerne! Ein Werkzeug für Schlüssel braucht eine Liste mit Namen und Ausgabedatum.")
HTML = Said(raw=b"<html><body>502 Bad Gateway</body></html>")
UNKNOWN_KEY = says(
    {"outcome": "plan", "blueprint": {**PLAN["blueprint"], "python": "import os; os.fork()"}}
)
LATER = "Your text is kept: send it again in a few minutes."
ADMIN = "Your text is kept. An admin has to look at the settings of the language model first."
ASKER = "Your text is kept: say it in other words, or ask for less at once."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other without the usual pauses."""
    monkeypatch.setattr(asking, "FIRST_WAIT", 0.001)


@pytest.mark.parametrize(
    ("reply", "called", "said", "after"),
    [
        (busy(after=None), "model-busy", "has too much to do", LATER),
        (fails(503), "model-busy", "has too much to do", LATER),
        (fails(529), "model-busy", "has too much to do", LATER),
        (hangs_up(), "model-unreachable", "could not be reached", LATER),
        (says(""), "model-no-answer", "gave an empty answer", LATER),
        (says(" \n\t "), "model-no-answer", "gave an empty answer", LATER),
        (HTML, "model-unreachable", "could not be reached", LATER),
        (fails(401), "model-misconfigured", "key is not accepted", ADMIN),
        (fails(403), "model-misconfigured", "key is not accepted", ADMIN),
        (fails(402), "model-quota", "has nothing left", ADMIN),
        (fails(404), "model-misconfigured", "does not exist", ADMIN),
        (fails(400), "model-rejected", "does not take the request (status 400)", ADMIN),
        (cut(PLAN), "model-cut-short", "cut off before its end", ASKER),
        (garbage(), "plan-not-mended", "did not hold, even after 2 repairs", ASKER),
        (GERMAN, "plan-not-mended", "no JSON object; it begins “Gerne! Ein Werkzeug", ASKER),
        (UNKNOWN_KEY, "plan-not-mended", "python", ASKER),
    ],
    ids=[
        "429",
        "503",
        "529",
        "broken connection",
        "empty",
        "blank",
        "no JSON from the server",
        "401",
        "403",
        "402",
        "404",
        "400",
        "truncated",
        "malformed",
        "another language",
        "unknown keys",
    ],
)
def test_each_failure_is_a_sentence_for_who_has_to_act(
    reply: Said, called: str, said: str, after: str
) -> None:
    failure = failed(reply)
    assert failure.id == called
    assert failure.turn == {LATER: "later", ADMIN: "admin", ASKER: "asker"}[after]
    assert said in failure.sentence
    assert failure.sentence.endswith(f". {after}")


def test_a_slow_model_is_given_up_within_the_time_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_planner, "SECONDS", 0.2)
    failure = failed(late(PLAN, 5.0))
    assert (failure.id, failure.turn) == ("model-unreachable", "later")
    assert "did not answer in time" in failure.sentence
    assert failure.receipt["seconds"] < 3


@pytest.mark.parametrize(
    ("reply", "calls"),
    [(busy(after=None), 4), (fails(401), 1), (garbage(), 3), (says(""), 3), (cut(PLAN), 1)],
    ids=["tried four times", "a key once", "repaired twice", "asked again twice", "cut once"],
)
def test_the_receipt_has_what_was_spent_in_vain(reply: Said, calls: int) -> None:
    receipt = failed(reply).receipt
    assert receipt["calls"] == calls
    assert receipt["planner"] == "model"
    assert receipt["instructions"] == "2"
    assert receipt["seconds"] > 0


def test_an_answer_that_was_cut_off_has_cost_its_tokens() -> None:
    receipt = failed(cut(PLAN)).receipt
    assert receipt["input_tokens"] > 1000
    assert receipt["output_tokens"] > 0


def test_tokens_of_all_repairs_are_on_one_receipt() -> None:
    once = planned(says(PLAN))[0].receipt
    mended = planned(garbage(), says(PLAN))[0].receipt
    assert mended["input_tokens"] > once["input_tokens"]
    assert mended["output_tokens"] > once["output_tokens"]


@pytest.mark.parametrize(
    "reply", [busy(after=None), fails(503), hangs_up()], ids=["429", "503", "broken"]
)
def test_what_passes_is_tried_again_and_counted(reply: Said) -> None:
    answer, server = planned(reply, says(PLAN))
    assert answer.outcome == "plan"
    assert answer.receipt["calls"] == len(server.requests) == 2


@pytest.mark.parametrize("reply", [fails(401), cut(PLAN)], ids=["401", "cut"])
def test_what_does_not_pass_is_not_paid_for_twice(reply: Said) -> None:
    assert failed(reply, says(PLAN)).receipt["calls"] == 1


def test_a_server_that_takes_no_schema_gets_it_in_words() -> None:
    answer, server = planned(fails(400), says(PLAN))
    assert answer.outcome == "plan"
    by_schema, in_words = server.requests
    assert by_schema["response_format"]["type"] == "json_schema"
    assert "response_format" not in in_words
    assert "Its JSON schema:" in in_words["messages"][0]["content"]


@pytest.mark.parametrize(
    "reply", [garbage(), GERMAN, UNKNOWN_KEY, says("")], ids=["malformed", "german", "key", "empty"]
)
def test_what_can_be_mended_is_mended(reply: Said) -> None:
    answer, server = planned(reply, says(PLAN))
    assert answer.outcome == "plan"
    assert len(server.requests) == 2


def test_a_repair_names_the_key_that_there_is_not() -> None:
    _, server = planned(UNKNOWN_KEY, says(PLAN))
    asked_again = json.dumps(server.requests[1], ensure_ascii=False)
    assert "python" in asked_again
    assert BRIEF not in server.requests[1]["messages"][-1]["content"].split("<wrong>")[1]


def test_a_refusal_is_shown_in_the_models_words_with_a_way_on() -> None:
    answer, server = planned(refuses("I would rather not plan this."))
    assert answer.outcome == "refuse"
    assert answer.reason == "I would rather not plan this."
    assert "other words" in answer.instead
    assert answer.notes == ("The language model declined; these are its words.",)
    assert (len(server.requests), answer.receipt["calls"]) == (1, 1)


def test_a_filter_of_the_provider_is_a_refusal_as_well() -> None:
    answer, _ = planned(Said(text="", finish="content_filter"))
    assert answer.outcome == "refuse"
    assert answer.reason.endswith(".")


@pytest.mark.parametrize("reply", [fails(401), busy(after=None), hangs_up(), garbage()])
def test_no_failure_tells_the_key(reply: Said) -> None:
    failure = failed(reply)
    assert KEY not in failure.sentence
    assert KEY not in json.dumps(failure.receipt)
