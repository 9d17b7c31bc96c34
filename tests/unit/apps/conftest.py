"""For tests of rooms: a workspace whose rows are committed, so that other connections see them."""

from collections.abc import Iterator
from typing import Any

import pytest

from apps.workspaces.models import Workspace
from tests.at_once import kept_for_others
from tests.cast import Cast, load_cast


@pytest.fixture
def shared_acme(django_db_setup: None, django_db_blocker: Any) -> Iterator[Workspace]:
    """Acme Foods, entered, outside any transaction; what is made in it is gone afterwards."""
    with django_db_blocker.unblock(), kept_for_others("acme") as workspace:
        yield workspace


@pytest.fixture
def shared_cast(shared_acme: Workspace) -> Cast:
    """Everybody, for such a test."""
    return load_cast()
