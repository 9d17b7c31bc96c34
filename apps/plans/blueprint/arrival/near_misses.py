"""On arrival: what is nearly right is put right and noted, never sent back.

Only where one meaning is possible. Works on plain data and makes new plain data.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.plans.blueprint.arrival.rewording import REWORDING
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import KeyOf, keys_of
from apps.plans.blueprint.whole import Sample

ALIASES = {"label": "name", "color": "colour", "type": "kind"}
ALIASES_OF: Mapping[type[Shape], Mapping[str, str]] = {
    Field: {**ALIASES, "options": "values", "choices": "values"},
    Sample: {**ALIASES, "fields": "columns"},
}


@dataclass(slots=True)
class Mended:
    """Plain data on its way to a shape, and what was read otherwise than written."""

    notes: list[str] = field(default_factory=list)

    def mend(self, data: Mapping[str, Any], shape: type[Shape]) -> dict[str, Any]:
        """An object with the language's own keys, and without what is null."""
        keys = keys_of(shape)
        return {
            key: self._value(value, keys[key], shape) if key in keys else value
            for key, value in self._renamed(data, shape)
            if value is not None
        }

    def _renamed(self, data: Mapping[str, Any], shape: type[Shape]) -> Iterator[tuple[str, Any]]:
        aliases, keys = ALIASES_OF.get(shape, ALIASES), keys_of(shape)
        for key, value in data.items():
            meant = aliases.get(key, key)
            if key not in keys and meant in keys and meant not in data:
                self._note(f"“{key}” was read as “{meant}”")
                yield meant, value
            else:
                yield key, value

    def _value(self, value: object, key: KeyOf, owner: type[Shape]) -> object:
        if key.shapes:
            return self._shaped(value, key)
        if key.is_text_list and isinstance(value, str):
            self._note(f"“{key.key}” is a list; the one text was read as its only entry")
            value = [value] if value else []
        if key.is_text_list and isinstance(value, list | tuple):
            return [self._text(entry, key) for entry in value if entry is not None]
        return self._text(value, key)

    def _shaped(self, value: object, key: KeyOf) -> object:
        if isinstance(value, list | tuple):
            entries = [e for e in value if e is not None]
            if key.key == "values":
                entries = [self._choice(entry) for entry in entries]
            return [self._one(entry, key) for entry in entries]
        return self._one(value, key)

    def _one(self, value: object, key: KeyOf) -> object:
        if not isinstance(value, Mapping):
            return value
        if "kind" not in value and "type" in value and len(key.shapes) > 1:
            self._note("“type” was read as “kind”")
            value = {("kind" if k == "type" else k): v for k, v in value.items()}
        shape = key.shape_of(value)
        return self.mend(value, shape) if shape else dict(value)

    def _choice(self, value: object) -> object:
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return value
        name = str(value).strip()
        called = id_from_words(name)
        self._note("a plain text among values was read as a value with that name")
        return {"id": called} if called == name else {"id": called, "name": name}

    def _text(self, value: object, key: KeyOf) -> object:
        reword = REWORDING.get(key.holds)
        if not reword or not isinstance(value, str):
            return value
        meant = reword(value)
        if meant.replace(" ", "") != value.replace(" ", ""):
            self._note(f"“{value}” was read as “{meant}”")
        return meant

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


def id_from_words(words: str) -> str:
    """An id for words: small letters and digits, joined by single underscores."""
    called = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    return called if called[:1].isalpha() else f"v_{called}".strip("_")
