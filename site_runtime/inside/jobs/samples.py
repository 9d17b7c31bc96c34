"""The sample rows of a blueprint, put into a trial or preview just as they are written.

Rights, actions and automations do not speak here: a sample says in which state a row is. What the
database holds of a row holds for a sample too, and what waits for a decision gets its round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import DatabaseError, models, transaction

from site_contract.config import SiteConfig
from site_kit import messages, rounds
from site_kit.asker import acting
from site_kit.directory.models import Person
from site_kit.draft import as_kept, stored_field
from site_kit.fields import FileField
from site_kit.files import FilesField
from site_kit.reading import value_of
from site_kit.rules import Fill, rules_of
from site_kit.titles import title_of
from site_runtime.inside.jobs import JobFailed, cells
from site_runtime.inside.jobs.people import add_people

Row = dict[str, str]


class Samples:
    """Samples as they come in a blueprint: `[{"entity", "columns": [path], "rows": [[text]]}]`."""

    def __init__(self, config: SiteConfig, samples: list[dict[str, Any]]) -> None:
        from site_kit.apps import tool
        from site_kit.testing import CAST, asker_of

        self.config, self.samples, self.tool = config, samples, tool()
        self.me = asker_of(CAST[0], ("admin",))
        self.titles: dict[tuple[type[models.Model], str], Any] = {}

    def load(self) -> dict[str, int]:
        """Put all of them in, or none; how many rows of each entity."""
        add_people(self.config, self._names())
        try:
            with transaction.atomic(), acting(self.me):
                loaded = {sample["entity"]: self._load_one(sample) for sample in self.samples}
                with messages.silent():
                    rounds.escalate()
                return loaded
        except DatabaseError as error:
            said = " ".join(str(error).split("\n", 1)[0].split())
            raise JobFailed(f"A sample row does not fit the tables: {said}.") from error

    def _load_one(self, sample: dict[str, Any]) -> int:
        model = self._model(sample["entity"])
        fields = [self._field(model, path) for path in sample["columns"]]
        for texts in sample["rows"]:
            self._put(model, list(zip(fields, texts, strict=True)))
        return len(sample["rows"])

    def _put(self, model: type[models.Model], given: list[tuple[Any, str]]) -> None:
        row = model()
        for field, text in given:
            if not cells.is_many(field) and not _as_usual(field, text):
                setattr(row, field.attname, cells.value_of(field, text, self._find))
        for name in ("created_by_id", "updated_by_id"):
            if hasattr(row, name) and getattr(row, name) is None:
                setattr(row, name, self.me.id)
        self._fill(row, {field.name for field, text in given if text.strip()})
        _name_files(row)
        row.save()
        for field, text in given:
            if cells.is_many(field):
                getattr(row, field.name).set(cells.value_of(field, text, self._find))
        self.titles[model, title_of(row)] = row.pk
        for field, text in given:
            if getattr(field, "unique", False) and text:
                self.titles.setdefault((model, text), row.pk)

    @staticmethod
    def _fill(row: models.Model, given: Collection[str]) -> None:
        """What a new row starts with by a rule, where its sample leaves it empty."""
        for rule in rules_of(type(row), Fill):
            field = stored_field(type(row), rule.field)
            if field.name not in given and not field.many_to_many:
                setattr(row, field.attname, as_kept(field, value_of(rule.expression, row)))

    def _find(self, model: type[models.Model], title: str) -> Any:
        if model is Person:
            return self._person(title)
        if (model, title) not in self.titles:
            name = model._meta.verbose_name
            raise JobFailed(f"A sample names {name} “{title}”, which is not among the samples.")
        return self.titles[model, title]

    def _person(self, name: str) -> Any:
        if name == "me":
            return self.me.id
        return Person.objects.filter(name=name).values_list("id", flat=True).first()

    def _model(self, entity: str) -> type[models.Model]:
        model = self.tool.entity(entity)
        if model is None:
            raise JobFailed(f"There are samples of {entity}, which this tool does not have.")
        return model

    @staticmethod
    def _field(model: type[models.Model], path: str) -> Any:
        for field in model._meta.get_fields():
            if path in {field.name, getattr(field, "db_column", None)} and not field.auto_created:
                return field
        raise JobFailed(f"A sample has the column {path}, which {model.__name__} does not have.")

    def _names(self) -> Iterator[str]:
        """The names of people in all cells; whoever is not in the cast is invented."""
        for sample in self.samples:
            model = self._model(sample["entity"])
            for at, path in enumerate(sample["columns"]):
                if self._field(model, path).related_model is Person:
                    texts = (row[at] for row in sample["rows"])
                    parts = (part.strip() for text in texts for part in text.split(";"))
                    yield from (name for name in parts if name and name != "me")


def _as_usual(field: Any, text: str) -> bool:
    """Whether an empty cell leaves a field as a new row has it, since it cannot be empty."""
    return not text.strip() and not field.null and field.has_default()


def _name_files(row: models.Model) -> None:
    """A file that a row cannot be without gets a name; there is nothing behind it."""
    for field in row._meta.concrete_fields:
        if isinstance(field, FileField | FilesField) and not field.blank:
            setattr(row, field.attname, f"files/sample.{next(iter(field.types), 'txt')}")
