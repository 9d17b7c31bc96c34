"""What holds for every blueprint, tried on blueprints that nobody thought of."""

import ast
import random
import re
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.builds.compiler import compile_blueprint, unsupported, words
from apps.builds.compiler.formatting import LINE_LENGTH
from apps.builds.compiler.names import camel
from apps.builds.compiler.tests_py.telling import LONGEST
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.loading import load
from site_contract.manifest import hash_bytes

from .drawn import blueprints, ids_in
from .test_determinism import shuffled

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
# Drawn, and not made smaller: what fails is printed whole.
few = settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=QUIET)


@few
@given(blueprints())
def test_it_compiles_to_source_that_parses_and_that_the_inspector_lets_pass(
    data: dict[str, Any],
) -> None:
    files = compile_blueprint(load(data).blueprint)

    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text)
    assert inspect_source(files) == []


@few
@given(blueprints(), st.randoms(use_true_random=False))
def test_keys_in_another_order_give_the_same_bytes(
    data: dict[str, Any], chance: random.Random
) -> None:
    one = compile_blueprint(load(data).blueprint)
    other = compile_blueprint(load(shuffled(data, chance)).blueprint)

    assert list(one) == list(other)
    assert digest(one) == digest(other)


def digest(files: dict[str, str]) -> str:
    """One hash of paths and contents."""
    return hash_bytes("\0".join(f"{path}\0{text}" for path, text in files.items()).encode())


@few
@given(blueprints())
def test_what_was_compiled_can_be_compiled_from_its_own_blueprint_json(
    data: dict[str, Any],
) -> None:
    files = compile_blueprint(load(data).blueprint)

    assert compile_blueprint(load(files["blueprint.json"]).blueprint) == files


@few
@given(blueprints())
def test_every_id_is_in_the_source_or_refused(data: dict[str, Any]) -> None:
    blueprint = load(data).blueprint
    refused = {problem.where for problem in unsupported(blueprint)}
    assert not refused
    files = compile_blueprint(blueprint)
    source = "".join(
        text for path, text in files.items() if path.startswith("app/") and "/tests/" not in path
    )
    found = set(re.findall(r"\w+", source))
    for address, called in ids_in(with_ids(blueprint).model_dump(mode="json", by_alias=True)):
        shown = {called, f"{called}_field", camel(called).replace("_", "")}
        stands = shown & found or any(
            word.startswith(camel(called).replace("_", "")) or word.endswith(f"_{called}")
            for word in found
        )
        assert stands, f"{address} is in no file"


@few
@given(blueprints())
def test_every_module_is_declarations_with_a_docstring(data: dict[str, Any]) -> None:
    for path, text in compile_blueprint(load(data).blueprint).items():
        if path.endswith(".py") and text:
            tree = ast.parse(text)
            classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
            assert ast.get_docstring(tree), path
            assert all(ast.get_docstring(one) for one in classes), path
            assert len({one.name for one in classes}) == len(classes), path


@few
@given(blueprints())
def test_every_clause_has_a_test_or_is_named_by_one(data: dict[str, Any]) -> None:
    tree = ast.parse(compile_blueprint(load(data).blueprint)["app/tests/test_requirements.py"])
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]

    assert len({one.name for one in tests}) == len(tests)
    assert all(one.name == "setUp" or one.name.startswith("test_") for one in tests)
    assert all(len(one.name) <= 90 for one in tests)
    said = " ".join(" ".join((ast.get_docstring(one) or "").split()) for one in tests)
    for one in data["requirements"]:
        quote = " ".join(one["quote"].split())
        name = f"test_{words.identifier(quote, LONGEST) or 'it_works'}"
        assert quote in said or any(one.name.startswith(name) for one in tests), quote


@few
@given(blueprints())
def test_no_line_of_code_is_too_long_to_review(data: dict[str, Any]) -> None:
    for path, text in compile_blueprint(load(data).blueprint).items():
        if path.endswith(".py"):
            too_long = [line for line in text.split("\n") if len(line) > LINE_LENGTH]
            assert too_long == [], path
