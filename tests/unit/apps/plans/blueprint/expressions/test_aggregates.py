"""Aggregates over other rows, and measures over the rows at hand."""

import pytest

from apps.plans.blueprint.expressions import Path, parse, places
from apps.plans.blueprint.expressions.nodes import Aggregate, Measure, Operation, Size, walk
from apps.plans.blueprint.world import world_of
from tests.unit.apps.plans.blueprint.expressions.asking import (
    INVOICES,
    SEEDS,
    TOURS,
    read,
    refused,
    type_at,
)
from tests.unit.apps.plans.blueprint.made import add, blueprint

SHELF = places.own("shelf")
SUPPLIER = places.own("supplier")
BOOKS = places.measured("book")


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("count(book)", "a number integer"),
        ("count(book, where=signed)", "a number integer"),
        ("exists(book, where=pages > 3)", "yes or no"),
        ("sum(book.pages)", "a number integer"),
        ("sum(book.price)", "a number money"),
        ("avg(book.pages)", "a number decimal"),
        ("avg(book.price)", "a number money"),
        ("min(book.bought)", "a date"),
        ("max(book.seen)", "a moment"),
        ("first(book.reader)", "a person"),
        ("last(book.name, order=-bought)", "a text"),
        ("last(book.shelf.owner, where=reader == empty)", "a person"),
        ("count(book) / count(shelf)", "a number decimal"),
        ("exists(person, where=email == row.owner.email)", "yes or no"),
    ],
)
def test_an_aggregate_has_a_type(text: str, gives: str) -> None:
    assert type_at(text, SHELF) == gives


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count()", "count takes one thing: an entity"),
        ("count(book, shelf)", "count takes one thing"),
        ("sum(book)", "sum takes a path from book, like sum(book.amount)"),
        ("count(book.pages)", "count(book, where=pages != empty)"),
        ("sum(book.name)", "sum adds up numbers, and this is a text"),
        ("max(book.name)", "has no order"),
        ("first(book.fans)", "first gives one value, and this is people"),
        ("count(boook)", "there is no entity “boook”; did you mean “book”?"),
        ("count(name)", "“name” is a field of this one"),
        ("count(book, where=pages)", "“pages” is a number, not a condition"),
        ("count(book, whre=signed)", "count takes no whre=; it takes where=, via=, order="),
        ("count(book, order=pages)", "order= goes with first and last"),
        ("first(book.name, order=pages + 1)", "order= takes a path of book"),
        ("count(book, via=reader)", "via names a field of book that points to shelf"),
        ("count(book, where=shelf.nothing == 1)", "shelf has no field “nothing”"),
        ("book", "“book” is an entity, not a field of shelf; count(book), exists(book)"),
    ],
)
def test_an_aggregate_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    assert said in refused(text, SHELF)


def test_the_field_that_points_here_is_found() -> None:
    node = read("count(invoice)", SUPPLIER, INVOICES)
    assert isinstance(node, Aggregate)
    assert node.via is not None
    assert node.via.id == "supplier"


def test_an_entity_that_does_not_point_here_is_counted_whole() -> None:
    node = read("count(shelf, where=name == row.name)")
    assert isinstance(node, Aggregate)
    assert node.via is None


def test_with_two_ways_one_has_to_be_said() -> None:
    second = {"kind": "relation", "id": "old_shelf", "to": "shelf"}
    world = world_of(blueprint(add("fields", second)))
    said = refused("count(movement)", places.own("shed"), SEEDS)
    assert "movement points to shed in several ways: say via=from or via=to" in said
    node = parse("count(book, via=old_shelf)", SHELF, world)
    assert isinstance(node, Aggregate)
    assert node.via is not None
    assert node.via.id == "old_shelf"


def test_a_keyword_may_be_the_way() -> None:
    node = read("count(movement, via=from)", places.own("shed"), SEEDS)
    assert isinstance(node, Aggregate)
    assert node.via is not None
    assert node.via.id == "from"


def test_where_speaks_of_the_counted_rows_and_row_of_the_one_outside() -> None:
    node = read("count(invoice, where=amount > row.tolerance)", SUPPLIER, INVOICES)
    assert isinstance(node, Aggregate)
    roots = {path.text: path.entity for path in walk(node) if isinstance(path, Path)}
    assert roots == {"amount": "invoice", "row.tolerance": "supplier"}


def test_person_fields_are_no_way_unless_said() -> None:
    person = places.automated("person")
    plain, said = (read(f"count(book{via})", person) for via in ("", ", via=reader"))
    assert isinstance(plain, Aggregate)
    assert isinstance(said, Aggregate)
    assert plain.via is None
    assert said.via is not None


def test_an_order_may_go_down() -> None:
    node = read("last(book.name, order=-bought)", SHELF)
    assert isinstance(node, Aggregate)
    assert node.order is not None
    assert (node.order.text, node.descending) == ("bought", True)


def test_the_size_of_a_field_is_no_aggregate() -> None:
    assert isinstance(read("count(tags)"), Size)
    assert isinstance(read("count(row.fans)", places.changed("book")), Size)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("count()", "a number integer"),
        ("count(where=state == 'here')", "a number integer"),
        ("sum(pages)", "a number integer"),
        ("sum(pages * 2, where=signed)", "a number integer"),
        ("avg(price)", "a number money"),
        ("100 * sum(price) / count()", "a number decimal"),
        ("max(bought)", "a date"),
        ("max(sum(pages), 3)", "a number integer"),
    ],
)
def test_a_measure_has_a_type(text: str, gives: str) -> None:
    assert type_at(text, BOOKS) == gives


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pages", "“pages” stands alone: a measure adds rows up, like sum(pages)"),
        ("count(signed)", "count() in a measure counts the rows at hand; narrow it with where="),
        ("sum()", "sum takes one number of each row"),
        ("avg(name)", "avg adds up numbers"),
        ("count(where=pages)", "not a condition"),
        ("exists(shelf)", "exists is no measure"),
        ("sum(pages, order=name)", "sum takes no order=; it takes where="),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    assert said in refused(text, BOOKS)


def test_a_ratio_is_a_division_of_measures() -> None:
    node = read("100 * sum(booked) / sum(seats)", places.measured("tour"), TOURS)
    assert isinstance(node, Operation)
    assert [part.function for part in walk(node) if isinstance(part, Measure)] == ["sum", "sum"]
