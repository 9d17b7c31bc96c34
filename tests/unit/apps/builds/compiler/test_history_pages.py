"""Pages and parts of the history: written over `kit.History`, tested, and let through."""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
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


CHOOSE = "The history is listed, reported, ranked or laid out in a calendar: choose one."
OTHERS: dict[str, Data] = {
    "detail": {},
    "queue": {},
    "board": {"group_by": ["by"]},
    "matrix": {"rows": "by", "across": "action"},
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_the_history_is_not(kind: str) -> None:
    page = {"kind": kind, "id": "own", "entity": "history", **OTHERS[kind]}

    assert ("pages.own.entity", CHOOSE) in refused(keys(page))


def test_a_record_has_its_own_history_on_its_page() -> None:
    part = {"kind": "list", "id": "newest", "entity": "history"}
    page = {"kind": "detail", "id": "one", "entity": "key", "parts": [part]}

    said = "A record's page shows its history: leave the part out."
    assert refused(keys(page)) == [("pages.one.parts.newest.entity", said)]
