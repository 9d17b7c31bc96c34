"""The portal's own host: signing in, choosing a workspace, one's account."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from apps.accounts.models import User
from apps.pipeline.demo import PASSWORD
from apps.workspaces.actions import add_member
from apps.workspaces.models import Workspace
from apps.workspaces.queries import by_slug
from tests.cast import Cast
from tests.views.reading import sentence, words

HOST = "portal.localhost:8000"


@pytest.fixture
def portal(db: None) -> Client:
    """A browser on the portal's host."""
    return Client(HTTP_HOST=HOST, HTTP_ORIGIN=f"http://{HOST}", SERVER_NAME="portal.localhost")


def sign_in(portal: Client, person: User) -> None:
    portal.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_nobody_chooses_before_signing_in(portal: Client) -> None:
    assert portal.get("/")["Location"] == "/accounts/login/?next=/"


def test_the_sign_in_page_is_in_our_look_and_offers_no_sign_up(portal: Client) -> None:
    page = portal.get("/accounts/login/")
    assert 'class="door' in page.content.decode()
    assert "People come by invitation of a workspace" in words(page)
    assert "sign up" not in words(page).lower()


def test_nobody_gives_themselves_the_address_of_somebody_else(portal: Client, cast: Cast) -> None:
    sign_in(portal, cast.mara)
    for form in ("action_add", "action_primary"):
        sent = {"email": "future@acme.example", form: ""}
        assert portal.post("/accounts/email/", sent).status_code == 404
    assert portal.get("/accounts/email/").status_code == 404
    assert not EmailAddress.objects.filter(email="future@acme.example").exists()


def test_a_wrong_password_is_a_sentence_and_the_address_is_kept(portal: Client, cast: Cast) -> None:
    page = portal.post("/accounts/login/", {"login": "bea@acme.example", "password": "no"})
    assert "not correct" in words(page)
    assert 'value="bea@acme.example"' in page.content.decode()


def test_guessing_at_one_account_keeps_nobody_else_out(portal: Client, cast: Cast) -> None:
    def try_as(name: str, password: str) -> int:
        sent = {"login": f"{name}@acme.example", "password": password}
        return portal.post("/accounts/login/", sent).status_code

    cache.clear()
    assert {try_as("jon", f"guess {number}") for number in range(12)} == {200}
    assert try_as("jon", PASSWORD) == 200, "not even the right one, for five minutes"
    assert try_as("mara", PASSWORD) == 302
    cache.clear()


def test_signing_in_leads_to_the_only_workspace(portal: Client, cast: Cast) -> None:
    sent = {"login": "bea@acme.example", "password": PASSWORD}
    answer = portal.post("/accounts/login/?next=/", sent)
    assert answer.status_code == 302
    assert portal.get("/")["Location"] == "http://acme.localhost:8000/"


def test_whoever_came_to_choose_sees_the_choice(portal: Client, cast: Cast) -> None:
    sign_in(portal, cast.bea)
    page = portal.get("/?choose=1")
    assert "Acme Foods" in words(page)
    assert "Northwind" not in words(page)


def test_with_several_workspaces_one_chooses(portal: Client, cast: Cast) -> None:
    northwind = by_slug("northwind")
    assert isinstance(northwind, Workspace)
    with northwind:
        add_member(by=None, workspace=northwind, user=cast.bea, role="member")
    sign_in(portal, cast.bea)
    page = words(portal.get("/"))
    assert "Acme Foods" in page
    assert "Northwind Paper" in page


def test_who_is_in_no_workspace_is_told_what_to_do(portal: Client, cast: Cast) -> None:
    sign_in(portal, cast.otto)
    assert "Ask whoever runs yours to add otto@elsewhere.example." in words(portal.get("/"))


def test_the_portal_answers_only_to_reading(portal: Client, cast: Cast) -> None:
    sign_in(portal, cast.bea)
    assert portal.post("/").status_code == 405


def test_an_unknown_address_on_the_portal_is_404_in_words(portal: Client) -> None:
    page = portal.get("/workspace/roles")
    assert page.status_code == 404
    assert "The address is wrong" in sentence(page)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/accounts/password/reset/", "You are sent a link"),
        ("/accounts/password/reset/done/", "Look into your mail"),
        ("/accounts/password/reset/key/1-broken/", "has been used or is too old"),
        ("/accounts/password/reset/key/done/", "Your password is changed"),
    ],
)
def test_a_new_password_can_be_asked_for(portal: Client, cast: Cast, path: str, says: str) -> None:
    assert says in words(portal.get(path))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/logout/", "Sign out?"),
        ("/accounts/2fa/", "Authenticator App"),
    ],
)
def test_the_account_pages_are_in_our_look(
    portal: Client, cast: Cast, path: str, says: str
) -> None:
    sign_in(portal, cast.bea)
    page = portal.get(path)
    assert says in words(page)
    assert 'class="door' in page.content.decode()


def test_signing_out_ends_it_everywhere(portal: Client, cast: Cast, browser_of: object) -> None:
    from apps.accounts.models import HostSession

    sign_in(portal, cast.bea)
    assert callable(browser_of)
    workspace = browser_of(cast.bea)
    assert workspace.get("/").status_code == 200
    portal.post("/accounts/logout/")
    assert not HostSession.objects.filter(user=cast.bea).exists()
    assert workspace.get("/").status_code == 302
