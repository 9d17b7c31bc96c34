"""What all tests of the portal stand on: a database with two workspaces and the cast, made once a
session.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.pipeline import demo
from apps.workspaces.models import Workspace
from apps.workspaces.queries import by_slug
from tests import chromium
from tests.cast import Cast, load_cast
from tests.seal import Seal

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need a browser; say so, once for each, where there is none. They take longest,
    so they come first; then the files with the most tests, and last what leaves rows behind.
    """
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (not item.get_closest_marker("browser"), -tests[item.path]))
    if chromium.find() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=chromium.ADVICE))


@pytest.fixture(scope="session", autouse=True)
def seal() -> Iterator[Seal]:
    """No test leaves this machine."""
    seal = Seal()
    with seal.closed():
        yield seal


@pytest.fixture(autouse=True)
def _nobody_left(seal: Seal) -> Iterator[None]:
    """A try to leave fails its test, even where the code under test swallowed the error."""
    seal.tries.clear()
    yield
    assert not seal.tries, f"This test wanted to reach {', '.join(seal.tries)}."


@pytest.fixture(scope="session", autouse=True)
def _test_settings() -> None:
    """One set of site databases for each test process; the demo's cast is allowed; passwords hash
    quickly.
    """
    settings.SITEWRIGHT = settings.SITEWRIGHT.model_copy(
        update={"site_database_prefix": f"w{WORKER}", "demo": True, "debug": True}
    )
    # WhiteNoise warns of a folder that only `collectstatic` makes, and warnings are errors here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any, _test_settings: None) -> None:
    """On top of the empty database: the template, Acme Foods, Northwind Paper and everybody."""
    with django_db_blocker.unblock():
        connection.set_schema_to_public()
        demo.create_people()


@pytest.fixture(autouse=True)
def _own_folder_of_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers of versions and builds begin anew in each test, so their folders must too."""
    own = {"sites_dir": tmp_path / "generated_sites", "data_dir": tmp_path}
    if settings.SITEWRIGHT.runner_socket is None:
        own["runner_socket"] = settings.SITEWRIGHT.socket
    mine = settings.SITEWRIGHT.model_copy(update=own)
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)


@pytest.fixture
def acme(db: None) -> Iterator[Workspace]:
    """Acme Foods, entered."""
    with _entered("acme") as workspace:
        yield workspace


@pytest.fixture
def northwind(db: None) -> Iterator[Workspace]:
    """Northwind Paper, entered."""
    with _entered("northwind") as workspace:
        yield workspace


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return load_cast()


@contextlib.contextmanager
def _entered(slug: str) -> Iterator[Workspace]:
    connection.set_schema_to_public()
    workspace = by_slug(slug)
    assert workspace is not None
    with workspace:
        yield workspace
    connection.set_schema_to_public()


@pytest.fixture
def browser_of(db: None) -> Any:
    """`browser_of(person, host)`: a test client signed in on a host of ours, as the hand-off would
    leave it.
    """

    def make(person: User | None, host: str = "acme.localhost:8000") -> Client:
        client = Client(
            HTTP_HOST=host, HTTP_ORIGIN=f"http://{host}", SERVER_NAME=host.split(":")[0]
        )
        if person is not None:
            client.cookies[settings.GATE_COOKIE_NAME] = _host_session(person, host)
        return client

    return make


def _host_session(person: User, host: str) -> str:
    from apps.accounts.actions import open_handoff, redeem_handoff

    code = open_handoff(by=person, host=host, state="state", session_key="session")
    return redeem_handoff(code=code, state="state", host=host)
