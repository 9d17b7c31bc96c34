"""A workspace's database is made once, whole, whoever asks at the same time."""

import threading

import pytest

from apps.runners import databases
from apps.runners.databases import (
    access_to,
    drop_schema,
    drop_workspace_database,
    ensure_workspace_database,
    is_owner,
    provision_schema,
    runtime_of,
)
from apps.runners.server import connected, exists

KEY = 990_001


@pytest.fixture
def nothing_yet(db: None) -> object:
    drop_workspace_database(KEY)
    yield
    drop_workspace_database(KEY)


@pytest.mark.usefixtures("nothing_yet")
def test_many_who_ask_at_once_get_the_same_one() -> None:
    made: list[str | Exception] = []

    def ask() -> None:
        try:
            made.append(ensure_workspace_database(KEY))
        except Exception as error:  # noqa: BLE001  # shown by the assertion
            made.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [databases.database_of(KEY)] * 4
    with connected(databases.database_of(KEY)) as connection:
        assert exists(connection, "schema", "directory")


@pytest.mark.usefixtures("nothing_yet")
def test_one_that_was_left_half_made_is_made_anew() -> None:
    name = databases.database_of(KEY)
    with connected() as connection:
        connection.execute(f"CREATE DATABASE {name}_new")  # type: ignore[arg-type]
    ensure_workspace_database(KEY)
    with connected() as connection:
        assert exists(connection, "database", name)
        assert not exists(connection, "database", f"{name}_new")


@pytest.mark.usefixtures("nothing_yet")
def test_taking_it_away_takes_its_roles_along() -> None:
    ensure_workspace_database(KEY)
    access = provision_schema(KEY, "s_1")
    drop_workspace_database(KEY)
    with connected() as connection:
        assert not exists(connection, "role", access.owner.user)
        assert not exists(connection, "role", access.runtime.user)


@pytest.mark.usefixtures("nothing_yet")
def test_dropping_a_schema_of_no_database_is_nothing() -> None:
    drop_schema(KEY, "s_1")


def test_each_way_in_leads_to_the_other(db: None) -> None:
    access = access_to(KEY, "s_1")
    assert runtime_of(access.owner) == runtime_of(access.runtime) == access.runtime
    assert is_owner(access.owner)
    assert not is_owner(access.runtime)
