"""The furniture of a room: the same things under the same names, so that a new room is a copied
one.
"""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, rooms, sources

BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "stuff"}
# What one room may import of another. Models are there for their names and types; what writes is in
# `actions`.
SURFACE = {
    "actions", "queries", "errors", "models", "signals",
    "capabilities",      # access: the list of what can be allowed
    "decisions",         # access: an answer with its reason
    "hosts",             # workspaces: what a host name means
    "requests",          # workspaces: a request that knows its place
    "cookies",           # accounts: who a cookie belongs to
    "schemas",           # audit: entering a schema
    "witness",           # audit: what is kept outside the database
    "names",             # runners: what databases, schemas and roles are called
    "read_only_admin",   # audit: how the admin shows what nobody may change
    "prepared",          # workspaces: questions of every request
    "waiting",           # workspaces: how many requests of one person wait at once
    "blueprint",         # plans: the language
    "templates_gallery", # plans: tools to start from
    "diffs", "trees",    # versions: comparing and unpacking them
    # runners: the way to the runner
    "client", "directory", "databases", "configs", "local", "samples", "outbox",
    # notices: when to try again; what a text of a tool may hold; where one leads
    "backing_off", "words", "mails",
    "turns",             # automations: who comes first
    # language_models: one question, one answer, and how texts stand in them
    "asking", "faults", "questions", "receipts", "quoting", "reading",
    "director",          # builds: the names of the steps
    "commands",          # pipeline: sentences that are commands
    "demo",              # pipeline: the demo's people
}  # fmt: skip
LISTENERS = {
    "apps/pipeline/flow.py": "the one table of what follows what",
    "apps/pipeline/apps.py": "connects that table",
    "apps/accounts/signals.py": "signing out ends the sessions on other hosts",
}
ROOM_NAMES = [room.name for room in rooms()]


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_a_room_says_what_it_is_for_and_what_it_is_not(room: str) -> None:
    text = ast.get_docstring(ast.parse((ROOT / "apps" / room / "__init__.py").read_text())) or ""
    assert len(text) > 80, f"apps/{room}/__init__.py does not say what the room is for"
    assert "not " in text.lower(), (
        f"apps/{room}/__init__.py does not say what it is not in charge of"
    )


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_a_room_has_tests(room: str) -> None:
    """Beside its mirror, or where pages (tests/views) and processes (tests/isolation) are tried."""
    tests = [source for source in sources("tests") if source.path.name.startswith("test_")]
    told = [s.name for s in tests if f"apps/{room}/" in s.name or f"apps.{room}" in s.text]
    assert told


def test_no_file_is_called_after_nothing() -> None:
    found = [s.name for s in sources() if s.path.stem in BANNED or s.path.parent.name in BANNED]
    assert found == [], "Name the file after its subject; there is no room for what has none."


def test_every_module_says_what_it_is_for() -> None:
    found = [s.name for s in sources() if s.text.strip() and not ast.get_docstring(s.tree)]
    assert found == []


def test_a_room_uses_another_through_its_surface() -> None:
    found = [
        f"{source.name}:{line} imports {module}"
        for source in sources("apps")
        for module, line in source.imports()
        if len(parts := module.split(".")) > 2
        and parts[0] == "apps"
        and parts[1] != source.package[1]
        and parts[2] not in SURFACE
    ]
    assert found == [], "A room is used through its actions and queries."


def test_only_the_flow_listens() -> None:
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources("apps")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"connect", "receiver"}
        and source.name not in LISTENERS
        and any("signals" in module or "dispatch" in module for module, _ in source.imports())
    ]
    assert found == [], "What follows a finished step stands in apps/pipeline/flow.py."


def test_actions_are_told_who_acts() -> None:
    """What `actions/__init__.py` offers takes keyword arguments only, `by` among them."""
    found = []
    for room in rooms():
        for path in sorted((room / "actions").glob("*.py")):
            found += [f"{room.name}: {name}" for name in _strangers(path, _offered(room))]
    assert found == []


# Steps that a worker or a browser without a person takes; the person stands in the row they work
# on.
NOBODY_ACTS = {
    "redeem_handoff", "end_host_session", "end_host_sessions_of",
    "ensure_template",
    "answer", "clean_text",
    "open_plan", "think", "give_up",
    "fail_build", "give_up_builds",
    "carry_out", "close_previews",
    "tell", "mail_out",
    "look", "collect", "deliver", "post", "ask", "wake",
}  # fmt: skip


def _offered(room: Path) -> set[str]:
    tree = ast.parse((room / "actions" / "__init__.py").read_text())
    names = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    return {alias.name for node in names for alias in node.names}


def _strangers(path: Path, offered: set[str]) -> list[str]:
    found = []
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and node.name in offered - NOBODY_ACTS:
            names = {argument.arg for argument in node.args.kwonlyargs}
            if node.args.args or "by" not in names:
                found.append(node.name)
    return found


def test_nothing_is_left_for_later() -> None:
    words = ("TODO", "FIXME", "XXX", "HACK")
    found = [f"{s.name} says {word}" for s in sources() for word in words if word in s.text]
    assert found == []
