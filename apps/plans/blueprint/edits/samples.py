"""After edits the samples still have to be rows that the tool would take: cells are made by kind.

Follow-ups do not write samples; a new required field would else leave every sample wanting.
"""

from typing import Any

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.samples import sample_titles
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.fields import FILES, Field
from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.resolved import ResolvedField, resolve

MADE_BY_KIND = {
    "integer": "1",
    "decimal": "1.5",
    "money": "100.00",
    "percent": "10",
    "rating": "3",
    "duration": "1",
    "boolean": "false",
    "date": "today",
    "week": "today",
    "month": "today",
    "datetime": "today 09:00",
    "time": "09:00",
    "person": "me",
    "people": "me",
    "phone": "+351 210 000 000",
    "url": "https://www.example.com/",
}


def fill_samples(data: dict[str, Any]) -> None:
    """Adds the cells of required fields that samples miss; drops samples where none can be made."""
    try:
        found = Findings(resolve(shaped(data)))
    except BlueprintErrors:
        return
    for sample in list(data.get("samples", [])):
        if sample["entity"] not in found.tool.entities:
            continue
        for field in found.tool.entity(sample["entity"]).fields:
            if not _is_missing(field, sample):
                continue
            if not _add_column(field.source, sample, found):
                data["samples"].remove(sample)
                break


def _is_missing(field: ResolvedField, sample: dict[str, Any]) -> bool:
    is_wanted = field.source.required and not field.default and not field.source.show_if
    is_made = field.kind == "reference" or field.kind in FILES
    return is_wanted and not is_made and field.id not in sample["columns"]


def _add_column(field: Field, sample: dict[str, Any], found: Findings) -> bool:
    """Whether every row could get a cell."""
    cells = [_cell(field, number, found) for number in range(1, len(sample["rows"]) + 1)]
    if not all(cells):
        return False
    sample["columns"].append(field.id)
    for row, cell in zip(sample["rows"], cells, strict=True):
        row.append(cell)
    return True


def _cell(field: Field, number: int, found: Findings) -> str:
    if field.values:
        return field.values[(number - 1) % len(field.values)].id
    if field.to:
        titles = sorted(sample_titles(field.to, found))
        return titles[(number - 1) % len(titles)] if titles else ""
    if field.kind == "email":
        return f"sample{number}@example.com"
    if field.kind in ("integer", "decimal") and field.unique:
        return str(number)
    return MADE_BY_KIND.get(field.kind, f"Sample {number}")
