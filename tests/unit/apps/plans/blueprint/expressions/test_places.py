"""Names by place: the table of section 4, line by line."""

import pytest

from apps.plans.blueprint.expressions import Place, places
from tests.unit.apps.plans.blueprint.expressions.asking import SEEDS, TOURS, read, refused

ALLOWED: list[tuple[Place, str, str]] = [
    (places.own("tour"), "seats > 3 and guide == me", TOURS),
    (places.own("tour"), "exists(task, where=due > date(row.starts_at))", TOURS),
    (places.listed("tour"), "status == 'planned'", TOURS),
    (places.listed("booking", "tour"), "tour == row", TOURS),
    (places.measured("booking", "tour"), "count(where=visitors > row.seats)", TOURS),
    (places.picked("tour", "booking"), "status == 'planned' and it != row.tour", TOURS),
    (places.picked("tour", "booking"), "exists(booking, where=visitors == row.visitors)", TOURS),
    (places.picked("shed", "movement"), "it != row.from", SEEDS),
    (places.picked("person", "tour"), "'Guides' in groups and it != row.guide", TOURS),
    (places.changed("tour"), "seats + row.seats", TOURS),
    (places.changed("tour"), "row", TOURS),
    (places.made("task", "tour"), "date(row.starts_at) == it.due", TOURS),
    (places.made("task", "tour"), "count(booking)", TOURS),
    (places.chosen_templates("tour", "prep_step"), "tour_type == row.tour_type", TOURS),
    (places.chosen_templates("tour", "prep_step"), "each.days_before > 1", TOURS),
    (places.chosen_templates("tour", ""), "seats > 3 and row.seats > 3", TOURS),
    (places.from_template("tour", "prep_step"), "each.days_before + row.seats", TOURS),
    (places.automated("tour"), "starts_at > now", TOURS),
    (places.automated("tour", after_change=True), "before.status != status", TOURS),
]

REFUSED: list[tuple[Place, str, str, str]] = [
    (places.own("tour"), "row.seats > 3", TOURS, "“row” has no meaning here"),
    (places.own("tour"), "it.seats > 3", TOURS, "“it” has no meaning here"),
    (places.own("tour"), "each == 3", TOURS, "“each” has no meaning here"),
    (places.own("tour"), "before.seats > 3", TOURS, "“before” has no meaning here"),
    (places.listed("booking"), "tour == row", TOURS, "“row” has no meaning here"),
    (places.changed("tour"), "it.seats", TOURS, "“it” has no meaning here"),
    (places.made("task", "tour"), "seats", TOURS, "belongs to no row here; names here are row, it"),
    (places.made("task", "tour"), "each.name", TOURS, "“each” has no meaning here"),
    (places.from_template("tour", "prep_step"), "name", TOURS, "names here are row, each"),
    (places.from_template("tour", ""), "each.name", TOURS, "“each” has no meaning here"),
    (places.from_template("tour", "prep_step"), "it.name", TOURS, "“it” has no meaning here"),
    (places.automated("tour"), "before.seats > 3", TOURS, "“before” has no meaning here"),
    (places.picked("tour", "booking"), "visitors > 3", TOURS, "tour has no field “visitors”"),
]


@pytest.mark.parametrize(("place", "text", "name"), ALLOWED)
def test_a_name_that_the_place_gives_is_read(place: Place, text: str, name: str) -> None:
    assert read(text, place, name)


@pytest.mark.parametrize(("place", "text", "name", "said"), REFUSED)
def test_a_name_that_the_place_does_not_give_is_refused(
    place: Place, text: str, name: str, said: str
) -> None:
    assert said in refused(text, place, name)


def test_row_stays_the_record_edited_inside_the_where_of_a_pick() -> None:
    place = places.picked("tour", "booking").inside("task")
    assert (place.this, place.row, place.it) == ("task", "booking", "tour")


def test_row_is_the_row_outside_in_every_other_where() -> None:
    place = places.own("tour").inside("task")
    assert (place.this, place.row) == ("task", "tour")
    assert place.inside("booking").row == "task"


def test_before_is_not_known_inside_a_where() -> None:
    assert places.automated("tour", after_change=True).inside("task").before == ""
