"""The request dashboard."""

from collections.abc import Callable
from http import HTTPStatus

import pytest

from tests.browser.gallery.live import Tool
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    return live("ops-requests")


def test_a_request_is_there_for_whoever_comes_next(tool: Tool, person: Sits) -> None:
    made = tool.as_("mara").post("/request/new/", title="New badge reader")
    assert made.status == HTTPStatus.OK, made.text
    tom = person("tom")
    tom.opens(tool.address)
    tom.sees("New badge reader")
