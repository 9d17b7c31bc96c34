"""A planner of one's own, and a prompt that waits for it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from apps.plans.models import Plan
from apps.plans.planners.errors import PlanningFailed
from apps.prompts.actions import ask
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.unit.apps.plans.thinkers import Thinker

Answering = Callable[..., Thinker]
Asked = Callable[[Site, str], Plan]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """`answering(answer)`: from now on that is what the planner says."""
    # The package gives the action under the module's name.
    module = import_module("apps.plans.actions.think")

    def use(answer: dict[str, Any] | PlanningFailed, **more: Any) -> Thinker:
        thinker = Thinker(answer, **more)
        monkeypatch.setattr(module, "choose_planner", lambda config: thinker)
        return thinker

    return use


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    """Bea's first prompt, not yet thought about."""
    return Plan.objects.get(message=ask(by=cast.bea, text="Who has which key?"))


@pytest.fixture
def asked(cast: Cast) -> Asked:
    """`asked(site, text)`: Bea's next prompt about a tool of hers."""

    def say(site: Site, text: str) -> Plan:
        return Plan.objects.get(message=ask(by=cast.bea, text=text, site=site))

    return say
