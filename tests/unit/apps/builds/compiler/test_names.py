"""Names come from ids alone, are taken once, and are never those of Python, Django or the kit."""

import keyword

import pytest

from apps.builds.compiler import names


@pytest.mark.parametrize(
    ("identifier", "name"),
    [("invoice", "Invoice"), ("tour_type", "TourType"), ("q_1", "Q_1"), ("a1_b2", "A1B2")],
)
def test_an_entity_is_a_class(identifier: str, name: str) -> None:
    assert names.entity_class(identifier) == name


@pytest.mark.parametrize("identifier", ["q", "f", "meta", "entity", "none", "true", "decimal"])
def test_a_class_that_is_needed_otherwise_gets_a_suffix(identifier: str) -> None:
    assert names.entity_class(identifier).endswith("Row")
    assert names.choices_class(identifier).endswith("Choices")


@pytest.mark.parametrize("identifier", ["approve", "mark_as_paid", "x2"])
def test_the_kit_reads_the_id_back_from_an_action(identifier: str) -> None:
    name, written = names.declared_class(identifier, "Invoice", set())

    assert written == ""
    assert names.snake(name.removesuffix("Invoice")) == identifier


def test_an_id_that_cannot_be_read_back_is_written_out() -> None:
    assert names.declared_class("q_1", "Invoice", set()) == ("Q1Invoice", "'q_1'")


def test_two_declarations_never_share_a_class() -> None:
    taken: set[str] = {"Invoice"}

    first, _ = names.declared_class("approve", "PurchaseOrder", taken)
    second, written = names.declared_class("approve_purchase", "Order", taken)

    assert first != second
    assert written == "'approve_purchase'"


@pytest.mark.parametrize(
    "identifier",
    sorted(
        {*keyword.kwlist, *names.REFUSED}
        & {
            *(
                "class",
                "from",
                "import",
                "check",
                "clean",
                "save",
                "delete",
                "pk",
                "objects",
                "models",
                "kit",
            )
        }
    ),
)
def test_a_field_that_django_refuses_has_an_attribute_of_its_own(identifier: str) -> None:
    found = names.attributes([identifier, "title"], ())

    assert found == {identifier: f"{identifier}_field", "title": "title"}


def test_a_field_never_takes_the_column_of_a_foreign_key() -> None:
    found = names.attributes(["owner", "owner_id"], {"owner"})

    assert found == {"owner": "owner", "owner_id": "owner_id_field"}


def test_attributes_stay_apart_where_the_way_out_is_taken_too() -> None:
    found = names.attributes(["class", "class_field"], ())

    assert len(set(found.values())) == 2


def test_long_names_of_the_database_are_cut_and_stay_different() -> None:
    one = names.in_database("a" * 40, "b" * 40)
    other = names.in_database("a" * 40, "b" * 39 + "c")

    assert len(one) <= 30 >= len(other)
    assert one != other


def test_a_name_that_is_taken_is_closed_by_a_digest() -> None:
    plain = names.in_database("order_line", "status")
    other = names.in_database("order", "line_status", {plain})

    assert plain == "order_line_status"
    assert other != plain
    assert other == names.in_database("order", "line_status", {plain})


def test_an_id_in_words_begins_large() -> None:
    assert names.words("po_number") == "Po number"
