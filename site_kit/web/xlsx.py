"""A workbook as it is written: rows in, bytes out, however many; nothing of it is kept.

A text is a text, whatever sign it begins with: no cell of ours is ever a formula. Numbers, dates
and times are real ones. What a spreadsheet has no sign for is left out of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

Rows = Iterable[Sequence[Sequence[Any]]]
"""Rows of values, some at a time."""

MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
EXACT_FIGURES = 15
"""More figures than this a spreadsheet would round."""

_BEGINNING = datetime(1899, 12, 30)  # a workbook knows no zones
_FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets disagree, since one of them once believed in a 29 February 1900."""

_NO_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

PLAIN, DAY, MOMENT, HOUR, AMOUNT, HEAD = range(6)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_TYPES = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPE: Final = f"{_KIND}.sheet"

_STYLES = (
    f"{_XML}<styleSheet {_MAIN}>"
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    '<numFmt numFmtId="166" formatCode="hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1" applyFont="1"/>'
        for number, font in ((0, 0), (164, 0), (165, 0), (166, 0), (4, 0), (0, 1))
    )
    + "</cellXfs></styleSheet>"
)
_BEFORE = (
    f'{_XML}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
    ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="{columns}" width="18" customWidth="1"/></cols><sheetData>'
)
_AFTER = "</sheetData></worksheet>"


class _Sink:
    """What the archive writes into: taken out as soon as it is there."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """All that came since the last time."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def workbook(name: str, heads: Sequence[str], blocks: Rows) -> Iterator[bytes]:
    """The file, a piece at a time. Rows that one sheet cannot hold go on in the next."""
    sink = _Sink()
    several = _Sheets(name, heads, blocks)
    with ZipFile(sink, "w", ZIP_DEFLATED) as book:  # type: ignore[call-overload]
        while several.more:
            with book.open(f"xl/worksheets/sheet{len(several.names) + 1}.xml", "w") as sheet:
                for text in several.one():
                    sheet.write(text.encode())
                    yield sink.taken()
        for path, text in _around(several.names).items():
            book.writestr(path, text)
    yield sink.taken()


class _Sheets:
    """The sheets of a workbook, one after the other."""

    def __init__(self, name: str, heads: Sequence[str], blocks: Rows) -> None:
        self.names: list[str] = []
        self.more = True
        self._name, self._heads = name, heads
        self._blocks = iter(blocks)
        self._left: Sequence[Sequence[Any]] = ()

    def one(self) -> Iterator[str]:
        """The next sheet: its head, then as many rows as it holds."""
        self.names.append(sheet_name(self._name, len(self.names) + 1))
        yield _BEFORE.format(columns=max(len(self._heads), 1)) + _row(self._heads, HEAD)
        room = MOST_ROWS - 1
        while room:
            rows = self._left or next(self._blocks, ())
            if not rows:
                self.more = False
                break
            yield "".join(_row(row) for row in rows[:room])
            rows, room = rows[room:], room - len(rows[:room])
            self._left = rows
        yield _AFTER


def sheet_name(name: str, number: int = 1) -> str:
    """A name that every spreadsheet takes, cut where it is long."""
    bare = " ".join(_NOT_IN_A_NAME.sub(" ", name).split()).strip("'")
    ending = "" if number == 1 else f" {number}"
    bare = bare[: LONGEST_NAME - len(ending)].rstrip("' ")
    return f"{bare if bare and bare.lower() != 'history' else 'Rows'}{ending}"


def _row(values: Sequence[Any], style: int = PLAIN) -> str:
    return f"<row>{''.join(_cell(value, style) for value in values)}</row>"


def _cell(value: Any, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _text(value, style)
    number = _number(value)
    if number is None:
        return _text(_in_words(value), style)
    said, style = number
    return f'<c s="{style}"><v>{said}</v></c>'


def _text(value: str, style: int) -> str:
    shown = _CODED.sub("_x005F_", _NO_SIGN.sub("", value))[:LONGEST_TEXT]
    inside = f'<is><t xml:space="preserve">{escape(shown)}</t></is>'
    return f'<c t="inlineStr" s="{style}">{inside}</c>'


def _number(value: Any) -> tuple[str, int] | None:
    """A number, a day or a time as a spreadsheet counts it, with its style; None for a text."""
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        return _days(local, MOMENT) if local.date() >= _FIRST_DAY else None
    if isinstance(value, date):
        whole = datetime(value.year, value.month, value.day)
        return _days(whole, DAY) if value >= _FIRST_DAY else None
    if isinstance(value, time):
        return _days(datetime.combine(_BEGINNING, value), HOUR)
    exact = Decimal(value)
    if not exact.is_finite() or len(exact.as_tuple().digits) > EXACT_FIGURES:
        return None
    return format(exact, "f"), AMOUNT if exact.as_tuple().exponent == -2 else PLAIN


def _days(moment: datetime, style: int) -> tuple[str, int]:
    since = moment - _BEGINNING
    part = Decimal(since.seconds) / Decimal(timedelta(days=1).total_seconds())
    said = f"{since.days + part:.10f}".rstrip("0").rstrip(".")
    return said, style


def _in_words(value: Any) -> str:
    return str(value.isoformat(" ") if isinstance(value, datetime) else value)


def _around(names: Sequence[str]) -> dict[str, str]:
    """What a workbook has besides its sheets."""
    numbered = list(enumerate(names, start=1))
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in numbered
    )
    links = "".join(_link(at, "worksheet", f"worksheets/sheet{at}.xml") for at, _ in numbered)
    parts = "".join(
        _part(f"/xl/worksheets/sheet{at}.xml", f"{_KIND}.worksheet+xml") for at, _ in numbered
    )
    return {
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": f'{_XML}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f"{_XML}<Relationships {_LINKS}>{links}"
        f"{_link(len(names) + 1, 'styles', 'styles.xml')}</Relationships>",
        "_rels/.rels": f"{_XML}<Relationships {_LINKS}>"
        f"{_link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "[Content_Types].xml": f"{_XML}<Types {_TYPES}>"
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{_part('/xl/workbook.xml', f'{_KIND}.sheet.main+xml')}"
        f"{_part('/xl/styles.xml', f'{_KIND}.styles+xml')}{parts}</Types>",
    }


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _part(name: str, kind: str) -> str:
    return f'<Override PartName="{name}" ContentType="{kind}"/>'
