"""Which keys a shape has and what stands under them, for all who walk plain data.

Read once from the classes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from apps.plans.blueprint.shapes import Holds, Shape


@dataclass(frozen=True, slots=True)
class KeyOf:
    """One key of a shape: as written, as attribute, and what it holds."""

    key: str
    attribute: str
    lists: int
    shapes: tuple[type[Shape], ...]
    holds: str
    allowed: tuple[str, ...]
    required: bool
    default: Any

    @property
    def is_text_list(self) -> bool:
        """A list of texts (and not of objects, nor of lists)."""
        return self.lists == 1 and not self.shapes

    def shape_of(self, data: object) -> type[Shape] | None:
        """The shape of an object under this key: the only one, or the one of its kind."""
        if len(self.shapes) == 1:
            return self.shapes[0]
        kind = data.get("kind") if isinstance(data, Mapping) else getattr(data, "kind", None)
        return next((s for s in self.shapes if kind in kinds_of(s)), None)


@cache
def keys_of(shape: type[Shape]) -> dict[str, KeyOf]:
    """The keys of a shape by the word that is written, in canonical order."""
    return {
        (info.alias or name): _key(info.alias or name, name, info)
        for name, info in shape.model_fields.items()
    }


@cache
def kinds_of(shape: type[Shape]) -> tuple[str, ...]:
    """The kinds of a shape that has a `kind`."""
    kind = keys_of(shape).get("kind")
    return kind.allowed if kind else ()


def children_of(shape: type[Shape], data: Mapping[str, Any]) -> Iterator[tuple[KeyOf, Any]]:
    """The keys of an object that are known, with their values."""
    known = keys_of(shape)
    for key, value in data.items():
        if key in known:
            yield known[key], value


def _key(key: str, attribute: str, info: FieldInfo) -> KeyOf:
    found = list(_unfold(info.annotation))
    held = [m for m in [*found, *info.metadata] if isinstance(m, Holds)]
    return KeyOf(
        key=key,
        attribute=attribute,
        lists=sum(get_origin(part) is tuple for part in found),
        shapes=tuple(p for p in found if isinstance(p, type) and issubclass(p, Shape)),
        holds=held[0].what if held else "",
        allowed=tuple(a for p in found if get_origin(p) is Literal for a in get_args(p)),
        required=info.is_required(),
        default=None if info.is_required() else info.default,
    )


def _unfold(annotation: object) -> Iterator[Any]:
    """The annotation, and all that it is made of."""
    yield annotation
    if get_origin(annotation) in (Annotated, tuple, Union, UnionType):
        for part in get_args(annotation):
            yield from _unfold(part)
