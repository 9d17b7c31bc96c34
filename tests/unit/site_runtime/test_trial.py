"""A trial tries everything in one process, says what does not hold, and goes on with the rest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_contract.jobs import JobResult
from tests.unit.site_runtime.a_tool import FILES, replaced, write

Job = Callable[..., JobResult]

SAMPLES = [
    {
        "entity": "room",
        "columns": ["name", "keeper"],
        "rows": [["Attic", "Ines Roca"], ["Hall", ""]],
    },
    {
        "entity": "booking",
        "columns": ["title", "room", "day", "starts", "seats", "loud", "status", "people"],
        "rows": [
            ["Talk", "Attic", "today", "today+2 10:00", "12", "true", "granted", "me; Kim Oduya"],
            ["Lunch", "Hall", "today-3", "", "", "", "asked", ""],
        ],
    },
]


@pytest.fixture
def tried(job: Job, tree: Path, first_migration: dict[str, str]) -> Callable[..., dict[str, Any]]:
    """`tried(samples=…)`: the data of a trial of a tree, with the first migration."""

    def run(folder: Path = tree, samples: Any = SAMPLES) -> dict[str, Any]:
        for path, text in first_migration.items():
            (folder / path).write_text(text)
        result = job("try", {"samples": samples, "roles": ["keeper"]}, folder)
        assert result.ok, result.error
        return result.data

    return run


def failed(data: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["detail"] for check in data["checks"] if not check["ok"]}


def test_a_good_tool_holds(tried: Callable[..., dict[str, Any]], job: Job) -> None:
    data = tried()
    assert_steps_are_told(job)
    assert_the_sql_is_the_sites_own(data)
    assert_everybody_gets_what_is_theirs(data)
    assert failed(data) == {}
    assert [check["id"] for check in data["checks"]] == [
        "system",
        "migrations",
        "migrate",
        "test.test_a_room_can_be_booked",
        "samples",
        "access",
    ]


def assert_the_sql_is_the_sites_own(data: dict[str, Any]) -> None:
    (migration,) = data["sql"]
    assert migration["migration"] == "0001_initial"
    tables = [line for line in migration["statements"] if line.startswith("CREATE TABLE")]
    assert len(tables) == 3
    assert "kit_" not in "".join(migration["statements"])


def assert_steps_are_told(job: Job) -> None:
    """Tests and pages each by themselves, so that a long trial is seen to live."""
    said = [progress.step for progress in job.said]  # type: ignore[attr-defined]
    assert said.count("access") > 2
    steps = list(dict.fromkeys(said))
    assert steps == ["system", "migrations", "migrate", "tests", "samples", "access"]


def assert_everybody_gets_what_is_theirs(data: dict[str, Any]) -> None:
    access = data["access"]
    everybody = {"anonymous": 401, "outsider": 403, "member": 200, "keeper": 200, "admin": 200}
    assert access["/bookings/"] == everybody
    assert (access["/rooms/"]["member"], access["/rooms/"]["keeper"]) == (403, 200)
    assert access["/room/new/"]["member"] == 403
    assert "/booking/<row>/edit/" in access


def test_two_trials_give_the_same_sql(tried: Callable[..., dict[str, Any]], job: Job) -> None:
    from apps.runners import databases

    first = tried()["sql"]
    owner = job.access.owner  # type: ignore[attr-defined]
    key = owner.name.rpartition("_")[2]
    databases.drop_schema(key, owner.schema)
    databases.provision_schema(key, owner.schema)
    assert tried()["sql"] == first


def test_a_page_that_lets_everybody_in_is_found(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    """The proof is seen to fail: a tool that opens the kit's own door."""
    hole = "\nfrom site_kit.web import door\n\ndoor._let_in = lambda person: None\n"
    open_to_all = write(tmp_path / "open", pages=FILES["pages"] + hole)
    assert "to anonymous" in failed(tried(open_to_all))["access"]


ONLY_KEEPERS = {
    "those without the role are kept out": ('["keeper"]', 403, 200),
    "those whom a row names may come, so the page opens": ('["row.room.keeper"]', 200, 200),
}


@pytest.mark.parametrize("name", ONLY_KEEPERS)
def test_a_page_goes_by_the_table_of_rights(
    name: str, tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    by, member, keeper = ONLY_KEEPERS[name]
    given = replaced("permissions", 'book = kit.Grant(["member"]', f"book = kit.Grant({by}")
    unopened = replaced("pages", '    open_to = ("keeper",)\n', "")
    tests = replaced("tests/test_requirements", "self.mara", "self.ada")
    data = tried(
        write(
            tmp_path / "only",
            permissions=given,
            pages=unopened,
            **{"tests/test_requirements": tests},
        )
    )
    assert failed(data) == {}
    assert (data["access"]["/bookings/"]["member"], data["access"]["/bookings/"]["keeper"]) == (
        member,
        keeper,
    )


KEPT = '''"""What always holds."""

import site_kit as kit
from django.db.models import Q

from app.models import Booking


class BookingRules(kit.Rules):
    """Granted ones stay."""

    model = Booking

    granted = kit.Lock(when=Q(status="granted"))
'''


def test_the_form_of_a_row_that_is_locked_may_say_so(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    data = tried(write(tmp_path / "kept", rules=KEPT))
    assert failed(data) == {}
    assert data["access"]["/booking/<row>/edit/"]["admin"] == 409


def test_who_has_no_page_at_all_is_told_so(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    keepers = FILES["permissions"].replace('["member"]', '["keeper"]')
    tests = replaced("tests/test_requirements", "self.mara", "self.ada")
    data = tried(
        write(tmp_path / "none", permissions=keepers, **{"tests/test_requirements": tests})
    )
    assert failed(data) == {}
    assert (data["access"]["/"]["member"], data["access"]["/"]["admin"]) == (403, 200)


def test_a_page_that_rights_keep_shut_and_that_opens_is_found(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    """The proof is seen to fail: a tool that answers whatever its table of rights says."""
    hole = "\nfrom site_kit.web import views\n\nviews.may_open = lambda page, person: True\n"
    keepers = FILES["permissions"].replace('["member"]', '["keeper"]')
    tree = write(tmp_path / "hole", permissions=keepers, pages=FILES["pages"] + hole)
    assert "/bookings/ answers 200 to member" in failed(tried(tree))["access"]


def test_a_requirement_that_does_not_hold_is_named(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    wrong = replaced("tests/test_requirements", '["Talk"]', '["Another"]')
    tree = write(tmp_path / "wrong", **{"tests/test_requirements": wrong})
    said = failed(tried(tree))
    assert list(said) == ["test.test_a_room_can_be_booked"]
    assert "Talk" in said["test.test_a_room_can_be_booked"]


def test_a_test_that_breaks_is_named(tried: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    wrong = replaced("tests/test_requirements", "self.mara.creates", "self.nobody_at_all.creates")
    tree = write(tmp_path / "wrong", **{"tests/test_requirements": wrong})
    assert "AttributeError" in failed(tried(tree))["test.test_a_room_can_be_booked"]


def test_tests_that_cannot_be_imported_are_named(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    tree = write(tmp_path / "wrong", **{"tests/test_requirements": "import nothing_at_all\n"})
    assert any("nothing_at_all" in detail for detail in failed(tried(tree)).values())


def test_a_tool_without_tests_does_not_hold(
    tried: Callable[..., dict[str, Any]], tree: Path
) -> None:
    (tree / "app/tests/test_requirements.py").unlink()
    assert failed(tried()) == {"tests": "It has none."}


def test_tests_leave_no_rows_behind(tried: Callable[..., dict[str, Any]]) -> None:
    data = tried(samples=[])
    assert "/booking/<row>/" not in data["access"]


def test_a_migration_that_is_missing_is_found(job: Job, tree: Path) -> None:
    text = replaced("models", "    keeper =", "    floor = models.IntegerField()\n    keeper =")
    (tree / "app/models.py").write_text(text)
    assert "1 changes have no migration." in failed(job("try").data)["migrations"]


def test_declarations_that_do_not_fit_are_found(
    tried: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    wrong = replaced("pages", '("title", "room")', '("title", "nothing")')
    assert "system" in failed(tried(write(tmp_path / "wrong", pages=wrong)))


def test_a_sample_that_does_not_fit_is_a_sentence_and_leaves_no_row(
    tried: Callable[..., dict[str, Any]],
) -> None:
    rows = [["a"], ["a"]]
    data = tried(samples=[{"entity": "room", "columns": ["name"], "rows": rows}])
    assert "does not fit the tables" in failed(data)["samples"]
    assert "/room/<row>/" not in data["access"]


def test_only_a_trial_is_tried(job: Job, tree: Path, acme: Any) -> None:
    from dataclasses import replace

    from apps.runners import configs
    from apps.runners.client import run_job

    site: Any = type("Site", (), {"slug": "rooms", "name": "Rooms"})
    owner = job.access.owner  # type: ignore[attr-defined]
    config = configs.trial(workspace=acme, site=site, folder=tree, database=owner)
    for kind in ("try", "load_samples"):
        result = run_job(kind, replace(config, kind="live"), {}, timeout=30)
        assert not result.ok


def test_a_job_that_hangs_is_ended(job: Job, tmp_path: Path) -> None:
    hanging = write(tmp_path / "hanging", pages="import time\n\ntime.sleep(60)\n")
    result = job("write_migrations", folder=hanging, timeout=1.0)
    assert (result.ok, result.error) == (False, "It was not done after 1 seconds and was stopped.")


def test_a_job_that_dies_is_a_sentence(job: Job, tmp_path: Path) -> None:
    dying = write(tmp_path / "dying", pages="import os\n\nos._exit(3)\n")
    result = job("write_migrations", folder=dying)
    assert (result.ok, result.error) == (False, "Its process ended before it was done.")


def test_samples_arrive_as_they_are_written(job: Job, tried: Callable[..., dict[str, Any]]) -> None:
    import psycopg

    tried()
    owner = job.access.owner  # type: ignore[attr-defined]
    way = {"host": owner.host, "port": owner.port, "dbname": owner.name, "user": owner.user}
    with psycopg.connect(**way, password=owner.password) as connection:
        connection.execute(f"SET search_path = {owner.schema}")
        asked = (
            "SELECT b.title, r.name, day - current_date, seats, loud, status,"
            " (SELECT array_agg(p.name ORDER BY p.name) FROM booking_people x"
            " JOIN person p ON p.id = x.person_id WHERE x.booking_id = b.id)"
            " FROM booking b JOIN room r ON r.id = room_id ORDER BY b.id"
        )
        rows = connection.execute(asked).fetchall()
    assert rows == [
        ("Talk", "Attic", 0, 12, True, "granted", ["Ada Marsh", "Kim Oduya"]),
        ("Lunch", "Hall", -3, None, False, "asked", None),
    ]
