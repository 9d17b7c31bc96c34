"""Several files in one field: `kit.FilesField(types=("pdf",), max_mb=5)`.

They are kept as a text with the key of a file on each line, the first that came first: a field of
one file that becomes one of several keeps what it has. What came with a form and is not stored yet
waits in a `Files` until the row is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.expressions import Func

from site_kit.fields import PICTURES, AsDjango, refuse_upload

MOST = 40
"""Files in one field."""


class FilesField(AsDjango, models.TextField):  # type: ignore[type-arg]
    """Several files. `types` are the endings allowed (empty: any), `max_mb` the size of each."""

    django = "TextField"

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        types: Sequence[str] = (),
        max_mb: int = 25,
        **kw: Any,
    ) -> None:
        self.types = tuple(ending.lower().lstrip(".") for ending in types)
        self.max_mb = max_mb
        super().__init__(verbose_name, **kw)

    def pre_save(self, row: models.Model, add: bool) -> Any:
        """Store what came, and put the keys of all into the row."""
        value = getattr(row, self.attname)
        if isinstance(value, Files):
            value = value.stored()
            setattr(row, self.attname, value)
        return value


class ImagesField(FilesField):
    """Several pictures: png, jpg, gif or webp."""

    def __init__(self, verbose_name: str | None = None, **kw: Any) -> None:
        super().__init__(verbose_name, **{"types": PICTURES, **kw})


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says of such a field: the files that came, and the marks of those that go."""

    added: Sequence[Any] = ()
    gone: frozenset[str] = frozenset()


class Files(str):
    """The value of a row that is not saved yet: the keys that stay, and what came."""

    kept: list[str]
    uploads: list[Any]

    @classmethod
    def of(cls, kept: list[str], uploads: list[Any]) -> Files:
        """As a text these are the keys, then the names of what came."""
        made = cls("\n".join([*kept, *(str(one.name) for one in uploads)]))
        made.kept, made.uploads = kept, uploads
        return made

    def stored(self) -> str:
        """Store what came; the keys of all."""
        came = [default_storage.save(one.name, one) for one in self.uploads]
        return "\n".join([*self.kept, *came])


def keys_of(value: Any) -> list[str]:
    """The keys in a value, one for each file."""
    return [line for line in str(value or "").split("\n") if line]


def mark_of(key: str) -> str:
    """What tells a file from the others of its field, in forms and addresses."""
    return key.split("/")[1] if key.count("/") > 1 else key


def sent_value(field: FilesField, value: Any, present: Any) -> str:
    """What a field holds after this: uploads, what a form sent, nothing, or what is there.

    Raises `ValidationError`: a key alone would reach the files of other rows.
    """
    there = keys_of(present)
    if isinstance(value, Sent):
        kept = [key for key in there if mark_of(key) not in value.gone]
        return _checked(field, kept, list(value.added))
    given: list[Any] = list(value) if isinstance(value, (list, tuple)) else keys_of(value)
    if isinstance(value, File):
        given = [value]
    kept = [one for one in given if isinstance(one, str)]
    if not set(kept) <= set(there):
        raise ValidationError("A file is sent here, not named.")
    return _checked(field, kept, [one for one in given if not isinstance(one, str)])


def _checked(field: FilesField, kept: list[str], came: list[Any]) -> str:
    for one in came:
        if not isinstance(one, File):
            raise ValidationError("A file is sent here, not named.")
        refuse_upload(field, one)
    if len(kept) + len(came) > MOST:
        raise ValidationError(f"At most {MOST} files.", code="invalid")
    return Files.of(kept, came) if came else "\n".join(kept)


def names_of(value: Any) -> list[str]:
    """What the files are called."""
    return [key.rsplit("/", 1)[-1] for key in keys_of(value)]


class LinesOf(Func):
    """How many files a field holds."""

    template = "COALESCE(cardinality(string_to_array(NULLIF(%(expressions)s, ''), E'\\n')), 0)"
    output_field = models.IntegerField()
