"""The cast and the clock that tests beside a tool count on are those of the site kit.

The kit is read and not imported: the portal never loads it.
"""

import ast
import datetime
from pathlib import Path
from typing import Any

from apps.builds.compiler.tests_py import cast, facts

KIT = Path(__file__).parents[5] / "site_kit" / "testing"


def called(path: Path, function: str) -> list[ast.Call]:
    """The calls of a function in a file."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return [one for one in calls if isinstance(one.func, ast.Name) and one.func.id == function]


def members() -> list[dict[str, Any]]:
    """What the kit says of each of its cast."""
    found = []
    for one in called(KIT / "cast.py", "CastMember"):
        keys = ("id", "key", "name", "email", "groups")
        given = dict(zip(keys, map(ast.literal_eval, one.args), strict=False))
        for option in one.keywords:
            if option.arg in ("department", "job_title", "manager_id"):
                given[option.arg] = ast.literal_eval(option.value)
        found.append(given)
    return found


def test_the_cast_is_the_kits() -> None:
    by_id = {one["id"]: one["key"] for one in members()}

    for one in members():
        person = cast.BY_KEY[one["key"]]
        assert (person.name, person.email) == (one["name"], one["email"])
        assert person.groups == one.get("groups", ())
        assert person.department == one.get("department", "")
        assert person.job_title == one.get("job_title", "")
        assert person.manager == by_id.get(one.get("manager_id", 0), "")
    assert len(members()) == len(cast.BY_KEY)


def test_only_otto_is_not_let_in() -> None:
    assert [key for key, person in cast.BY_KEY.items() if not person.let_in] == ["otto"]


def test_the_clock_is_the_kits() -> None:
    (standing,) = [
        datetime.datetime(*map(ast.literal_eval, one.args))  # type: ignore[arg-type]
        for one in called(KIT / "case.py", "datetime")
    ]

    assert standing == facts.NOW
