"""Values and secrets: in, but never out again; to one site's process and nowhere else."""

import pytest

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.environment.actions import remove_value, set_value
from apps.environment.errors import ValueRefused
from apps.environment.models import Value
from apps.environment.queries import entries, missing, values_for_process
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site

CANARY = "https://hooks.example/T0P-S3CRET"


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    site = a_site(cast.bea)
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text=CANARY)
    set_value(by=cast.bea, site=site, key="REGION", kind="env", text="north")
    return site


def test_a_process_gets_what_its_version_declares_and_no_more(site: Site) -> None:
    assert values_for_process(site, ["CHAT_URL", "REGION"]) == {
        "CHAT_URL": CANARY,
        "REGION": "north",
    }
    assert values_for_process(site, ["REGION"]) == {"REGION": "north"}


def test_another_site_gets_nothing_of_it(site: Site, cast: Cast) -> None:
    assert values_for_process(a_site(cast.bea), ["CHAT_URL", "REGION"]) == {}


def test_a_secret_is_nowhere_in_the_row(site: Site) -> None:
    row = Value.objects.get(key="CHAT_URL")
    assert row.text == ""
    assert CANARY.encode() not in bytes(row.ciphertext)


def test_reading_the_entries_does_not_even_fetch_the_ciphertext(site: Site) -> None:
    assert all("ciphertext" in entry.get_deferred_fields() for entry in entries(site))


def test_the_audit_log_has_the_name_but_not_the_value(site: Site) -> None:
    lines = str(list(Line.objects.filter(verb="set_value").values()))
    assert "CHAT_URL" in lines
    assert CANARY not in lines


def test_the_same_secret_twice_is_two_ciphertexts(site: Site, cast: Cast) -> None:
    other = set_value(by=cast.bea, site=site, key="OTHER_URL", kind="secret", text=CANARY)
    assert bytes(other.ciphertext) != bytes(Value.objects.get(key="CHAT_URL").ciphertext)


def test_a_new_value_replaces_the_old(site: Site, cast: Cast) -> None:
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text="other")
    assert values_for_process(site, ["CHAT_URL"]) == {"CHAT_URL": "other"}


def test_what_is_taken_away_is_missing(site: Site, cast: Cast) -> None:
    remove_value(by=cast.bea, site=site, key="REGION")
    assert missing(site, ["CHAT_URL", "REGION"]) == ["REGION"]


@pytest.mark.parametrize("key", ["", "chat", "CHAT-URL", "1A", "A B", "PATH\n", "A" * 65])
def test_a_name_that_is_none_is_refused(site: Site, cast: Cast, key: str) -> None:
    with pytest.raises(ValueRefused, match="no name for a value"):
        set_value(by=cast.bea, site=site, key=key, kind="env", text="x")


def test_an_empty_value_is_refused(site: Site, cast: Cast) -> None:
    with pytest.raises(ValueRefused, match="Type what"):
        set_value(by=cast.bea, site=site, key="A", kind="env", text=" ")


@pytest.mark.parametrize("who", ["mara", "jon", "nora"])
def test_others_set_nothing(site: Site, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_value(by=getattr(cast, who), site=site, key="A", kind="env", text="x")


def test_a_secret_can_be_read_after_the_key_was_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from pydantic import SecretStr

    old = settings.SITEWRIGHT.master_key.get_secret_value()
    rotated = settings.SITEWRIGHT.model_copy(update={"master_key": SecretStr(f"new-key,{old}")})
    monkeypatch.setattr(settings, "SITEWRIGHT", rotated)
    assert values_for_process(site, ["CHAT_URL"]) == {"CHAT_URL": CANARY}
