"""A tool in every state, for drawings of rows."""

import pytest

from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.shop import Shop, open_shop


@pytest.fixture
def shop(acme: Workspace, cast: Cast) -> Shop:
    """Bea's tool: live with version 1, version 2 in review, with settings, roles, requests."""
    return open_shop(cast)
