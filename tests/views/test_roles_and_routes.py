"""Who gets what at every address: a table with a line for each address and a column for each kind
of person. Nothing is kept between two people, so that no answer depends on the one before.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from apps.audit.models import Line
from apps.workbench.urls import urlpatterns
from apps.workspaces.actions import add_member
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.reading import sentence
from tests.views.shop import Shop
from tests.views.test_strangers import NEEDS_THE_RUNNER, PATTERNS, address

Browser = Callable[..., Client]
Answers = tuple[int, int, int, int, int, int, int]
# Columns: nobody, the owner of another workspace, a member, a builder of other tools, the tool's
# owner (a builder), an admin, the workspace's owner.
PEOPLE = ("nobody", "nils", "mara", "tom", "bea", "omar", "ada")
ALL_MEMBERS: Answers = (302, 404, 200, 200, 200, 200, 200)
WHO_RUNS_IT: Answers = (302, 404, 404, 404, 200, 200, 200)
ADMINS: Answers = (302, 404, 404, 404, 404, 200, 200)
NOBODY_AT_ALL: Answers = (302, 404, 404, 404, 404, 404, 404)


def done_by_who_runs_it(status: int = 302) -> Answers:
    """Others do not find it; whoever runs the tool gets this."""
    return (302, 404, 404, 404, status, status, status)


READ: dict[str, Answers] = {
    "home": ALL_MEMBERS,
    "tools": ALL_MEMBERS,
    "templates": ALL_MEMBERS,
    "notices": ALL_MEMBERS,
    "automations": WHO_RUNS_IT,
    "you": ALL_MEMBERS,
    "tool": WHO_RUNS_IT,
    "conversation": WHO_RUNS_IT,
    "versions": WHO_RUNS_IT,
    "version": WHO_RUNS_IT,
    "version_tab": WHO_RUNS_IT,
    "access": WHO_RUNS_IT,
    "environment": WHO_RUNS_IT,
    "api": WHO_RUNS_IT,
    "plan": WHO_RUNS_IT,
    "plan_state": WHO_RUNS_IT,
    "deployment_state": WHO_RUNS_IT,
    "build": done_by_who_runs_it(302),
    "build_steps": WHO_RUNS_IT,
    "roles": ADMINS,
    "people": ADMINS,
    "activity": ADMINS,
    "forms": NOBODY_AT_ALL,  # until a role may open forms to outsiders
    "nothing": NOBODY_AT_ALL,
}
ACT: dict[str, tuple[dict[str, Any], Answers]] = {
    "begin": ({"text": "A list of keys."}, (302, 404, 403, 302, 302, 302, 302)),
    "use_template": ({"template": "ops-requests"}, (302, 404, 403, 302, 302, 302, 302)),
    "export": ({}, (302, 404, 404, 404, 403, 200, 200)),
    "follow_up": ({"text": "Add a due date."}, done_by_who_runs_it()),
    "roll_back": ({}, done_by_who_runs_it(409)),
    "stop": ({"reason": "It is wrong."}, done_by_who_runs_it()),
    "resume": ({}, done_by_who_runs_it()),
    "build_plan": ({}, done_by_who_runs_it()),
    "discard_plan": ({}, done_by_who_runs_it(409)),
    "change_plan": ({"text": "Add a due date."}, done_by_who_runs_it()),
    "ask_again": ({}, done_by_who_runs_it(422)),
    "answer_plan": ({}, done_by_who_runs_it(422)),
    "confirm_plan": ({}, done_by_who_runs_it(409)),
    "cancel_build": ({}, done_by_who_runs_it(409)),
    "build_again": ({}, done_by_who_runs_it()),
    "ask_for_review": ({}, done_by_who_runs_it()),
    "deploy": ({}, done_by_who_runs_it(409)),
    "set_mode": ({"mode": "workspace"}, done_by_who_runs_it()),
    "give_role": ({"role": "approver", "person": "jon"}, done_by_who_runs_it()),
    "take_role": ({"role": "approver", "person": "ines"}, done_by_who_runs_it()),
    "let_in": ({}, done_by_who_runs_it()),
    "refuse": ({}, done_by_who_runs_it()),
    "ask_form": ({"page": "tell"}, done_by_who_runs_it(422)),
    "open_form": ({"digest": "d" * 64}, done_by_who_runs_it(403)),
    "refuse_form": ({}, done_by_who_runs_it(403)),
    "close_form": ({}, done_by_who_runs_it()),
    "put_value": ({"key": "LIMIT", "kind": "env", "text": "5"}, done_by_who_runs_it()),
    "remove_value": ({"key": "LIMIT"}, done_by_who_runs_it()),
    "make_token": ({"name": "N", "scope": "read", "days": "30"}, done_by_who_runs_it(200)),
    "revoke_token": ({}, done_by_who_runs_it()),
    "read_everything": ({}, (302, 404, 302, 302, 302, 302, 302)),
    "read_notice": ({}, (302, 404, 404, 404, 404, 404, 404)),
    "save_roles": ({"on": "build:member"}, (302, 404, 404, 404, 404, 302, 302)),
    "add_person": (
        {"email": "otto@elsewhere.example", "role": "member"},
        (302, 404, 404, 404, 404, 302, 302),
    ),
}
BY_NAME = {str(pattern.name): pattern for pattern in PATTERNS}


@pytest.fixture
def browsers(
    shop: Shop, cast: Cast, acme: Workspace, browser_of: Browser
) -> list[tuple[str, Client]]:
    """One browser for each column."""
    add_member(by=cast.ada, workspace=acme, user=cast.tom, role="builder")
    return [(who, browser_of(getattr(cast, who, None))) for who in PEOPLE]


def tried(client: Client, method: str, path: str, form: dict[str, Any]) -> int:
    """The answer to one request, of which nothing stays."""
    with transaction.atomic():
        response = getattr(client, method)(path, form)
        transaction.set_rollback(True)
    return int(response.status_code)


def test_the_table_knows_every_address() -> None:
    assert READ.keys() & ACT.keys() == set()
    assert READ.keys() | ACT.keys() | NEEDS_THE_RUNNER == {str(one.name) for one in urlpatterns}


@pytest.mark.parametrize("name", READ)
def test_reading(name: str, shop: Shop, browsers: list[tuple[str, Client]]) -> None:
    path = address(BY_NAME[name], shop)
    found = {who: tried(client, "get", path, {}) for who, client in browsers}
    assert found == dict(zip(PEOPLE, READ[name], strict=True))


@pytest.mark.parametrize("name", ACT)
def test_acting(name: str, shop: Shop, cast: Cast, browsers: list[tuple[str, Client]]) -> None:
    form, expected = ACT[name]
    if "person" in form:
        form = form | {"person": getattr(cast, form["person"]).pk}
    path = address(BY_NAME[name], shop)
    lines = Line.objects.count()
    found = {who: tried(client, "post", path, form) for who, client in browsers}
    assert found == dict(zip(PEOPLE, expected, strict=True))
    assert Line.objects.count() == lines


def test_who_is_refused_leaves_no_line_and_no_change(shop: Shop, mara: Client) -> None:
    lines = Line.objects.count()
    for name, (form, _) in ACT.items():
        if name not in ("begin", "use_template", "read_everything"):
            path = address(BY_NAME[name], shop)
            assert mara.post(path, form | {"person": "1"}).status_code == 404, name
    shop.site.refresh_from_db()
    assert (Line.objects.count(), shop.site.state) == (lines, "live")


def test_no_form_is_taken_without_its_proof(shop: Shop, omar: Client) -> None:
    omar.handler.enforce_csrf_checks = True
    lines = Line.objects.count()
    for name, (form, _) in ACT.items():
        page = omar.post(address(BY_NAME[name], shop), form)
        assert page.status_code == 403, name
        assert "Nothing was changed" in sentence(page), name
    assert Line.objects.count() == lines


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused_with_those_that_are_taken(
    shop: Shop, omar: Client, method: str
) -> None:
    for name in READ.keys() - {"nothing"}:
        page = getattr(omar, method)(address(BY_NAME[name], shop))
        assert (page.status_code, page["Allow"]) == (405, "GET, HEAD"), name
    for name in ACT:
        page = getattr(omar, method)(address(BY_NAME[name], shop))
        assert (page.status_code, page["Allow"]) == (405, "POST"), name


def test_the_head_of_a_page_is_asked_for_like_the_page(shop: Shop, omar: Client) -> None:
    for name in READ.keys() - {"nothing", "build", "forms"}:
        page = omar.head(address(BY_NAME[name], shop))
        assert (page.status_code, page.content) == (200, b""), name
