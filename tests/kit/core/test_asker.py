"""Who acts, and when."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from app.models import Invoice

import site_kit as kit
from site_kit.asker import NOBODY, TOOL, Asker, acting, clock_stands_at, current, day, moment
from site_kit.directory.models import Person
from site_kit.errors import NobodyActs
from tests.kit.core.conftest import NOW, Cast


def visiting(**said: Any) -> Any:
    """A visitor as the gate says them."""
    return SimpleNamespace(**{"reads_only": False, "is_outsider": False, **said})


def test_rows_are_closed_while_nobody_acts() -> None:
    with pytest.raises(NobodyActs, match="Nobody acts here"):
        Invoice.objects.count()


def test_a_default_of_me_is_closed_while_nobody_acts() -> None:
    with pytest.raises(NobodyActs):
        kit.me()


def test_of_an_outsider_nothing_counts_but_the_pages() -> None:
    said = {"id": 3, "name": "x", "email": "x", "roles": ("admin",), "groups": ("Finance",)}
    found = Asker.of(visiting(**said, is_outsider=True, pages=("book",)))
    assert (found.id, found.name, found.groups, found.pages) == (None, "", set(), {"book"})
    assert (found.is_outsider, found.let_in, found.is_admin) == (True, False, False)


def test_who_comes_by_a_token_that_reads_only_reads() -> None:
    said = {"id": 7, "name": "Mara", "email": "m@x", "roles": (), "groups": ()}
    for reads in (True, False):
        assert Asker.of(visiting(**said, reads_only=reads)).reads_only is reads


def test_whoever_is_let_in_is_a_member() -> None:
    visitor = visiting(id=7, name="Mara", email="m@x", roles=("approver",), groups=("A",))
    mara = Asker.of(visitor)
    assert mara.roles == {"member", "approver"}
    assert mara.let_in
    assert not mara.is_admin
    assert not NOBODY.let_in


@pytest.mark.parametrize(
    ("given", "groups", "held"),
    [
        ((), ("Finance",), {"payer"}),
        ((), ("Operations", "Finance"), {"payer"}),
        (("planner",), ("Finance",), {"planner", "payer"}),
        ((), ("finance",), set()),
        ((), ("Finance team",), set()),
        ((), (), set()),
        (("payer",), ("Operations",), set()),
        (("admin",), ("Operations",), {"admin"}),
    ],
)
def test_a_role_from_a_group_is_held_by_its_people_alone(
    given: tuple[str, ...], groups: tuple[str, ...], held: set[str], payer: None
) -> None:
    visitor = visiting(id=7, name="Mara", email="m@x", roles=given, groups=groups)
    assert Asker.of(visitor).roles == {"member", *held}


@pytest.mark.parametrize(
    ("key", "given", "held"),
    [
        ("ines", (), {"boss"}),
        ("ines", ("planner",), {"boss", "planner"}),
        ("ada", ("admin",), {"boss", "admin"}),
        ("mara", ("boss",), set()),
        ("jon", ("planner", "boss"), {"planner"}),
    ],
)
def test_a_role_of_line_managers_is_held_by_whoever_has_somebody_under_them(
    key: str, given: tuple[str, ...], held: set[str], cast: Cast, boss: None
) -> None:
    person = getattr(cast, key)
    visitor = visiting(id=person.id, name=key, email="m@x", roles=given, groups=())
    assert Asker.of(visitor).roles == {"member", *held}


def test_somebody_who_has_left_is_under_nobody(cast: Cast, boss: None) -> None:
    Person.objects.filter(pk=cast.mara.id).update(active=False)
    visitor = visiting(id=cast.ines.id, name="Ines", email="m@x", roles=(), groups=())
    assert Asker.of(visitor).roles == {"member"}


def test_the_directory_is_asked_only_where_a_role_depends_on_it(
    payer: None, django_assert_num_queries: Any
) -> None:
    visitor = visiting(id=7, name="Mara", email="m@x", roles=(), groups=("Finance",))
    with django_assert_num_queries(0):
        assert Asker.of(visitor).roles == {"member", "payer"}


def test_inside_a_request_there_is_one_moment() -> None:
    with acting(Asker(1)):
        first = moment()
        with clock_stands_at(NOW + timedelta(hours=1)), acting(TOOL):
            assert moment() == first
        assert current() == Asker(1)


def test_the_day_is_that_of_the_tools_time_zone() -> None:
    with clock_stands_at(NOW.replace(hour=23, minute=30)), acting(TOOL):
        assert day() == kit.today() == NOW.date()


def test_one_queryset_serves_two_people_and_two_days(cast: Cast) -> None:
    mine = Invoice.everything.filter(received_on=kit.Today(), created_by=kit.Me()).query
    with acting(cast.mara):
        first = mine.sql_with_params()[1]
    with clock_stands_at(NOW + timedelta(days=1)), acting(cast.jon):
        second = mine.sql_with_params()[1]
    assert [int(first[0]), first[1]] == [3, NOW.date()]
    assert [int(second[0]), second[1]] == [4, (NOW + timedelta(days=1)).date()]


def test_the_tool_itself_is_nobody_in_the_directory() -> None:
    with acting(TOOL):
        assert kit.me() is None
