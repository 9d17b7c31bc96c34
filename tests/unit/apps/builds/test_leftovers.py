"""What a dead worker leaves, a folder and a schema, goes; what a live one needs stays."""

from pathlib import Path

import pytest
from django.conf import settings

from apps.builds import leases, leftovers
from apps.builds.actions import cancel_build, start_build
from apps.builds.models import Build
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan

Dropped = list[tuple[int, str]]


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> Dropped:
    """The schemas that are dropped, by workspace."""
    found: Dropped = []
    monkeypatch.setattr(
        leftovers.databases, "drop_schema", lambda key, schema: found.append((key, schema))
    )
    return found


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which builds lay out their source."""
    mine = settings.SITEWRIGHT.model_copy(update={"data_dir": tmp_path})
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)
    return tmp_path / "builds"


@pytest.fixture
def held(acme: Workspace, cast: Cast) -> Build:
    """A build that a worker is at."""
    build = leases.take(start_build(by=cast.bea, plan=a_ready_plan(cast.bea)).pk)
    assert build is not None
    return build


def left(folder: Path) -> Path:
    (folder / "app").mkdir(parents=True)
    (folder / "app" / "models.py").write_text("")
    return folder


def test_what_a_worker_uses_stays(held: Build, folders: Path, dropped: Dropped) -> None:
    used = left(leftovers.folder_of(held))

    assert leftovers.clear() == []
    assert (used.exists(), dropped) == (True, [])


def test_the_worker_after_it_has_other_names(held: Build, folders: Path) -> None:
    before = leftovers.folder_of(held), leftovers.schema_of(held.pk, held.fence)
    Build.objects.update(lease_until=None)
    later = leases.take(held.pk)
    assert later is not None

    after = leftovers.folder_of(later), leftovers.schema_of(later.pk, later.fence)

    assert not set(before) & set(after)


def test_what_an_earlier_worker_left_goes_with_its_schema(
    acme: Workspace, held: Build, folders: Path, dropped: Dropped
) -> None:
    earlier = left(leftovers.folder_of(held))
    Build.objects.update(lease_until=None)
    leases.take(held.pk)

    assert leftovers.clear() == [earlier.name]
    assert not earlier.exists()
    assert dropped == [(acme.pk, f"t_{held.pk}_1")]


def test_what_is_left_after_a_cancelled_build_goes(
    held: Build, folders: Path, dropped: Dropped, cast: Cast
) -> None:
    left(leftovers.folder_of(held))
    cancel_build(by=cast.bea, build=held)

    assert len(leftovers.clear()) == 1
    assert len(dropped) == 1


def test_a_folder_that_was_only_half_filled_goes_too(
    acme: Workspace, folders: Path, dropped: Dropped
) -> None:
    half = left(folders / f".{acme.pk}-77-1.c0ffee12")

    assert leftovers.clear() == [half.name]
    assert not half.exists()
    assert dropped == [(acme.pk, "t_77_1")]


@pytest.mark.parametrize("name", ["notes", "1-2", "a-b-c", "1-2-3-4", "-1-2", "1-2-3.txt"])
def test_what_no_build_made_is_not_touched(
    acme: Workspace, folders: Path, dropped: Dropped, name: str
) -> None:
    other = left(folders / name)

    assert leftovers.clear() == []
    assert (other.exists(), dropped) == (True, [])


def test_each_workspace_clears_up_after_itself(
    acme: Workspace, folders: Path, dropped: Dropped
) -> None:
    theirs = left(folders / f"{acme.pk + 1}-77-1")

    assert leftovers.clear() == []
    assert (theirs.exists(), dropped) == (True, [])


def test_without_any_build_yet_there_is_nothing_to_clear(acme: Workspace, folders: Path) -> None:
    assert leftovers.clear() == []


def test_clearing_twice_is_clearing_once(acme: Workspace, folders: Path, dropped: Dropped) -> None:
    left(folders / f"{acme.pk}-77-1")

    leftovers.clear()
    leftovers.clear()

    assert len(dropped) == 1
