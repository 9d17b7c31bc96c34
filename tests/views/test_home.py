"""The first page: the box, the examples, the tools."""

import pytest
from django.conf import settings
from django.test import Client

from apps.access.actions import set_access, set_switch
from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.sites.models import Site
from apps.workbench.examples import EXAMPLES
from tests.cast import Cast
from tests.views.reading import actions_on, refusal, words
from tests.views.shop import Shop, a_draft


def test_a_builder_is_asked_what_the_tool_should_do(bea: Client) -> None:
    page = bea.get("/")
    assert page.status_code == 200
    assert "What should the tool do?" in words(page)
    assert "/begin" in actions_on(page)


def test_a_brief_begins_a_draft_and_leads_to_its_plan(bea: Client) -> None:
    answer = bea.post("/begin", {"text": "Track equipment that people borrow."})
    plan = Plan.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/tools/{plan.site.slug}/plans/1"
    assert plan.message.text == "Track equipment that people borrow."


def test_examples_fill_the_box_without_script(bea: Client) -> None:
    for example in EXAMPLES:
        page = words(bea.get(f"/?example={example.key}"))
        assert example.text[:60] in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Say in a sentence what the tool should do"),
        ("   \n ", "Say in a sentence what the tool should do"),
        ("x", "does not say what the tool should do"),
        ("!!! 123", "does not say what the tool should do"),
        ("\x00\x07\u202e", "Say in a sentence"),
        ("a" * 1_048_576, "1,048,576 characters; at most 10,000 fit"),
    ],
    ids=["empty", "blank", "one letter", "no word", "unseen characters", "a megabyte"],
)
def test_a_brief_that_cannot_be_taken_is_answered_by_a_sentence(
    bea: Client, text: str, says: str
) -> None:
    page = bea.post("/begin", {"text": text})
    assert page.status_code == 422
    assert says in refusal(page)
    assert not Site.objects.exists()
    assert not Message.objects.exists()


def test_what_was_typed_is_still_in_the_box_after_a_refusal(bea: Client) -> None:
    long = "keep <this> " * 1_000
    page = bea.post("/begin", {"text": long})
    assert long.strip() in page.content.decode().replace("&lt;", "<").replace("&gt;", ">")
    assert 'aria-invalid="true"' in page.content.decode()


def test_bytes_that_are_no_text_are_refused_or_kept_as_text_never_a_fault(bea: Client) -> None:
    page = bea.post(
        "/begin", b"text=%ff%fe%00%01", content_type="application/x-www-form-urlencoded"
    )
    assert page.status_code == 422


def test_injected_markup_in_a_brief_is_shown_as_text(bea: Client) -> None:
    bea.post("/begin", {"text": "<script>alert(1)</script> a list of keys"})
    plan = Plan.objects.get()
    page = bea.get(f"/tools/{plan.site.slug}/plans/1").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_member_reads_why_there_is_no_box(mara: Client) -> None:
    page = mara.get("/")
    assert "/begin" not in actions_on(page)
    assert "Members may not ask for tools" in words(page)


def test_a_member_who_posts_a_brief_all_the_same_is_refused_with_the_reason(mara: Client) -> None:
    page = mara.post("/begin", {"text": "A list of keys."})
    assert page.status_code == 403
    assert "An admin can allow it." in refusal(page)
    assert not Site.objects.exists()


def test_switching_building_on_for_members_gives_them_the_box(cast: Cast, mara: Client) -> None:
    set_switch(by=cast.omar, role="member", capability="build", on=True)
    assert "/begin" in actions_on(mara.get("/"))
    assert mara.post("/begin", {"text": "A list of keys."}).status_code == 302


def test_your_tools_are_cards_with_state_audience_and_versions(shop: Shop, bea: Client) -> None:
    page = words(bea.get("/"))
    assert "Equipment requests" in page
    assert "Live 2 versions" in page
    assert "Opens to named people and groups." in page


def test_a_draft_says_how_far_its_plan_is(cast: Cast, bea: Client) -> None:
    bea.post("/begin", {"text": "A list of keys."})
    assert "Being understood" in words(bea.get("/"))


def test_an_admin_sees_everybodys_tools_apart_from_their_own(shop: Shop, omar: Client) -> None:
    page = words(omar.get("/"))
    assert "Everybody else's tools" in page
    assert "Your tools" not in page


def test_a_member_sees_a_tool_once_it_is_open_to_them(cast: Cast, shop: Shop, mara: Client) -> None:
    assert "Equipment requests" not in words(mara.get("/"))
    set_access(by=cast.bea, site=shop.site, mode="workspace")
    page = mara.get("/")
    assert "Tools you can open" in words(page)
    assert "equipment-requests--acme.localhost" in page.content.decode()
    assert f"/tools/{shop.site.slug}/" not in page.content.decode()


def test_drafts_of_others_are_not_shown_to_members(cast: Cast, mara: Client) -> None:
    a_draft(cast.bea, "Secret plans")
    assert "Secret plans" not in words(mara.get("/"))
    assert "Secret plans" not in words(mara.get("/tools/"))


def test_the_page_says_that_no_model_is_configured(bea: Client) -> None:
    assert "the built-in planner reads English by rules" in words(bea.get("/"))


def test_the_page_names_the_model_where_there_is_one(
    bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings.SITEWRIGHT.model_copy(update={"model": "house:large"})
    monkeypatch.setattr(settings, "SITEWRIGHT", config)
    assert "Plans are made with house:large" in words(bea.get("/"))


def test_the_list_of_tools_shows_what_one_answers_for_and_what_is_open(
    cast: Cast, shop: Shop, bea: Client, omar: Client
) -> None:
    assert "Equipment requests" in words(bea.get("/tools/"))
    assert "Equipment requests" in words(omar.get("/tools/"))


def test_an_empty_workspace_says_what_to_do_next(bea: Client, mara: Client) -> None:
    assert "No tools yet" in words(bea.get("/"))
    assert "As soon as somebody opens a tool to you" in words(mara.get("/"))
    assert "No tools yet" in words(bea.get("/tools/"))
