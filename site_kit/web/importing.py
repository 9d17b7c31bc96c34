"""A table from a file, row by row by the rights of whoever brings it, with a report.

A row whose unique field is there already changes that row; all others are new. What is refused
names its line and why, and the rest is done: brought once more, nothing happens twice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, UniqueConstraint
from django.http import HttpRequest, HttpResponse

from site_kit import asker, messages, write
from site_kit.errors import Invalid, KitError, Refused
from site_kit.models import entity_id
from site_kit.permissions import rights_for
from site_kit.records import HistoryLine
from site_kit.web import entry, inputs
from site_kit.web.columns import field_id, in_order, label_of
from site_kit.web.door import guarded
from site_kit.web.frame import answer
from site_kit.web.import_cells import Reader, reader_of
from site_kit.web.kinds import FILES, kind_of

MOST_ROWS = 2000
MOST_BYTES = 5_000_000
MOST_REFUSED = 200


@dataclass
class Report:
    """What became of the rows of a file."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, what stood first in it, why."""
    ignored: list[str] = field(default_factory=list)
    """Headings that name no field which this person may write."""

    @property
    def in_words(self) -> str:
        """`2 added, 1 refused`."""
        said = (
            (self.added, "added"),
            (self.changed, "changed"),
            (self.same, "as they were"),
            (len(self.refused), "refused"),
        )
        return ", ".join(f"{count:,} {word}" for count, word in said if count) or "No rows"


@guarded
def page(request: HttpRequest, *, entity: str) -> HttpResponse:
    """Choose a file; sent, its rows are brought in and the report is shown."""
    model = entry.model_named(entity)
    may = rights_for(model).allowed("import", None, asker.current())
    if not may:
        raise Refused(may.reason)
    report, wrong = None, ""
    if request.method == "POST":
        try:
            table = _read(request.FILES.get("file"))
            with messages.silent(bool(request.POST.get("quiet"))):
                report = brought(model, table)
        except Invalid as error:
            wrong = next(iter(error.errors.values()))[0]
    plural = str(model._meta.verbose_name_plural)
    heading = f"Import {plural}"
    context = {
        "heading": heading,
        "back": entry.list_address(model),
        "back_name": entry.list_name(model),
        "columns": [label_of(one) for one in _writable(model).values()],
        "match": label_of(key) if (key := unique_field(model)) else "",
        "report": report,
        "more": max(len(report.refused) - MOST_REFUSED, 0) if report else 0,
        "shown": report.refused[:MOST_REFUSED] if report else [],
        "wrong": wrong,
    }
    status = 422 if wrong else 200
    return answer(request, "import.html", context, title=heading, status=status)


def _writable(model: type[Model]) -> dict[str, Any]:
    """The fields that this person may write in some row, by name; files are no text."""
    fields = rights_for(model).fields_for(asker.current())
    names = in_order(model, fields.edited | set(fields.edited_where))
    found = {name: model._meta.get_field(name) for name in names}
    return {name: one for name, one in found.items() if kind_of(one) not in FILES}


def unique_field(model: type[Model]) -> Any:
    """The field by which a row is known again, or nothing."""
    alone = [
        one.fields[0]
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint) and len(one.fields) == 1 and _is_for_all(one)
    ]
    names = _writable(model)
    single = (one for name, one in names.items() if one.unique or name in alone)
    return next(single, None)


def _is_for_all(constraint: UniqueConstraint) -> bool:
    """Whether it holds of every row, but for those where the field itself is empty."""
    condition = constraint.condition
    if condition is None:
        return True
    named = {child[0] for child in condition.children if isinstance(child, tuple)}
    (field,) = constraint.fields
    return named <= {field, f"{field}__isnull"}


def _read(file: Any) -> list[list[str]]:
    """The lines of the file, each its cells; the first are the headings."""
    if file is None or file.size > MOST_BYTES:
        raise Invalid({"file": ["Choose a file of at most 5 MB."]})
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Invalid({"file": ["This is no text. Save the sheet as CSV, then choose that."]})
    head = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise Invalid({"file": ["This is no table. Save the sheet as CSV."]}) from None
    if len(lines) < 2:
        raise Invalid({"file": ["There is no row in it: the first line is the headings."]})
    if len(lines) > MOST_ROWS + 1:
        raise Invalid({"file": [f"It has more than {MOST_ROWS:,} rows. Bring it in parts."]})
    return lines


def brought(model: type[Model], table: Sequence[Sequence[str]]) -> Report:
    """Each row of a table, made or changed by itself."""
    report = Report()
    columns = _columns(model, table[0], report)
    if not columns:
        raise Invalid({"file": ["None of its headings is a field that you may write."]})
    key = unique_field(model)
    for line, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            _bring(model, dict(_values(columns, cells)), key, report)
        except Invalid as error:
            report.refused.append((line, _first(cells), _in_words(model, error)))
        except KitError as error:
            report.refused.append((line, _first(cells), error.sentence))
    return report


def _columns(
    model: type[Model], headings: Sequence[str], report: Report
) -> dict[int, tuple[str, Reader]]:
    """Place in a line -> the field that it fills, and how its cells are read."""
    known: dict[str, Any] = {}
    for one in _writable(model).values():
        known |= {label_of(one).lower(): one, field_id(one).lower(): one}
    found: dict[int, tuple[str, Reader]] = {}
    for place, heading in enumerate(headings):
        one = known.get(heading.strip().lower())
        if one is None or any(one.name == name for name, _ in found.values()):
            report.ignored += [heading.strip()] if heading.strip() else []
        else:
            found[place] = (one.name, reader_of(one))
    return found


def _values(
    columns: Mapping[int, tuple[str, Reader]], cells: Sequence[str]
) -> Iterator[tuple[str, Any]]:
    """The values of a line; everything that cannot be read is said at once."""
    errors: dict[str, list[str]] = {}
    for place, (name, read) in columns.items():
        try:
            yield name, read(cells[place] if place < len(cells) else "")
        except inputs.Unreadable as wrong:
            errors[name] = [str(wrong)]
    if errors:
        raise Invalid(errors)


def _bring(model: type[Model], values: dict[str, Any], key: Any, report: Report) -> None:
    person = asker.current()
    value = values.get(key.name) if key is not None else None
    rows: Any = model.everything  # type: ignore[attr-defined]
    row = rows.filter(**{key.name: value}).first() if value not in (None, "") else None
    if row is None:
        write.create(model, values, by=person, way_in="import")
        report.added += 1
        return
    lines = HistoryLine.objects.filter(entity=entity_id(model), record=row.pk)
    before = lines.count()
    write.edit(row, values, by=person, way_in="import")
    is_same = lines.count() == before
    report.same += int(is_same)
    report.changed += int(not is_same)


def _first(cells: Sequence[str]) -> str:
    text = next((cell.strip() for cell in cells if cell.strip()), "")
    return text if len(text) <= 60 else f"{text[:59]}…"


def _in_words(model: type[Model], error: Invalid) -> str:
    """`Amount: Write a number.` for each field."""
    said = []
    for name, sentences in error.errors.items():
        named = {one.name: label_of(one) for one in _all(model)}.get(name, "")
        said += [f"{named}: {one}" if named else one for one in sentences]
    return " ".join(said)


def _all(model: type[Model]) -> list[Any]:
    return [*model._meta.concrete_fields, *model._meta.many_to_many]
