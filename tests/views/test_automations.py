"""The page of what a tool does by itself: in words, when it was looked at, what it has sent."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.automations.models import Clock, Delivery
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.unit.apps.automations.conftest import NEEDS, POST, put_live

WEEKLY: dict[str, Any] = {
    "id": "weekly",
    "when": {"kind": "schedule", "every": "week", "on": "monday"},
    "do": [{"kind": "notify", "to": ["admin"], "text": "A week"}],
}


@pytest.fixture
def tool(acme: Workspace, cast: Cast) -> Site:
    return put_live(cast.bea, automations=[WEEKLY, POST], settings_needed=NEEDS)


def text_of(client: Client, site: Site) -> str:
    answer = client.get(f"/tools/{site.slug}/automations")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def said(site: Site, **given: Any) -> Delivery:
    number = Delivery.objects.count()
    values = {"number": number, "said_at": timezone.now(), "kind": "message", "text": "Due"} | given
    return Delivery.objects.create(site=site, **values)


def test_what_it_does_is_said_in_words(tool: Site, bea: Client) -> None:
    page = text_of(bea, tool)
    assert "Every week on Monday at 08:00: a message to" in page
    assert "When a key is added: a message to hooks.example.com." in page
    assert "looked at for the first time within a minute" in page
    assert "no mail server is set up here" in page
    assert "Nothing was sent yet." in page


def test_a_tool_that_does_nothing_says_so(acme: Workspace, cast: Cast, bea: Client) -> None:
    page = text_of(bea, put_live(cast.bea))
    assert "nothing waits for a date or the clock" in page
    assert "This tool does nothing by itself." in page


def test_each_message_has_its_state_and_what_became_of_it(tool: Site, bea: Client) -> None:
    said(tool, text="<i>Key</i> 1", state="delivered", reached=3, left_out=2)
    hook = {"kind": "webhook", "to": {"secret": "CHAT_URL", "host": "hooks.example.com"}}
    said(tool, state="waiting", tries=2, error="hooks.example.com answered with 500.", **hook)
    said(tool, state="given_up", error="hooks.example.com did not answer in time.", **hook)
    page = text_of(bea, tool)
    assert "&lt;i&gt;Key&lt;/i&gt; 1" in page
    for words in (
        "3 people",
        "2 more cannot open this tool",
        "hooks.example.com answered with 500.",
        "try 3",
        "Given up",
    ):
        assert words in page


def test_a_missing_value_is_red_and_says_where_to_fill_it_in(tool: Site, bea: Client) -> None:
    hook = {"kind": "webhook", "to": {"secret": "CHAT_URL", "host": "hooks.example.com"}}
    said(tool, state="held", error="CHAT_URL has no value.", **hook)
    page = text_of(bea, tool)
    assert 'data-s="bad" role="status"' in page
    assert "Messages wait for a value: CHAT_URL." in page
    assert "Waiting for a value" in page
    assert f"/tools/{tool.slug}/environment" in page


def test_what_could_not_be_done_is_said_with_the_next_try(tool: Site, bea: Client) -> None:
    now = timezone.now()
    Clock.objects.create(site=tool, looked_at=now, next_at=now, error="It crashed.", faults=1)
    assert "It crashed. It is tried again" in text_of(bea, tool)


def test_it_is_for_those_who_answer_for_the_tool(tool: Site, mara: Client, omar: Client) -> None:
    assert mara.get(f"/tools/{tool.slug}/automations").status_code == 404
    assert omar.get(f"/tools/{tool.slug}/automations").status_code == 200


def test_a_task_shows_whom_it_asks_what_it_cost_and_what_it_waits_for(
    tool: Site, bea: Client
) -> None:
    receipt = {"model": "house-1", "input_tokens": 900, "output_tokens": 80, "dollars": 0.0021}
    answer = {"why": "It <b>says</b> so."}
    said(tool, kind="task", text="What?", state="delivered", receipt=receipt, answer=answer)
    said(tool, kind="task", text="And?", state="held", error="No language model is set up.")
    page = text_of(bea, tool)
    assert "the language model<br>" in page
    assert "house-1, 980 tokens, $0.0021" in page
    assert "“It &lt;b&gt;says&lt;/b&gt; so.”" in page
    assert "No model yet" in page
    assert "Messages wait for a value" not in page
