"""What holds for every blueprint, tried on blueprints that nobody thought of."""

import ast
import random
import re

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.builds.compiler import compile_blueprint, words
from apps.builds.compiler.formatting import LINE_LENGTH
from apps.builds.compiler.names import camel
from apps.builds.compiler.tests_py.telling import LONGEST
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.loading import load
from site_contract.manifest import hash_bytes

from .drawn.whole import POOL, blueprint, drawn, ids_in, seeds, tree
from .test_determinism import shuffled

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
# Drawn, and not made smaller: what fails is printed whole.
few = settings(
    max_examples=len(POOL),
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=QUIET,
)


@few
@given(seeds())
def test_it_compiles_to_source_that_parses_and_that_the_inspector_lets_pass(
    seed: int,
) -> None:
    files = tree(seed)

    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text)
    assert inspect_source(files) == []


@few
@given(seeds(), st.randoms(use_true_random=False))
def test_keys_in_another_order_give_the_same_bytes(seed: int, chance: random.Random) -> None:
    one = tree(seed)
    other = compile_blueprint(load(shuffled(drawn(seed).data, chance)).blueprint)

    assert list(one) == list(other)
    assert digest(one) == digest(other)


def digest(files: dict[str, str]) -> str:
    """One hash of paths and contents."""
    return hash_bytes("\0".join(f"{path}\0{text}" for path, text in files.items()).encode())


@few
@given(seeds())
def test_what_was_compiled_can_be_compiled_from_its_own_blueprint_json(
    seed: int,
) -> None:
    files = tree(seed)

    assert compile_blueprint(load(files["blueprint.json"]).blueprint) == files


@few
@given(seeds())
def test_every_id_is_in_the_source(seed: int) -> None:
    files = tree(seed)
    source = "".join(
        text for path, text in files.items() if path.startswith("app/") and "/tests/" not in path
    )
    found = set(re.findall(r"\w+", source))
    for address, called in ids_in(with_ids(blueprint(seed)).model_dump(mode="json", by_alias=True)):
        shown = {called, f"{called}_field", camel(called).replace("_", "")}
        stands = shown & found or any(
            word.startswith(camel(called).replace("_", "")) or word.endswith(f"_{called}")
            for word in found
        )
        assert stands, f"{address} is in no file"


@few
@given(seeds())
def test_every_module_is_declarations_with_a_docstring(seed: int) -> None:
    for path, text in tree(seed).items():
        if path.endswith(".py") and text:
            module = ast.parse(text)
            classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
            assert ast.get_docstring(module), path
            assert all(ast.get_docstring(one) for one in classes), path
            assert len({one.name for one in classes}) == len(classes), path


@few
@given(seeds())
def test_every_clause_has_a_test_or_is_named_by_one(seed: int) -> None:
    module = ast.parse(tree(seed)["app/tests/test_requirements.py"])
    tests = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]

    assert len({one.name for one in tests}) == len(tests)
    assert all(one.name == "setUpTestData" or one.name.startswith("test_") for one in tests)
    assert all(len(one.name) <= 90 for one in tests)
    said = " ".join(" ".join((ast.get_docstring(one) or "").split()) for one in tests)
    for one in drawn(seed).data["requirements"]:
        quote = " ".join(one["quote"].split())
        name = f"test_{words.identifier(quote, LONGEST) or 'it_works'}"
        assert quote in said or any(one.name.startswith(name) for one in tests), quote


@few
@given(seeds())
def test_no_line_of_code_is_too_long_to_review(seed: int) -> None:
    for path, text in tree(seed).items():
        if path.endswith(".py"):
            too_long = [line for line in text.split("\n") if len(line) > LINE_LENGTH]
            assert too_long == [], path
