"""A form that was refused comes back as it was typed: nobody types anything twice, and no secret
comes back at all.
"""

import re
from html import unescape

import pytest
from django.test import Client

from apps.access.actions import set_switch
from apps.plans.models import Plan
from apps.workspaces.models import Workspace
from apps.workspaces.queries import groups_of
from tests.cast import Cast
from tests.views.reading import refusal
from tests.views.shop import Shop, a_plan

QUESTIONS = [
    {"id": "who", "text": "Who approves?", "options": ["The owner", "Finance"], "default": ""},
    {"id": "when", "text": "By when?", "options": ["A day", "A week"], "default": "A week"},
]


def field(html: str, name: str) -> str:
    """What a field of the page holds."""
    found = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', html)
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def checked(html: str, name: str) -> set[str]:
    """The boxes and dots of a name that are set."""
    boxes = [box for box in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in box]
    return {re.findall(r'value="([^"]*)"', box)[0] for box in boxes if re.search(r" checked", box)}


def chosen(html: str, name: str) -> str:
    """The option of a list that is chosen."""
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', html, re.S)
    assert select, name
    found = re.search(r'value="([^"]*)" selected', select[0])
    return found[1] if found else ""


@pytest.mark.parametrize(
    "text", ["", "   ", "a" * 20_001, "One line\nand <b>another</b> & more" * 900]
)
def test_a_brief_that_is_refused_stays_in_the_box(bea: Client, text: str) -> None:
    page = bea.post("/begin", {"text": text})
    assert page.status_code == 422
    assert refusal(page)
    box = re.search(r'<textarea id="ask".*?>\n?(.*?)</textarea>', page.content.decode(), re.S)
    assert box
    assert unescape(box[1]) == text
    assert 'aria-invalid="true"' in page.content.decode()


def test_the_list_of_custom_stays_as_it_was_chosen(
    shop: Shop, cast: Cast, acme: Workspace, bea: Client
) -> None:
    finance = groups_of(acme).get(name="Finance")
    sent = {
        "mode": "custom",
        "person": [cast.tom.pk, cast.mara.pk],
        "group": finance.pk,
        "until": "next week",
    }
    page = bea.post(f"/tools/{shop.site.slug}/access/mode", sent)
    html = page.content.decode()
    assert page.status_code == 422
    assert "“next week” is no date. Write it as 2027-03-31." in refusal(page)
    assert checked(html, "mode") == {"custom"}
    assert checked(html, "person") == {str(cast.tom.pk), str(cast.mara.pk)}
    assert checked(html, "group") == {str(finance.pk)}
    assert field(html, "until") == "next week"


def test_a_mode_without_a_list_stays_chosen_though_it_does_not_hold(
    shop: Shop, bea: Client
) -> None:
    bea.post(f"/tools/{shop.site.slug}/access/mode", {"mode": "workspace"})
    page = bea.post(f"/tools/{shop.site.slug}/access/mode", {"mode": "custom"})
    assert checked(page.content.decode(), "mode") == {"custom"}
    again = bea.get(f"/tools/{shop.site.slug}/access")
    assert checked(again.content.decode(), "mode") == {"workspace"}


def test_the_list_shows_what_holds_when_another_form_was_refused(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    page = bea.post(f"/tools/{shop.site.slug}/access/give", {"role": "nothing"})
    assert page.status_code == 422
    assert checked(page.content.decode(), "person") == {str(cast.jon.pk)}


def test_a_value_under_a_wrong_name_stays(shop: Shop, bea: Client) -> None:
    sent = {"key": "chat url", "kind": "env", "text": "https://chat.example"}
    page = bea.post(f"/tools/{shop.site.slug}/environment/put", sent)
    html = page.content.decode()
    assert "“chat url” is no name for a value." in refusal(page)
    assert re.search(r'id="key"[^>]*value="chat url"', html)
    assert re.search(r'id="text" name="text" value="https://chat.example"', html)


def test_a_secret_under_a_wrong_name_does_not_come_back(shop: Shop, bea: Client) -> None:
    sent = {"key": "chat token", "kind": "secret", "text": "hush-hush"}
    page = bea.post(f"/tools/{shop.site.slug}/environment/put", sent)
    html = page.content.decode()
    assert page.status_code == 422
    assert "hush-hush" not in html
    assert re.search(r'id="key"[^>]*value="chat token"', html)
    assert chosen(html, "kind") == "secret"


def test_an_empty_secret_of_a_version_is_refused_in_its_own_line(shop: Shop, bea: Client) -> None:
    sent = {"key": "CHAT_URL", "kind": "secret", "text": "  "}
    page = bea.post(f"/tools/{shop.site.slug}/environment/put", sent)
    assert "Type what CHAT_URL should be." in refusal(page)
    assert re.search(r'id="key"[^>]*value=""', page.content.decode())


@pytest.mark.parametrize(
    ("email", "role", "stays", "says"),
    [
        ("nobody@acme.example", "builder", "builder", "has an account on this installation yet"),
        ("mara@acme.example", "admin", "admin", "Mara Lind is a member already."),
        ("otto@elsewhere.example", "owner", "", "Choose what the person is here"),
        ("otto@elsewhere.example", "", "member", "Choose what the person is here"),
    ],
)
def test_somebody_who_cannot_be_added_stays_typed(
    omar: Client, email: str, role: str, stays: str, says: str
) -> None:
    page = omar.post("/workspace/people/add", {"email": email, "role": role})
    assert page.status_code == 422
    assert says in refusal(page)
    assert field(page.content.decode(), "email") == email
    assert chosen(page.content.decode(), "role") == stays


def test_somebody_new_is_a_member_unless_said_otherwise(omar: Client) -> None:
    assert chosen(omar.get("/workspace/people").content.decode(), "role") == "member"


def test_answers_stay_as_they_were_given(cast: Cast, acme: Workspace, bea: Client) -> None:
    plan = a_plan(
        cast.bea,
        "Track things.",
        state=Plan.State.ASKING,
        outcome={"outcome": "clarify", "questions": QUESTIONS},
    )
    at = f"/tools/{plan.site.slug}/plans/{plan.number}"
    page = bea.post(f"{at}/answers", {"answer-when": "A day", "own-when": "", "own-who": ""})
    html = page.content.decode()
    assert page.status_code == 422
    assert "Choose an answer, or write your own: Who approves?" in refusal(page)
    assert checked(html, "answer-when") == {"A day"}
    page = bea.post(f"{at}/answers", {"own-when": "By noon", "answer-who": "The cat"})
    assert field(page.content.decode(), "own-when") == "By noon"


def test_a_question_begins_with_its_usual_answer(cast: Cast, acme: Workspace, bea: Client) -> None:
    plan = a_plan(
        cast.bea,
        "Track things.",
        state=Plan.State.ASKING,
        outcome={"outcome": "clarify", "questions": QUESTIONS},
    )
    html = bea.get(f"/tools/{plan.site.slug}/plans/{plan.number}").content.decode()
    assert checked(html, "answer-when") == {"A week"}
    assert checked(html, "answer-who") == {"The owner"}


def test_why_a_tool_is_stopped_stays_typed(shop: Shop, cast: Cast, bea: Client) -> None:
    set_switch(by=cast.ada, role="builder", capability="deploy", on=False)
    page = bea.post(f"/tools/{shop.site.slug}/stop", {"reason": "It shows the wrong prices."})
    html = page.content.decode()
    assert field(html, "reason") == "It shows the wrong prices."
    assert "<details open>" in html


def test_a_change_that_is_refused_stays_in_its_box(shop: Shop, bea: Client) -> None:
    for where in ("conversation/ask", "plans/1/change"):
        page = bea.post(f"/tools/{shop.site.slug}/{where}", {"text": " "})
        assert page.status_code == 422, where
        page = bea.post(f"/tools/{shop.site.slug}/{where}", {"text": "x" * 20_001})
        if page.status_code == 422:
            assert "x" * 20_001 in page.content.decode(), where
