"""The terminal's lines: one for each step of the flow, and nothing that is nobody's business."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.pipeline import flow, lines
from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("acme")
KEYS = Site(slug="office-keys", name="Office keys")


@pytest.fixture
def said(
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> Any:
    """`said(line, what)`: what is printed when the transaction is over."""
    monkeypatch.setattr(lines.log, "propagate", True)
    caplog.set_level("INFO", lines.log.name)

    def ask(line: Any, what: Any) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            line(what)
            assert caplog.messages == [], "nothing is said of what may still be rolled back"
        (text,) = caplog.messages
        return text

    return ask


def test_a_prompt_is_one_short_line(said: Any, cast: Cast) -> None:
    message = Message(author=cast.bea, text="Who has which key?\nAnd since when?")
    assert said(lines.line_of_prompt, message) == (
        "acme: Bea Lund asks: Who has which key? And since when?"
    )


def test_a_long_prompt_is_cut_between_words(said: Any, cast: Cast) -> None:
    text = said(lines.line_of_prompt, Message(author=cast.bea, text="word " * 2000))
    assert text.endswith(" word …")
    assert len(text) < 140


@pytest.mark.parametrize("evil", ["a\r\nINFO: all is well", "a\x1b[2Jb", "a\u2028b"])
def test_a_prompt_cannot_begin_a_line_of_its_own(said: Any, cast: Cast, evil: str) -> None:
    text = said(lines.line_of_prompt, Message(author=cast.bea, text=evil))
    assert len(text.splitlines()) == 1
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ready", "Office keys is understood after 2.0 s."),
        ("asking", "leaves a question open"),
        ("refused", "cannot be made here"),
        ("command", "is a command"),
        ("failed", "was not understood"),
    ],
)
def test_a_plan_says_how_it_was_understood(said: Any, state: str, words: str) -> None:
    began = timezone.now()
    plan = Plan(site=KEYS, state=state, created_at=began)
    plan.finished_at = began + timedelta(seconds=2)
    assert words in said(lines.line_of_plan, plan)


def test_a_plan_without_an_end_says_no_time(said: Any) -> None:
    assert said(lines.line_of_plan, Plan(site=KEYS, state="ready")).endswith("is understood.")


def test_a_build_says_its_version_or_why_there_is_none(said: Any) -> None:
    build = Build(site=KEYS, error="A check does not hold.")
    assert said(lines.line_of_build, build) == (
        "acme: Office keys: the build ended without a version. A check does not hold."
    )


def test_a_good_build_says_version_and_time(said: Any) -> None:
    began = timezone.now()
    build: Any = SimpleNamespace(
        site=KEYS,
        version=SimpleNamespace(number=3),
        created_at=began,
        finished_at=began + timedelta(seconds=1.5),
    )
    assert "Office keys: version 3 is built after 1.5 s." in said(lines.line_of_build, build)


@pytest.mark.parametrize(
    ("state", "by", "words"),
    [
        ("waiting", None, "version 1 waits for a review."),
        ("approved", "Omar Haddad", "version 1 is approved by Omar Haddad."),
        ("changes", "Omar Haddad", "version 1 is sent back by Omar Haddad."),
        ("rejected", "Omar Haddad", "version 1 is rejected by Omar Haddad."),
    ],
)
def test_a_review_says_where_it_stands(said: Any, state: str, by: Any, words: str) -> None:
    version = SimpleNamespace(site=KEYS, number=1)
    review: Any = SimpleNamespace(version=version, state=state, decided_by=by)
    assert said(lines.line_of_review, review) == f"acme: Office keys: {words}"


def test_every_state_of_a_review_has_a_line(acme: Workspace) -> None:
    for state in Review.State:
        version = SimpleNamespace(site=KEYS, number=1)
        lines.line_of_review(
            SimpleNamespace(version=version, state=state, decided_by=None)  # type: ignore[arg-type]
        )


def deployment(**given: Any) -> Any:
    values = {"site": KEYS, "version": SimpleNamespace(number=2), "state": "live", "error": ""}
    return SimpleNamespace(**(values | given))


def test_a_deployment_gives_the_address(said: Any) -> None:
    assert "version 2 is live at http://office-keys--acme.localhost:" in said(
        lines.line_of_deployment, deployment()
    )


def test_a_deployment_that_failed_says_why(said: Any) -> None:
    failed = deployment(state=Deployment.State.FAILED, error="The tables did not fit.")
    assert said(lines.line_of_deployment, failed) == (
        "acme: Office keys: version 2 did not go live. The tables did not fit."
    )


def test_each_step_of_the_flow_has_its_line() -> None:
    heard = {signal for signal, then in flow.FLOW if then.__module__ == lines.__name__}
    told = {signal for signal, then in flow.FLOW if then.__name__.startswith("tell_")}
    assert told <= heard
