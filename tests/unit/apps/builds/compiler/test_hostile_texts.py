"""Any text in any place of a blueprint is a literal in the source and nothing else."""

import ast
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.builds.compiler import compile_blueprint, literals
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.loading import load

HOSTILE = {
    "a quote and a command": 'name"; DROP TABLE x; --',
    "a backslash at the end": "ends with \\",
    "three quotes": '""" + __import__("os").system("id") + """',
    "three single quotes": "''' + eval('1') + '''",
    "format braces": "{x} {0.__class__} %s %(x)s $$",
    "a template": "{{ settings.SECRET_KEY }} {% load x %} {# x #}",
    "a named character": "\\N{BULLET} \\x41 \\u202e",
    "markup": "<script>alert(1)</script> | ` * _ [x](javascript:x)",
    "emoji and joiners": "👩‍🔧 Ω ü 漢字 a\u0301\u200b",
    "lines": "one\ntwo\n\n    three",
    "a long word": "x" * 300,
    "a comment": "# noqa: everything",
}


def with_text(text: str) -> dict[str, Any]:
    """A tool with the text in every place that takes one."""
    entity = {
        "id": "thing",
        "name": text,
        "plural": text,
        "description": text,
        "fields": [
            {"kind": "text", "id": "title", "name": text, "help": text, "required": True},
            {"kind": "text", "id": "note", "default": text},
            {"kind": "integer", "id": "size", "min": "0", "unit": text[:40]},
            {
                "kind": "status",
                "id": "state",
                "values": [{"id": "open", "name": text}, {"id": "done", "name": text}],
            },
        ],
        "rules": [
            {"kind": "unique", "fields": ["note"], "message": text, "description": text},
            {"kind": "validation", "expr": "size < 10", "message": text},
        ],
        "actions": [
            {
                "kind": "transition",
                "id": "close",
                "to": "done",
                "name": text,
                "description": text,
                "confirm": text,
            }
        ],
        "permissions": [{"by": ["member"], "can": ["all"], "description": text}],
    }
    # A text part greets by {me.name}; other names in braces are refused (see the language's tests).
    plain = text.replace("{x}", "").replace("{0.__class__}", "")
    part = {"kind": "text", "id": "words", "name": plain, "body": plain}
    return {
        "name": text,
        "summary": text,
        "requirements": [{"quote": text, "meaning": text, "provides": ["entities.thing"]}],
        "roles": [{"id": "helper", "name": text, "description": text}],
        "entities": [entity],
        "pages": [
            {
                "kind": "table",
                "id": "things",
                "entity": "thing",
                "name": text,
                "description": text,
                "counts": [{"id": "open", "name": text, "where": "state == 'open'"}],
                "parts": [part],
            },
            {"kind": "text", "id": "about", "name": text, "body": text},
        ],
        "automations": [
            {
                "id": "tell",
                "name": text,
                "description": text,
                "entity": "thing",
                "when": {"kind": "action", "action": "close"},
                "do": [{"kind": "notify", "to": ["helper"], "text": text.replace("{", "(")}],
            }
        ],
        "assumptions": [text],
        "left_out": [{"quote": text, "reason": text}],
        "settings_needed": [{"key": "A_KEY", "kind": "env", "why": text}],
    }


def literals_in(files: dict[str, str]) -> set[str]:
    """Every text that stands in the source as a constant."""
    trees = (ast.parse(text) for path, text in files.items() if path.endswith(".py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_stays_a_text(name: str) -> None:
    files = compile_blueprint(load(with_text(HOSTILE[name])).blueprint)

    assert inspect_source(files) == []
    assert HOSTILE[name] in literals_in(files)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_identifier_comes_from_a_text(name: str) -> None:
    plain = compile_blueprint(load(with_text("Plain")).blueprint)
    hostile = compile_blueprint(load(with_text(HOSTILE[name])).blueprint)

    assert names_in(hostile) - {"ThisTool"} <= names_in(plain)


def names_in(files: dict[str, str]) -> set[str]:
    """Names, attributes and classes, those of the tests aside (their names are words of quotes)."""
    trees = (
        ast.parse(text)
        for path, text in files.items()
        if path.endswith(".py") and "/tests/" not in path
    )
    found: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.ClassDef):
            found.add(node.name)
    return found


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_literal_reads_back_equal(text: str) -> None:
    assert ast.literal_eval(literals.text(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_docstring_is_one_constant(text: str) -> None:
    tree = ast.parse(literals.docstring(text))

    (line,) = tree.body
    assert isinstance(line, ast.Expr)
    assert isinstance(line.value, ast.Constant)


@settings(max_examples=6, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=60))
def test_any_text_compiles_and_passes_the_inspector(text: str) -> None:
    files = compile_blueprint(load(with_text(f"a{text}b")).blueprint)

    assert inspect_source(files) == []


@pytest.mark.parametrize("identifier", ["class", "match", "type", "save", "objects", "q", "models"])
def test_reserved_words_are_usable_ids(identifier: str) -> None:
    data = {
        "name": "Words",
        "entities": [
            {
                "id": f"{identifier}_x",
                "fields": [
                    {"kind": "text", "id": identifier, "required": True},
                    {"kind": "choice", "id": "kind", "values": [{"id": identifier}]},
                ],
            }
        ],
    }
    files = compile_blueprint(load(data).blueprint)

    assert inspect_source(files) == []
