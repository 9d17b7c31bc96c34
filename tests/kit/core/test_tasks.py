"""A task for the language model: what leaves, what of its answer is written, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F, Q

import site_kit as kit
from site_kit import write
from site_kit.errors import NotThere, Stale
from site_kit.messages import MOST_TOLD, silent
from site_kit.records import HistoryLine, Outgoing, Run
from site_kit.registry import only_here
from site_kit.tasks import GONE, OTHER_FORM, answer
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Measure, Project

MAY = ("mood", "whole", "exact", "flag", "tags", "day", "text", "settle")
ASK = "What is {text} of {owner.name} about? It was {before.text}. Again: {text}"


@pytest.fixture(autouse=True)
def asking() -> Iterator[None]:
    """Only this follows writes: each new measure is asked about."""
    with only_here() as declared:
        declared.automations = {}

        class AskMeasure(kit.Automation):
            model = Measure
            when = kit.Created()
            where = Q(mood="")
            do = (kit.Set({"other": F("whole")}), kit.Agent(ASK, may=MAY))

        class SettleMeasure(kit.Update):
            model = Measure
            when = Q(flag=True)
            needs = ("until",)
            sets = {"other": 7}

        class ShutMeasure(kit.Update):
            model = Measure
            sets = {"other": 8}

        yield


@pytest.fixture
def row(cast: Cast) -> Measure:
    values = {"text": "Rain", "owner": cast.mara.id, "whole": 3}
    made: Measure = write.create(Measure, values, by=cast.mara)
    return made


def task() -> Outgoing:
    return Outgoing.objects.get()


def answered(said: Any, may: tuple[str, ...] = MAY) -> str:
    return answer(task().pk, said, may)


def pointing(said: Any, **elsewhere: Any) -> str:
    """What comes of an answer to the task as if it were new, or named something else."""
    to = {key: value for key, value in task().to.items() if key != "answered"}
    Outgoing.objects.update(to=to | {"task": "ask", "step": 1, "entity": "measure"} | elsewhere)
    return answered(said)


def kept(row: Measure) -> dict[str, Any]:
    found: dict[str, Any] = Measure.everything.filter(pk=row.pk).values().get()
    return found


# What leaves


def test_a_task_waits_with_what_stands_in_its_places_and_nothing_else(row: Measure) -> None:
    assert task().to == {
        "task": "ask",
        "step": 1,
        "entity": "measure",
        "record": row.pk,
        "depth": 1,
        "values": ["Rain", "Mara Lind", ""],
    }
    assert task().text == "What is Rain of Mara Lind about? It was . Again: Rain"
    assert task().sent_at is None


def test_what_is_told_has_an_end_and_no_sign_that_nobody_sees(cast: Cast) -> None:
    with only_here() as declared:
        declared.automations = {}

        class AskProject(kit.Automation):
            model = Project
            when = kit.Created()
            do = (kit.Agent("{name} {secret}", may=("tags",)),)

        secret = "a\u202e\n" + "b" * MOST_TOLD
        write.make_as_tool(Project, {"name": "Rain", "secret": secret}, "test")
    rain, long = task().to["values"]
    assert (rain, long[:3], len(long)) == ("Rain", "a \n", MOST_TOLD // 2)


def test_an_import_without_messages_asks_nothing(cast: Cast) -> None:
    with silent():
        write.create(Measure, {"text": "Rain"}, by=cast.mara)
    assert not Outgoing.objects.exists()


# What is written


def test_an_answer_is_written_as_the_tool_once_and_history_says_by_what(row: Measure) -> None:
    said = {"mood": "bad", "whole": None, "exact": 1.5, "tags": ["good"], "day": "2026-03-12"}
    assert answered({"set": said, "run": None, "why": "It rains."}) == ""
    now = kept(row)
    assert (now["mood"], now["whole"], str(now["exact"])) == ("bad", 3, "1.500")
    assert (now["tags"], str(now["day"])) == (["good"], "2026-03-12")
    line = HistoryLine.objects.order_by("-pk")[0]
    assert (line.cause, line.by_id, line.action) == ("ask", None, "edited")
    assert list(Run.objects.order_by("pk").values_list("automation", "ok")) == [("ask", True)] * 2
    with pytest.raises(Stale):
        answered({"set": {"mood": "good"}})
    assert kept(row)["mood"] == "bad"


def test_an_action_takes_along_what_it_asks_for(cast: Cast) -> None:
    may = ("flag", "until", "settle")
    with only_here() as declared:
        declared.automations = {}

        class AskMeasure(kit.Automation):
            model = Measure
            when = kit.Created()
            do = (kit.Agent("{text}?", may=may),)

        row = write.create(Measure, {"text": "Rain"}, by=cast.mara)
        said = {"set": {"flag": True, "until": "2026-03-20"}, "run": "settle"}
        assert answered(said, may) == ""
    assert (kept(row)["other"], str(kept(row)["until"])) == (7, "2026-03-20")
    assert [line.action for line in HistoryLine.objects.order_by("pk")][1:] == ["edited", "settle"]


def test_ids_of_the_blueprint_stand_for_names_of_the_declaration(row: Measure) -> None:
    assert answered({"set": {"class": "bad"}}, ("class", *MAY[1:])) == ""
    assert kept(row)["mood"] == "bad"


# What never is

HOSTILE: dict[str, tuple[Any, str]] = {
    "another field": ({"set": {"other": 1}}, "The model may not write “other”."),
    "a person": ({"set": {"owner": 1}}, "The model may not write “owner”."),
    "another row": ({"set": {"mood": "bad"}, "record": 1}, OTHER_FORM),
    "a path": ({"set": {"twin.mood": "bad"}}, "The model may not write “twin.mood”."),
    "one of two": ({"set": {"mood": "bad", "id": 1}}, "The model may not write “id”."),
    "a stamp": ({"set": {"created_by": 1}}, "The model may not write “created_by”."),
    "an action as a field": ({"set": {"settle": 1}}, "The model may not write “settle”."),
    "another action": ({"set": {"mood": "bad"}, "run": "shut"}, "The model may not run “shut”."),
    "a deletion": ({"run": "delete"}, "The model may not run “delete”."),
    "a field as an action": ({"run": "mood"}, "The model may not run “mood”."),
    "an action in a list": ({"run": ["settle"]}, OTHER_FORM),
    "one that cannot be run now": ({"run": "settle"}, ""),
    "no such value": ({"set": {"mood": "sad"}}, "Mood: This cannot be chosen here."),
    "several values": ({"set": {"mood": ["bad"]}}, "Mood: this is no value of its kind."),
    "another value in a list": ({"set": {"tags": ["good", "sad"]}}, "Tags: There is no choice"),
    "an object in a list": ({"set": {"tags": [{"a": 1}]}}, "Tags: this is no value of its kind."),
    "a number as a text": ({"set": {"whole": "3"}}, "Whole: this is no value of its kind."),
    "true as a number": ({"set": {"whole": True}}, "Whole: this is no value of its kind."),
    "a number without end": ({"set": {"exact": float("inf")}}, "Exact: "),
    "too large a number": ({"set": {"whole": 10**40}}, "Whole: "),
    "a text as true": ({"set": {"flag": "yes"}}, "Flag: this is no value of its kind."),
    "no day": ({"set": {"day": "soon"}}, "Day: "),
    "a text beyond its column": ({"set": {"text": "x" * 61}}, "Text: "),
    "a huge text": ({"set": {"text": "x" * 10_001}}, "Text: this is no value of its kind."),
    "a sign nobody keeps": ({"set": {"text": "a\x00"}}, "Text: "),
    "half of a sign": ({"set": {"text": "\ud800"}}, "Text: This cannot be read."),
    "a list": ([], OTHER_FORM),
    "a text": ("mood: bad", OTHER_FORM),
    "fields in a list": ({"set": ["mood"]}, OTHER_FORM),
}


def test_whatever_a_row_made_the_model_say_changes_nothing_beyond_what_it_may(
    row: Measure, cast: Cast
) -> None:
    before, lines = list(Measure.everything.order_by("pk").values()), HistoryLine.objects.count()
    for name, (said, sentence) in HOSTILE.items():
        found = pointing(said)
        assert found.startswith(sentence), name
        assert found != "", name
        assert list(Measure.everything.order_by("pk").values()) == before, name
        run = Run.objects.order_by("-pk")[0]
        assert (run.automation, run.record, run.ok, run.error) == ("ask", row.pk, False, found)
        with pytest.raises(Stale):
            answered({"set": {"mood": "bad"}})
    assert HistoryLine.objects.count() == lines


def test_values_are_taken_back_where_the_action_cannot_be_run(row: Measure) -> None:
    assert answered({"set": {"mood": "bad"}, "run": "settle"}) != ""
    assert kept(row)["mood"] == ""


def test_rules_hold(row: Measure) -> None:
    with only_here() as declared:
        declared.rules = dict(declared.rules)

        class MeasureRules(kit.Rules):
            model = Measure
            calm = kit.Check(~Q(mood="bad"), message="Never bad.")

        assert answered({"set": {"mood": "bad"}}) == "Never bad."
    assert kept(row)["mood"] == ""


def test_what_is_not_asked_any_more_or_has_no_row_is_a_failed_run(row: Measure) -> None:
    assert answered({"set": {"mood": "bad"}}, MAY[:2]) == GONE
    for wrong in ({"step": 0}, {"step": 2}, {"task": "other"}, {"entity": "task"}):
        assert pointing({"set": {"mood": "bad"}}, **wrong) == GONE
    assert pointing({"set": {"mood": "bad"}}, record=row.pk + 1) == "The row is not there any more."
    assert kept(row)["mood"] == ""


def test_only_a_task_is_answered(row: Measure) -> None:
    with pytest.raises(NotThere):
        answer(task().pk + 1, {"set": {"mood": "bad"}}, MAY)
    Outgoing.objects.update(to={"people": [1]})
    with pytest.raises(NotThere):
        answered({"set": {"mood": "bad"}})


def test_a_task_that_leads_to_itself_comes_to_an_end(cast: Cast) -> None:
    with only_here() as declared:
        declared.automations = {}

        class AskMeasure(kit.Automation):
            model = Measure
            when = kit.Saved("whole")
            do = (kit.Agent("{whole}?", may=("whole",)),)

        write.create(Measure, {"whole": 0}, by=cast.mara)
        for number in range(1, 4):
            last = Outgoing.objects.order_by("-pk")[0]
            assert answer(last.pk, {"set": {"whole": number}}, ("whole",)) == ""
    assert [one.to["depth"] for one in Outgoing.objects.order_by("pk")] == [1, 2, 3]
    assert Run.objects.get(ok=False).error == "It would be the 4th in a chain."
