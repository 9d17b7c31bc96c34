"""Files of versions: shared where they are equal, whole or not there, and only ever inside their
folder.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages

from apps.sites.models import Site
from apps.versions import blobs
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.versions.trees import files_of, folder_of, write_tree
from apps.workspaces.models import Workspace
from site_contract.manifest import hash_bytes
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import a_site, a_version

CONTENT = b"# Of these tests alone.\n"
NAME = hash_bytes(CONTENT)
PATH = f"{NAME[:2]}/{NAME[2:]}"


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    yield
    storages["versions"].delete(PATH)


@pytest.fixture
def version(acme: Workspace, cast: Cast) -> Version:
    files = {"app/__init__.py": "", "app/models.py": "one\n", "app/tests/test_key.py": "two\n"}
    return a_version(cast.bea, a_site(cast.bea), files=files)


def put(content: bytes) -> None:
    storages["versions"].delete(PATH)
    storages["versions"].save(PATH, ContentFile(content))


def beside() -> list[str]:
    """What lies in the folder of the content."""
    return sorted(storages["versions"].listdir(NAME[:2])[1])


class TestContents:
    def test_a_content_comes_back(self) -> None:
        assert blobs.keep(CONTENT) == NAME
        assert blobs.read(NAME) == CONTENT

    @pytest.mark.parametrize("content", [b"", b"\0\xff\xfe", "鍵\r\n".encode(), b"x" * 1_000_000])
    def test_whatever_it_is(self, content: bytes) -> None:
        assert blobs.read(blobs.keep(content)) == content

    def test_the_second_time_nothing_is_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        blobs.keep(CONTENT)

        def refuse(path: str, content: bytes) -> None:
            raise AssertionError(path)

        monkeypatch.setattr(blobs, "_put", refuse)
        assert blobs.keep(CONTENT) == NAME

    def test_half_a_file_of_a_killed_writer_is_made_whole(self) -> None:
        put(CONTENT[:7])
        with pytest.raises(Tampered):
            blobs.read(NAME)
        blobs.keep(CONTENT)
        assert blobs.read(NAME) == CONTENT

    def test_a_writer_that_is_stopped_leaves_nothing_under_the_name(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(*paths: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            blobs.keep(CONTENT)
        assert not storages["versions"].exists(PATH)
        monkeypatch.undo()
        for left in beside():
            storages["versions"].delete(f"{NAME[:2]}/{left}")

    def test_many_at_once_leave_one_file(self, shared_acme: Workspace) -> None:
        before = beside() if storages["versions"].exists(NAME[:2]) else []
        found = at_once(shared_acme, *[lambda: blobs.keep(CONTENT)] * 8)
        assert (errors(found), set(found)) == ([], {NAME})
        assert beside() == sorted([*before, NAME[2:]])

    def test_a_storage_that_is_no_folder_holds_them_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(blobs, "storages", {"versions": InMemoryStorage()})
        assert blobs.read(blobs.keep(CONTENT)) == CONTENT

    def test_what_is_missing_is_said_by_its_name(self) -> None:
        with pytest.raises(Tampered, match=f"{NAME[:12]} is missing"):
            blobs.read(NAME)

    def test_equal_files_of_two_tools_are_stored_once(self, acme: Workspace, cast: Cast) -> None:
        first = a_version(cast.bea, a_site(cast.bea), files={"a.py": CONTENT.decode()})
        other = a_version(cast.omar, a_site(cast.omar, "Vans"), files={"b.py": CONTENT.decode()})
        assert first.manifest["a.py"] == other.manifest["b.py"] == NAME
        assert beside().count(NAME[2:]) == 1


class TestFolders:
    def test_a_folder_holds_what_the_manifest_says(self, version: Version) -> None:
        folder = folder_of(version)
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.py")}
        assert found == set(version.manifest) == set(files_of(version))

    def test_it_is_laid_out_once(self, version: Version) -> None:
        first = (folder_of(version) / "app/models.py").stat().st_ino
        assert (folder_of(version) / "app/models.py").stat().st_ino == first

    def test_two_versions_have_two_folders(self, version: Version, cast: Cast) -> None:
        other = a_version(cast.bea, version.site)
        assert folder_of(version) != folder_of(other)

    @pytest.mark.parametrize("gone", ["app/models.py", "app/__init__.py"])
    def test_a_file_taken_from_it_is_noticed(self, version: Version, gone: str) -> None:
        (folder_of(version) / gone).unlink()
        with pytest.raises(Tampered, match="on this node"):
            folder_of(version)

    def test_a_link_laid_into_it_is_noticed(self, version: Version, tmp_path: Path) -> None:
        (tmp_path / "elsewhere.py").write_text("one\n")
        file = folder_of(version) / "app/models.py"
        file.unlink()
        file.symlink_to(tmp_path / "elsewhere.py")
        with pytest.raises(Tampered, match="symbolic link"):
            folder_of(version)

    @pytest.mark.parametrize(
        "path",
        ["../out.py", "app/../../out.py", "/etc/out.py", "app//out.py", "./out.py", "", "app/",
         "app/.", "..", "a\\b.py", "a\0.py"],
    )  # fmt: skip
    def test_a_path_that_leads_out_is_refused_and_nothing_is_left(
        self, tmp_path: Path, path: str
    ) -> None:
        folder = tmp_path / "deep" / "tree"
        with pytest.raises(Tampered, match="no path of a file"):
            write_tree(folder, {"app/models.py": b"", path: b"x"})
        assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
        assert not folder.exists()

    def test_a_full_disk_leaves_no_half_of_a_tree(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(self: Path, content: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            write_tree(tmp_path / "tree", {"app/models.py": b"x"})
        assert list(tmp_path.iterdir()) == []

    def test_whoever_comes_second_finds_the_tree_of_the_first(self, tmp_path: Path) -> None:
        write_tree(tmp_path / "tree", {"a.py": b"first"})
        write_tree(tmp_path / "tree", {"a.py": b"second"})
        assert (tmp_path / "tree/a.py").read_bytes() == b"first"
        assert [one.name for one in tmp_path.iterdir()] == ["tree"]

    def test_many_who_lay_it_out_at_once_find_one_tree(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        site: Site = a_site(shared_cast.bea)
        version = a_version(shared_cast.bea, site)
        found = at_once(shared_acme, *[lambda: folder_of(version)] * 6)
        assert errors(found) == []
        assert len(set(found)) == 1
        assert [one.name for one in found[0].parent.iterdir()] == [found[0].name]
