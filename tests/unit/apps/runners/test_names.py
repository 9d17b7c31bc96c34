"""Names and passwords follow from ids and the master key, and from nothing a person typed."""

import pytest
from django.conf import settings
from pydantic import SecretStr

from apps.runners import names


@pytest.fixture
def with_key(monkeypatch: pytest.MonkeyPatch) -> object:
    def use(key: str) -> None:
        changed = settings.SITEWRIGHT.model_copy(update={"master_key": SecretStr(key)})
        monkeypatch.setattr(settings, "SITEWRIGHT", changed)

    return use


def test_a_database_is_named_after_its_workspace() -> None:
    prefix = settings.SITEWRIGHT.site_database_prefix
    assert names.database_of(12) == f"{prefix}_12"


@pytest.mark.parametrize("key", ["x", "1; drop", "", "1 2", "../1"])
def test_a_workspace_that_is_no_number_has_no_database(key: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        names.database_of(key)


def test_a_password_is_one_roles_own(with_key: object) -> None:
    assert names.password_of("w_1_s_1_run") != names.password_of("w_1_s_1_owner")
    assert names.password_of("w_1_s_1_run") == names.password_of("w_1_s_1_run")


def test_another_master_key_gives_other_passwords(with_key: object) -> None:
    with_key("one")  # type: ignore[operator]
    first = names.password_of("w_1_s_1_run")
    with_key("two")  # type: ignore[operator]
    assert names.password_of("w_1_s_1_run") != first


def test_a_rotation_changes_no_password(with_key: object) -> None:
    with_key("old")  # type: ignore[operator]
    before = names.password_of("w_1_s_1_run")
    with_key("new,old")  # type: ignore[operator]
    assert names.password_of("w_1_s_1_run") == before


def test_without_a_master_key_there_is_no_password(with_key: object) -> None:
    with_key("")  # type: ignore[operator]
    with pytest.raises(ValueError, match="MASTER_KEY is not set"):
        names.password_of("w_1_s_1_run")


def test_a_key_of_one_purpose_is_none_of_another() -> None:
    keys = {
        names.visitor_key_of("acme/a", "live"),
        names.visitor_key_of("acme/a", "preview"),
        names.visitor_key_of("acme/b", "live"),
        names.password_of("acme/a"),
    }
    assert len(keys) == 4
