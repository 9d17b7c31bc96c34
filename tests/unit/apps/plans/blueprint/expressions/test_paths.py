"""Paths know the field of each hop; who-lists also go down; assignments write one field."""

import pytest

from apps.plans.blueprint.expressions import (
    ExpressionErrors,
    Path,
    parse_assignment,
    parse_path,
    parse_template,
    parse_who,
    places,
)
from tests.unit.apps.plans.blueprint.expressions.asking import (
    BOOK,
    SEEDS,
    TOURS,
    read,
    refused,
    world,
)


def test_each_hop_knows_its_field_and_where_it_leads() -> None:
    path = read("shelf.owner.manager.email")
    assert isinstance(path, Path)
    assert [(hop.field.entity, hop.id, hop.to) for hop in path.hops] == [
        ("book", "shelf", "shelf"),
        ("shelf", "owner", "person"),
        ("person", "manager", "person"),
        ("person", "email", ""),
    ]
    assert path.text == "shelf.owner.manager.email"
    assert path.field is not None
    assert path.field.kind == "email"


def test_a_path_through_several_is_several() -> None:
    path = read("fans.email")
    assert path.type.many
    assert str(read("fans").type) == "people"


def test_closed_is_a_hop_of_its_own() -> None:
    path = read("state.closed")
    assert isinstance(path, Path)
    assert [hop.sort for hop in path.hops] == ["field", "closed"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "book has no field “nothing”"),
        ("pags", "did you mean “pages”?"),
        ("tody", "did you mean “today”?"),
        ("shelf.nme", "shelf has no field “nme”; did you mean “name”?"),
        ("pages.x", "nothing comes after “pages” (.x)"),
        ("state.closed.x", "nothing comes after “closed” (.x)"),
        ("tags.closed", "nothing comes after “tags” (.closed)"),
        ("me.shoe", "person has no field “shoe”"),
        ("true", "“true” is written True"),
        ("null", "“null” is written empty"),
        ("shelf().name", "is not a path"),
    ],
)
def test_a_path_that_leads_nowhere_says_so(text: str, said: str) -> None:
    assert said in refused(text)


@pytest.mark.parametrize(
    ("text", "kind"), [("name", "text"), ("shelf.owner", "person"), ("title", "text")]
)
def test_a_plain_path_stands_in_columns_and_filters(text: str, kind: str) -> None:
    path = parse_path(text, "book", world())
    assert path.field is not None
    assert path.field.kind == kind


@pytest.mark.parametrize("text", ["", "a b", "-name", "name.", ".name", "name + 1", "today", "me"])
def test_nothing_else_is_a_plain_path(text: str) -> None:
    with pytest.raises(ExpressionErrors):
        parse_path(text, "book", world())


@pytest.mark.parametrize(
    ("text", "entity", "name", "hops"),
    [
        ("row.guide", "tour", TOURS, ["field"]),
        ("row.tour.guide", "booking", TOURS, ["field", "field"]),
        ("row.guide.manager", "tour", TOURS, ["field", "field"]),
        ("row.booking.email", "tour", TOURS, ["children", "field"]),
        ("row.variety.vote.created_by", "movement", SEEDS, ["field", "children", "field"]),
        ("row.awaiting", "request", SEEDS, ["field"]),
        ("row", "person", TOURS, []),
        ("row.managers", "person", TOURS, ["field"]),
    ],
)
def test_a_who_list_leads_to_people(text: str, entity: str, name: str, hops: list[str]) -> None:
    found = parse_who(text, entity, world(name), by_mail=True)
    assert isinstance(found, Path)
    assert [hop.sort for hop in found.hops] == hops


def test_a_role_stands_for_itself() -> None:
    assert parse_who("planner", "tour", world(TOURS)) == "planner"
    assert parse_who("nobody", "tour", world(TOURS)) == "nobody"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plannr", "there is no role “plannr”; did you mean “planner”?"),
        ("guides", "there is no role “guides”"),
        ("row", "“row” is a tour, not a person"),
        ("row.seats", "“row.seats” is a number, not a person"),
        ("row.booking.email", "not a person"),
        ("row.nothing", "tour has no field “nothing”"),
        ("starts_at", "(a person of the row is written row.starts_at)"),
    ],
)
def test_whoever_is_nobody_is_refused(text: str, said: str) -> None:
    with pytest.raises(ExpressionErrors) as errors:
        parse_who(text, "tour", world(TOURS))
    assert said in str(errors.value)


def test_two_ways_down_are_ambiguous() -> None:
    with pytest.raises(ExpressionErrors, match="in several ways"):
        parse_who("row.movement.created_by", "shed", world(SEEDS))


CHANGED = places.changed("book")


@pytest.mark.parametrize(
    "text",
    [
        "reader = me",
        "seen = now",
        "state = 'lent'",
        "pages = pages + 1",
        "price = empty",
        "shelf.owner = reader",
        "fans = [me, reader]",
        "tags = ['old']",
        "signed = True",
        "notes = text(name, pages)",
        "pages = price",
        "bought = date(now)",
        "contact = reader.email",
        "  pages=3  ",
    ],
)
def test_an_assignment_writes_a_value_of_the_fields_type(text: str) -> None:
    assignment = parse_assignment(text, CHANGED, world(), "book")
    assert assignment.target.text == text.partition("=")[0].strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reader", "is not an assignment"),
        ("reader == me", "is not an assignment"),
        ("3 = reader", "is not an assignment"),
        ("nothing = 3", "book has no field “nothing”"),
        ("created_by = me", "“created_by” is kept by the tool itself"),
        ("shelf.books = 3", "“shelf.books” is computed and not written"),
        ("state.closed = True", "“closed” is kept by the tool itself"),
        ("shelf.owner.manager = me", "goes too far"),
        ("reader.manager = me", "“manager” is kept by the tool itself"),
        ("state = 'away'", "“state” has no value “away”"),
        ("seen = today", "write date(…) around the moment"),
        ("bought = now", "write date(…) around the moment"),
        ("pages = 'three'", "pages: a number and a text do not mix"),
        ("shelf = 'Top'", "name a field of it"),
        ("fans = me", "ask with “in”"),
        ("signed = pages", "do not mix"),
    ],
)
def test_an_assignment_of_something_else_is_refused(text: str, said: str) -> None:
    with pytest.raises(ExpressionErrors) as errors:
        parse_assignment(text, CHANGED, world(), "book")
    assert said in str(errors.value)


def test_a_keyword_may_be_written() -> None:
    place = places.from_template("request", "")
    assignment = parse_assignment("from = row.shed", place, world(SEEDS), "movement")
    assert assignment.target.text == "from"


def test_a_template_is_words_paths_and_what_the_message_knows() -> None:
    parts = parse_template("{name}: {count} of {shelf.books}", BOOK, world(), frozenset({"count"}))
    assert [part.text if isinstance(part, Path) else part for part in parts] == [
        "name",
        ": ",
        "{count}",
        " of ",
        "shelf.books",
    ]


@pytest.mark.parametrize("text", ["{nothing}", "{a b}", "{count}", "{}"])
def test_a_template_with_anything_else_in_braces_is_refused(text: str) -> None:
    with pytest.raises(ExpressionErrors):
        parse_template(text, BOOK, world())
