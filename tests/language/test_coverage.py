"""Every row of the language is shown by a test; the document says by which."""

import pytest

from tests.language.rows import Row, rows
from tests.language.table import DOCUMENT, SHOWN_BY, is_there, shown_by, written

ROWS = rows()


def named(row: Row) -> str:
    return row.id


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_row_is_shown_by_a_test(row: Row) -> None:
    assert is_there(shown_by(row)), f"{row.id}: name the test in tests/language/shown_by.yaml"


def test_nothing_is_shown_that_the_language_does_not_have() -> None:
    known = {row.id for row in ROWS}
    shown = {f"{section}.{kind}" for section, kinds in SHOWN_BY.items() for kind in kinds}
    assert {one for one in shown - known if not one.endswith(".all")} == set()


def test_the_document_has_the_present_table() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert document == written(document), "run: python -m tests.language.table"
