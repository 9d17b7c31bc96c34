"""The compiled tools read as the standard does: compared with copies that a person has read."""

from pathlib import Path

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

from .trees import EXPECTED, as_text, compiled

EXAMPLE = Path(__file__).parents[5] / "generated_sites" / "_example"


def test_the_example_is_what_the_compiler_writes_for_its_blueprint() -> None:
    loaded = load((EXAMPLE / "blueprint.json").read_text("utf-8")).blueprint

    files = compile_blueprint(loaded)

    assert files
    for path, text in files.items():
        assert (EXAMPLE / path).read_text("utf-8") == text, path


def test_the_example_holds_nothing_else_but_its_migrations() -> None:
    loaded = load((EXAMPLE / "blueprint.json").read_text("utf-8")).blueprint
    there = {str(p.relative_to(EXAMPLE)) for p in EXAMPLE.rglob("*") if p.is_file()}
    there = {path for path in there if "__pycache__" not in path}

    more = there - set(compile_blueprint(loaded))

    assert more == {"app/migrations/__init__.py", "app/migrations/0001_initial.py"}


def test_the_invoice_tool_is_as_it_was_read() -> None:
    written = as_text(compiled("invoice-matching"))

    assert written == (EXPECTED / "invoice-matching.txt").read_text("utf-8")


def test_a_tool_of_every_kind_of_thing_is_as_it_was_read() -> None:
    written = as_text(compiled("workshop"))

    assert written == (EXPECTED / "workshop.txt").read_text("utf-8")
