"""The names in a tool, as its people will read them."""

import pytest

from apps.workbench.words.conditions import condition_words
from apps.workbench.words.roles import personas_of, role_name
from apps.workbench.words.tool import Tool, a, capital, listed, lower
from tests.made import BLUEPRINT


@pytest.mark.parametrize(
    ("entity", "path", "heading"),
    [
        ("order", "due", "Due"),
        ("order", "-due", "Due"),
        ("order", "brought_in", "Brought in"),
        ("order", "customer.name", "Customer name"),
        ("order", "customer.created_at", "Customer created"),
        ("order", "created_by", "Created by"),
        ("order", "owner.name", "Owner name"),
        ("order", "some_thing.else", "Some thing else"),
        ("lost", "name", "Name"),
    ],
)
def test_a_path_is_the_heading_of_a_column(
    tool: Tool, entity: str, path: str, heading: str
) -> None:
    assert tool.path(entity, path) == heading


@pytest.mark.parametrize(
    ("entry", "who"),
    [
        ("member", "Everybody"),
        ("admin", "Admins"),
        ("nobody", "Nobody by hand"),
        ("chief", "Head of repairs"),
        ("repairer", "Repairer"),
        ("lost_role", "Lost role"),
        ("row.owner", "Its owner"),
        ("row.created_by", "Whoever added it"),
        ("row.updated_by", "Whoever changed it last"),
        ("row", "The person"),
    ],
)
def test_an_entry_of_a_list_of_people_is_said(tool: Tool, entry: str, who: str) -> None:
    assert tool.who("order", entry) == who


def test_things_that_every_tool_has_are_named_too(tool: Tool) -> None:
    assert tool.entity("person") is None
    assert tool.entity_name("person") == "Person"
    assert tool.plural("person") == "persons"
    assert tool.field("person", "name") is None


def test_names_are_those_that_were_given(tool: Tool) -> None:
    assert tool.entity_name("order") == "Repair order"
    assert tool.plural("order") == "repair orders"
    assert tool.page_name("today") == "Due today"
    assert tool.page_name("not_there") == "Not there"


@pytest.mark.parametrize(
    ("word", "small"),
    [("Owner", "owner"), ("PO number", "PO number"), ("", ""), ("A", "a"), ("é", "é")],
)
def test_capitals_stay_where_a_word_is_written_in_them(word: str, small: str) -> None:
    assert lower(word) == small


@pytest.mark.parametrize(
    ("word", "said"),
    [("order", "an order"), ("Invoice", "an Invoice"), ("user", "a user"), ("key", "a key")],
)
def test_the_article_follows_the_sound(word: str, said: str) -> None:
    assert a(word) == said


def test_lists_end_with_the_word_that_is_wanted() -> None:
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert capital("") == ""


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("due == empty", "due is empty"),
        ("due != empty", "due is filled in"),
        ("not order.status.closed", "order status is open"),
        ("hours <= 3", "hours is at most 3"),
        ("hours < 3", "hours is under 3"),
        ("status in ['new', 'in_work']", "status in [“new”, “in work”]"),
        ("me == owner", "owner is you"),
        ("brought_in < today", "brought in is under today"),
        ("customer.name != 'x_y'", "customer name is not “x y”"),
        ("not express", "not express"),
        ("x not in y", "x not in y"),
        ("", ""),
    ],
)
def test_a_condition_is_read_along(condition: str, said: str) -> None:
    assert condition_words(condition) == said


def test_a_preview_can_be_seen_as_admin_each_role_and_a_member() -> None:
    roles = [{"id": "head_clerk", "description": "Signs."}, {"id": "x", "name": "the X"}]
    found = personas_of({"name": "Keys", "entities": BLUEPRINT["entities"], "roles": roles})
    assert [(one.id, one.name, one.says) for one in found[1:3]] == [
        ("head_clerk", "Head clerk", "Signs."),
        ("x", "The X", ""),
    ]
    assert [one.id for one in found] == ["admin", "head_clerk", "x", "member"]
    assert [one.id for one in personas_of({})] == ["admin", "member"]


def test_a_role_without_a_name_is_called_by_its_id() -> None:
    assert role_name({"id": "line_manager"}) == "Line manager"
