"""What a worker makes for the time of a step, a folder and a schema, and what is left of it when
the worker dies.

The folder is made first and goes last, so a folder without its worker marks all that is left.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from apps.access.queries import current_workspace
from apps.builds.models import Build
from apps.runners import databases

FOLDER = re.compile(r"\.?(?P<workspace>\d+)-(?P<build>\d+)-(?P<fence>\d+)(\.[0-9a-f]+)?")
"""`.1-7-2.c0ffee` is the folder `1-7-2` while it is being filled."""


def folder_of(build: Build) -> Path:
    """Where the worker that holds a build lays its source out."""
    return _root() / f"{current_workspace().pk}-{build.pk}-{build.fence}"


def schema_of(build_id: int, fence: int) -> str:
    """The schema in which the worker with this fence tries a build out."""
    return f"t_{build_id}_{fence}"


def clear() -> list[str]:
    """Clear away what dead workers left in the current workspace; the names of the folders."""
    return [_clear(folder, build_id, fence) for folder, build_id, fence in _abandoned()]


def _abandoned() -> Iterator[tuple[Path, int, int]]:
    workspace = str(current_workspace().pk)
    for folder in sorted(_root().glob("*")):
        name = FOLDER.fullmatch(folder.name)
        if name is None or name["workspace"] != workspace:
            continue
        build_id, fence = int(name["build"]), int(name["fence"])
        held = Build.objects.filter(pk=build_id, fence=fence, state=Build.State.RUNNING)
        if not held.exists():
            yield folder, build_id, fence


def _clear(folder: Path, build_id: int, fence: int) -> str:
    databases.drop_schema(current_workspace().pk, schema_of(build_id, fence))
    shutil.rmtree(folder, ignore_errors=True)
    return folder.name


def _root() -> Path:
    root: Path = settings.SITEWRIGHT.data_dir / "builds"
    return root
