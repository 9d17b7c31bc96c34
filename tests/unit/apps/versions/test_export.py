"""A version as one file: whole, the same each time, for those who may, and written down."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.sites.models import Site
from apps.versions.actions import export_version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site, a_version


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


def the_command(out: Path, **given: Any) -> None:
    named = {"workspace": "acme", "email": "omar@acme.example", "site": "office-keys"}
    call_command("export_site", **(named | {"out": out} | given))


def test_the_file_holds_each_file_of_the_version_below_one_folder(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    with zipfile.ZipFile(io.BytesIO(export_version(by=cast.omar, version=version))) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    assert held == {
        "office-keys-1/app/__init__.py": "",
        "office-keys-1/app/models.py": f'"""Keys, version by {cast.bea}."""\n',
    }


def test_the_same_version_gives_the_same_bytes(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    first, second = (export_version(by=cast.omar, version=version) for _ in range(2))
    assert first == second


def test_whoever_may_not_export_gets_a_reason_and_no_file(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    for person in (cast.bea, cast.mara):
        with pytest.raises(NotAllowed):
            export_version(by=person, version=version)
    assert not Line.objects.filter(verb="export_version").exists()


def test_an_export_is_in_the_audit_log(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    export_version(by=cast.omar, version=version)
    assert Line.objects.get(verb="export_version").detail == {"digest": version.digest}


class TestCommand:
    def test_the_newest_version_is_written_unless_one_is_named(
        self, site: Site, cast: Cast, tmp_path: Path
    ) -> None:
        a_version(cast.bea, site)
        a_version(cast.bea, site)
        the_command(tmp_path / "newest.zip")
        the_command(tmp_path / "first.zip", number=1)
        folders = {
            name: zipfile.ZipFile(tmp_path / name).namelist()[0].split("/")[0]
            for name in ("newest.zip", "first.zip")
        }
        assert folders == {"newest.zip": "office-keys-2", "first.zip": "office-keys-1"}

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"number": 7}, "no such version"),
            ({"email": "bea@acme.example"}, "may not"),
            ({"out": Path("/nowhere/at/all.zip")}, "cannot be written: No such file"),
        ],
    )
    def test_what_is_in_the_way_is_said(
        self, site: Site, cast: Cast, tmp_path: Path, given: dict[str, Any], said: str
    ) -> None:
        a_version(cast.bea, site)
        with pytest.raises(CommandError, match=said):
            the_command(given.pop("out", tmp_path / "a.zip"), **given)

    def test_a_version_whose_files_are_gone_is_not_handed_out(
        self, site: Site, cast: Cast, tmp_path: Path
    ) -> None:
        alone = {"app/__init__.py": "# Of this test alone.\n"}
        version = a_version(cast.bea, site, files=alone)
        name = version.manifest["app/__init__.py"]
        storages["versions"].delete(f"{name[:2]}/{name[2:]}")
        with pytest.raises(CommandError, match="is missing"):
            the_command(tmp_path / "a.zip")
        assert not (tmp_path / "a.zip").exists()
