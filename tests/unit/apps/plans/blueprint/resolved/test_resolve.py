"""Every default of the language, written out."""

from typing import Any

import pytest

from apps.plans.blueprint.resolved import ResolvedEntity, ResolvedPage, resolve
from tests.unit.apps.plans.blueprint.made import (
    NAMES,
    Bend,
    add,
    blueprint,
    entity,
    example,
    field,
    page,
    put,
)


def book(*bends: Bend) -> ResolvedEntity:
    return resolve(blueprint(*bends)).entity("book")


def test_the_same_blueprint_is_resolved_once() -> None:
    assert resolve(blueprint()) is resolve(blueprint())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_without_a_name(name: str) -> None:
    tool = resolve(example(name))
    things: list[Any] = [*tool.roles, *tool.entities.values(), *tool.pages]
    for known in tool.entities.values():
        things += [*known.fields, *known.actions, *(v for f in known.fields for v in f.values)]
        assert known.plural
        assert known.title
    assert all(thing.name for thing in things)


def test_what_is_said_stays() -> None:
    def bend(data: dict[str, Any]) -> None:
        entity(data).update(name="Volume", plural="Tomes", title="text(name, pages)")

    found = book(bend)
    assert (found.name, found.plural, found.title) == ("Volume", "Tomes", "text(name, pages)")


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ([{"kind": "integer", "id": "no"}, {"kind": "text", "id": "name"}], "name"),
        (
            [
                {"kind": "long_text", "id": "why"},
                {"kind": "reference", "id": "ref", "pattern": "{random}"},
            ],
            "ref",
        ),
        ([{"kind": "integer", "id": "no"}, {"kind": "date", "id": "day", "required": True}], "day"),
        ([{"kind": "integer", "id": "no"}], "id"),
        (
            [{"kind": "text", "id": "made", "expr": "lower('A')"}, {"kind": "text", "id": "name"}],
            "name",
        ),
    ],
)
def test_a_row_is_called_by_its_first_text_or_else_by_what_is_required(
    fields: list[dict[str, Any]], title: str
) -> None:
    tool = resolve(blueprint(put("entities", {"id": "thing", "fields": fields})))
    assert tool.entity("thing").title == title


def test_the_first_eight_short_fields_are_the_columns() -> None:
    assert book().short_columns == (
        "name", "shelf", "pages", "price", "bought", "seen", "signed", "reader",
    )  # fmt: skip


def test_text_fields_are_searched() -> None:
    assert book().searched == ("name", "notes", "contact")


def test_a_form_offers_what_people_may_type() -> None:
    found = book(
        field(kind="text", id="quiet", readonly=True),
        field(kind="reference", id="ref", pattern="{random}"),
        field(kind="integer", id="twice", expr="pages * 2"),
    )
    assert not {"quiet", "ref", "twice", "state"} & set(found.typed_in)
    assert {"name", "shelf", "notes", "tags"} <= set(found.typed_in)


def test_a_status_starts_at_its_first_value_and_a_rating_has_five_steps() -> None:
    found = book(field(kind="rating"))
    assert found.field("state").default == "here"
    assert (found.field("extra").min, found.field("extra").max) == ("1", "5")
    assert book(field(kind="rating", max="10")).field("extra").max == "10"


def test_money_is_in_the_tools_currency_unless_the_field_has_its_own() -> None:
    usd = put("currency", "USD")
    assert book(usd).field("price").currency == "USD"
    assert book(usd, field(kind="money", currency="EUR")).field("extra").currency == "EUR"
    assert book(usd).field("pages").currency == ""


def test_a_status_with_a_transition_changes_by_it_alone() -> None:
    assert book().field("state").by_actions_only
    assert not book(lambda data: entity(data).pop("actions")).field("state").by_actions_only
    votes = resolve(example("votes-ledger-approval")).entity("request")
    assert votes.field("status").by_actions_only


def test_values_have_names_and_colours() -> None:
    values = {value.id: value for value in book().field("state").values}
    assert (values["here"].name, values["gone"].closed) == ("Here", True)
    assert values["here"].colour != "auto"


@pytest.mark.parametrize(
    ("keys", "can"),
    [
        ({}, ("view", "create", "edit")),
        ({"append_only": True}, ("view", "create")),
    ],
)
def test_without_permissions_members_see_create_and_edit(
    keys: dict[str, Any], can: tuple[str, ...]
) -> None:
    found = book(lambda data: entity(data).update(keys))
    assert [(p.id, p.by, p.can) for p in found.permissions] == [("member", ("member",), can)]


def test_own_permissions_replace_the_default_ones() -> None:
    found = book(add("permissions", {"by": ["keeper"], "can": ["all"]}))
    assert [p.id for p in found.permissions] == ["keeper"]


def test_lines_follow_their_parent() -> None:
    task = resolve(example("room-free-example")).entity("task")
    assert (task.as_parent, task.parent, task.permissions) == (True, "tour", ())


def test_rows_of_a_toggle_are_seen_and_made_by_it_alone() -> None:
    vote = resolve(example("votes-ledger-approval")).entity("vote")
    assert vote.is_toggled
    assert [p.can for p in vote.permissions] == [("view",)]


def test_admins_have_all_unless_the_entity_says_otherwise() -> None:
    assert book().admin_has_all
    assert not resolve(example("votes-ledger-approval")).entity("variety").admin_has_all


@pytest.mark.parametrize(
    ("action", "right"),
    [
        ({"kind": "update", "set": ["signed = True"]}, "edit"),
        ({"kind": "transition", "to": "gone"}, "edit"),
        ({"kind": "create", "entity": "shelf", "needs": ["name"]}, "create"),
        ({"kind": "toggle", "entity": "like"}, "view"),
        ({"kind": "print"}, "view"),
    ],
)
def test_an_action_without_by_needs_the_right_of_its_kind(
    action: dict[str, Any], right: str
) -> None:
    found = book(add("actions", {"id": "extra", **action})).action("extra")
    assert (found.right, found.by) == (right, ())
    named = book(add("actions", {"id": "extra", "by": ["keeper"], **action})).action("extra")
    assert (named.right, named.by) == ("", ("keeper",))


def test_an_approval_brings_approve_and_reject() -> None:
    request = resolve(example("votes-ledger-approval")).entity("request")
    approve, reject = request.action("approve"), request.action("reject")
    assert (approve.name, approve.tone, approve.bulk, approve.by) == (
        "Approve",
        "good",
        True,
        ("steward",),
    )
    assert (reject.tone, reject.bulk, reject.field) == ("bad", False, "status")
    assert approve.approval is not None
    assert approve.source is None


def test_an_action_knows_its_status_and_its_target() -> None:
    invoice = resolve(example("invoice-matching")).entity("invoice")
    assert invoice.action("approve").field == "decision"
    variety = resolve(example("votes-ledger-approval")).entity("variety")
    assert variety.action("receive").target == "movement"


def test_an_unknown_id_is_a_key_error() -> None:
    tool = resolve(blueprint())
    for ask in (tool.entity, tool.page, book().field, book().action):
        with pytest.raises(KeyError):
            ask("nothing")


def test_a_role_is_held_by_people_a_group_or_line_managers() -> None:
    tool = resolve(
        blueprint(
            put("roles", {"id": "guide", "from": "group:Tour guides"}),
            put("roles", {"id": "boss", "from": "line_managers"}),
        )
    )
    assert [(r.name, r.held_by, r.group) for r in tool.roles] == [
        ("Keeper", "people", ""),
        ("Guide", "group", "Tour guides"),
        ("Boss", "line_managers", ""),
    ]


def pages(*bends: Bend) -> list[ResolvedPage]:
    return list(resolve(blueprint(*bends)).pages)


def test_without_pages_there_is_one_table_for_each_entity_that_stands_by_itself() -> None:
    chapter = {
        "id": "chapter",
        "child_of": "book",
        "fields": [{"kind": "relation", "id": "book", "to": "book", "required": True}],
    }
    found = pages(put("pages", []), put("entities", chapter))
    assert [(p.id, p.kind, p.name, p.entity, p.is_default) for p in found] == [
        ("shelves", "table", "Shelves", "shelf", True),
        ("books", "table", "Books", "book", True),
    ]


def test_the_first_list_of_an_entity_has_its_plural_and_no_two_tabs_are_alike() -> None:
    found = pages(
        page(id="board", kind="board", group_by=["state"]),
        put("pages", {"kind": "detail", "id": "one_book", "entity": "book"}),
        put(
            "pages",
            {
                "kind": "dashboard",
                "id": "at_a_glance",
                "parts": [{"kind": "text", "id": "a", "body": "x"}],
            },
        ),
    )
    assert [p.name for p in found] == ["Books", "Board", "One book", "At a glance"]


def test_a_page_called_like_the_plural_takes_it_wherever_it_stands() -> None:
    tool = resolve(example("votes-ledger-approval"))
    assert tool.page("favourites").name == "Favourites"
    assert tool.page("varieties").name == "Varieties"


def test_a_list_shows_the_short_fields_newest_first() -> None:
    found = pages()[0]
    assert found.columns == book().short_columns
    assert found.sort == ("-created_at",)
    assert found.search == book().searched


def test_what_a_page_says_stays() -> None:
    found = pages(page(columns=["name"], sort=["-bought"], search=["notes"], name="Some"))[1]
    assert (found.columns, found.sort, found.search, found.name) == (
        ("name",),
        ("-bought",),
        ("notes",),
        "Some",
    )


def test_a_detail_page_shows_everything_and_the_rows_that_point_to_it() -> None:
    shelf = pages(put("pages", {"kind": "detail", "id": "one", "entity": "shelf"}))[1]
    assert shelf.columns == ("name", "owner", "books")
    assert shelf.children == ("book",)
    assert resolve(example("room-free-example")).entity("tour").children == ("task", "booking")


def test_a_form_has_the_fields_of_its_steps_or_all_that_may_be_typed() -> None:
    form = {"kind": "form", "id": "ask", "entity": "shelf"}
    assert pages(put("pages", form))[1].fields == ("name", "owner")
    steps = {
        **form,
        "steps": [{"name": "One", "fields": ["owner"]}, {"name": "Two", "fields": ["name"]}],
    }
    assert pages(put("pages", steps))[1].fields == ("owner", "name")
