"""What people type: kept first, refused with a sentence, never cut or lost in silence."""

import pytest

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.plans.models import Plan
from apps.prompts.actions import answer, ask
from apps.prompts.actions.ask import LONGEST, clean_text
from apps.prompts.errors import PromptRefused
from apps.prompts.models import Message
from apps.prompts.queries import conversation
from apps.prompts.signals import prompt_received
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site

PICTURE = bytes([0x89, *b"PNG\r\n\x1a\n", 0, 0, 0, 13, *b"IHDR", *range(64)]).decode("latin-1")
NOISE = bytes(range(256)).decode("utf-8", "replace")


def test_a_first_prompt_begins_a_draft(acme: Workspace, cast: Cast) -> None:
    message = ask(by=cast.bea, text="Track who has which office key.")
    assert (message.site.owner, message.site.state) == (cast.bea, Site.State.DRAFT)
    assert (message.site.name, message.site.named) == ("Track who has which office key.", False)


def test_a_prompt_is_kept_told_and_logged_once(acme: Workspace, cast: Cast) -> None:
    heard: list[Message] = []

    def hear(message: Message, **rest: object) -> None:
        heard.append(message)

    prompt_received.connect(hear)
    try:
        message = ask(by=cast.bea, text="Track who has which office key.")
    finally:
        prompt_received.disconnect(hear)
    assert heard == [message]
    assert (message.author, message.kind) == (cast.bea, Message.Kind.PROMPT)
    assert Line.objects.get(verb="ask").detail == {"message": message.pk}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Say in a sentence"),
        ("   \n\t ", "Say in a sentence"),
        ("\u200b\u2028\ufeff", "Say in a sentence"),
        ("\x00\x07\u202e", "Say in a sentence"),
        ("x", "“x” does not say what the tool should do"),
        ("!?", "“!?” does not say what the tool should do"),
        ("…—•·«»", "does not say what the tool should do"),
        ("🙂🎉🚀", "“🙂🎉🚀” does not say what the tool should do"),
        ("👩\u200d👩\u200d👧", "does not say what the tool should do"),
        ("12345 678", "does not say what the tool should do"),
        ("." * 500, "“....................” does not say what the tool should do"),
        ("x" * (LONGEST + 1), "has 10,001 characters; at most 10,000 fit"),
        ("x" * 1_000_000, "has 1,000,000 characters; at most 10,000 fit"),
        (PICTURE, "looks like the inside of a file"),
        (NOISE, "looks like the inside of a file"),
        ("Track\x00\x01\x02\x03\x04 keys", "5 of these 15 characters are no text"),
    ],
    ids=[
        "empty",
        "blank",
        "invisible",
        "control characters",
        "one letter",
        "punctuation",
        "typographic marks",
        "emoji",
        "joined emoji",
        "digits",
        "dots",
        "one too many",
        "1 MB",
        "a picture",
        "noise",
        "a text full of control characters",
    ],
)
def test_what_is_no_prompt_is_refused_and_leaves_nothing(
    acme: Workspace, cast: Cast, text: str, said: str
) -> None:
    with pytest.raises(PromptRefused) as refused:
        ask(by=cast.bea, text=text)
    assert said in str(refused.value)
    assert str(refused.value).endswith((".", ".”"))
    assert not Site.objects.exists()
    assert not Message.objects.exists()
    assert not Plan.objects.exists()


def test_a_refused_follow_up_leaves_the_conversation_as_it_was(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    ask(by=cast.bea, text="Track keys", site=site)
    with pytest.raises(PromptRefused):
        ask(by=cast.bea, text="?", site=site)
    assert [message.text for message in conversation(site)] == ["Track keys"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Track\x00 keys\u202e, please\u200b", "Track keys, please"),
        ("  Track keys \n", "Track keys"),
        ("Track\tkeys", "Track keys"),
        ("Track keys.\r\nBy room.\rAnd floor.", "Track keys.\nBy room.\nAnd floor."),
        ("Cafe\u0301 keys", "Café keys"),
        ("Учёт ключей", "Учёт ключей"),
        ("鍵の貸出リスト", "鍵の貸出リスト"),
        ("Keys 🔑 by room", "Keys 🔑 by room"),
        ("<b>keys</b> {{ 7*7 }} '; --", "<b>keys</b> {{ 7*7 }} '; --"),
        ("ab", "ab"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
    ids=[
        "marks",
        "edges",
        "tab",
        "line ends",
        "composed",
        "russian",
        "japanese",
        "emoji",
        "markup",
        "two letters",
        "as long as may be",
    ],
)
def test_words_are_kept_as_they_were_typed_without_what_nobody_can_read(
    typed: str, kept: str
) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Track keys\nand who has them", "Track keys"),
        ("k" * 60, "k" * 60),
        ("Track who has which office key, and when it comes back to us", None),
        (
            "Track who has which office key, and since when they have it, please",
            "Track who has which office key, and since when they have…",
        ),
    ],
    ids=["first line", "sixty", "fits", "cut between words"],
)
def test_a_draft_goes_by_its_first_words(
    acme: Workspace, cast: Cast, text: str, name: str | None
) -> None:
    assert ask(by=cast.bea, text=text).site.name == (name or text)


@pytest.mark.parametrize("name", ["mara", "jon", "ines", "tom"])
def test_a_member_cannot_ask_for_a_tool(acme: Workspace, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="Members may not"):
        ask(by=getattr(cast, name), text="Track keys")
    assert not Site.objects.exists()


@pytest.mark.parametrize("name", ["nora", "nils", "otto"])
def test_who_is_not_of_the_workspace_cannot_ask(acme: Workspace, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="Only members of this workspace"):
        ask(by=getattr(cast, name), text="Track keys")
    assert not Message.objects.exists()


def test_another_builder_cannot_change_a_tool_that_is_not_hers(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.omar)
    with pytest.raises(NotAllowed, match="Only the owner"):
        ask(by=cast.bea, text="Add a filter", site=site)


@pytest.mark.parametrize("name", ["omar", "ada"])
def test_admins_may_change_any_tool(acme: Workspace, cast: Cast, name: str) -> None:
    site = a_site(cast.bea)
    message = ask(by=getattr(cast, name), text="Add a filter", site=site)
    assert (message.site, message.author) == (site, getattr(cast, name))


def test_a_text_is_looked_at_before_a_right_is_so_that_nothing_begins(
    acme: Workspace, cast: Cast
) -> None:
    with pytest.raises(PromptRefused):
        ask(by=cast.mara, text="?")


def test_what_the_platform_says_has_no_author_and_starts_no_plan(
    acme: Workspace, cast: Cast
) -> None:
    site = a_site(cast.bea)
    said = answer(site=site, text="Version 1 is saved.")
    assert (said.author, said.kind) == (None, Message.Kind.ANSWER)
    assert not Plan.objects.exists()


def test_a_conversation_is_read_from_its_beginning_and_only_of_its_tool(
    acme: Workspace, cast: Cast
) -> None:
    site = a_site(cast.bea)
    ask(by=cast.bea, text="Track keys", site=site)
    answer(site=site, text="Understood.")
    ask(by=cast.omar, text="Add a filter", site=site)
    ask(by=cast.bea, text="Track parcels")
    assert [(message.author, message.text) for message in conversation(site)] == [
        (cast.bea, "Track keys"),
        (None, "Understood."),
        (cast.omar, "Add a filter"),
    ]
