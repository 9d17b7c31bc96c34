"""The bell: told once, read by its person, and gone with the right to open the tool."""

from typing import Any

import pytest

from apps.access.actions import set_access
from apps.notices.actions import read_all, read_notice, tell
from apps.notices.models import Notice
from apps.notices.queries import notices_of, unread_count
from apps.sites.actions import suspend_site
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from apps.workspaces.queries import membership_of
from tests.at_once import at_once
from tests.cast import Cast


def seen(person: Any, workspace: Workspace) -> list[str]:
    membership = membership_of(person, workspace)
    return [one.text for one in notices_of(membership)] if membership else []


def test_the_same_is_told_once(tool: Site, cast: Cast, acme: Workspace) -> None:
    for text in ("A key is due.", "A key is due again."):
        tell(people=[cast.mara.pk, cast.jon.pk], text=text, key="key-1", site=tool, in_tool=True)
    tell(people=[cast.mara.pk] * 3, text="Another.", key="key-2", site=tool, in_tool=True)
    assert seen(cast.mara, acme) == ["Another.", "A key is due."]
    assert seen(cast.jon, acme) == ["A key is due."]
    assert seen(cast.tom, acme) == []


def test_what_a_tool_said_goes_with_the_right_to_open_it(
    tool: Site, cast: Cast, acme: Workspace
) -> None:
    tell(people=[cast.mara.pk, cast.ada.pk], text="Due.", key="1", site=tool, in_tool=True)
    tell(people=[cast.mara.pk], text="Built.", key="2", site=tool)
    assert seen(cast.mara, acme) == ["Built.", "Due."]
    set_access(by=cast.bea, site=tool, mode="private")
    assert (seen(cast.mara, acme), seen(cast.ada, acme)) == (["Built."], ["Due."])
    set_access(by=cast.bea, site=tool, mode="custom", people=[cast.mara])
    assert seen(cast.mara, acme) == ["Built.", "Due."]
    suspend_site(by=cast.bea, site=tool, reason="Wrong texts")
    assert (seen(cast.mara, acme), seen(cast.ada, acme)) == (["Built."], [])


def test_reading_is_everybodys_own(tool: Site, cast: Cast, acme: Workspace) -> None:
    for key in "123":
        tell(people=[cast.mara.pk, cast.jon.pk], text=key, key=key, site=tool, in_tool=True)
    mara, jon = membership_of(cast.mara, acme), membership_of(cast.jon, acme)
    assert mara is not None
    assert jon is not None
    first = notices_of(mara)[0]
    read_notice(by=jon, notice=first)
    assert unread_count(mara) == 3
    read_notice(by=mara, notice=first)
    assert (unread_count(mara), unread_count(jon)) == (2, 3)
    assert read_all(by=mara) == 2
    assert (unread_count(mara), unread_count(jon)) == (0, 3)


def test_without_a_mail_server_the_bell_is_all_there_is(tool: Site, cast: Cast) -> None:
    tell(people=[cast.mara.pk], text="Due.", key="1", site=tool, in_tool=True, by_mail=True)
    assert Notice.objects.get().mail == "none"


def test_told_by_two_in_the_same_moment_it_is_told_once(
    shared_acme: Workspace, shared_cast: Cast
) -> None:
    people = [shared_cast.mara.pk, shared_cast.jon.pk]
    try:
        tasks = [lambda: tell(people=people, text="Due.", key="same")] * 3
        assert at_once(shared_acme, *tasks) == [2, 2, 2]
        assert Notice.objects.count() == 2
    finally:
        Notice.objects.all().delete()


@pytest.mark.parametrize("number", [0, 1, 40])
def test_the_list_asks_the_database_as_often_however_long_it_is(
    tool: Site, cast: Cast, acme: Workspace, number: int, django_assert_num_queries: Any
) -> None:
    for key in range(number):
        tell(people=[cast.mara.pk], text="Due.", key=str(key), site=tool, in_tool=True)
    mara = membership_of(cast.mara, acme)
    assert mara is not None
    with django_assert_num_queries(1):
        found = list(notices_of(mara))
        assert [one.site for one in found] == [tool] * number
