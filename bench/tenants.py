"""A new workspace, by cloning the template; beside a bare schema."""

import secrets

from django.db import connection

from apps.workspaces.actions import create_workspace
from bench.flow import person
from bench.measure import Measure, median_of

TARGET = 1.0
RUNS = 5


def new_workspace() -> Measure:
    """With schema, tables, host and owner."""
    owner = person("ada@acme.example")

    def make() -> None:
        slug = f"b{secrets.token_hex(4)}"
        create_workspace(by=None, slug=slug, name="Bench", owner=owner)

    def least() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA bench_{secrets.token_hex(4)}")

    value, floor = median_of(make, RUNS), median_of(least, RUNS)
    return Measure("new_workspace", value, floor, "an empty schema", TARGET, "s", RUNS)
