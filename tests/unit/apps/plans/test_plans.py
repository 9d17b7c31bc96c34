"""Plans: opened once for a prompt, thought about once, and never in the way of the next."""

from importlib import import_module
from typing import Any

import pytest

from apps.plans.actions import discard, give_up, open_plan, think
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.plans.planners.errors import PlanningFailed
from apps.plans.queries import base_of, waiting_plan
from apps.prompts.actions import ask
from apps.prompts.models import Message
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_ready_plan, a_site, a_version

# The package gives the action under the module's name.
thinking = import_module("apps.plans.actions.think")


class Planner:
    """Answers what it was given, and remembers what it was asked."""

    label = "A planner for tests"

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer, self.asked = answer, []

    def plan(self, text: str, *, blueprint: dict[str, Any] | None, context: Any) -> "Planner":
        self.asked.append((text, blueprint))
        return self

    def as_data(self) -> dict[str, Any]:
        return dict(self.answer)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(answer: dict[str, Any]) -> Planner:
        planner = Planner({"notes": [], **answer})
        monkeypatch.setattr(thinking, "choose_planner", lambda config: planner)
        return planner

    return use


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    message = ask(by=cast.bea, text="Who has which key?")
    return Plan.objects.get(message=message)


def test_a_prompt_opens_a_plan(plan: Plan) -> None:
    assert (plan.number, plan.state) == (1, Plan.State.THINKING)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"outcome": "plan", "blueprint": BLUEPRINT}, Plan.State.READY),
        (
            {
                "outcome": "clarify",
                "questions": [{"id": "a", "text": "Who?", "options": ["x"], "default": "x"}],
            },
            Plan.State.ASKING,
        ),
        (
            {"outcome": "refuse", "reason": "It keeps cards.", "instead": "Invoices."},
            Plan.State.REFUSED,
        ),
        ({"outcome": "command", "command": {"name": "deploy", "target": ""}}, Plan.State.COMMAND),
    ],
    ids=lambda value: value["outcome"] if isinstance(value, dict) else "",
)
def test_each_outcome_has_its_state_and_is_said(
    plan: Plan, answering: Any, answer: dict[str, Any], state: str
) -> None:
    answering(answer)
    assert think(plan_id=plan.pk).state == state
    assert Message.objects.filter(author=None).count() == 1


def test_thinking_twice_asks_the_planner_once(plan: Plan, answering: Any) -> None:
    planner = answering({"outcome": "plan", "blueprint": BLUEPRINT})
    think(plan_id=plan.pk)
    think(plan_id=plan.pk)
    assert len(planner.asked) == 1


def test_a_draft_goes_by_the_name_in_its_plan(plan: Plan, answering: Any) -> None:
    answering({"outcome": "plan", "blueprint": BLUEPRINT})
    think(plan_id=plan.pk)
    site = Site.objects.get(pk=plan.site_id)
    assert (site.name, site.named) == ("Office keys", False)


def test_a_later_plan_replaces_one_that_waits_and_starts_from_it(
    plan: Plan, answering: Any, cast: Cast
) -> None:
    planner = answering({"outcome": "plan", "blueprint": BLUEPRINT})
    think(plan_id=plan.pk)
    message = ask(by=cast.bea, text="Add a filter", site=plan.site)
    second = think(plan_id=Plan.objects.get(message=message).pk)
    plan.refresh_from_db()
    assert (plan.state, second.number, waiting_plan(plan.site)) == (
        Plan.State.SUPERSEDED,
        2,
        second,
    )
    assert planner.asked[1] == ("Add a filter", BLUEPRINT)


def test_a_follow_up_starts_from_the_newest_version(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    version = a_version(cast.bea, site)
    assert base_of(site) == (version, BLUEPRINT)


def test_a_plan_that_failed_keeps_the_prompt_and_says_so(plan: Plan) -> None:
    failed = give_up(plan_id=plan.pk, error="This took too long.")
    assert (failed.state, failed.error) == (Plan.State.FAILED, "This took too long.")
    assert failed.message.text == "Who has which key?"


def test_what_a_model_says_of_its_failure_is_said_to_the_asker(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(Planner):
        def plan(self, *args: Any, **rest: Any) -> Any:
            raise PlanningFailed("Ask for less at once.", called="model-cut-short", turn="asker")

    monkeypatch.setattr(thinking, "choose_planner", lambda config: Failing({}))
    failed = think(plan_id=plan.pk)
    assert (failed.state, failed.error) == (Plan.State.FAILED, "Ask for less at once.")


def test_a_finished_plan_is_not_given_up(acme: Workspace, cast: Cast) -> None:
    plan = a_ready_plan(cast.bea)
    assert give_up(plan_id=plan.pk, error="late").state == Plan.State.READY


def test_a_discarded_plan_stays_readable(acme: Workspace, cast: Cast) -> None:
    plan = discard(by=cast.bea, plan=a_ready_plan(cast.bea))
    assert (plan.state, plan.blueprint) == (Plan.State.DISCARDED, BLUEPRINT)


def test_a_built_plan_is_not_discarded(acme: Workspace, cast: Cast) -> None:
    plan = a_ready_plan(cast.bea)
    Plan.objects.update(state=Plan.State.BUILT)
    with pytest.raises(PlanRefused):
        discard(by=cast.bea, plan=plan)


def test_two_prompts_of_one_tool_are_two_plans(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    numbers = [
        open_plan(message=ask(by=cast.bea, text="Track keys", site=site)).number for _ in range(2)
    ]
    assert numbers == sorted(set(numbers))
