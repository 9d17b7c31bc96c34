"""The digest: each thing that an approval is an approval of changes it, and nothing else does."""

from typing import Any

import pytest

from apps.versions import digest as digests
from apps.versions.digest import POLICY, digest_of, runtime_lock
from portal.config import ROOT
from site_contract.manifest import hash_bytes, hash_folder

GIVEN: dict[str, Any] = {
    "manifest": {"app/models.py": "a" * 64, "app/rules.py": "b" * 64},
    "statements": ["CREATE TABLE key ()", "CREATE INDEX key_label ON key (label)"],
    "blueprint": {"name": "Office keys", "entities": [{"id": "key", "fields": [{"id": "label"}]}]},
    "env_names": ["CHAT_URL", "LIMIT"],
    "egress_hosts": ["chat.example", "mail.example"],
}


def digest(**other: Any) -> str:
    return digest_of(**GIVEN | other)


@pytest.mark.parametrize(
    "other",
    [
        {"manifest": {"app/models.py": "a" * 64}},
        {"manifest": GIVEN["manifest"] | {"app/models.py": "c" * 64}},
        {"manifest": {"app/model.py": "a" * 64, "app/rules.py": "b" * 64}},
        {"manifest": {"app/models.py": "b" * 64, "app/rules.py": "a" * 64}},
        {"manifest": GIVEN["manifest"] | {"app/empty.py": hash_bytes(b"")}},
        {"statements": GIVEN["statements"][:1]},
        {"statements": GIVEN["statements"][::-1]},
        {"statements": [*GIVEN["statements"], ""]},
        {"statements": ["CREATE TABLE key()", GIVEN["statements"][1]]},
        {"statements": ["".join(GIVEN["statements"])]},
        {"blueprint": GIVEN["blueprint"] | {"name": "Office Keys"}},
        {"blueprint": GIVEN["blueprint"] | {"summary": ""}},
        {"blueprint": {**GIVEN["blueprint"], "entities": []}},
        {"env_names": ["CHAT_URL"]},
        {"env_names": ["CHAT_URL", "LIMIT", "LIMIT_2"]},
        {"env_names": ["CHAT_URLLIMIT"]},
        {"egress_hosts": []},
        {"egress_hosts": ["chat.example", "mail.example.org"]},
        {"env_names": GIVEN["egress_hosts"], "egress_hosts": GIVEN["env_names"]},
    ],
    ids=[
        "file gone", "file other", "file renamed", "files swapped", "empty file more",
        "statement gone", "statements turned round", "empty statement more", "a space",
        "statements joined",
        "name", "empty key more", "entities gone",
        "name gone", "name more", "names joined",
        "hosts gone", "host other", "names for hosts",
    ],
)  # fmt: skip
def test_it_changes_with(other: dict[str, Any]) -> None:
    assert digest(**other) != digest()


@pytest.mark.parametrize(
    "other",
    [
        {"manifest": dict(reversed(GIVEN["manifest"].items()))},
        {"blueprint": dict(reversed(GIVEN["blueprint"].items()))},
        {"env_names": GIVEN["env_names"][::-1]},
        {"egress_hosts": GIVEN["egress_hosts"][::-1]},
    ],
    ids=["files", "keys of the blueprint", "names", "hosts"],
)
def test_it_does_not_change_with_the_order_of(other: dict[str, Any]) -> None:
    assert digest(**other) == digest()


def test_it_changes_with_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(digests, "POLICY", f"{POLICY}b")
    assert digest() != before


def test_it_changes_with_what_the_code_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(digests, "runtime_lock", lambda: "another")
    assert digest() != before


def test_what_the_code_runs_on_is_the_locked_packages_and_the_kit() -> None:
    packages = hash_bytes((ROOT / "requirements.lock").read_bytes())
    kit = hash_folder(ROOT / "site_kit")
    assert runtime_lock() == hash_bytes(f"{packages} {kit}".encode())


def test_it_is_a_sha_256_and_the_same_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pinned, so that a change in how it is reckoned is seen: it ends every approval there is."""
    monkeypatch.setattr(digests, "runtime_lock", lambda: "runtime")
    monkeypatch.setattr(digests, "POLICY", "policy")
    parts = '{"blueprint": {"name": "Zoë"}, "egress_hosts": ["b"], "env_names": ["A"], '
    parts += '"manifest": {"a.py": "1"}, "policy": "policy", "runtime": "runtime", '
    parts += '"statements": ["S"]}'
    found = digest_of(
        manifest={"a.py": "1"},
        statements=["S"],
        blueprint={"name": "Zoë"},
        env_names=["A"],
        egress_hosts=["b"],
    )
    assert found == hash_bytes(parts.encode())
