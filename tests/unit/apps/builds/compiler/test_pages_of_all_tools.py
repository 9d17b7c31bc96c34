"""Pages and parts of what every tool can read, the history and people: written over the kit's
models, tested, and let through."""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, pages_not_built, unsupported
from apps.builds.inspection.inspector import inspect_source
from apps.plans.blueprint.loading import load

Data = dict[str, Any]
LOG: Data = {"kind": "table", "id": "log", "entity": "history"}
LOG["columns"] = ["at", "record", "after"]


def keys(*pages: Data, **more: Any) -> Data:
    """A tool of keys with these pages."""
    entity = {"id": "key", "fields": [{"kind": "text", "id": "label", "required": True}]}
    return {"name": "Keys", "entities": [entity], "pages": list(pages), **more}


def refused(data: Data) -> list[tuple[str, str]]:
    return [(one.where, one.message) for one in unsupported(load(data).blueprint)]


def test_a_page_of_the_history_reads_as_any_other() -> None:
    page = LOG | {"name": "Audit log", "scope": "entity == 'key'", "sort": ["-at"]}
    part = {"kind": "stat", "id": "changes", "entity": "history"}
    board = {"kind": "dashboard", "id": "all", "parts": [part]}
    needs = [{"quote": "audit log", "meaning": "", "provides": ["pages.log"]}]

    files = compile_blueprint(load(keys(page, board, requirements=needs)).blueprint)

    assert '''class LogPage(kit.Table):
    """What changed, by whom and when."""

    model = kit.History
    name = "Audit log"
    scope = Q(entity="key")
    columns = ("at", "record", "after")
    sort = ("-at",)
''' in files["app/pages.py"]
    assert 'kit.Stat("changes", model=kit.History)' in files["app/pages.py"]
    said = 'self.assertEqual(self.ada.opens("log").headings, ["At", "Record", "After"])'
    assert said in files["app/tests/test_requirements.py"]
    assert inspect_source(files) == []


def test_so_does_a_page_of_people() -> None:
    page = {"kind": "table", "id": "staff", "entity": "person", "columns": ["name", "job_title"]}
    page["scope"] = "active and not exists(key, where=holder == row)"
    data = keys(page, requirements=[{"quote": "a", "meaning": "", "provides": ["pages.staff"]}])
    data["entities"][0]["fields"].append({"kind": "person", "id": "holder"})

    files = compile_blueprint(load(data).blueprint)

    assert "    model = kit.Person\n" in files["app/pages.py"]
    assert '"""People of the workspace."""' in files["app/pages.py"]
    said = 'self.assertEqual(self.ada.opens("staff").headings, ["Name", "Job title"])'
    assert said in files["app/tests/test_requirements.py"]
    assert inspect_source(files) == []


OTHERS: dict[str, Data] = {
    "detail": {},
    "queue": {},
    "board": {"group_by": ["by"]},
    "cards": {},
    "matrix": {"rows": "by", "across": "action"},
}


@pytest.mark.parametrize("entity", pages_not_built.ELSEWHERE)
@pytest.mark.parametrize("kind", OTHERS)
def test_what_they_are_not(kind: str, entity: str) -> None:
    page = {"kind": kind, "id": "own", "entity": entity, **OTHERS[kind]}
    if entity == "person":
        page |= {key: ["manager"] if key == "group_by" else "manager" for key in OTHERS[kind]}

    assert ("pages.own.entity", pages_not_built.ELSEWHERE[entity][1]) in refused(keys(page))


@pytest.mark.parametrize("entity", pages_not_built.BESIDE)
def test_they_are_no_part_of_a_record(entity: str) -> None:
    part = {"kind": "list", "id": "newest", "entity": entity}
    page = {"kind": "detail", "id": "one", "entity": "key", "parts": [part]}

    assert refused(keys(page)) == [
        ("pages.one.parts.newest.entity", pages_not_built.BESIDE[entity])
    ]
