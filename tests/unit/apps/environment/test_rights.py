"""Who may fill in a tool's values, what the key does, and what is told to others."""

from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings
from pydantic import SecretStr

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.environment import cipher
from apps.environment.actions import remove_value, set_value
from apps.environment.models import Value
from apps.environment.queries import values_for_process
from apps.environment.signals import values_changed
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site

MAY = {"ada", "omar", "bea"}
CAST = ["ada", "omar", "bea", "mara", "jon", "ines", "tom", "nils", "nora", "otto"]


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


@pytest.fixture
def with_key(monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(key: str) -> None:
        changed = settings.SITEWRIGHT.model_copy(update={"master_key": SecretStr(key)})
        monkeypatch.setattr(settings, "SITEWRIGHT", changed)

    return use


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("kind", ["env", "secret"])
def test_its_owner_and_the_admins_fill_in_and_nobody_else(
    site: Site, cast: Cast, who: str, kind: str
) -> None:
    person = getattr(cast, who)
    if who in MAY:
        set_value(by=person, site=site, key="A", kind=kind, text="x")
        remove_value(by=person, site=site, key="A")
        return
    with pytest.raises(NotAllowed):
        set_value(by=person, site=site, key="A", kind=kind, text="x")
    with pytest.raises(NotAllowed):
        remove_value(by=person, site=site, key="A")
    assert not Value.objects.exists()
    assert not Line.objects.filter(verb__in=["set_value", "remove_value"]).exists()


def test_an_unknown_kind_is_no_kind(site: Site, cast: Cast) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        set_value(by=cast.bea, site=site, key="A", kind="file", text="x")
    assert not Value.objects.exists()


def test_a_secret_that_becomes_a_value_leaves_no_ciphertext(site: Site, cast: Cast) -> None:
    set_value(by=cast.bea, site=site, key="A", kind="secret", text="hush")
    set_value(by=cast.bea, site=site, key="A", kind="env", text="open")
    row = Value.objects.get()
    assert (bytes(row.ciphertext), row.text) == (b"", "open")


def test_a_value_that_becomes_a_secret_leaves_no_text(site: Site, cast: Cast) -> None:
    set_value(by=cast.bea, site=site, key="A", kind="env", text="open")
    set_value(by=cast.bea, site=site, key="A", kind="secret", text="hush")
    assert Value.objects.get().text == ""
    assert values_for_process(site, ["A"]) == {"A": "hush"}


def test_taking_away_what_is_not_there_is_no_error(site: Site, cast: Cast) -> None:
    remove_value(by=cast.bea, site=site, key="NOTHING")


def test_a_change_is_told_after_the_transaction_and_not_before(
    site: Site, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[Site] = []

    def hear(sender: object, site: Site, **_: Any) -> None:
        told.append(site)

    values_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=False) as waiting:
            set_value(by=cast.bea, site=site, key="A", kind="env", text="x")
            remove_value(by=cast.bea, site=site, key="A")
        assert told == []
        waiting[0]()
        assert told == [site]
    finally:
        values_changed.disconnect(hear)


@pytest.mark.parametrize("text", ["x", "ü ß 漢字", "a\nb", " padded ", "x" * 10_000])
def test_what_was_kept_comes_back_as_it_was(text: str) -> None:
    assert cipher.decrypt(cipher.encrypt(text)) == text
    assert cipher.decrypt(memoryview(cipher.encrypt(text))) == text


def test_another_key_reads_nothing(with_key: Any) -> None:
    kept = cipher.encrypt("hush")
    with_key("another-key")
    with pytest.raises(InvalidToken):
        cipher.decrypt(kept)


def test_after_a_rotation_the_old_key_can_go_once_all_is_written_anew(with_key: Any) -> None:
    with_key("old")
    before = cipher.encrypt("hush")
    with_key("new,old")
    after = cipher.encrypt(cipher.decrypt(before))
    with_key("new")
    assert cipher.decrypt(after) == "hush"
    with pytest.raises(InvalidToken):
        cipher.decrypt(before)


def test_what_was_altered_is_not_read(with_key: Any) -> None:
    kept = bytearray(cipher.encrypt("hush"))
    kept[-3] ^= 1
    with pytest.raises(InvalidToken):
        cipher.decrypt(bytes(kept))


def test_without_a_key_nothing_is_kept(with_key: Any) -> None:
    with_key("")
    with pytest.raises(RuntimeError, match="MASTER_KEY is not set, so secrets cannot be kept"):
        cipher.encrypt("hush")
