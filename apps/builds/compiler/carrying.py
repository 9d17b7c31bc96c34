"""What rows need when their fields change: the kit's operations beside Django's own.

Takes the blueprint that rows were entered by, the one that comes, and the edits between; gives data
for the job `write_migrations`. Names of entities and fields never bring anything here: columns are
called by ids. A value that goes without anybody saying what its rows get leaves them the default,
else the first value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.fields import CLOSED_LISTS, NUMBERS, Field
from apps.plans.blueprint.resolved.names import in_words
from apps.plans.blueprint.whole import Blueprint

Data = dict[str, Any]
Steps = list[tuple[str, Data]]
"""Names of classes of `site_kit.operations` with what they take besides model and field."""
SEVERAL = {("relation", "relations"), ("person", "people")}
ONE_OF = ("status", "choice")
DATES = ("date", "datetime")
STAYS = {"long_text", "text", "email", "phone", "url"}


def carried(before: Blueprint, after: Blueprint, edits: Sequence[Mapping[str, Any]]) -> list[Data]:
    """`{model, field, before, after, how}` for each column whose rows have to be carried over.

    `how` is "altered", "several" (it goes and comes back as a list of several) or "replaced"
    (nothing in it fits: it goes, and a new one comes).
    """
    return list(Carrying(Tool(before), Tool(after), edits).all())


class Carrying:
    """One comparison."""

    def __init__(self, old: Tool, new: Tool, edits: Sequence[Mapping[str, Any]]) -> None:
        self.old = old
        self.new = new
        self.edits = edits

    def all(self) -> Iterator[Data]:
        """Column by column, those that both have."""
        for entity, field, was in self._both():
            at = f"entities.{entity}.fields.{field.id}"
            found = self._moved(at, was, field) if was.kind == field.kind else None
            if was.kind != field.kind and not _is_as_before(was, field):
                found = self._converted(at, was, field)
            if found:
                names = self.new.names[entity]
                model, attribute = names.model.lower(), names.attribute(field.id)
                yield {"model": model, "field": attribute} | found

    def _both(self) -> Iterator[tuple[str, Field, Field]]:
        for entity in self.new.blueprint.entities:
            earlier = self.old.sources.get(entity.id)
            known = {field.id: field for field in earlier.fields} if earlier else {}
            for field in entity.fields:
                was = known.get(field.id)
                if was and not (was.is_computed or field.is_computed):
                    yield entity.id, field, was

    def _moved(self, at: str, was: Field, field: Field) -> Data | None:
        """The same kind: values that are gone."""
        if field.kind not in CLOSED_LISTS or field.managed:
            return None
        there = [value.id for value in field.values]
        gone = [value.id for value in was.values if value.id not in there]
        if not gone:
            return None
        values = {one: self._heir(at, one, field, there) for one in gone}
        return _altered(before=[("MoveValues", {"values": values})])

    def _heir(self, at: str, gone: str, field: Field, there: Sequence[str]) -> str:
        """The value that rows of one that is gone get: as the last edit said, from one to the
        next."""
        said = {
            edit["at"].rpartition(".")[2]: str(edit.get("to", ""))
            for edit in self.edits
            if edit["kind"] == "remove" and edit["at"].startswith(f"{at}.values.")
        }
        value, tried = gone, {gone}
        while value not in there and (value := said.get(value, "")) and value not in tried:
            tried.add(value)
        return value if value in there else field.default or there[0]

    def _converted(self, at: str, was: Field, field: Field) -> Data:
        ways = (was.kind, field.kind)
        if ways in SEVERAL:
            return {"how": "several", "before": [("SetAside", {})], "after": [("TakeUp", {})]}
        steps = self._steps(at, was, field)
        if steps is None:
            return {"how": "replaced", "before": [], "after": []}
        return _altered(*steps)

    def _steps(self, at: str, was: Field, field: Field) -> tuple[Steps, Steps] | None:
        """What is done before and after the column is altered; None where nothing fits."""
        named = {value.id: value.name or in_words(value.id) for value in was.values}
        if field.kind in ONE_OF and was.kind in (*ONE_OF, "text"):
            return [self._to_values(at, named, field)], []
        if field.kind == "relation" and was.kind in ("text", *ONE_OF):
            row = self._row_of(field)
            called = {"names": named} if named else {}
            return None if row is None else ([("TextsToRows", row | called)], [])
        if was.kind == "text" and field.kind in (*NUMBERS, *DATES):
            return [("ReadTexts", _reading(field))], []
        if was.kind == "long_text" and field.kind == "text":
            return [("CutTexts", {})], []
        if field.kind in ("text", "long_text"):
            return self._as_text(was, named)
        return ([], []) if (was.kind, field.kind) == ("integer", "decimal") else None

    def _to_values(self, at: str, named: Mapping[str, str], field: Field) -> tuple[str, Data]:
        """By `map`, then by name; what is none of them gets the default and is kept."""
        values: dict[str, str] = {}
        for value in field.values:
            values |= {(value.name or in_words(value.id)).casefold(): value.id, value.id: value.id}
        for key, name in named.items():
            if name.casefold() in values:
                values[key] = values[name.casefold()]
        for text, wanted in self._map(at):
            values |= {text: wanted, text.casefold(): wanted}
        empty = "" if field.kind == "choice" and not field.required else field.values[0].id
        return "MoveValues", {"values": values, "rest": field.default or empty}

    def _map(self, at: str) -> Iterator[tuple[str, str]]:
        for edit in self.edits:
            if edit["kind"] == "convert" and edit["at"] == at:
                for line in edit.get("map", ()):
                    text, _, value = (part.strip() for part in line.rpartition("="))
                    yield text, value

    def _row_of(self, field: Field) -> Data | None:
        """The rows that texts become; their title has to be a text that is typed in."""
        title = self._title(field.to)
        if not title:
            return None
        to = f"app.{self.new.names[field.to].model.lower()}"
        row: Data = {"to": to, "title": self.new.names[field.to].attribute(title)}
        return row | ({"required": True} if field.required else {})

    def _title(self, entity: str) -> str:
        source = self.new.sources[entity]
        texts = [one.id for one in source.fields if one.kind == "text" and not one.is_computed]
        title = source.title or next(iter(texts), "")
        return title if title in texts else ""

    def _as_text(self, was: Field, named: Mapping[str, str]) -> tuple[Steps, Steps] | None:
        if was.kind in (*NUMBERS, *DATES):
            return [], [("AsTexts", _reading(was))]
        if was.kind in STAYS or was.kind == "time":
            return [], []
        if was.kind in ONE_OF:
            return [], _labels(named)
        if was.kind == "person":
            return [], [("RowsToTexts", {"to": "directory.person", "title": "name"})]
        if was.kind == "relation" and was.to in self.new.sources and self._title(was.to):
            row = {"to": f"app.{self.new.names[was.to].model.lower()}"}
            attribute = self.new.names[was.to].attribute(self._title(was.to))
            return [], [("RowsToTexts", row | {"title": attribute})]
        return None


def _is_as_before(was: Field, field: Field) -> bool:
    """Kinds that the database keeps alike, so that nothing is to be done."""
    shorter = was.kind == "long_text" and field.kind == "text"
    return {was.kind, field.kind} <= STAYS and not shorter


def _reading(field: Field) -> Data:
    """How the texts of a field are read, and what a row gets that says nothing and has to."""
    given: Data = {"kind": field.kind}
    if field.kind == "rating":
        given["within"] = (str(field.min or 1), str(field.max or 5))
    if field.required:
        least = given.get("within", ("0",))[0]
        given["rest"] = "now" if field.kind in DATES else least
    return given


def _altered(before: Steps, after: Steps | None = None) -> Data:
    return {"how": "altered", "before": before, "after": after or []}


def _labels(named: Mapping[str, str]) -> Steps:
    """Values as people read them, once they stand among texts."""
    return [("MoveValues", {"values": dict(named)})] if named else []
