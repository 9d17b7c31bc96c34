"""What tests of pages stand on: browsers of the cast, a tool in every state, pages read back."""

from collections.abc import Callable

import pytest
from django.test import Client

from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.shop import Shop, open_shop

Browser = Callable[..., Client]


@pytest.fixture
def bea(acme: Workspace, cast: Cast, browser_of: Browser) -> Client:
    """The builder's browser."""
    return browser_of(cast.bea)


@pytest.fixture
def omar(acme: Workspace, cast: Cast, browser_of: Browser) -> Client:
    """The admin's browser."""
    return browser_of(cast.omar)


@pytest.fixture
def mara(acme: Workspace, cast: Cast, browser_of: Browser) -> Client:
    """A member's browser."""
    return browser_of(cast.mara)


@pytest.fixture
def shop(acme: Workspace, cast: Cast) -> Shop:
    """Bea's tool: live with version 1, version 2 in review, with settings, roles, requests."""
    return open_shop(cast)


@pytest.fixture
def site(shop: Shop) -> Site:
    """The tool of the shop."""
    return shop.site
