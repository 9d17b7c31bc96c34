"""What is behind a host: under which names its process, its visitors and its files go."""

from dataclasses import replace

import pytest

from apps.deployments.models import Preview
from apps.serving.files import FileRefused, disposition, path_of
from apps.serving.targets import Target, live_target, preview_target


def test_a_live_site_is_its_version_with_its_own_rows(target: Target) -> None:
    assert live_target(target.workspace, target.version) == target
    assert (target.site, target.schema) == ("acme/keys", "s_3")


def test_a_preview_has_its_own_rows_and_host(target: Target) -> None:
    preview = Preview(label="pv-x", version=target.version, schema="pv_x")
    shown = preview_target(target.workspace, preview)
    assert (shown.kind, shown.schema, shown.label) == ("preview", "pv_x", "pv-x")
    assert shown.key != target.key
    assert shown.visitor_key != target.visitor_key
    assert shown.files_prefix != target.files_prefix


def test_files_are_found_by_ids_and_never_by_a_name_that_may_come_again(target: Target) -> None:
    assert target.files_prefix == "7/s_3/"
    assert "keys" not in target.files_prefix
    other = replace(target, workspace=type(target.workspace)(pk=8, slug="acme"))
    assert other.files_prefix != target.files_prefix


KEYS = [
    "a",
    "a.pdf",
    "a..b.pdf",
    "a/b..",
    "files/x.1/offer.pdf",
    "a-b_c (2).txt",
    "Angebot für Mai.pdf",
    "a" * 80,
]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_lies_under_the_sites_own_prefix(target: Target, key: str) -> None:
    assert path_of(key, target) == f"7/s_3/{key}"


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "/", "/a", "a/", "a//b", "a/../b", "../a", "a/..", "a..b/..", "./a", ".a"),
        *(
            "a/.b",
            "a\\b",
            "a:b",
            "a\x00",
            "a\nb",
            "a\n",
            "~",
            "~root",
            "a*",
            "a?",
            "a|b",
            "\u202ea",
        ),
        *("a/b/c/d/e", "a" * 81, "/".join(["a" * 70] * 4), None, 5, ["a"], {"a": 1}, True, b"a"),
    ],
)
def test_what_is_no_key_is_refused(target: Target, key: object) -> None:
    with pytest.raises(FileRefused, match="This is no key for a file"):
        path_of(key, target)


@pytest.mark.parametrize(
    ("said", "kind", "offered"),
    [
        ("inline; filename=x.png", "image/png", "inline"),
        ("attachment", "image/png", "attachment"),
        ("", "image/png", "attachment"),
        ("inline", "text/html", "attachment"),
        ("inline", "image/svg+xml", "attachment"),
        ("inline", "application/pdf", "attachment"),
        ("INLINE", "image/png", "attachment"),
    ],
)
def test_a_file_is_shown_only_where_that_is_harmless(said: str, kind: str, offered: str) -> None:
    assert disposition(said, kind, "a/b.png").startswith(f"{offered}; ")


def test_a_files_name_is_the_one_that_was_said_or_that_of_its_key() -> None:
    assert disposition("", "", "a/Angebot für.pdf").endswith("''Angebot%20f%C3%BCr.pdf")
    said = "attachment; filename*=utf-8''Offer%201.pdf; x=y"
    assert disposition(said, "", "a/b").endswith("''Offer%201.pdf")


@pytest.mark.parametrize(
    "said", ['inline; filename="x\r\nSet-Cookie: a"', 'x"; filename="evil.exe']
)
def test_a_plain_name_is_not_taken_over(said: str) -> None:
    assert disposition(said, "", "a/b.pdf") == "attachment; filename*=utf-8''b.pdf"
