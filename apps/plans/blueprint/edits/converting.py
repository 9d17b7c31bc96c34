"""A field becomes another sort of field: which ways there are, and the samples carried over."""

from typing import Any

from apps.plans.blueprint.addresses import locate
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.checks.values import fault_of
from apps.plans.blueprint.edits.failures import CannotEdit
from apps.plans.blueprint.edits.kinds import Convert
from apps.plans.blueprint.edits.writing_out import name_the_status
from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.fields import FILES, NUMBERS, Field
from apps.plans.blueprint.resolved.names import in_words

PARSED = NUMBERS | {"date", "datetime"}
WAYS = {
    "text": PARSED | {"relation", "status", "choice", "long_text"},
    "choice": frozenset({"status", "choice", "relation", "text"}),
    "relation": frozenset({"relations", "text"}),
    "person": frozenset({"people", "text"}),
    "integer": frozenset({"decimal", "text"}),
}
KEPT_KEYS = ("name", "help")


def convert(data: dict[str, Any], edit: Convert) -> None:
    """The field anew, under its id; its name stays where the new one has none."""
    found = locate(data, edit.at)
    if not found.is_entry or found.entry_shape is not Field:
        raise CannotEdit(edit.at, "only a field can be converted")
    old = found.value
    _check_way(old, edit)
    new = canonical_data(edit.item)
    new |= {key: old[key] for key in KEPT_KEYS if key in old and key not in new}
    values = _mapped(old, edit)
    entity = edit.at.split(".")[1]
    if edit.item.kind == "status":
        name_the_status(data, entity)
    cells = _convert_cells(data, entity, edit.item, values)
    if edit.item.kind == "relation" and old["kind"] in ("text", "choice"):
        _make_targets(data, edit, cells, _title_column(data, edit))
    found.entries[found.index] = new


def _check_way(old: dict[str, Any], edit: Convert) -> None:
    if edit.item.id != old["id"]:
        raise CannotEdit(edit.at, f"the id stays “{old['id']}”; rename changes what people see")
    if old.get("expr") or edit.item.is_computed:
        raise CannotEdit(
            edit.at, "a computed field has no rows to convert: remove it and add another"
        )
    ways = WAYS.get(old["kind"], frozenset({"text"}) if old["kind"] not in FILES else frozenset())
    if edit.item.kind not in ways:
        words = ", ".join(sorted(ways)) or "nothing"
        message = f"{old['kind']} does not become {edit.item.kind}; it can become {words}"
        raise CannotEdit(edit.at, message)


def _mapped(old: dict[str, Any], edit: Convert) -> dict[str, str]:
    """Old text -> new text: by `map`, then by name; of a choice, its shown names."""
    known = {value.id: value.name or in_words(value.id) for value in edit.item.values}
    names = {v["id"]: v.get("name", in_words(v["id"])) for v in old.get("values", [])}
    found: dict[str, str] = {} if known else dict(names)
    for called, name in known.items():
        found |= {called: called, name: called, name.casefold(): called}
    for line in edit.map:
        text, _, value = (part.strip() for part in line.rpartition("="))
        if known and value not in known:
            raise CannotEdit(edit.at, f"map: there is no value “{value}”; {nearest(value, known)}")
        found[text] = value
    for called, name in names.items() if known else ():
        found.setdefault(called, found.get(name, found.get(name.casefold(), "")))
    return found


def _convert_cells(
    data: dict[str, Any], entity: str, item: Field, values: dict[str, str]
) -> list[str]:
    """The new cells of the samples; what does not parse is left empty, as it is in the rows."""
    cells: list[str] = []
    for sample in data.get("samples", []):
        if sample["entity"] != entity or item.id not in sample["columns"]:
            continue
        position = sample["columns"].index(item.id)
        for row in sample["rows"]:
            row[position] = _cell(row[position].strip(), item, values)
            cells.append(row[position])
    return cells


def _cell(cell: str, item: Field, values: dict[str, str]) -> str:
    new = values.get(cell, values.get(cell.casefold(), "" if item.values else cell))
    return "" if new and item.kind in PARSED and fault_of(new, item) else new


def _make_targets(data: dict[str, Any], edit: Convert, cells: list[str], column: str) -> None:
    """A sample row of the target for each different text, as there will be a row in the tool."""
    wanted = list(dict.fromkeys(cell for cell in cells if cell))
    if not wanted:
        return
    samples = data.setdefault("samples", [])
    sample = next((s for s in samples if s["entity"] == edit.item.to), None)
    if sample is None:
        sample = {"entity": edit.item.to, "columns": [column], "rows": []}
        samples.insert(0, sample)
    if column not in sample["columns"]:
        raise CannotEdit(edit.at, f"the samples of {edit.item.to} do not name its {column}")
    position = sample["columns"].index(column)
    there = {row[position].casefold() for row in sample["rows"]}
    for text in wanted:
        if text.casefold() not in there:
            sample["rows"].append(
                [text if i == position else "" for i in range(len(sample["columns"]))]
            )


def _has_to_be_given(field: dict[str, Any]) -> bool:
    return bool(field.get("required")) and not field.get("default") and not field.get("expr")


def _title_column(data: dict[str, Any], edit: Convert) -> str:
    target = locate(data, f"entities.{edit.item.to}").value
    texts = [f["id"] for f in target["fields"] if f["kind"] == "text" and not f.get("expr")]
    title = target.get("title") or next(iter(texts), "")
    if title not in texts:
        message = f"rows of {edit.item.to} are made from texts, so its title has to be a text field"
        raise CannotEdit(edit.at, message)
    others = [f["id"] for f in target["fields"] if _has_to_be_given(f) and f["id"] != title]
    if others:
        message = (
            f"rows of {edit.item.to} are made from texts, which say nothing of its "
            f"{' and '.join(others)}: make them optional first"
        )
        raise CannotEdit(edit.at, message)
    return str(title)
