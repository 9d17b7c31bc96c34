"""Ids that are words of Python, SQL, Django, the kit, its tests or the inspector compile all the
same, or are refused with a sentence; nothing that is imported is ever overwritten.
"""

import ast
import builtins
import keyword
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.builds.compiler.names import CLASSES_KEPT_FREE, OF_DJANGO
from apps.builds.inspection import inspect_source
from apps.builds.inspection.rules.attributes import NEVER
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load

PYTHON = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}
SQL = {
    *("all", "analyse", "and", "any", "array", "as", "asc", "authorization", "between", "binary"),
    *("both", "case", "cast", "check", "collate", "column", "constraint", "create", "default"),
    *("desc", "distinct", "do", "end", "except", "false", "fetch", "for", "foreign", "from"),
    *("grant", "group", "having", "in", "index", "into", "join", "leading", "limit", "offset"),
    *("on", "order", "primary", "references", "select", "table", "then", "to", "union", "unique"),
    *("user", "using", "values", "when", "where", "window", "with"),
}
OF_A_TEST = {
    *("ada", "ines", "mara", "jon", "otto", "nobody", "today", "yesterday", "tomorrow", "now"),
    *("reload", "ways_in", "way_in", "opens", "sees", "creates", "edits", "runs", "deletes"),
    *("person", "page", "row", "model", "action", "text", "address", "headings", "buttons"),
    *("counts", "part", "follow", "root", "key", "roles", "by", "self", "cls", "setup"),
}
WRITTEN = {"kit", "models", "datetime", "timedelta", "decimal", "q", "f", "meta", "entity", "app"}


def ids() -> Iterator[str]:
    """Every such word as an id, as far as an id can be it."""
    words = {*PYTHON, *SQL, *OF_A_TEST, *WRITTEN, *NEVER, *OF_DJANGO, *CLASSES_KEPT_FREE}
    yield from sorted({word.lower() for word in words if not word.startswith("_")})


LABEL = {"kind": "text", "id": "label", "required": True}
STATE = {"kind": "status", "id": "state", "values": [{"id": "a"}, {"id": "b"}]}
Data = dict[str, Any]


def tool(words: list[str], entities: list[Data], address: str, **more: Any) -> Data:
    """A tool, and a requirement for each word, so that its tests speak of each."""
    wants = [{"quote": f"the {word} here", "provides": [address.format(word)]} for word in words]
    return {"name": "A tool", "entities": entities, "requirements": wants} | more


def of_fields(words: list[str]) -> Data:
    fields = [{"kind": "text", "id": word} for word in words]
    return tool(words, [{"id": "thing", "fields": [LABEL, *fields]}], "entities.thing.fields.{}")


def of_choices(words: list[str]) -> Data:
    fields = [
        {"kind": "choice", "id": word, "values": [{"id": word}, {"id": "other"}]} for word in words
    ]
    return tool(words, [{"id": "thing", "fields": [LABEL, *fields]}], "entities.thing.fields.{}")


def of_entities(words: list[str]) -> Data:
    return tool(words, [{"id": word, "fields": [LABEL]} for word in words], "entities.{}")


def of_actions(words: list[str]) -> Data:
    actions = [{"kind": "transition", "id": word, "from": ["a"], "to": "b"} for word in words]
    thing = {"id": "thing", "fields": [LABEL, STATE], "actions": actions}
    return tool(words, [thing], "entities.thing.actions.{}")


def of_roles(words: list[str]) -> Data:
    permissions = [{"id": word, "by": [word], "can": ["view", "create"]} for word in words]
    thing = {"id": "thing", "fields": [LABEL], "permissions": permissions}
    roles = [{"id": word} for word in words]
    return tool(words, [thing], "entities.thing.permissions.{}", roles=roles)


def of_pages(words: list[str]) -> Data:
    pages = [{"kind": "table", "id": word, "entity": "thing"} for word in words]
    return tool(words, [{"id": "thing", "fields": [LABEL]}], "pages.{}", pages=pages)


def of_rules(words: list[str]) -> Data:
    rules = [
        {"kind": "validation", "id": word, "expr": f"today > '2020-01-01' or label == '{word}'"}
        for word in words
    ]
    thing = {"id": "thing", "fields": [LABEL], "rules": rules}
    return tool(words, [thing], "entities.thing.rules.{}")


Make = Callable[[list[str]], Data]
KINDS: dict[str, tuple[Make, int]] = {
    "fields": (of_fields, 60),
    "choices": (of_choices, 40),
    "entities": (of_entities, 25),
    "actions": (of_actions, 20),
    "roles": (of_roles, 15),
    "pages": (of_pages, 25),
    "rules": (of_rules, 20),
}


def refusals(data: Data) -> list[str]:
    """What the language has against a tool."""
    try:
        load(data)
    except BlueprintErrors as refused:
        return [str(problem) for problem in refused.problems]
    return []


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_that_means_something_elsewhere_is_an_id_like_others(kind: str) -> None:
    make, at_once = KINDS[kind]
    said = {word: refusals(make([word])) for word in ids()}
    words = [word for word in said if not said[word]]

    assert len(words) > 100
    assert all(word in line for word, lines in said.items() for line in lines)
    for start in range(0, len(words), at_once):
        files = compile_blueprint(load(make(words[start : start + at_once])).blueprint)
        assert inspect_source(files) == []
        assert list(overwritten(files)) == []


def overwritten(files: dict[str, str]) -> Iterator[str]:
    """What a file imports and then gives another meaning."""
    for path, text in files.items():
        if not path.endswith(".py"):
            continue
        nodes = list(ast.walk(ast.parse(text)))
        aliases = [node for node in nodes if isinstance(node, ast.alias)]
        imported = {(one.asname or one.name).split(".")[0] for one in aliases}
        stored = {
            n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        } | {n.name for n in nodes if isinstance(n, ast.ClassDef)}
        yield from (f"{path}: {name}" for name in imported & stored)


@pytest.mark.parametrize("word", ["format", "query", "settings", "save", "class", "meta"])
def test_the_column_keeps_the_id_where_the_attribute_cannot(word: str) -> None:
    files = compile_blueprint(load(of_fields([word])).blueprint)

    assert f"{word}_field = models.CharField(" in files["app/models.py"]
    assert f'db_column="{word}"' in files["app/models.py"]


def test_two_entities_never_share_a_table_a_constraint_or_a_class() -> None:
    words = ["order", "order_line", "order_line_label", "order_label_2"]
    unique = {"kind": "text", "id": "line_label", "unique": True, "required": True}
    entities = [
        {"id": word, "fields": [LABEL, unique, {"kind": "text", "id": "label_2", "unique": True}]}
        for word in words
    ]
    source = compile_blueprint(load(tool(words, entities, "entities.{}")).blueprint)
    tree = ast.parse(source["app/models.py"])
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    keywords = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    names = [ast.literal_eval(one.value) for one in keywords if one.arg == "name"]

    assert len(set(classes)) == len(classes) == len(words)
    assert len(set(names)) == len(names)
    assert not set(names) & set(words)
    assert all(len(name) <= 63 for name in names)


@pytest.mark.parametrize(
    "kind", [{"kind": "text"}, {"kind": "relation", "to": "thing"}, {"kind": "date"}]
)
def test_people_read_the_word_and_not_the_attribute_that_stands_for_it(kind: Data) -> None:
    fields = [LABEL, {"id": "class"} | kind, {"id": "room"} | kind]
    data = tool([], [{"id": "thing", "fields": fields}], "")
    models = compile_blueprint(load(data).blueprint)["app/models.py"]
    assert '"Class"' in models
    assert '"Room"' not in models


def test_a_list_is_not_shared_past_a_list_that_has_the_name_of_its_model() -> None:
    values = [{"id": one} for one in ("open", "busy", "shut", "back")]
    state = {"kind": "choice", "id": "state", "values": values}
    due_on = {"kind": "choice", "id": "due_on", "values": [{"id": "low"}, {"id": "high"}]}
    entities = [
        {"id": "due_on", "fields": [LABEL, state]},
        {"id": "beside", "fields": [LABEL, state]},
        {"id": "other", "fields": [LABEL, due_on, state]},
    ]
    models = compile_blueprint(load(tool([], entities, "")).blueprint)["app/models.py"]

    assert models.count("class State(models.TextChoices)") == 2
    assert models.count("DueOn.State") == 1
