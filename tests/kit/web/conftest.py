"""What the tests of the web share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from site_kit.asker import clock_stands_at


@pytest.fixture
def standing_clock() -> Iterator[None]:
    """The clock stands, on a Wednesday at ten in Copenhagen."""
    with clock_stands_at(datetime(2026, 3, 11, 9, 0, tzinfo=UTC)):
        yield
