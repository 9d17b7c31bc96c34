"""Who can open a tool, drawn: modes, the list, roles, and the answer about one person."""

import pytest

from apps.access.actions import set_access, take_tool_role
from apps.access.models import Mode
from apps.access.queries import audience, current_workspace
from apps.workbench.cards import cards_of
from apps.workbench.drawing.audience import (
    asked_about,
    grants_of,
    let_in_now,
    mode_cards,
    roles_of,
)
from apps.workbench.drawing.matrix import GROUPS, matrix_of
from apps.workbench.drawing.picture import BLANK, picture
from apps.workbench.drawing.talk import talk_of
from apps.workspaces.models import Workspace
from apps.workspaces.queries import groups_of, members_of
from tests.cast import Cast
from tests.views.shop import Shop, a_draft, a_frozen, a_plan


@pytest.mark.parametrize(
    ("mode", "people"),
    [
        ("private", {"private": 3, "custom": None, "workspace": 7}),
        ("custom", {"private": 3, "custom": 4, "workspace": 7}),
        ("workspace", {"private": 3, "custom": None, "workspace": 7}),
    ],
)
def test_each_mode_says_how_many_people_it_means(
    shop: Shop, cast: Cast, mode: str, people: dict[str, int | None]
) -> None:
    chosen = [cast.jon] if mode == "custom" else []
    set_access(by=cast.bea, site=shop.site, mode=Mode(mode), people=chosen)
    members = list(members_of(current_workspace()))
    let_in = let_in_now(shop.site, mode, members, grants_of(shop.site))
    assert let_in == audience(shop.site)
    cards = mode_cards(shop.site, mode, members, let_in)
    assert {card.id: card.people for card in cards} == people
    assert [card.id for card in cards if card.chosen] == [mode]


def test_the_list_has_its_groups_first_then_people_by_name(
    shop: Shop, cast: Cast, acme: Workspace
) -> None:
    set_access(
        by=cast.bea,
        site=shop.site,
        mode=Mode.CUSTOM,
        people=[cast.tom, cast.ines],
        groups=list(groups_of(acme)),
    )
    names = [str(grant.group or grant.person) for grant in grants_of(shop.site)]
    assert names == ["Finance", "Operations", "Ines Roca", "Tom Hale"]


def test_roles_come_from_the_newest_version_with_their_people(shop: Shop, cast: Cast) -> None:
    [role] = roles_of(shop.site)
    assert (role.name, role.says, role.by_hand) == (
        "Approver",
        "Decides on requests. May approve requests.",
        True,
    )
    assert role.holders == [cast.ines]
    take_tool_role(by=cast.bea, site=shop.site, role="approver", person=cast.ines)
    assert roles_of(shop.site)[0].holders == []


@pytest.mark.parametrize(
    ("source", "says", "by_hand"),
    [
        ("people", "May approve requests.", True),
        ("group:Finance", "Everybody in the group Finance has it. May approve requests.", False),
        (
            "line_managers",
            "Whoever has somebody under them in the directory has it. May approve requests.",
            False,
        ),
    ],
)
def test_a_role_that_follows_from_the_directory_says_so(
    shop: Shop, cast: Cast, source: str, says: str, by_hand: bool
) -> None:
    blueprint = shop.second.blueprint | {"roles": [{"id": "approver", "from": source}]}
    a_frozen(cast.bea, shop.site, blueprint=blueprint)
    [role] = roles_of(shop.site)
    assert (role.says, role.by_hand) == (says, by_hand)


def test_a_draft_has_no_roles(acme: Workspace, cast: Cast) -> None:
    assert roles_of(a_draft(cast.bea)) == []


@pytest.mark.parametrize(
    ("typed", "name", "yes"),
    [
        ("jon", "Jon Vale", True),
        ("  Jon Vale ", "Jon Vale", True),
        ("MARA@acme.example", "Mara Lind", False),
        ("bea", "Bea Lund", True),
        ("Omar", "Omar Haddad", True),
    ],
)
def test_the_question_about_a_person_has_an_answer(
    shop: Shop, typed: str, name: str, yes: bool
) -> None:
    asked = asked_about(shop.site, typed)
    assert asked is not None
    assert asked.member is not None
    assert (asked.member.user.name, bool(asked.decision)) == (name, yes)


@pytest.mark.parametrize("typed", ["Nils Berg", "nora@northwind.example", "Otto", "%", "x" * 500])
def test_about_a_stranger_there_is_none(shop: Shop, typed: str) -> None:
    asked = asked_about(shop.site, typed)
    assert asked is not None
    assert (asked.member, asked.decision) == (None, None)
    assert len(asked.typed) <= 200


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_no_question(shop: Shop, typed: str) -> None:
    assert asked_about(shop.site, typed) is None


def test_the_matrix_has_each_capability_once_and_counts_each_role(acme: Workspace) -> None:
    from apps.access.capabilities import Capability

    placed = [capability for _, members in GROUPS for capability in members]
    assert sorted(placed) == sorted(Capability)
    matrix = matrix_of(acme)
    assert matrix.roles == [("Owner", 1), ("Admin", 1), ("Builder", 1), ("Member", 4)]
    assert matrix.width == 5


def test_only_the_owners_key_is_fixed(acme: Workspace) -> None:
    lines = [line for _, members in matrix_of(acme).groups for line in members]
    fixed = [switch.key for line in lines for switch in line.switches if switch.fixed]
    assert fixed == ["administer:owner"]
    assert all(switch.on == switch.usual for line in lines for switch in line.switches)


def test_cards_show_state_audience_and_picture(shop: Shop, cast: Cast) -> None:
    draft = a_plan(cast.bea, "A list of keys.").site
    found = {card.site.pk: card for card in cards_of([shop.site, draft])}
    live, new = found[shop.site.pk], found[draft.pk]
    assert (live.state.text, live.opens_to) == ("Live", "named people and groups")
    assert (new.state.text, new.opens_to) == ("Ready to build", "its owner and the admins")
    assert new.picture == BLANK
    assert live.address == "http://equipment-requests--acme.localhost:8000"


def test_a_card_draws_the_first_page_of_the_newest_version(shop: Shop, cast: Cast) -> None:
    fields = shop.second.blueprint["entities"][0]["fields"]
    statuses = [field for field in fields if field["kind"] == "status"]
    first, board = shop.second.blueprint["pages"]
    assert cards_of([shop.site])[0].picture == picture(first, statuses)
    a_frozen(cast.bea, shop.site, blueprint=shop.second.blueprint | {"pages": [board, first]})
    assert cards_of([shop.site])[0].picture == picture(board, statuses)


def test_a_draft_is_drawn_from_its_plan(acme: Workspace, cast: Cast) -> None:
    page = {"kind": "form", "id": "bring", "entity": "key"}
    plan = a_plan(cast.bea, "A list of keys.", blueprint={"entities": [], "pages": [page]})
    assert cards_of([plan.site])[0].picture == picture(page, [])


def test_no_tools_are_no_cards(acme: Workspace) -> None:
    assert cards_of([]) == []


def test_each_prompt_of_a_conversation_stands_with_its_plan(shop: Shop, cast: Cast) -> None:
    from apps.plans.queries import plans_of
    from apps.prompts.queries import conversation

    talk = talk_of(conversation(shop.site), plans_of(shop.site))
    with_plan = [said for said in talk if said.plan]
    assert [said.plan for said in with_plan] == [shop.plan]
    assert with_plan[0].state is not None
    assert with_plan[0].state.text == "Done"
