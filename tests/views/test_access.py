"""Who can open a tool: modes, list, roles, requests, the question about one person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.access.actions import set_switch
from apps.access.models import ToolRole
from apps.access.queries import may_open, mode_of
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from apps.workspaces.queries import groups_of
from tests.cast import Cast
from tests.views.reading import actions_on, done, refusal, words
from tests.views.shop import Shop


def at(site: Site, rest: str = "") -> str:
    return f"/tools/{site.slug}/access{'/' + rest if rest else ''}"


def test_the_three_modes_stand_side_by_side_with_how_many_people(site: Site, bea: Client) -> None:
    page = words(bea.get(at(site)))
    assert "Private The owner, the deputy and the workspace’s admins. 3 people" in page
    assert "4 people now" in page
    assert "Workspace Every active member of the workspace. 7 people" in page


def test_widening_to_the_workspace_lets_everybody_in(site: Site, cast: Cast, bea: Client) -> None:
    page = bea.post(at(site, "mode"), {"mode": "workspace"}, follow=True)
    assert "7 people can open Equipment requests now." in done(page)
    assert may_open(person=cast.tom, site=site)


def test_custom_takes_groups_and_people_until_a_day(
    site: Site, cast: Cast, acme: Workspace, bea: Client
) -> None:
    finance = groups_of(acme).get(name="Finance")
    until = timezone.localdate() + timedelta(days=3)
    sent = {"mode": "custom", "group": finance.pk, "person": cast.tom.pk, "until": str(until)}
    page = bea.post(at(site, "mode"), sent, follow=True)
    assert may_open(person=cast.tom, site=site)
    assert may_open(person=cast.ines, site=site)
    assert not may_open(person=cast.mara, site=site)
    assert f"Finance Group {until.day} {until:%b %Y}" in words(page)


def test_an_end_that_has_passed_closes_the_door(site: Site, cast: Cast, bea: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    sent = {"mode": "custom", "person": cast.tom.pk, "until": str(yesterday)}
    bea.post(at(site, "mode"), sent)
    assert not may_open(person=cast.tom, site=site)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"mode": ""}, "Choose who can open it"),
        ({"mode": "public"}, "Choose who can open it"),
        ({"mode": "custom"}, "Choose the people and groups"),
        ({"mode": "custom", "person": "999999"}, "Choose the people and groups"),
        ({"mode": "custom", "person": "abc", "group": "-1"}, "Choose the people and groups"),
        ({"mode": "workspace", "until": "31.12.2026"}, "is no date"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    site: Site, bea: Client, sent: dict[str, str], says: str
) -> None:
    page = bea.post(at(site, "mode"), sent)
    assert page.status_code == 422
    assert says in refusal(page)
    assert mode_of(site) == "custom"


def test_people_of_another_workspace_cannot_be_put_on_the_list(
    site: Site, cast: Cast, bea: Client
) -> None:
    page = bea.post(at(site, "mode"), {"mode": "custom", "person": cast.nora.pk})
    assert page.status_code == 422
    assert "Nora" not in words(bea.get(at(site)))


def test_without_the_capability_the_page_can_be_read_and_not_changed(
    site: Site, cast: Cast, bea: Client
) -> None:
    set_switch(by=cast.omar, role="builder", capability="widen_access", on=False)
    assert at(site, "mode") not in actions_on(bea.get(at(site))) or "disabled" in str(
        bea.get(at(site)).content
    )
    page = bea.post(at(site, "mode"), {"mode": "workspace"})
    assert page.status_code == 403
    assert "Builders may not let more people open a tool here." in refusal(page)
    assert mode_of(site) == "custom"


def test_roles_of_the_tool_are_listed_with_who_has_them(site: Site, bea: Client) -> None:
    page = words(bea.get(at(site)))
    assert "Approver Decides on requests. May approve requests. IR Ines Roca" in page


def test_giving_and_taking_a_role(site: Site, cast: Cast, bea: Client) -> None:
    page = bea.post(at(site, "give"), {"role": "approver", "person": cast.jon.pk}, follow=True)
    assert "Jon Vale has the role" in done(page)
    assert ToolRole.objects.filter(site=site, role="approver", person=cast.jon).exists()
    page = bea.post(at(site, "take"), {"role": "approver", "person": cast.jon.pk}, follow=True)
    assert "no longer has the role" in done(page)
    assert not ToolRole.objects.filter(site=site, person=cast.jon).exists()


def test_a_role_that_the_tool_does_not_have_is_refused(site: Site, cast: Cast, bea: Client) -> None:
    page = bea.post(at(site, "give"), {"role": "admin", "person": cast.jon.pk})
    assert page.status_code == 422
    assert "does not have this role" in refusal(page)
    page = bea.post(at(site, "give"), {"role": "approver", "person": cast.nora.pk})
    assert "Choose a member of this workspace." in refusal(page)
    assert not ToolRole.objects.filter(person=cast.nora).exists()


def test_the_question_about_one_person_is_answered_with_the_reason(site: Site, bea: Client) -> None:
    assert "Yes. Jon Vale: You are on the list" in words(bea.get(at(site) + "?person=Jon"))
    assert "No. Mara Lind: Only the people and groups" in words(
        bea.get(at(site) + "?person=mara@acme.example")
    )
    assert "Nobody of that name is in this workspace" in words(
        bea.get(at(site) + "?person=Nora Dahl")
    )


def test_a_request_to_be_let_in_stands_beside_the_list(shop: Shop, bea: Client) -> None:
    page = bea.get(at(shop.site))
    assert "Asks to be let in" in words(page)
    assert "Mara Lind" in words(page)


def test_letting_somebody_in_opens_the_tool_and_settles_the_request(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    page = bea.post(at(shop.site, f"requests/{shop.asked.pk}/let-in"), follow=True)
    assert "Mara Lind can open Equipment requests now." in done(page)
    assert may_open(person=cast.mara, site=shop.site)
    assert may_open(person=cast.jon, site=shop.site)
    assert "Asks to be let in" not in words(page)


def test_refusing_a_request_settles_it_and_opens_nothing(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    page = bea.post(at(shop.site, f"requests/{shop.asked.pk}/refuse"), follow=True)
    assert not may_open(person=cast.mara, site=shop.site)
    assert "Asks to be let in" not in words(page)


def test_a_settled_request_is_not_there_any_more(shop: Shop, bea: Client) -> None:
    bea.post(at(shop.site, f"requests/{shop.asked.pk}/refuse"))
    assert bea.post(at(shop.site, f"requests/{shop.asked.pk}/let-in")).status_code == 404
