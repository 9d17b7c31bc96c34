"""What a reviewer must tick: reckoned from the version, whatever the planner says of itself."""

from typing import Any

import pytest

from apps.reviews.red_items import red_items
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site, a_version

ENTITY: dict[str, Any] = {
    "id": "request",
    "fields": [
        {"kind": "text", "id": "title"},
        {"kind": "money", "id": "amount", "seen_by": ["approver"], "edited_by": ["row.owner"]},
    ],
    "actions": [
        {"kind": "transition", "id": "approve", "by": ["approver"], "not_by": ["row.owner"]}
    ],
    "permissions": [{"id": "member", "by": ["member"], "can": ["view", "create"]}],
    "rules": [
        {"kind": "lock", "id": "closed", "when": "status == 'done'", "unless_by": ["admin"]},
        {"kind": "approval", "id": "chain", "steps": [{"id": "first", "by": ["approver"]}]},
        {"kind": "unique", "id": "once", "fields": ["title"]},
    ],
}
BLUEPRINT: dict[str, Any] = {
    "name": "Requests",
    "roles": [{"id": "approver", "from": "group:Finance"}, {"id": "clerk"}],
    "entities": [ENTITY],
    "settings_needed": [{"key": "LIMIT", "kind": "env", "why": "x"}],
}


def changed(**entity: Any) -> dict[str, Any]:
    return BLUEPRINT | {"entities": [ENTITY | entity]}


def operations(*several: dict[str, str]) -> dict[str, Any]:
    return {"operations": list(several), "statements": [], "names": ["0001_initial"]}


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    site = a_site(cast.bea)
    a_version(cast.bea, site, blueprint=BLUEPRINT)
    return site


def red(version: Version) -> list[str]:
    return [item["id"] for item in red_items(version)]


def of_next(cast: Cast, site: Site, **given: Any) -> list[str]:
    return red(a_version(cast.bea, site, **{"blueprint": BLUEPRINT} | given))


def test_the_same_again_is_not_red(site: Site, cast: Cast) -> None:
    assert of_next(cast, site) == []


def test_every_item_says_what_and_what_to_do(site: Site, cast: Cast) -> None:
    version = a_version(
        cast.bea,
        site,
        blueprint=changed(permissions=[]) | {"roles": []},
        files={"app/extensions/merge.py": "1"},
    )
    for item in red_items(version):
        assert set(item) == {"id", "title", "detail"}
        assert item["title"].endswith(".")
        assert item["detail"].endswith(".")


PERMISSION = ENTITY["permissions"][0]
LOCK, CHAIN, ONCE = ENTITY["rules"]


@pytest.mark.parametrize(
    "entity",
    [
        {"permissions": []},
        {"permissions": [PERMISSION | {"can": ["view", "create", "delete"]}]},
        {"permissions": [PERMISSION | {"by": ["everyone"]}]},
        {"permissions": [PERMISSION | {"where": "owner == me"}]},
        {"permissions": [PERMISSION, PERMISSION | {"id": "more", "can": ["all"]}]},
        {"actions": [ENTITY["actions"][0] | {"by": ["member"]}]},
        {"actions": [{"kind": "transition", "id": "approve", "by": ["approver"]}]},
        {"fields": [ENTITY["fields"][0], {"kind": "money", "id": "amount"}]},
        {"fields": [ENTITY["fields"][0], ENTITY["fields"][1] | {"seen_by": ["member"]}]},
        {"fields": [ENTITY["fields"][0], ENTITY["fields"][1] | {"edited_by": ["member"]}]},
        {"rules": [LOCK | {"unless_by": ["member"]}, CHAIN]},
        {"rules": [CHAIN]},
        {"rules": [LOCK, CHAIN | {"steps": [{"id": "first", "by": ["member"]}]}]},
        {"rules": [LOCK, CHAIN | {"different": False}]},
        {"rules": [LOCK, CHAIN | {"not_by": ["row.owner"]}]},
    ],
)
def test_another_right_is_red(site: Site, cast: Cast, entity: dict[str, Any]) -> None:
    assert of_next(cast, site, blueprint=changed(**entity)) == ["rights-request"]


@pytest.mark.parametrize(
    "entity",
    [
        {"fields": [*ENTITY["fields"], {"kind": "text", "id": "note"}]},
        {"rules": [LOCK, CHAIN]},
        {"rules": [LOCK, CHAIN, ONCE | {"fields": ["title", "amount"]}]},
        {"actions": [ENTITY["actions"][0] | {"label": "Say yes"}]},
        {"comments": True},
    ],
    ids=["a field", "a rule without people", "another such rule", "a label", "comments"],
)
def test_what_gives_nobody_a_right_is_not_red(
    site: Site, cast: Cast, entity: dict[str, Any]
) -> None:
    assert of_next(cast, site, blueprint=changed(**entity)) == []


def test_an_entity_that_goes_takes_its_rights_along(site: Site, cast: Cast) -> None:
    assert of_next(cast, site, blueprint=BLUEPRINT | {"entities": []}) == ["rights-request"]


def test_a_new_entity_changes_no_right_that_there_was(site: Site, cast: Cast) -> None:
    both = [ENTITY, {"id": "note", "fields": [], "permissions": [PERMISSION]}]
    assert of_next(cast, site, blueprint=BLUEPRINT | {"entities": both}) == []


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([{"id": "approver", "from": "everyone"}, {"id": "clerk"}], ["role-approver"]),
        ([{"id": "approver", "from": "group:Finance"}], ["role-clerk"]),
        ([{"id": "approver", "from": "line_managers"}, {"id": "clerk"}], ["role-approver"]),
        ([{"id": "clerk", "from": "people"}, {"id": "approver", "from": "group:Finance"}], []),
        ([*BLUEPRINT["roles"], {"id": "auditor"}], []),
        ([{"id": "approver", "from": "group:Finance", "name": "Boss"}, {"id": "clerk"}], []),
        ([], ["role-approver", "role-clerk"]),
    ],
    ids=["wider", "one goes", "led", "said in full", "one more", "another name", "all go"],
)
def test_other_holders_of_a_role_are_red(
    site: Site, cast: Cast, roles: list[dict[str, str]], expected: list[str]
) -> None:
    assert of_next(cast, site, blueprint=BLUEPRINT | {"roles": roles}) == expected


def test_what_is_lost_is_said_once_in_the_words_of_the_database_change(
    site: Site, cast: Cast
) -> None:
    version = a_version(
        cast.bea,
        site,
        blueprint=BLUEPRINT,
        changes=[{"text": "The planner says fax.", "risk": "loses"}],
        migration=operations(
            {"words": "Column fax goes", "risk": "loses"}, {"words": "New column x", "risk": "adds"}
        ),
    )
    assert [item["title"] for item in red_items(version)] == ["Column fax goes"]


def test_a_planner_that_calls_a_loss_harmless_changes_nothing(site: Site, cast: Cast) -> None:
    found = of_next(
        cast,
        site,
        changes=[{"text": "Nothing of note.", "risk": "adds"}],
        migration=operations({"words": "Table fax goes", "risk": "loses"}),
    )
    assert found == ["loses-0"]


def test_each_loss_is_ticked_by_itself(site: Site, cast: Cast) -> None:
    losses = ({"words": f"Column {name} goes", "risk": "loses"} for name in ("a", "b", "c"))
    assert of_next(cast, site, migration=operations(*losses)) == ["loses-0", "loses-1", "loses-2"]


def test_only_a_new_name_in_the_environment_is_red(site: Site, cast: Cast) -> None:
    needs = [*BLUEPRINT["settings_needed"], {"key": "CHAT_URL", "kind": "secret", "why": "x"}]
    assert of_next(cast, site, blueprint=BLUEPRINT | {"settings_needed": needs}) == ["env-CHAT_URL"]
    assert of_next(cast, site, blueprint=BLUEPRINT | {"settings_needed": []}) == []


def test_only_a_new_host_is_red(site: Site, cast: Cast) -> None:
    def speaking_to(*hosts: str) -> dict[str, Any]:
        steps = [{"kind": "webhook", "host": host} for host in hosts]
        return BLUEPRINT | {"automations": [{"id": "tell", "do": steps}]}

    assert of_next(cast, site, blueprint=speaking_to("a.example")) == ["host-a.example"]
    assert of_next(cast, site, blueprint=speaking_to("a.example", "b.example")) == [
        "host-b.example"
    ]
    assert of_next(cast, site, blueprint=speaking_to("a.example")) == []


@pytest.mark.parametrize(
    ("changed", "is_red"),
    [
        ({}, False),
        ({"name": "Another name"}, False),
        ({"where": "size > 2"}, True),
        ({"when": {"kind": "changed", "field": "label"}}, True),
        ({"entity": "person"}, True),
        (
            {"do": [{"kind": "webhook", "host": "a.example", "secret": "B", "text": "{label}"}]},
            True,
        ),
    ],
)
def test_what_is_sent_to_a_host_is_red_when_it_is_not_what_it_was(
    site: Site, cast: Cast, changed: dict[str, Any], is_red: bool
) -> None:
    step = {"kind": "webhook", "host": "a.example", "secret": "A", "text": "{label}"}
    tells = {"id": "tell", "entity": "key", "when": {"kind": "created"}, "do": [step]}
    for automation in (tells, tells | changed):
        found = of_next(cast, site, blueprint=BLUEPRINT | {"automations": [automation]})
    assert found == (["host-a.example"] if is_red else [])


def test_what_a_language_model_is_asked_and_may_write_is_red_and_read_in_words(
    site: Site, cast: Cast
) -> None:
    step = {"kind": "agent", "instructions": "What is {label}?", "may": ["size", "hand_out"]}
    sort = {"id": "sort", "entity": "key", "when": {"kind": "created"}, "do": [step]}
    more = sort | {"do": [step | {"may": ["size", "label"]}]}
    found = []
    for automations in ([sort], [sort], [more], []):
        version = a_version(cast.bea, site, blueprint=BLUEPRINT | {"automations": automations})
        found.append([item for item in red_items(version) if item["id"] == "model-sort"])
    (first,), same, (other,), gone = found
    assert (same, gone) == ([], [])
    assert first["title"] == "The tool asks a language model: “What is {label}?”"
    assert first["detail"] == (
        "What stands in its places is sent to the language model that is set up (none is). It may "
        "write size, hand out, and nobody looks at its answer before."
    )
    assert other["title"].startswith("The tool now asks a language model")
    assert "It may write size, label," in other["detail"]


@pytest.mark.parametrize(
    ("path", "is_red"),
    [
        ("app/extensions/merge.py", True),
        ("app/extensions/deep/er.py", True),
        ("app/extensions/page.js", True),
        ("app/extensions/__init__.py", False),
        ("app/models.py", False),
    ],
)
def test_code_that_no_compiler_wrote_is_red_each_time(
    site: Site, cast: Cast, path: str, is_red: bool
) -> None:
    for _ in range(2):
        found = of_next(cast, site, files={path: "1\n"})
        assert found == ([f"code-{path}"] if is_red else [])


def test_code_of_its_own_is_red_with_its_purpose(site: Site, cast: Cast) -> None:
    code = [{"id": "merge", "kind": "action", "purpose": "Joins two keys", "source": "1"}]
    version = a_version(
        cast.bea,
        site,
        blueprint=BLUEPRINT | {"extensions": code},
        files={"app/extensions/merge.py": "1"},
    )
    assert [item["detail"] for item in red_items(version) if item["id"].startswith("code-")] == [
        "It is for this: Joins two keys. Read every line of it."
    ]


def test_of_a_first_version_only_names_hosts_and_own_code_are_red(
    acme: Workspace, cast: Cast
) -> None:
    version = a_version(cast.bea, a_site(cast.bea, "Vans"), blueprint=BLUEPRINT)
    assert red(version) == ["env-LIMIT"]


def test_it_is_the_weightiest_first(site: Site, cast: Cast) -> None:
    found = of_next(
        cast,
        site,
        blueprint=changed(permissions=[])
        | {"roles": [], "settings_needed": [{"key": "KEY", "kind": "env", "why": "x"}]},
        migration=operations({"words": "Table fax goes", "risk": "loses"}),
        files={"app/extensions/merge.py": "1"},
    )
    kinds = [one.partition("-")[0] for one in found]
    assert kinds == ["loses", "role", "role", "rights", "env", "code"]


def test_no_two_have_the_same_id(site: Site, cast: Cast) -> None:
    found = of_next(cast, site, blueprint=BLUEPRINT | {"roles": [], "entities": []})
    assert len(found) == len(set(found))


def test_a_form_for_outsiders_is_read_aloud_until_it_is_in_the_base(site: Site, cast: Cast) -> None:
    fields = [{"kind": "text", "id": "title"}, {"kind": "text", "id": "note"}]
    form = {"kind": "form", "id": "tell", "entity": "request", "fields": ["title"], "public": True}
    asked = {"name": "Requests", "entities": [{"id": "request", "fields": fields}], "pages": [form]}
    version = a_version(cast.bea, site, blueprint=asked)
    (item,) = [one for one in red_items(version) if one["id"] == "public-tell"]
    assert item["title"] == (
        "Anyone with the address can send Requests, without an account: fields Title."
    )
    assert "It stays shut until somebody opens it" in item["detail"]
    assert "public-tell" not in of_next(cast, site, blueprint=asked)
    more = asked | {"pages": [form | {"fields": ["title", "note"]}]}
    assert "public-tell" in of_next(cast, site, blueprint=more)
