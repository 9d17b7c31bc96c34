"""What always holds: constraints in their own words, locks, and rules whose path leaves the row."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db.models import Q
from django.db.models.lookups import GreaterThan

import site_kit as kit
from site_kit import write
from site_kit.asker import TOOL, acting
from site_kit.choices import candidates
from site_kit.draft import Draft
from site_kit.errors import Invalid, Locked
from site_kit.registry import only_here
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Measure, Project, Task


@pytest.fixture
def orla(make: Any) -> Supplier:
    return make(Supplier, name="Orla Freight")


def errors_of(do: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        do()
    return refused.value.errors


# Constraints


def test_a_range_says_its_sentence_beside_its_field(cast: Cast, orla: Supplier) -> None:
    errors = errors_of(lambda: write.edit(orla, {"tolerance": 101}, by=cast.ada))
    assert errors == {"tolerance": ["Tolerance is between 0 and 100 %."]}


def test_all_constraints_are_said_at_once_without_asking_the_database(
    cast: Cast, orla: Supplier
) -> None:
    values = {"name": "Orla Freight", "tolerance": -1}
    errors = errors_of(lambda: write.create(Supplier, values, by=cast.ada))
    assert errors == {
        "name": ["There is one with this name already."],
        "tolerance": ["Tolerance is between 0 and 100 %."],
    }


def test_an_empty_field_passes_a_comparison(cast: Cast, orla: Supplier) -> None:
    assert write.edit(orla, {"tolerance": None}, by=cast.ada).tolerance is None


def test_a_comparison_of_two_fields_says_it_on_top(cast: Cast) -> None:
    values = {"name": "Vans", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    errors = errors_of(lambda: write.create(Project, values, by=cast.mara))
    assert errors == {"": ["A project ends after it starts."]}


def test_a_double_says_it_on_top_and_a_unique_field_beside_it(
    cast: Cast, orla: Supplier, make: Any
) -> None:
    make(Invoice, number="1", supplier=orla, amount=1)
    double = {"number": "1", "supplier": orla, "amount": 2}
    errors = errors_of(lambda: write.create(Invoice, double, by=cast.mara))
    assert errors == {"": ["This invoice of this supplier is here already."]}
    errors = errors_of(lambda: write.create(Supplier, {"name": "Orla Freight"}, by=cast.ada))
    assert errors == {"name": ["There is one with this name already."]}


def test_a_double_of_a_hidden_row_is_refused_too(cast: Cast, make: Any) -> None:
    make(Project, name="hidden plan")
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    errors = errors_of(lambda: write.edit(project, {"name": "hidden plan"}, by=cast.mara))
    assert errors == {"name": ["There is a project of this name already."]}
    values = {"name": "hidden plan", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    errors = errors_of(lambda: write.edit(project, values, by=cast.mara))
    assert sorted(errors) == ["", "name"]


def test_a_condition_of_a_unique_constraint_holds(cast: Cast, make: Any) -> None:
    make(Project, name="Vans", stage="over")
    assert write.create(Project, {"name": "Vans"}, by=cast.mara).pk


def test_the_database_says_the_same_in_the_same_place(cast: Cast, orla: Supplier) -> None:
    """What validation misses (a race) is refused by the database with the same words."""
    rows: list[tuple[Any, dict[str, list[str]]]] = [
        (Supplier(name="Orla Freight"), {"name": ["There is one with this name already."]}),
        (Supplier(name=""), {"name": ["This field is required."]}),
        (Supplier(name="B", tolerance=101), {"tolerance": ["Tolerance is between 0 and 100 %."]}),
        (Invoice(number="1", amount=1), {"supplier": ["This field is required."]}),
    ]
    for row, expected in rows:
        with acting(TOOL):
            assert errors_of(lambda row=row: Draft(row, new=True).keep(None)) == expected


def test_a_chosen_row_that_is_gone_by_now_is_said(cast: Cast, make: Any) -> None:
    row = Measure(twin_id=12345)
    from django.db import connection

    with acting(TOOL), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        errors = errors_of(lambda: Draft(row, new=True).keep(None))
    assert errors == {"": ["Something that was chosen is gone by now."]}


# Locks


def test_a_lock_binds_admins_too_and_says_which_row(cast: Cast, orla: Supplier, make: Any) -> None:
    invoice = make(Invoice, number="NP-1", supplier=orla, amount=1, decision="approved")
    for do in (
        lambda: write.edit(invoice, {"amount": 2}, by=cast.ada),
        lambda: write.delete(invoice, by=cast.ada),
    ):
        with pytest.raises(Locked, match=r"^Invoice NP-1 is locked\.$"):
            do()


def test_a_lock_frees_whom_it_names(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", stage="over", lead_id=cast.mara.id)
    with pytest.raises(Locked):
        write.edit(project, {"name": "Cars"}, by=cast.mara)
    assert write.edit(project, {"name": "Cars"}, by=cast.ada).name == "Cars"


def test_a_locked_row_locks_its_child_rows(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", stage="over", lead_id=cast.mara.id)
    task = make(Task, project=project, name="Drill")
    for do in (
        lambda: write.edit(task, {"name": "Saw"}, by=cast.mara),
        lambda: write.delete(task, by=cast.mara),
        lambda: write.create(Task, {"project": project, "name": "Glue"}, by=cast.mara),
    ):
        with pytest.raises(Locked, match="Project Vans is locked"):
            do()


def test_a_lock_of_some_fields_leaves_the_others(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", stage="running", budget=5, lead_id=cast.mara.id)
    with pytest.raises(Locked, match=r"The budget is fixed by now\."):
        write.edit(project, {"budget": 6}, by=cast.ada)
    assert write.edit(project, {"name": "Cars"}, by=cast.mara).name == "Cars"


def test_a_child_does_not_move_under_a_locked_parent(cast: Cast, make: Any) -> None:
    shut = make(Project, name="Ships", stage="over", lead_id=cast.mara.id)
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    task = make(Task, project=project, name="Drill")
    with pytest.raises(Locked, match="Project Ships is locked"):
        write.edit(task, {"project": shut}, by=cast.mara)


# Conditions that leave the row


def test_required_if_by_a_roll_up(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    make(Task, project=project, name="Drill")
    errors = errors_of(lambda: write.edit(project, {"lead": None}, by=cast.mara))
    assert errors == {"lead": ["A project with tasks needs a lead."]}


def test_empty_if_and_check_by_a_path(cast: Cast, make: Any) -> None:
    parent = make(Project, name="All", stage="running", budget=10)
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    values = {"parent": parent, "ends_on": "2026-04-01"}
    errors = errors_of(lambda: write.edit(project, values, by=cast.mara))
    assert errors == {"ends_on": ["Its parent ends it."]}
    project = make(Project, name="Ships", budget=1, parent=parent)
    errors = errors_of(
        lambda: write.edit(project, {"budget": 11}, by=cast.ada) if 0 else _dear(project, cast)
    )
    assert errors == {"": ["It costs more than its parent."]}


def _dear(project: Project, cast: Cast) -> None:
    Project.everything.filter(pk=project.pk).update(lead_id=cast.ines.id)
    write.edit(project, {"budget": 11}, by=cast.ines)


def test_show_if_keeps_a_hidden_field_empty(cast: Cast, make: Any) -> None:
    values = {"secret": "gold", "why_secret": "it shines"}
    project = make(Project, name="Vans", lead_id=cast.mara.id, **values)
    project = write.edit(project, {"secret": ""}, by=cast.mara)
    assert project.why_secret == ""


def test_pick_narrows_what_is_offered_and_what_is_taken(cast: Cast, make: Any) -> None:
    running = make(Project, name="All", stage="running")
    project = make(Project, name="Vans", stage="running", members=[cast.mara.id])
    with acting(cast.mara):
        assert list(candidates(Project, "parent", project)) == [running]
        offered = candidates(Project, "lead", project).values_list("name", flat=True)
        assert sorted(offered) == ["Ines Roca", "Mara Lind"]
    errors = errors_of(lambda: write.edit(project, {"parent": project}, by=cast.mara))
    assert errors == {"parent": ["This cannot be chosen here."]}
    errors = errors_of(lambda: write.edit(project, {"lead": cast.jon.id}, by=cast.mara))
    assert errors == {"lead": ["This cannot be chosen here."]}


def test_pick_is_asked_only_when_the_value_changes(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.jon.id)
    assert write.edit(project, {"name": "Cars", "lead": cast.jon.id}, by=cast.jon).pk


def test_fill_starts_a_field_that_nobody_typed(cast: Cast) -> None:
    filled = write.create(Project, {"name": "A", "starts_on": "2026-01-31"}, by=cast.mara)
    assert filled.ends_on.isoformat() == "2026-02-28"
    typed = {"name": "B", "starts_on": "2026-01-31", "ends_on": ""}
    assert write.create(Project, typed, by=cast.mara).ends_on is None


def test_pick_may_ask_what_is_still_empty_in_the_row(cast: Cast, make: Any) -> None:
    twin = make(Project, name="Vans", budget=3)
    asked = kit.Pick("parent", Q(GreaterThan(kit.Of("row", "budget"), 1)) | Q(budget=3))
    with acting(cast.mara), only_here():
        type("ProjectRules", (kit.Rules,), {"model": Project, "pick": asked})
        assert list(candidates(Project, "parent", Project())) == [twin]
