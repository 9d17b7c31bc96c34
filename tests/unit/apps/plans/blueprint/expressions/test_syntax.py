"""Python's grammar, and nothing that could hurt, mislead or take long."""

import contextlib
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.plans.blueprint.expressions import parse
from apps.plans.blueprint.expressions.problems import ExpressionErrors
from apps.plans.blueprint.expressions.syntax import tree_of
from apps.plans.blueprint.world import world_of
from tests.unit.apps.plans.blueprint.expressions.asking import BOOK, read, refused, type_at
from tests.unit.apps.plans.blueprint.made import add, blueprint

HARMFUL = [
    "__import__('os').system('ls')",
    "().__class__.__bases__",
    "lambda: 1",
    "[x for x in pages]",
    "{1: 2}",
    "{1, 2}",
    "(1, 2)",
    "pages[0]",
    "f'{pages}'",
    "b'x'",
    "pages := 3",
    "pages ** 2",
    "pages // 2",
    "pages @ 2",
    "pages & 1",
    "~pages",
    "+pages",
    "...",
    "1j",
    "await pages",
    "yield",
    "max(*fans)",
    "print(pages)",
    "name.upper()",
    "pages.real",
    "pages; pages",
    "pages = 3",
    "pages if signed",
    "# nothing",
    "",
    "'\\x41'",
    "pages \\\n + 1",
    "1_000",
    "0x10",
    "1if signed else 2",
    "0x1Fpages",
    "*fans",
    "max(**fans)",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_what_is_not_in_the_language_is_refused_with_a_sentence(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3000,
        "(" * 500 + "1" + ")" * 500,
        "+".join(["1"] * 900),
        "not " * 400 + "signed",
        "-" * 1900 + "1",
        "a." * 900 + "b",
        "9" * 1999,
        "1e9999",
        "[" * 900,
    ],
)
def test_excess_is_refused_quickly(text: str) -> None:
    started = time.perf_counter()
    assert refused(text)
    assert time.perf_counter() - started < 0.5


def test_a_long_sentence_is_shortened_in_the_refusal() -> None:
    assert len(refused("signed and " * 60)) < 200


@given(
    st.text(max_size=60) | st.text(alphabet="abc()[]'\".,=<>!+-*/% 019notindrelsf_", max_size=60)
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    with contextlib.suppress(ExpressionErrors):
        read(text)


KEYWORD_IDS = ["from", "class", "import", "return", "with", "for", "pass", "lambda", "while", "def"]


@pytest.mark.parametrize("called", KEYWORD_IDS)
def test_python_s_keywords_are_free_as_field_ids(called: str) -> None:
    world = world_of(blueprint(add("fields", {"kind": "integer", "id": called})))
    node = parse(f"{called} + 1 > 2 and '{called}' != name", BOOK, world)
    assert str(node.type) == "yes or no"


def test_a_keyword_inside_a_quote_is_left_alone() -> None:
    assert read("name == 'from class'").right.value == "from class"  # type: ignore[union-attr]


def test_both_sorts_of_quotes_and_several_lines_in_brackets_are_fine() -> None:
    assert type_at('name == "Emma"') == "yes or no"
    assert type_at("(signed\n and pages > 3)") == "yes or no"


def test_the_tree_is_pythons_own() -> None:
    assert type(tree_of("a + b")).__name__ == "BinOp"
