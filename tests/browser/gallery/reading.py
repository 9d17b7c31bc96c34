"""What somebody finds in a tool without a browser: the lists that they may see, as they export."""

from __future__ import annotations

import csv
import io
from http import HTTPStatus

from tests.browser.gallery.live import Visitor


def listed(visitor: Visitor, page: str) -> list[dict[str, str]]:
    """The rows of a page of rows: heading -> text. `page` may choose: `board/?status=new`."""
    path, _, chosen = page.partition("?")
    said = visitor.get(f"/{path.strip('/')}/export.csv?{chosen}")
    assert said.status == HTTPStatus.OK, (said.status, said.text)
    return list(csv.DictReader(io.StringIO(said.text.removeprefix("\ufeff"))))


def column(visitor: Visitor, page: str, heading: str) -> list[str]:
    """One column of it."""
    return [row[heading] for row in listed(visitor, page)]
