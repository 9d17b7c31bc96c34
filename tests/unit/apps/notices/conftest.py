"""A live tool that tells people, and an installation with a mail server that keeps what it gets."""

from typing import Any

import pytest
from django.conf import settings
from pydantic import SecretStr

from apps.access.actions import set_access
from apps.sites.actions import go_live
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site, a_version


@pytest.fixture
def tool(acme: Workspace, cast: Cast) -> Site:
    """Bea's, live, open to the workspace."""
    site = a_site(cast.bea)
    go_live(by=cast.bea, site=site, version=a_version(cast.bea, site))
    set_access(by=cast.bea, site=site, mode="workspace")
    site.refresh_from_db()
    return site


@pytest.fixture
def post_office(monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]) -> list[Any]:
    """The mails that were sent, with a mail server in the settings."""
    mine = settings.SITEWRIGHT.model_copy(
        update={"email_url": SecretStr("smtp://mail.example.com")}
    )
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)
    return mailoutbox
