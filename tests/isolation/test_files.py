"""A site's files are kept under its own prefix, by keys that mean nothing else, and run nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.test import Client

from apps.serving import limits
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast

Browse = Callable[..., Client]
KEY = "files/abcdefghijklmnop.5/offer.pdf"


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that stands for the storage."""
    folder = tmp_path / "site_files"
    monkeypatch.setitem(storages._storages, "site_files", FileSystemStorage(location=folder))
    return folder


def keep(browser: Client, key: str, content: bytes = b"hello", **query: Any) -> Any:
    extra = "".join(f"&{name}={value}" for name, value in query.items())
    address = f"/x/keep/?key={quote(key)}{extra}"
    return browser.post(address, content, content_type="application/octet-stream")


def give(browser: Client, key: str, **query: str) -> Any:
    extra = "".join(f"&{name}={quote(value)}" for name, value in query.items())
    answer = browser.get(f"/x/give/?key={quote(key)}{extra}")
    answer.came = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer


def test_a_file_is_kept_and_comes_back(
    browse: Browse, cast: Cast, stored: Path, acme: Workspace, site: Site
) -> None:
    browser = browse(cast.mara)
    assert keep(browser, KEY).json() == {"ok": True}
    assert (stored / str(acme.pk) / site.schema / KEY).read_bytes() == b"hello"
    answer = give(browser, KEY)
    assert answer.came == b"hello"
    assert answer["Content-Length"] == "5"


def test_a_file_of_megabytes_is_kept(browse: Browse, cast: Cast, stored: Path) -> None:
    browser = browse(cast.mara)
    content = bytes(range(256)) * 8000
    assert keep(browser, KEY, content).json() == {"ok": True}
    assert give(browser, KEY).came == content


def test_a_deleted_file_is_gone(browse: Browse, cast: Cast, stored: Path) -> None:
    browser = browse(cast.mara)
    keep(browser, KEY)
    assert keep(browser, KEY, delete="1").json() == {"ok": True}
    assert give(browser, KEY).status_code == 404


BAD_KEYS = [
    "../../secrets.json",
    "files/../../x",
    "/etc/passwd",
    "files//x",
    "files/./x",
    "..",
    ".hidden",
    "files/.hidden",
    "",
    "a\\b",
    "a:b",
    "a/b/c/d/e",
    "x" * 300,
    "a\nb",
    "a\x00b",
    "~root",
    "%2e%2e/x",
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_is_a_path_is_refused(
    browse: Browse, cast: Cast, stored: Path, key: str
) -> None:
    browser = browse(cast.mara)
    assert "no key" in keep(browser, key).json()["error"]
    assert "no key" in keep(browser, key, delete="1").json()["error"]
    assert not stored.exists()


@pytest.mark.parametrize("key", ["../../secrets.json", "/etc/passwd", "files/../x", "nothing"])
def test_a_key_that_is_a_path_gives_nothing(
    browse: Browse, cast: Cast, stored: Path, key: str
) -> None:
    assert give(browse(cast.mara), key).status_code == 404


@pytest.mark.parametrize("key", ["files", f"{KEY}/beyond"])
def test_a_folder_and_what_is_beyond_a_file_give_nothing(
    browse: Browse, cast: Cast, stored: Path, key: str
) -> None:
    browser = browse(cast.mara)
    keep(browser, KEY)
    assert give(browser, key).status_code == 404


def test_a_file_is_not_replaced(browse: Browse, cast: Cast, stored: Path) -> None:
    browser = browse(cast.mara)
    keep(browser, KEY)
    assert "under this key" in keep(browser, KEY, b"other").json()["error"]
    assert give(browser, KEY).came == b"hello"


def test_a_file_of_another_length_is_refused(browse: Browse, cast: Cast, stored: Path) -> None:
    assert "as long" in keep(browse(cast.mara), KEY, size="4").json()["error"]


def test_a_file_that_is_too_large_is_refused(
    browse: Browse, cast: Cast, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 100_000)
    assert keep(browse(cast.mara), KEY, b"x" * 300_000).status_code in {400, 502}
    assert not stored.exists()


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "text/xml", "application/pdf", "x"])
def test_what_could_run_is_only_saved(browse: Browse, cast: Cast, stored: Path, kind: str) -> None:
    browser = browse(cast.mara)
    keep(browser, KEY)
    answer = give(browser, KEY, type=kind, disposition='inline; filename="x.html"')
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_picture_may_be_shown(browse: Browse, cast: Cast, stored: Path) -> None:
    browser = browse(cast.mara)
    keep(browser, KEY)
    answer = give(browser, KEY, type="image/png", disposition="inline")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")


def test_a_file_has_the_name_that_the_key_says(browse: Browse, cast: Cast, stored: Path) -> None:
    browser = browse(cast.mara)
    key = "files/abcdefghijklmnop.5/Angebot für Mai (2).pdf"
    keep(browser, key)
    named = give(browser, key)["Content-Disposition"]
    assert named == "attachment; filename*=utf-8''Angebot%20f%C3%BCr%20Mai%20%282%29.pdf"


def test_one_site_does_not_reach_anothers_files(
    browse: Browse, cast: Cast, stored: Path, acme: Workspace
) -> None:
    other = stored / str(acme.pk) / "s_999999" / KEY
    other.parent.mkdir(parents=True)
    other.write_bytes(b"canary")
    assert give(browse(cast.mara), f"../s_999999/{KEY}").status_code == 404
    assert give(browse(cast.mara), KEY).status_code == 404


def test_a_site_process_has_no_other_way_to_keep_files(
    browse: Browse, cast: Cast, stored: Path
) -> None:
    keep(browse(cast.mara), KEY)
    assert [path.name for path in stored.rglob("*") if path.is_file()] == ["offer.pdf"]
