"""`manage.py plan_site`: what a brief or follow-up would become, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.plans.blueprint.canonical import canonical, canonical_data
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from apps.plans.planners import Answer, Context, Planner, choose_planner
from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.errors import PlanningFailed

MOST_BYTES = 2_000_000


class Command(BaseCommand):
    """Plan a brief, or a follow-up on a blueprint, and print the outcome."""

    help = "Print what a brief (or, with --blueprint, a follow-up) would become. Needs no database."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the words and the present blueprint are, and who plans."""
        parser.add_argument(
            "--brief-file", required=True, help="a file with the text; - reads stdin"
        )
        parser.add_argument(
            "--blueprint", help="a file with the present blueprint: a follow-up then"
        )
        parser.add_argument(
            "--planner", choices=("builtin", "model"), help="default: as configured"
        )
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan and print; a text that cannot be read or a planner that fails ends with a
        sentence.
        """
        text = _text(options["brief_file"])
        blueprint = _blueprint(options["blueprint"])
        planner = _planner(options["planner"])
        try:
            answer = planner.plan(text, blueprint=blueprint, context=Context())
        except PlanningFailed as error:
            raise CommandError(error.sentence) from error
        data = answer.as_data()
        self.stdout.write(
            json.dumps(data, ensure_ascii=False, indent=2)
            if options["json"]
            else _words(answer, planner)
        )


def _text(name: str) -> str:
    try:
        raw = (
            sys.stdin.buffer.read(MOST_BYTES)
            if name == "-"
            else Path(name).read_bytes()[:MOST_BYTES]
        )
    except OSError as error:
        raise CommandError(f"The brief cannot be read from {name}: {error.strerror}.") from error
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not text in UTF-8.") from error


def _blueprint(name: str | None) -> dict[str, Any] | None:
    if name is None:
        return None
    try:
        return canonical_data(load(Path(name).read_bytes()).blueprint)
    except OSError as error:
        raise CommandError(
            f"The blueprint cannot be read from {name}: {error.strerror}."
        ) from error
    except BlueprintErrors as errors:
        raise CommandError(f"{name} does not hold:\n{errors}") from errors


def _planner(wanted: str | None) -> Planner:
    if wanted == "builtin":
        return BuiltinPlanner()
    if wanted == "model" and not settings.SITEWRIGHT.model:
        raise CommandError(
            "No language model is set. Put MODEL=provider:model into the environment."
        )
    return choose_planner(settings.SITEWRIGHT)


def _words(answer: Answer, planner: Planner) -> str:
    """The outcome for people at a terminal."""
    lines = [planner.label, *(f"Note: {note}" for note in answer.notes)]
    if answer.outcome == "plan" and answer.blueprint is not None:
        lines.append(canonical(load(answer.blueprint).blueprint))
    lines += [
        f"{question['text']} {' / '.join(question['options'])}" for question in answer.questions
    ]
    if answer.outcome == "refuse":
        lines.append(f"No: {answer.reason} Instead: {answer.instead}")
    if answer.command is not None:
        lines.append(f"Command: {answer.command['name']} {answer.command['target']}".rstrip())
    return "\n".join(lines)
