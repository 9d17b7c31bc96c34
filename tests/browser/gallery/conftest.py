"""A template of the gallery, live, for a file of tests."""

import os
from collections.abc import Callable

import pytest

from tests.browser.gallery.live import Tool, put_live
from tests.browser.installation import Installation

NOW_AND_THEN = (
    *("contract_renewals", "enablement_hub", "expense_review"),
    *("launch_cal", "onboarding_hub", "ops_requests", "pulse_dashboard", "supplier_onboarding"),
)
"""Templates whose tools are used with ALL_TOOLS=1 alone, so that a whole run stays short."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which templates are not used this time."""
    reason = "four of the twelve templates are used each time, all with ALL_TOOLS=1"
    here = [item for item in items if item.path.parent.name == "gallery"]
    for item in here if not os.environ.get("ALL_TOOLS") else []:
        if item.path.stem.removeprefix("test_") in NOW_AND_THEN:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def live(installation: Installation) -> Callable[..., Tool]:
    """`live("sparkboard", roles={"curator": "ines"})`: a tool open to the whole workspace."""

    def make(template: str, roles: dict[str, str] | None = None) -> Tool:
        return put_live(installation, template, roles or {})

    return make
