"""The same blueprint is the same bytes, whatever order its keys come in."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

from .trees import COMPILED, blueprint, compiled, data


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same data with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", COMPILED)
def test_compiling_twice_gives_the_same_bytes(name: str) -> None:
    assert compile_blueprint(blueprint(name)) == compiled(name)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(chance: random.Random) -> None:
    other = load(shuffled(data("request-dashboard"), chance)).blueprint

    assert compile_blueprint(other) == compiled("request-dashboard")


def test_files_come_in_the_order_of_their_paths() -> None:
    files = compiled("invoice-matching")

    assert list(files) == sorted(files)
    assert {"blueprint.json", "README.md", "app/apps.py", "app/models.py"} <= set(files)


def test_a_file_that_says_nothing_is_not_there() -> None:
    files = compiled("request-dashboard")

    assert "app/rules.py" not in files
    assert "app/automations.py" not in files
