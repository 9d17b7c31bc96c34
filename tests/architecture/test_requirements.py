"""Every package has a reason, a pinned version, and hashes."""

import re

import pytest

from tests.architecture.source import ROOT

LISTS = ("requirements", "requirements-test", "requirements-dev")
LINE = re.compile(r"^(?P<name>[\w.-]+)(\[[\w,-]+\])?==(?P<version>[\w.]+)\s+# (?P<reason>.{10,})$")
PINNED = re.compile(r"^(?P<name>[\w.-]+)(\[[\w,-]+\])?==(?P<version>[\w.]+)", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(name: str) -> list[str]:
    lines = (ROOT / f"{name}.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def locked(name: str) -> dict[str, str]:
    text = (ROOT / f"{name}.lock").read_text()
    return {canonical(m["name"]): m["version"] for m in PINNED.finditer(text)}


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_a_version_and_a_reason(name: str) -> None:
    assert [line for line in wanted(name) if not LINE.match(line)] == []


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_holds_what_is_wanted(name: str) -> None:
    pins = locked(name)
    for line in wanted(name):
        match = LINE.match(line)
        assert match
        assert pins.get(canonical(match["name"])) == match["version"], f"run `make lock`: {line}"


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / f"{name}.lock").read_text().strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert len(packages) > 50
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_the_larger_locks_hold_the_smaller() -> None:
    run, test, dev = (locked(name) for name in LISTS)
    assert run.items() <= test.items() <= dev.items()
