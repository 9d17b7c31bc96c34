"""The workspace's own pages: roles, people, the log, you."""

import pytest
from django.db import connection
from django.test import Client

from apps.access.models import CapabilitySwitch
from apps.access.queries import role_may, switches
from apps.audit.models import Line
from apps.workspaces.models import Workspace
from apps.workspaces.queries import membership_of
from tests.cast import Cast
from tests.views.reading import done, refusal, words
from tests.views.shop import Shop


def shown(page: str) -> dict[str, list[str]]:
    """The form as a browser would send it back untouched: what was on, and what is on."""
    import re

    was = re.findall(r'name="was" value="([^"]+)"', page)
    on = re.findall(r'name="on" value="([^"]+)"[^>]* checked(?![^>]*disabled)', page)
    return {"was": was, "on": on}


def test_every_capability_stands_against_every_role(omar: Client) -> None:
    html = omar.get("/workspace/roles").content.decode()
    assert html.count('role="switch"') == sum(len(row) for row in switches().values())
    assert "Approve other people" in words(html)
    assert "1 person" in words(html)


def test_the_owners_own_key_cannot_be_moved(omar: Client) -> None:
    html = omar.get("/workspace/roles").content.decode()
    assert 'value="administer:owner" aria-label="Administer: Owner" checked disabled' in html


def test_moving_a_switch_decides_at_once_and_leaves_a_line(cast: Cast, omar: Client) -> None:
    form = shown(omar.get("/workspace/roles").content.decode())
    form["on"].append("build:member")
    page = omar.post("/workspace/roles/save", form, follow=True)
    assert "1 change holds from now on." in done(page)
    assert role_may("member", "build")
    line = Line.objects.filter(verb="set_switch").latest("pk")
    assert (line.person_name, line.detail) == ("Omar Haddad", {"before": False, "after": True})


def test_saving_what_was_not_moved_changes_nothing(omar: Client) -> None:
    form = shown(omar.get("/workspace/roles").content.decode())
    page = omar.post("/workspace/roles/save", form, follow=True)
    assert "Nothing was moved." in done(page)
    assert not CapabilitySwitch.objects.exists()


def test_an_old_page_does_not_undo_what_somebody_else_moved_meanwhile(
    cast: Cast, omar: Client, browser_of: object
) -> None:
    old = shown(omar.get("/workspace/roles").content.decode())
    fresh = {"was": list(old["was"]), "on": [key for key in old["on"] if key != "deploy:builder"]}
    omar.post("/workspace/roles/save", fresh)
    old["on"].append("review:builder")
    omar.post("/workspace/roles/save", old)
    assert not role_may("builder", "deploy")
    assert role_may("builder", "review")


def test_a_form_that_would_lock_everybody_out_is_ignored_for_the_owner(omar: Client) -> None:
    form = shown(omar.get("/workspace/roles").content.decode())
    omar.post("/workspace/roles/save", form | {"on": []})
    assert role_may("owner", "administer")


def test_on_enterprise_the_page_says_that_building_is_off_at_first(
    acme: Workspace, omar: Client
) -> None:
    Workspace.objects.filter(pk=acme.pk).update(plan="enterprise")
    assert "Building is off until you switch it on here" in words(omar.get("/workspace/roles"))


def test_people_and_groups_are_listed(omar: Client) -> None:
    page = words(omar.get("/workspace/people"))
    assert "Ines Roca ines@acme.example Member Finance, Operations" in page
    assert "Nora" not in page


def test_somebody_with_an_account_can_be_brought_in(
    cast: Cast, acme: Workspace, omar: Client
) -> None:
    sent = {"email": "OTTO@elsewhere.example", "role": "member"}
    page = omar.post("/workspace/people/add", sent, follow=True)
    assert "Otto Krug is in Acme Foods now." in done(page)
    assert membership_of(cast.otto, acme) is not None


@pytest.mark.parametrize(
    ("email", "role", "says"),
    [
        ("nobody@nowhere.example", "member", "has an account on this installation yet"),
        ("bea@acme.example", "admin", "Bea Lund is a member already."),
        ("otto@elsewhere.example", "owner", "Choose what the person is here"),
        ("otto@elsewhere.example", "", "Choose what the person is here"),
    ],
)
def test_who_cannot_be_brought_in_is_answered_by_a_sentence(
    acme: Workspace, cast: Cast, omar: Client, email: str, role: str, says: str
) -> None:
    page = omar.post("/workspace/people/add", {"email": email, "role": role})
    assert page.status_code == 422
    assert says in refusal(page)
    assert f'value="{email}"' in page.content.decode()
    member = membership_of(cast.bea, acme)
    assert member is not None
    assert member.role == "builder"


def test_the_log_tells_who_did_what_in_sentences(shop: Shop, omar: Client) -> None:
    page = words(omar.get("/workspace/activity"))
    assert "Bea Lund filled in a value of Equipment requests" in page
    assert "Omar Haddad approved Equipment requests, version 1" in page


def test_the_log_is_read_page_by_page(cast: Cast, acme: Workspace, omar: Client) -> None:
    from apps.audit.actions import record

    for _ in range(60):
        record(by=cast.omar, verb="resume_site", of=acme)
    page = omar.get("/workspace/activity").content.decode()
    assert page.count("let run again") == 50
    earlier = page.split("?before=")[1].split('"')[0]
    assert "let run again" in omar.get(f"/workspace/activity?before={earlier}").content.decode()
    assert omar.get("/workspace/activity?before=x'--").status_code == 200


def test_the_log_can_be_checked_for_altered_lines(shop: Shop, omar: Client) -> None:
    assert "Every line follows from the one before it." in words(
        omar.get("/workspace/activity?check=1")
    )


def test_an_altered_line_is_found(shop: Shop, omar: Client) -> None:
    line = Line.objects.filter(workspace="ws_acme").latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE public.audit_line DISABLE TRIGGER USER")
    Line.objects.filter(pk=line.pk).update(verb="frown")
    page = words(omar.get("/workspace/activity?check=1"))
    assert f"The log was altered at line {line.pk}." in page


def test_the_frame_counts_tools_and_waiting_reviews_for_those_who_decide(
    shop: Shop, omar: Client, bea: Client
) -> None:
    assert "Reviews 1 waiting" in words(omar.get("/"))
    assert "Reviews" not in words(bea.get("/"))
    assert "Roles" not in words(bea.get("/"))


def test_you_says_who_one_is_and_leads_out(mara: Client) -> None:
    page = mara.get("/you")
    assert "Mara Lind mara@acme.example" in words(page)
    assert "Role Member Groups Operations" in words(page)
    assert "http://portal.localhost:8000/accounts/logout/" in page.content.decode()
