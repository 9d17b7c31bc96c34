"""`manage.py compile_site`: a blueprint -> a source tree in a folder. No database needed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.builds.compiler import NotBuiltYet, compile_blueprint
from apps.builds.compiler.first_migrations import NoMigrations, first_migrations
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.whole import Blueprint
from apps.runners.errors import RunnerUnavailable


class Command(BaseCommand):
    """Compile, write, and (where a process of the tool can be started) work out the migrations."""

    help = "Compile a blueprint into the source of a tool."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The blueprint, the folder, and whether to do without migrations."""
        parser.add_argument("--blueprint", required=True, type=Path)
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--without-migrations", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the tree, or say why not; an error leaves no file behind."""
        out: Path = options["out"]
        _refuse_filled(out)
        files = _compiled(_read(options["blueprint"]))
        _write(out, files)
        if not options["without_migrations"]:
            files |= self._migrations(out)
        self.stdout.write(f"{len(files)} files in {out}")

    def _migrations(self, out: Path) -> dict[str, str]:
        try:
            found = first_migrations(out.resolve())
        except (NoMigrations, RunnerUnavailable) as error:
            self.stderr.write(f"No migrations were written: {error}")
            return {}
        _write(out, found)
        return found


def _refuse_filled(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CommandError(f"{out} is not an empty folder. Name a new one.")


def _read(path: Path) -> Blueprint:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as text.") from error
    try:
        return load(text).blueprint
    except BlueprintErrors as error:
        raise CommandError(f"{path} is not a blueprint that holds:\n{error}") from error


def _compiled(blueprint: Blueprint) -> dict[str, str]:
    try:
        files = compile_blueprint(blueprint)
    except NotBuiltYet as error:
        raise CommandError(f"Not everything in it can be built yet:\n{error}") from error
    return files | {"app/migrations/__init__.py": ""}


def _write(out: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
