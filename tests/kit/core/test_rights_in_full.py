"""Rights as a table: who may do what, in the base queryset, one by one and on every way in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db import transaction
from django.db.models import Q

import site_kit as kit
from site_kit import write
from site_kit.actions import actions_for, annotate_may
from site_kit.asker import NOBODY, TOOL, Asker, acting
from site_kit.errors import Invalid, KitError, Locked, NobodyActs, NotThere, Refused
from site_kit.permissions import VERBS, Grant, all_of, any_of, not_this, rights_for
from site_kit.registry import only_here
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task

PEOPLE = ("ada", "ines", "mara", "jon", "otto", "nobody")


@pytest.fixture
def forgotten() -> Iterator[None]:
    with only_here():
        yield


def asker(cast: Cast, key: str) -> Asker:
    """One of the cast; `nobody` is not signed in, `tool` is the tool itself."""
    return {"nobody": NOBODY, "tool": TOOL}.get(key) or getattr(cast, key)


@pytest.fixture
def rows(cast: Cast, make: Any) -> dict[str, Any]:
    """A row of each entity: Mara leads the project, Jon made the invoice."""
    project = make(Project, name="Vans", lead_id=cast.mara.id, members=[cast.ines.id])
    hidden = make(Project, name="hidden", lead_id=None)
    orla = make(Supplier, name="Orla Freight")
    return {
        "project": project,
        "hidden": hidden,
        "task": make(Task, project=project, name="Drill"),
        "hidden_task": make(Task, project=hidden, name="Drill"),
        "line": make(LogLine, text="once"),
        "salary": make(Salary, person_id=cast.jon.id, amount=3),
        "measure": make(Measure, text="m"),
        "supplier": orla,
        "invoice": make(Invoice, number="NP-1", supplier=orla, amount=1, created_by_id=cast.jon.id),
    }


ALL = "view create edit delete import"
TABLE = {
    "project": {
        "ada": ALL,
        "ines": "view create edit",
        "mara": "view create edit",
        "jon": "view create",
    },
    "hidden": {"ada": ALL},
    "task": {
        "ada": ALL,
        "ines": ALL,
        "mara": ALL,
        "jon": "view",
    },
    "hidden_task": {"ada": ALL},
    "line": {
        "ada": "view create import",
        "ines": "view create import",
        "mara": "view create import",
        "jon": "view create import",
    },
    "salary": {"ada": "view"},
    "measure": {"ada": ALL, "ines": ALL, "mara": ALL, "jon": ALL},
    "supplier": {
        "ada": ALL,
        "ines": "view create edit import",
        "mara": "view",
        "jon": "view",
    },
    "invoice": {
        "ada": ALL,
        "ines": "view create edit import",
        "mara": "view create edit import",
        "jon": "view create edit import",
    },
}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_verb_of_each_row_for_each_person(
    cast: Cast, rows: dict[str, Any], name: str, person: str
) -> None:
    row, who = rows[name], asker(cast, person)
    rights = rights_for(type(row))
    given = [verb for verb in VERBS if rights.allowed(verb, row, who)]
    assert " ".join(given) == TABLE[name].get(person, "")


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("person", PEOPLE)
def test_the_base_queryset_has_exactly_the_rows_that_may_be_seen(
    cast: Cast, rows: dict[str, Any], name: str, person: str
) -> None:
    row, who = rows[name], asker(cast, person)
    with acting(who):
        seen = type(row).objects.filter(pk=row.pk).exists()
    assert seen is ("view" in TABLE[name].get(person, "").split())


@pytest.mark.parametrize("verb", ["edit", "delete"])
@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("person", PEOPLE)
def test_write_gives_what_the_table_gives(
    cast: Cast, rows: dict[str, Any], name: str, person: str, verb: str
) -> None:
    row, who = rows[name], asker(cast, person)
    may = TABLE[name].get(person, "").split()
    expected = "done" if verb in may else "refused" if "view" in may else "not there"
    assert _outcome(row, verb, who) == expected


def _outcome(row: Any, verb: str, who: Asker) -> str:
    """What becomes of a write. A rule that is not kept, or a row still needed, is no refusal."""
    try:
        if verb == "edit":
            write.edit(row, {}, by=who)
        else:
            write.delete(row, by=who)
    except Refused:
        return "refused"
    except NotThere:
        return "not there"
    except (Invalid, Locked):
        return "done"
    return "done"


@pytest.mark.parametrize("person", [*PEOPLE, "tool"])
def test_a_button_is_there_exactly_where_it_can_be_pressed(
    cast: Cast, rows: dict[str, Any], person: str
) -> None:
    """`annotate_may` for a list, `may_run` for a row, and `run` itself say the same."""
    who = asker(cast, person)
    for model in (Project, Invoice):
        with acting(who):
            listed = {one.pk: one for one in annotate_may(model.objects.all())}
        for action in actions_for(model):
            for row in model.everything.all():
                in_list = row.pk in listed and getattr(listed[row.pk], f"may_{action.id}")
                assert bool(in_list) is bool(action.may_run(who, row)), (action.id, row)
                assert _is_refused(action, row, who) is not bool(in_list), (action.id, row)


def _is_refused(action: Any, row: Any, who: Asker) -> bool:
    """Whether pressing it is refused; whatever it does is taken back."""
    try:
        with transaction.atomic():
            write.run(action, row, {}, by=who)
            transaction.set_rollback(True)
    except Invalid:
        return False  # it may be pressed, and asks for something
    except KitError:
        return True
    return False


def test_the_tool_may_do_everything_and_nobody_nothing(cast: Cast, rows: dict[str, Any]) -> None:
    for row in rows.values():
        rights = rights_for(type(row))
        assert all(rights.allowed(verb, row, TOOL) for verb in VERBS)
        assert not any(rights.allowed(verb, row, NOBODY) for verb in VERBS)
        with acting(NOBODY):
            assert not type(row).objects.exists()


def test_without_somebody_who_acts_nothing_is_shown(rows: dict[str, Any]) -> None:
    for model in (Project, Task, Salary, LogLine, Invoice):
        with pytest.raises(NobodyActs, match="Nobody acts here, so no rows can be shown"):
            model.objects.count()


def test_a_model_without_a_table_gives_nothing(cast: Cast, rows: dict[str, Any]) -> None:
    with only_here() as declared:
        del declared.permissions[Measure]
        with acting(cast.ada):
            assert not Measure.objects.exists()
        with pytest.raises(Refused):
            write.create(Measure, {"text": "x"}, by=cast.ada)


# Grants


@pytest.mark.parametrize(
    ("can", "gives"),
    [
        (["view"], "view"),
        (["edit"], "view edit"),
        (["delete"], "view delete"),
        (["create"], "create"),
        (["import"], "import"),
        (["all"], ALL),
        ([], ""),
        (["create", "delete"], "view create delete"),
    ],
)
def test_what_a_grant_gives(can: list[str], gives: str) -> None:
    grant = Grant(["member"], can=can)
    assert " ".join(verb for verb in VERBS if grant.gives(verb)) == gives


def test_a_grant_by_role_and_state_gives_those_rows(cast: Cast, make: Any, forgotten: None) -> None:
    class MeasurePermissions(kit.Permissions):
        model = Measure

        planner = kit.Grant(["planner"], can=["edit"], where=Q(mood="good"))
        owner = kit.Grant(["row.owner"], can=["view", "delete"])

    good = make(Measure, text="good", mood="good", owner_id=cast.jon.id)
    bad = make(Measure, text="bad", mood="bad")
    with acting(cast.ines):
        assert list(Measure.objects.all()) == [good]
        assert not rights_for(Measure).allowed("delete", good, cast.ines)
    with acting(cast.jon):
        assert list(Measure.objects.all()) == [good]
        assert rights_for(Measure).allowed("delete", good, cast.jon)
        assert not rights_for(Measure).allowed("edit", good, cast.jon)
    with acting(cast.mara):
        assert not Measure.objects.exists()
    with acting(cast.ada):
        assert set(Measure.objects.all()) == {good, bad}


def test_a_state_is_asked_of_the_row_as_it_was(cast: Cast, make: Any, forgotten: None) -> None:
    """Whoever may edit good rows may make one bad, and then no more."""

    class MeasurePermissions(kit.Permissions):
        model = Measure

        member = kit.Grant(["member"], can=["view"])
        edit = kit.Grant(["member"], can=["edit"], where=Q(mood="good"))

    row = make(Measure, mood="good")
    row = write.edit(row, {"mood": "bad"}, by=cast.jon)
    with pytest.raises(Refused, match="Only everybody or admins may edit measures"):
        write.edit(row, {"mood": "good"}, by=cast.jon)


def test_a_create_right_looks_at_the_new_row(cast: Cast, forgotten: None) -> None:
    class MeasurePermissions(kit.Permissions):
        model = Measure

        own = kit.Grant(["member"], can=["create"], where=Q(owner=kit.Me()))

    assert write.create(Measure, {"owner": cast.jon.id}, by=cast.jon).owner_id == cast.jon.id
    for owner in (cast.mara.id, None):
        with pytest.raises(Refused):
            write.create(Measure, {"owner": owner}, by=cast.jon)
    assert Measure.everything.count() == 1


def test_one_persons_rows_are_not_kept_for_another(cast: Cast, make: Any, forgotten: None) -> None:
    """The queryset is worked out once for a set of roles; who asks enters when it runs."""

    class MeasurePermissions(kit.Permissions):
        model = Measure

        own = kit.Grant(["row.owner"], can=["view"])

    hers = make(Measure, owner_id=cast.mara.id)
    his = make(Measure, owner_id=cast.jon.id)
    for _ in range(2):
        with acting(cast.mara):
            assert list(Measure.objects.all()) == [hers]
        with acting(cast.jon):
            assert list(Measure.objects.all()) == [his]


def test_a_who_list_of_nobody_means_nobody_but_the_tool(
    cast: Cast, make: Any, forgotten: None
) -> None:
    class MeasurePermissions(kit.Permissions):
        model = Measure

        member = kit.Grant(["member"], can=["all"])
        seen_by = {"exact": ["nobody"]}
        edited_by = {"whole": ["nobody"]}

    for key in ("ada", "ines", "jon"):
        fields = rights_for(Measure).fields_for(asker(cast, key))
        assert "exact" not in fields.seen
        assert "whole" not in fields.edited
    assert "exact" in rights_for(Measure).fields_for(TOOL).seen


def test_what_may_not_be_seen_may_not_be_edited(cast: Cast, forgotten: None) -> None:
    class MeasurePermissions(kit.Permissions):
        model = Measure

        member = kit.Grant(["member"], can=["all"])
        seen_by = {"exact": ["admin"]}
        edited_by = {"exact": ["member"]}

    assert "exact" not in rights_for(Measure).fields_for(cast.jon).edited
    with pytest.raises(Refused, match="Exact is not yours to change here"):
        write.create(Measure, {"exact": 1}, by=cast.jon)


# Putting conditions together


@pytest.mark.parametrize(
    ("several", "either", "both"),
    [
        ([], False, True),
        ([True], True, True),
        ([False], False, False),
        ([True, False], True, False),
        ([False, False], False, False),
        ([True, True], True, True),
    ],
)
def test_yes_and_no_together(several: list[bool], either: bool, both: bool) -> None:
    assert any_of(several) is either
    assert all_of(several) is both


def test_conditions_among_yes_and_no() -> None:
    good, bad = Q(mood="good"), Q(flag=True)
    assert any_of([False, good]) == good
    assert any_of([good, True]) is True
    assert any_of([good, bad]) == good | bad
    assert all_of([True, good]) == good
    assert all_of([good, False]) is False
    assert all_of([good, bad]) == good & bad
    assert not_this(True) is False
    assert not_this(False) is True
    assert not_this(good) == ~good


def test_every_refusal_is_a_sentence(cast: Cast) -> None:
    for model in (Project, Task, LogLine, Salary, Measure, Supplier, Invoice):
        for verb in VERBS:
            reason = rights_for(model).reason(verb)
            assert reason.endswith(".")
            assert reason.startswith(("Only ", "Nobody "))
            assert str(model._meta.verbose_name_plural) in reason
