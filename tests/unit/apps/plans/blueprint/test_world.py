"""What names can mean: declared things, and what exists without being said."""

import pytest

from apps.plans.blueprint.world import world_of
from tests.unit.apps.plans.blueprint.made import add, blueprint, entity, example

ALWAYS = ["id", "created_at", "created_by", "updated_at", "updated_by", "link", "title"]


@pytest.mark.parametrize("called", ALWAYS)
def test_every_row_has_fields_that_nobody_declared(called: str) -> None:
    field = world_of(blueprint()).field("book", called)
    assert field is not None
    assert field.is_system


def test_a_declared_title_takes_the_place_of_the_row_s_title() -> None:
    field = world_of(example("request-dashboard")).field("request", "title")
    assert field is not None
    assert not field.is_system


def test_a_comment_is_there_only_with_comments() -> None:
    assert world_of(blueprint()).field("book", "comment") is None
    assert world_of(example("request-dashboard")).field("request", "comment")


def test_people_lead_to_the_directory() -> None:
    world = world_of(blueprint())
    assert world.entities["book"].fields["reader"].to == "person"
    assert world.entities["person"].fields["manager"].to == "person"
    assert world.entities["history"].fields["by"].to == "person"


def test_an_approval_brings_its_decisions_and_whose_turn_it_is() -> None:
    world = world_of(example("votes-ledger-approval"))
    assert world.entities["request"].fields["awaiting"].is_many
    assert world.entities["request_approval"].fields["request"].to == "request"
    assert [link.id for link in world.links("request_approval", "request")] == ["request"]


def test_a_ledger_brings_what_is_on_hand_and_where() -> None:
    world = world_of(example("votes-ledger-approval"))
    assert world.entities["variety"].fields["on_hand"].kind == "integer"
    balance = world.entities["movement_balance"].fields
    assert (balance["variety"].to, balance["location"].to) == ("variety", "shed")
    assert balance["on_hand"].is_computed


def test_a_ledger_of_an_expression_counts_in_decimals() -> None:
    moved = {"kind": "stock", "item": "shelf", "quantity": "pages * 2"}
    assert (
        world_of(blueprint(add("rules", moved))).entities["shelf"].fields["on_hand"].kind
        == "decimal"
    )


def test_links_are_relations_and_not_people() -> None:
    world = world_of(blueprint())
    assert [link.id for link in world.links("book", "shelf")] == ["shelf"]
    assert world.links("book", "person") == ()
    assert world.links("nothing", "shelf") == ()


def test_the_built_in_roles_come_before_the_declared() -> None:
    assert world_of(blueprint()).roles == ("member", "admin", "nobody", "keeper")


def test_the_same_blueprint_has_the_same_world() -> None:
    assert world_of(blueprint()) is world_of(blueprint())


def test_an_entity_called_like_a_built_in_one_does_not_replace_it() -> None:
    made = blueprint(lambda data: entity(data).update(id="person"))
    assert world_of(made).entities["person"].origin == "directory"
