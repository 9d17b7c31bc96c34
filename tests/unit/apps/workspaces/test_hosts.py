"""What a host name means, exactly; everything else is nobody's."""

import pytest

from apps.workspaces.hosts import place_of, valid_slug
from apps.workspaces.models import Workspace


@pytest.mark.parametrize(
    ("host", "kind", "label"),
    [
        ("portal.localhost:8000", "portal", ""),
        ("acme.localhost:8000", "workspace", ""),
        ("requests--acme.localhost:8000", "site", "requests"),
        ("office-keys--acme.localhost:8000", "site", "office-keys"),
        ("pv-x7k2m--acme.localhost:8000", "preview", "pv-x7k2m"),
        ("localhost:8000", "bare", ""),
        ("127.0.0.1:8000", "bare", ""),
        ("[::1]:8000", "bare", ""),
    ],
)
def test_our_hosts_have_a_place(acme: Workspace, host: str, kind: str, label: str) -> None:
    place = place_of(host)
    assert place is not None
    assert (place.kind, place.label) == (kind, label)
    assert place.workspace == (acme if kind in {"workspace", "site", "preview"} else None)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "acme.localhost",
        "acme.localhost:9000",
        "acme.localhost:8000:8000",
        "evil.example:8000",
        "acme.localhost.evil.example:8000",
        "a.acme.localhost:8000",
        "requests--acme.sites.localhost:8000",
        "ACME.localhost:8000",
        "acme.localhost.:8000",
        "--acme.localhost:8000",
        "requests--.localhost:8000",
        "acme..localhost:8000",
        " acme.localhost:8000",
        "192.168.0.7:8000",
    ],
)
def test_other_hosts_have_none(acme: Workspace, host: str) -> None:
    assert place_of(host) is None


@pytest.mark.parametrize(
    "host",
    ["nowhere.localhost:8000", "template.localhost:8000", "requests--nowhere.localhost:8000"],
)
def test_a_host_of_no_workspace_has_a_place_without_one(acme: Workspace, host: str) -> None:
    place = place_of(host)
    assert place is not None
    assert place.workspace is None


@pytest.mark.parametrize(
    "slug", ["", "A", "9lives", "a--b", "pv-a", "portal", "a_b", "a-", "-a", "a" * 38, "ä", "a\n"]
)
def test_a_slug_that_could_confuse_is_refused(slug: str) -> None:
    assert not valid_slug(slug)


@pytest.mark.parametrize("slug", ["acme", "a1", "office-keys", "a" * 37])
def test_a_plain_slug_is_taken(slug: str) -> None:
    assert valid_slug(slug)
