"""Versions: numbered, hashed, immutable, the same from storage and on disk."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import InternalError, ProgrammingError, transaction

from apps.sites.models import Site
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.versions.queries import authors_since_live, digest_now, file_changes
from apps.versions.trees import files_of, folder_of
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


def test_versions_are_numbered_from_one(site: Site, cast: Cast) -> None:
    first, second = a_version(cast.bea, site), a_version(cast.bea, site)
    assert [(v.number, v.base) for v in (first, second)] == [(1, None), (2, first)]


def test_the_same_content_has_the_same_digest(site: Site, cast: Cast) -> None:
    assert a_version(cast.bea, site).digest == a_version(cast.bea, site).digest


@pytest.mark.parametrize(
    "given",
    [
        {"files": {"app/__init__.py": "", "app/models.py": "# other\n"}},
        {"files": {"app/__init__.py": "", "app/model.py": '"""Keys, version by Bea Lund."""\n'}},
        {"blueprint": BLUEPRINT | {"summary": "Other"}},
        {"blueprint": BLUEPRINT | {"settings_needed": [{"key": "A", "kind": "env", "why": "b"}]}},
        {
            "migration": {
                "operations": [],
                "statements": ["DROP TABLE key"],
                "names": ["0001_initial"],
            }
        },
    ],
    ids=["source", "path", "blueprint", "environment", "sql"],
)
def test_anything_else_has_another_digest(site: Site, cast: Cast, given: dict[str, object]) -> None:
    assert a_version(cast.bea, site).digest != a_version(cast.bea, site, **given).digest


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"checks": []}, None])
def test_the_database_refuses_to_change_or_delete_one(
    site: Site, cast: Cast, change: dict[str, object] | None
) -> None:
    a_version(cast.bea, site)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Version.objects.update(**change) if change else Version.objects.all().delete()


def test_a_version_on_disk_is_what_was_saved_and_read_only(site: Site, cast: Cast) -> None:
    folder = folder_of(a_version(cast.bea, site))
    assert (folder / "app/models.py").read_text() == '"""Keys, version by Bea Lund."""\n'
    assert (folder / "app/models.py").stat().st_mode & 0o222 == 0


def test_a_file_changed_on_disk_is_noticed(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    path = folder_of(version) / "app/models.py"
    path.chmod(0o644)
    path.write_text("import os\n")
    with pytest.raises(Tampered, match="on this node"):
        folder_of(version)


def test_a_file_added_on_disk_is_noticed(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    (folder_of(version) / "app/extra.py").write_text("")
    with pytest.raises(Tampered):
        folder_of(version)


@pytest.mark.parametrize("content", [b"import os\n", None], ids=["altered", "missing"])
def test_a_blob_altered_in_storage_is_noticed(
    site: Site, cast: Cast, content: bytes | None
) -> None:
    version = a_version(cast.bea, site)
    name = version.manifest["app/models.py"]
    storage, path = storages["versions"], f"{name[:2]}/{name[2:]}"
    with storage.open(path) as stored:
        kept = stored.read()
    storage.delete(path)
    if content is not None:
        storage.save(path, ContentFile(content))
    with pytest.raises(Tampered):
        digest_now(version)
    storage.delete(path)
    storage.save(path, ContentFile(kept))
    assert digest_now(version) == version.digest


def test_everybody_with_a_part_since_the_live_version_is_an_author(site: Site, cast: Cast) -> None:
    a_version(cast.bea, site)
    second = a_version(cast.omar, site)
    assert set(second.authors) == authors_since_live(site) == {cast.bea.pk, cast.omar.pk}


def test_two_versions_differ_by_their_files(site: Site, cast: Cast) -> None:
    first = a_version(cast.bea, site, files={"a.py": "one\ntwo\n", "b.py": "same\n"})
    second = a_version(
        cast.bea, site, files={"a.py": "one\n2\n", "b.py": "same\n", "c.py": "new\n"}
    )
    changes = file_changes(second, first)
    assert [(c.path, c.added, c.removed) for c in changes] == [("a.py", 1, 1), ("c.py", 1, 0)]
    assert files_of(second)["c.py"] == "new\n"
