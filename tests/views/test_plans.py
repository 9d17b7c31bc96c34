"""A plan's page: what was understood, and what can be done with it."""

import pytest
from django.test import Client

from apps.builds.models import Build
from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.sites.actions import name_site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.reading import actions_on, done, refusal, words
from tests.views.shop import BLUEPRINT, BRIEF, Shop, a_build, a_draft, a_frozen, a_plan


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    """A plan that can be built."""
    return a_plan(cast.bea, BRIEF, blueprint=BLUEPRINT, outcome={"notes": ["Read by rules."]})


def at(plan: Plan, verb: str = "") -> str:
    return f"/tools/{plan.site.slug}/plans/{plan.number}{'/' + verb if verb else ''}"


def asking(by: Cast) -> Plan:
    """A plan that has a question."""
    question = {
        "id": "readers",
        "text": "Who may read a report?",
        "options": ["Its author", "Everybody"],
        "default": "Its author",
    }
    outcome = {"outcome": "clarify", "questions": [question]}
    return a_plan(by.bea, "A place for reports.", state="asking", outcome=outcome)


def test_the_clauses_of_the_brief_are_marked_and_numbered(plan: Plan, bea: Client) -> None:
    html = bea.get(at(plan)).content.decode()
    for number, quote in enumerate(
        ("Let members submit requests", "see who owns each one", "approve them"), 1
    ):
        assert f'<mark>{quote}</mark><sup class="ref">{number}</sup>' in html


def test_what_is_left_out_is_struck_in_the_brief_and_explained(plan: Plan, bea: Client) -> None:
    page = bea.get(at(plan))
    assert '<mark class="mark-out">Send a fax when one is done</mark>' in page.content.decode()
    assert "There is no fax machine here." in words(page)


def test_each_clause_says_what_provides_it_in_words(plan: Plan, bea: Client) -> None:
    page = words(bea.get(at(plan)))
    assert "A form that adds a request Provided Everybody may see and add requests" in page
    assert "The field Owner of a request and the column Owner on “Requests”" in page
    assert "In part The button Approve on a request Without a limit on the amount." in page
    assert "Provided The field Owner of a request" in page


def test_records_pages_rights_and_assumptions_are_shown_in_words(plan: Plan, bea: Client) -> None:
    page = words(bea.get(at(plan)))
    assert "Title required text" in page
    assert "one of 2" in page
    assert "A board of requests by status." in page
    assert "Filters: Status, kept in the address." in page
    assert "where status is “new”" in page
    assert "Only approvers decide." in page
    assert "Read by rules." in page
    assert "CHAT_URL Where new requests are announced. Secret" in page


def test_a_ready_plan_offers_build_change_and_discard(plan: Plan, bea: Client) -> None:
    assert {at(plan, "build"), at(plan, "change"), at(plan, "discard")} <= actions_on(
        bea.get(at(plan))
    )


def test_build_it_queues_a_build_and_leads_to_its_steps(plan: Plan, bea: Client) -> None:
    answer = bea.post(at(plan, "build"))
    build = Build.objects.get()
    assert build.plan == plan
    assert answer["Location"] == f"/tools/{plan.site.slug}/builds/{build.pk}"


def test_a_second_build_at_once_is_refused_on_the_plans_page(plan: Plan, bea: Client) -> None:
    bea.post(at(plan, "build"))
    page = bea.post(at(plan, "build"))
    assert page.status_code == 409
    assert "is being built already" in refusal(page)
    assert Build.objects.count() == 1


def test_while_it_is_built_the_plan_leads_to_the_build(cast: Cast, plan: Plan, bea: Client) -> None:
    build = a_build(cast.bea, plan)
    page = bea.get(at(plan))
    assert f"/tools/{plan.site.slug}/builds/{build.pk}" in page.content.decode()
    assert at(plan, "build") not in actions_on(page)


def test_a_discarded_plan_stays_readable_and_cannot_be_built(plan: Plan, bea: Client) -> None:
    assert bea.post(at(plan, "discard")).status_code == 302
    page = bea.get(at(plan))
    assert "Discarded" in words(page)
    assert at(plan, "build") not in actions_on(page)
    assert bea.post(at(plan, "build")).status_code == 409


def test_changing_a_plan_is_a_new_prompt_on_top_of_it(plan: Plan, bea: Client) -> None:
    answer = bea.post(at(plan, "change"), {"text": "Add a due date."})
    newest = Plan.objects.latest("pk")
    assert newest.message.text == "Add a due date."
    assert newest.site == plan.site
    assert answer["Location"] == at(newest)


def test_an_empty_change_is_refused_and_the_plan_still_shown(plan: Plan, bea: Client) -> None:
    page = bea.post(at(plan, "change"), {"text": " "})
    assert page.status_code == 422
    assert "Say in a sentence" in refusal(page)
    assert "What it keeps" in words(page)


def test_a_plan_that_is_being_understood_asks_again_until_it_is(
    acme: Workspace, cast: Cast, bea: Client
) -> None:
    bea.post("/begin", {"text": "A list of keys."})
    plan = Plan.objects.get()
    page = bea.get(at(plan))
    html = page.content.decode()
    assert 'data-plan-state="thinking"' in html
    assert f'hx-get="{at(plan, "state")}"' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "Reading what you asked" in words(bea.get(at(plan, "state")))


def test_once_understood_the_whole_page_is_loaded_anew(plan: Plan, bea: Client) -> None:
    assert bea.get(at(plan, "state"))["HX-Refresh"] == "true"


def test_questions_come_with_answers_to_pick(cast: Cast, acme: Workspace, bea: Client) -> None:
    plan = asking(cast)
    page = bea.get(at(plan))
    assert "Who may read a report? Its author Everybody" in words(page)
    assert at(plan, "answers") in actions_on(page)


def test_an_answer_is_a_prompt_that_says_the_first_one_again(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    plan = asking(cast)
    answer = bea.post(at(plan, "answers"), {"answer-readers": "Everybody"})
    newest = Message.objects.filter(kind="prompt").latest("pk")
    assert newest.text == "A place for reports.\n\nWho may read a report? Everybody"
    assert answer["Location"] == f"/tools/{plan.site.slug}/plans/2"


def test_an_answer_in_own_words_wins(cast: Cast, acme: Workspace, bea: Client) -> None:
    plan = asking(cast)
    bea.post(
        at(plan, "answers"), {"answer-readers": "Everybody", "own-readers": "Only the safety team"}
    )
    newest = Message.objects.filter(kind="prompt").latest("pk")
    assert newest.text.endswith("Who may read a report? Only the safety team")


def test_an_answer_that_was_not_offered_is_refused(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    page = bea.post(at(asking(cast), "answers"), {"answer-readers": "Nobody"})
    assert page.status_code == 422
    assert "Choose an answer, or write your own: Who may read a report?" in refusal(page)


def test_answering_a_plan_without_questions_is_refused(plan: Plan, bea: Client) -> None:
    assert "no question to answer" in refusal(bea.post(at(plan, "answers")))


def test_a_refused_brief_says_why_and_what_can_be_done(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    outcome = {
        "outcome": "refuse",
        "reason": "The tool would keep card numbers.",
        "instead": "Invoices without card data.",
    }
    plan = a_plan(cast.bea, "A payment page.", state="refused", outcome=outcome)
    page = bea.get(at(plan))
    assert "The tool would keep card numbers." in words(page)
    assert "Invoices without card data." in words(page)
    assert at(plan, "build") not in actions_on(page)


def test_a_failed_plan_says_what_happened_and_keeps_the_text(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    plan = a_plan(cast.bea, "A list of keys.", state="failed", error="This took too long.")
    page = words(bea.get(at(plan)))
    assert "This took too long." in page
    assert "A list of keys." in page


@pytest.mark.parametrize(
    ("turn", "says"),
    [
        ("asker", "It is your turn: say it otherwise below."),
        ("admin", "It is the turn of whoever runs this installation"),
        ("later", "send it again in a while"),
        ("", "send it again in a while"),
    ],
)
def test_a_failed_plan_says_whose_turn_it_is(
    cast: Cast, acme: Workspace, bea: Client, turn: str, says: str
) -> None:
    plan = a_plan(cast.bea, "A list of keys.", state="failed", outcome={"turn": turn})
    page = bea.get(at(plan))
    assert says in words(page)
    assert at(plan, "again") in actions_on(page)


def test_sending_a_failed_prompt_again_is_the_same_words_as_a_new_plan(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    plan = a_plan(cast.bea, "A list of keys.", state="failed")
    answer = bea.post(at(plan, "again"))
    newest = Plan.objects.latest("pk")
    assert (newest.number, newest.message.text) == (2, "A list of keys.")
    assert answer["Location"] == at(newest)
    assert at(plan, "again") not in actions_on(bea.get(at(plan)))
    assert "It was said again since: plan 2" in words(bea.get(at(plan)))
    assert "This was answered." in refusal(bea.post(at(plan, "again")))


def test_what_was_understood_is_not_sent_again(plan: Plan, bea: Client) -> None:
    assert at(plan, "again") not in actions_on(bea.get(at(plan)))
    page = bea.post(at(plan, "again"))
    assert (page.status_code, Plan.objects.count()) == (422, 1)


def test_a_plan_that_is_being_built_is_not_put_away(cast: Cast, plan: Plan, bea: Client) -> None:
    a_build(cast.bea, plan)
    page = bea.post(at(plan, "discard"))
    assert page.status_code == 409
    assert "Cancel the build first" in refusal(page)
    plan.refresh_from_db()
    assert plan.state == Plan.State.READY


def command(shop: Shop, cast: Cast, name: str, target: str = "") -> Plan:
    outcome = {"outcome": "command", "command": {"name": name, "target": target}}
    return a_plan(cast.bea, "Do it.", site=shop.site, state="command", outcome=outcome)


def test_a_command_says_what_it_will_do_before_it_does_it(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    plan = command(shop, cast, "access", "everyone in my workspace")
    page = bea.get(at(plan))
    assert "people can open it now" in words(page)
    assert "equipment-requests--acme.localhost" in words(page)
    assert at(plan, "confirm") in actions_on(page)


def test_confirming_a_command_does_it_and_says_so(shop: Shop, cast: Cast, bea: Client) -> None:
    plan = command(shop, cast, "access", "everyone in my workspace")
    answer = bea.post(at(plan, "confirm"), follow=True)
    assert "people can open Equipment requests now." in done(answer)


def test_a_confirmed_command_cannot_be_confirmed_again(shop: Shop, cast: Cast, bea: Client) -> None:
    plan = command(shop, cast, "access", "everyone")
    bea.post(at(plan, "confirm"))
    again = bea.post(at(plan, "confirm"))
    assert again.status_code == 409
    assert "This was confirmed already." in refusal(again)


def test_a_command_that_its_action_refuses_is_answered_by_the_reason(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    page = bea.post(at(command(shop, cast, "deploy"), "confirm"))
    assert page.status_code == 409
    assert "Version 2 is not approved." in refusal(page)


def test_a_save_command_puts_the_newest_version_up_for_review(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    page = bea.post(at(command(shop, cast, "save"), "confirm"), follow=True)
    assert "Version 2 waits for a review." in done(page)


def test_an_explanation_has_nothing_to_confirm(shop: Shop, cast: Cast, bea: Client) -> None:
    plan = command(shop, cast, "explain")
    page = bea.get(at(plan))
    assert "Who asked for what, and whether they get it." in words(page)
    assert "Answered" in words(page)
    assert at(plan, "confirm") not in actions_on(page)


def test_a_follow_up_shows_what_changes_and_keeps_what_was_asked_before(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    changes = [{"text": "Requests get a due date.", "risk": "adds"}]
    plan = a_plan(cast.bea, "Add a due date.", site=shop.site, blueprint=BLUEPRINT, changes=changes)
    page = words(bea.get(at(plan)))
    assert "Requests get a due date. Adds only" in page
    assert "Asked before and kept: 3" in page
    assert "The whole tool as it will be" in page


def test_a_plan_that_was_built_leads_to_its_version(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    plan = a_plan(cast.bea, BRIEF, blueprint=BLUEPRINT, state="built")
    version = a_frozen(cast.bea, plan.site)
    a_build(cast.bea, plan, state="succeeded", version=version)
    assert f"This plan became version {version.number}." in words(bea.get(at(plan)))


def test_a_replaced_plan_leads_to_the_later_one(cast: Cast, plan: Plan, bea: Client) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.SUPERSEDED)
    a_plan(cast.bea, "Add a due date.", site=plan.site, blueprint=BLUEPRINT)
    assert f"/tools/{plan.site.slug}/plans/2" in bea.get(at(plan)).content.decode()


def test_an_admin_may_build_what_another_asked_for(plan: Plan, omar: Client) -> None:
    assert omar.post(at(plan, "build")).status_code == 302


def test_the_address_of_a_draft_leads_on_when_the_tool_has_its_own(plan: Plan, bea: Client) -> None:
    before = at(plan)
    site = name_site(by=plan.message.author, site=plan.site, name="Equipment requests")
    assert bea.get(before)["Location"] == f"/tools/{site.slug}/plans/1"
    assert bea.get(f"{before}?a=1")["Location"].endswith("?a=1")
    assert bea.post(f"{before}/discard").status_code == 302


def test_a_plan_number_that_is_not_there_is_404(plan: Plan, bea: Client) -> None:
    assert bea.get(f"/tools/{plan.site.slug}/plans/99").status_code == 404
    assert bea.get(f"/tools/{plan.site.slug}/plans/0").status_code == 404


def test_a_draft_without_a_plan_has_an_overview(cast: Cast, acme: Workspace, bea: Client) -> None:
    draft = a_draft(cast.bea)
    assert bea.get(f"/tools/{draft.slug}/").status_code == 200
