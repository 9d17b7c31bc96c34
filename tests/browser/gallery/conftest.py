"""A template of the gallery, live, for a file of tests."""

from collections.abc import Callable

import pytest

from tests.browser.gallery.live import Tool, put_live
from tests.browser.installation import Installation


@pytest.fixture(scope="module")
def live(installation: Installation) -> Callable[..., Tool]:
    """`live("sparkboard", roles={"curator": "ines"})`: a tool open to the whole workspace."""

    def make(template: str, roles: dict[str, str] | None = None) -> Tool:
        return put_live(installation, template, roles or {})

    return make
