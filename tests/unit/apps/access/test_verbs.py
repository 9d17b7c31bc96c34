"""Every verb that asks for a right, as everybody: by role, by switch, by plan, by who answers for
the tool. A verb that forgets to ask, or asks for another right, is found here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction

from apps.access.actions import (
    answer_request,
    ask_for_access,
    ask_to_open_form,
    give_tool_role,
    open_form,
    refuse_form,
    set_access,
    set_switch,
    take_tool_role,
)
from apps.access.errors import NotAllowed
from apps.access.models import AccessRequest, CapabilitySwitch, PublicForm
from apps.accounts.models import User
from apps.audit.models import Line
from apps.data_api.actions import make_token
from apps.deployments.actions import deploy, open_preview, roll_back
from apps.deployments.models import Deployment, Preview
from apps.reviews.actions import approve, ask_for_changes, ask_for_review, reject
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.sites.actions import create_site, go_live, resume_site, suspend_site
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.actions import add_member
from apps.workspaces.models import Membership, Workspace
from tests.cast import Cast
from tests.made import a_site, a_version


@dataclass(frozen=True)
class Stage:
    """Bea's tool: version 2 is live, 3 approved, 4 waits; Mara asks to be let in, Bea to open a
    form, which owners and admins may do here. Tom builds."""

    site: Site
    approved: Version
    newest: Version
    review: Review
    asked: AccessRequest
    form: PublicForm
    cast: Cast


@pytest.fixture
def stage(acme: Workspace, cast: Cast) -> Stage:
    add_member(by=cast.ada, workspace=acme, user=cast.tom, role="builder")
    site = a_site(cast.bea)
    first, second, third = (a_version(cast.bea, site, asked=str(n)) for n in range(3))
    for version, state in ((first, "replaced"), (second, "live")):
        Deployment.objects.create(site=site, version=version, state=state, asked_by=cast.bea)
        go_live(by=cast.bea, site=site, version=version)
    review = ask_for_review(by=cast.bea, version=third)
    approve(by=cast.omar, review=review, digest=third.digest, ticked=[])
    for role in ("owner", "admin"):
        switch(role, "make_public", on=True)
    newest = a_version(cast.bea, site)
    site.refresh_from_db()
    return Stage(
        site=site,
        approved=third,
        newest=newest,
        review=ask_for_review(by=cast.bea, version=newest),
        asked=ask_for_access(by=cast.mara, site=site),
        form=ask(cast.bea, site),
        cast=cast,
    )


def ask(by: User, site: Site, page: str = "tell") -> PublicForm:
    return ask_to_open_form(
        by=by, site=site, page=page, name="Tell us", digest="d" * 64, says=["Anyone …"]
    )


Verb = Callable[[Stage, User], Any]
VERBS: dict[str, tuple[str, str, Verb]] = {
    # verb: its capability, who may on the Business plan, how it is called
    "create_site": ("build", "ada omar bea tom", lambda s, by: create_site(by=by, name="Vans")),
    "ask_for_review": (
        "build", "ada omar bea", lambda s, by: ask_for_review(by=by, version=s.newest),
    ),
    "approve": (
        "review", "ada omar",
        lambda s, by: approve(by=by, review=s.review, digest=s.review.digest, ticked=[]),
    ),
    "ask_for_changes": (
        "review", "ada omar", lambda s, by: ask_for_changes(by=by, review=s.review, reason="No."),
    ),
    "reject": ("review", "ada omar", lambda s, by: reject(by=by, review=s.review, reason="No.")),
    "deploy": ("deploy", "ada omar bea", lambda s, by: deploy(by=by, version=s.approved)),
    "roll_back": ("deploy", "ada omar bea", lambda s, by: roll_back(by=by, site=s.site)),
    "suspend_site": (
        "deploy", "ada omar bea", lambda s, by: suspend_site(by=by, site=s.site, reason="Look."),
    ),
    "resume_site": ("deploy", "ada omar bea", lambda s, by: resume_site(by=by, site=s.site)),
    "set_access": (
        "widen_access", "ada omar bea",
        lambda s, by: set_access(by=by, site=s.site, mode="workspace"),
    ),
    "let in": (
        "widen_access", "ada omar bea",
        lambda s, by: answer_request(by=by, asked=s.asked, let_in=True),
    ),
    "keep out": (
        "widen_access", "ada omar bea",
        lambda s, by: answer_request(by=by, asked=s.asked, let_in=False),
    ),
    "give_tool_role": (
        "widen_access", "ada omar bea",
        lambda s, by: give_tool_role(by=by, site=s.site, role="keeper", person=s.cast.jon),
    ),
    "take_tool_role": (
        "widen_access", "ada omar bea",
        lambda s, by: take_tool_role(by=by, site=s.site, role="keeper", person=s.cast.ines),
    ),
    "ask_to_open_form": (
        "widen_access", "ada omar bea", lambda s, by: ask(by, s.site, "other"),
    ),
    "open_form": (
        "make_public", "ada omar", lambda s, by: open_form(by=by, form=s.form, digest="d" * 64),
    ),
    "refuse_form": ("make_public", "ada omar", lambda s, by: refuse_form(by=by, form=s.form)),
    "make_token": (
        "use_api", "ada omar bea",
        lambda s, by: make_token(by=by, site=s.site, name="N", scope="read", days=1),
    ),
    "set_switch": (
        "administer", "ada omar",
        lambda s, by: set_switch(by=by, role="member", capability="export", on=True),
    ),
}  # fmt: skip
NAMES = sorted(VERBS)
NEEDED = sorted({needs for needs, *_ in VERBS.values()})
OF_A_TOOL = sorted(
    set(NAMES)
    - {"create_site", "set_switch", "approve", "ask_for_changes", "reject"}
    - {"open_form", "refuse_form"}
)
ROLE_OF = {"ada": "owner", "omar": "admin", "bea": "builder", "tom": "builder", "mara": "member"}


def who_may(stage: Stage, name: str, people: Sequence[str]) -> set[str]:
    """Those of the people whom the verb obeys now. Each tries, and it is taken back."""
    *_, call = VERBS[name]
    allowed = set()
    for first_name in people:
        with transaction.atomic():
            try:
                call(stage, getattr(stage.cast, first_name))
            except (NotAllowed, ReviewRefused):
                continue
            finally:
                transaction.set_rollback(True)
            allowed.add(first_name)
    return allowed


def table(stage: Stage, *people: str, verbs: Sequence[str] = ()) -> dict[str, set[str]]:
    """For each verb, who may of these people."""
    return {name: who_may(stage, name, people) for name in verbs or NAMES}


def expected(*, without: str = "") -> dict[str, set[str]]:
    """The table of the Business plan, without these people."""
    return {name: set(who.split()) - set(without.split()) for name, (_, who, _) in VERBS.items()}


def switch(role: str, capability: str, *, on: bool) -> None:
    """As an admin would leave it."""
    CapabilitySwitch.objects.update_or_create(
        role=role,
        capability=capability,
        defaults={"on": on, "changed_by": User.objects.get(email="ada@acme.example")},
    )


def test_on_the_business_plan_these_may(stage: Stage) -> None:
    assert table(stage, *vars(stage.cast)) == expected()


def test_on_the_enterprise_plan_only_building_waits_for_a_switch(
    stage: Stage, acme: Workspace
) -> None:
    acme.plan = "enterprise"
    of_building = {name: set() for name, (needs, *_) in VERBS.items() if needs == "build"}
    assert table(stage, *ROLE_OF) == expected() | of_building


@pytest.mark.parametrize("capability", NEEDED)
@pytest.mark.parametrize("role", ["admin", "builder"])
def test_a_switch_takes_its_own_verbs_from_its_own_role(
    stage: Stage, role: str, capability: str
) -> None:
    switch(role, capability, on=False)
    of_role = {name for name, of in ROLE_OF.items() if of == role}
    who = ("omar", "bea", "tom")
    left = expected()
    for name, (needs, *_) in VERBS.items():
        left[name] -= of_role if needs == capability else set()
    assert table(stage, *who) == {name: left[name] & set(who) for name in left}


def test_a_capability_alone_opens_nobody_elses_tool(stage: Stage) -> None:
    """Members and the other builder have every capability now, and do not answer for the tool."""
    for capability in NEEDED:
        for role in ("builder", "member"):
            switch(role, capability, on=True)
    others = {"mara", "tom"}
    assert table(stage, *others) == {name: set() if name in OF_A_TOOL else others for name in VERBS}


def test_a_deputy_may_what_the_owner_may_with_the_capability(stage: Stage) -> None:
    stage.site.deputy = stage.cast.tom
    stage.site.save(update_fields=["deputy"])
    fresh = Stage(
        site=Site.objects.get(),
        approved=Version.objects.get(pk=stage.approved.pk),
        newest=Version.objects.get(pk=stage.newest.pk),
        review=stage.review,
        asked=AccessRequest.objects.get(),
        form=stage.form,
        cast=stage.cast,
    )
    people = ("bea", "tom", "mara")
    found = table(fresh, *people, verbs=OF_A_TOOL)
    assert found == {name: {"bea", "tom"} for name in OF_A_TOOL}
    for capability in NEEDED:
        switch("builder", capability, on=False)
    found = table(fresh, *people, verbs=OF_A_TOOL)
    assert found == {name: set() for name in OF_A_TOOL}


def test_who_has_left_the_workspace_may_nothing(stage: Stage) -> None:
    Membership.objects.filter(user__in=[stage.cast.bea, stage.cast.omar]).update(is_active=False)
    found = table(stage, "ada", "omar", "bea", "tom")
    assert found == expected(without="bea omar")


def test_whose_account_is_closed_may_nothing(stage: Stage) -> None:
    for person in (stage.cast.ada, stage.cast.bea):
        person.is_active = False
    found = table(stage, "ada", "omar", "bea", "tom")
    assert found == expected(without="ada bea")


def test_an_owner_of_another_workspace_may_nothing_even_with_the_things_in_hand(
    stage: Stage, northwind: Workspace
) -> None:
    """In Northwind itself, where Nils may everything, Acme's tool is nobody's."""
    with northwind:
        for name in OF_A_TOOL:
            with pytest.raises(NotAllowed), transaction.atomic():
                VERBS[name][2](stage, stage.cast.bea)


def test_a_refusal_changes_nothing_and_writes_nothing(stage: Stage) -> None:
    before = everything()
    for *_, call in VERBS.values():
        for person in (stage.cast.jon, stage.cast.nils, stage.cast.otto):
            with pytest.raises(NotAllowed) as refused:
                call(stage, person)
            assert refused.value.reason.endswith(".")
    assert everything() == before


def everything() -> list[Any]:
    """All rows that these verbs could write."""
    tables = (Site, Review, Deployment, AccessRequest, CapabilitySwitch, Line, Preview)
    return [list(table.objects.order_by("pk").values()) for table in tables] + [
        list(Site.objects.values_list("access__mode", "grants__person", "tool_roles__role"))
    ]


def test_each_verb_leaves_one_line_that_says_who(stage: Stage) -> None:
    """Those left out change nothing here: the review is asked for, the tool runs already."""
    give_tool_role(by=stage.cast.bea, site=stage.site, role="keeper", person=stage.cast.ines)
    before = set(Line.objects.values_list("pk", flat=True))
    for name in set(NAMES) - {"ask_for_review", "resume_site"}:
        with transaction.atomic():
            person = stage.cast.ada
            VERBS[name][2](stage, person)
            written = list(Line.objects.exclude(pk__in=before))
            assert [line.person_name for line in written] == ["Ada Marsh"], name
            assert written[0].person_id == person.pk
            transaction.set_rollback(True)


def test_a_preview_is_for_those_who_may_change_or_review(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = import_module("apps.deployments.actions.open_preview")
    monkeypatch.setattr(opening, "_fill", lambda by, version, persona: persona)
    allowed = set()
    for name, person in vars(stage.cast).items():
        try:
            open_preview(by=person, version=stage.newest)
        except NotAllowed:
            continue
        allowed.add(name)
    assert allowed == {"ada", "omar", "bea"}
