"""Who-lists: as conditions, and in words."""

from __future__ import annotations

import pytest
from app.models import Invoice

from site_kit.asker import TOOL
from site_kit.directory.models import Person
from site_kit.permissions import all_of, any_of, not_this
from site_kit.who import WhoList
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Project


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (["member"], "everybody"),
        (["admin", "approver"], "approvers or admins"),
        (["row.created_by"], "its author"),
        (["row.owner", "admin"], "its owner or admins"),
        (["row.employee.manager", "hr"], "hrs or its employee's manager"),
        (["nobody"], "nobody"),
        ([], "nobody"),
    ],
)
def test_a_list_in_words(entries: list[str], words: str) -> None:
    assert WhoList.of(entries, Invoice).in_words() == words


def test_a_role_is_a_constant_and_a_path_a_condition(cast: Cast) -> None:
    def meant(*entries: str) -> object:
        return WhoList.of(entries, Invoice).condition(cast.mara)

    assert meant("member") is True
    assert meant("approver") is False
    assert meant("nobody") is False
    assert meant("member", "row.created_by") is True
    assert not isinstance(meant("row.created_by"), bool)
    assert WhoList.of(["nobody"], Invoice).condition(TOOL) is True


def test_a_person_may_be_the_row_itself(cast: Cast) -> None:
    from site_kit.asker import acting

    condition = WhoList.of(["row"], Person).condition(cast.mara)
    assert not isinstance(condition, bool)
    with acting(cast.mara):
        assert Person.objects.get(condition).name == "Mara Lind"


def test_conditions_are_put_together(cast: Cast) -> None:
    some = WhoList.of(["row.lead"], Project).condition(cast.mara)
    assert any_of([False, some, True]) is True
    assert any_of([False, False]) is False
    assert any_of([]) is False
    assert any_of([False, some]) == some
    assert all_of([True, True]) is True
    assert all_of([some, False]) is False
    assert all_of([True, some]) == some
    assert not_this(True) is False
    assert not_this(False) is True
