"""The briefs that the first page offers: each is understood, and each becomes a tool that can be
built.
"""

import pytest
from django.conf import settings

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.loading import load
from apps.plans.planners import choose_planner
from apps.plans.planners.context import Context
from apps.workbench.drawing.plan import draw
from apps.workbench.examples import EXAMPLES, Example, example_text

KEYS = [example.key for example in EXAMPLES]


@pytest.mark.parametrize("example", EXAMPLES, ids=KEYS)
def test_the_built_in_planner_understands_it_and_it_can_be_compiled(example: Example) -> None:
    planner = choose_planner(settings.SITEWRIGHT.model_copy(update={"model": ""}))
    context = Context(language="en", timezone="UTC", currency="EUR", workspace="Acme Foods")
    outcome = planner.plan(example.text, blueprint=None, context=context).as_data()
    assert outcome["outcome"] == "plan"
    blueprint = load(outcome["blueprint"]).blueprint
    assert unsupported(blueprint) == []
    assert "app/models.py" in compile_blueprint(blueprint)
    drawing = draw(outcome["blueprint"], example.text)
    assert len(drawing.provisions) >= 2
    assert drawing.left_out == []


def test_keys_and_titles_are_told_apart() -> None:
    assert len(set(KEYS)) == len(EXAMPLES)
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)


def test_a_key_that_is_not_there_fills_nothing() -> None:
    assert example_text("requests").startswith("@Sites")
    assert example_text("") == ""
    assert example_text("nothing") == ""
