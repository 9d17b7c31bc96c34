"""What people type: kept first, refused with a sentence, never cut or lost in silence."""

import pytest

from apps.access.errors import NotAllowed
from apps.prompts.actions import ask
from apps.prompts.errors import PromptRefused
from apps.prompts.models import Message
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site


def test_a_first_prompt_begins_a_draft(acme: Workspace, cast: Cast) -> None:
    message = ask(by=cast.bea, text="Track who has which office key.")
    assert (message.site.owner, message.site.state) == (cast.bea, Site.State.DRAFT)
    assert message.site.name == "Track who has which office key."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Say in a sentence"),
        ("   \n\t ", "Say in a sentence"),
        ("\x00\x07\u202e", "Say in a sentence"),
        ("x", "does not say what the tool should do"),
        ("!?", "does not say what the tool should do"),
        ("x" * 1_000_000, "has 1,000,000 characters; at most 10,000 fit"),
    ],
)
def test_what_is_no_prompt_is_refused_and_leaves_nothing(
    acme: Workspace, cast: Cast, text: str, said: str
) -> None:
    with pytest.raises(PromptRefused, match=said):
        ask(by=cast.bea, text=text)
    assert not Site.objects.exists()
    assert not Message.objects.exists()


def test_what_nobody_can_read_is_taken_out(acme: Workspace, cast: Cast) -> None:
    assert ask(by=cast.bea, text="Track\x00 keys\u202e, please\u200b").text == "Track keys, please"


def test_a_member_cannot_ask_for_a_tool(acme: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Members may not"):
        ask(by=cast.mara, text="Track keys")


def test_another_builder_cannot_change_a_tool_that_is_not_hers(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.omar)
    with pytest.raises(NotAllowed, match="Only the owner"):
        ask(by=cast.bea, text="Add a filter", site=site)
