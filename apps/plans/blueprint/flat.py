"""Flat shapes: one object for several kinds, and a table of which key goes with which kind."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from apps.plans.blueprint.shapes import Shape

MISFIT = "misfit"


def kinds(*names: str) -> frozenset[str]:
    """A set of kinds, for the tables."""
    return frozenset(names)


class FlatShape(Shape):
    """A shape whose `kind` decides which of its keys may be filled, and which have to be."""

    goes_with: ClassVar[Mapping[str, frozenset[str]]] = {}
    """Key -> the kinds it goes with; a key not named here goes with all."""
    needs_keys: ClassVar[Mapping[str, frozenset[str]]] = {}
    """Key -> the kinds that cannot do without it."""

    @model_validator(mode="after")
    def _keys_go_with_the_kind(self) -> Self:
        given = {
            keys.alias or name: getattr(self, name)
            for name, keys in type(self).model_fields.items()
        }
        if sentences := list(self.misfits(given)):
            raise PydanticCustomError(MISFIT, "{sentences}", {"sentences": "; ".join(sentences)})
        return self

    @classmethod
    def misfits(cls, given: Mapping[str, Any]) -> Iterator[str]:
        """A sentence for each key that does not go with the kind, or that the kind misses."""
        kind = given.get("kind", "")
        for key, allowed in cls.goes_with.items():
            if kind not in allowed and cls._is_filled(key, given.get(key)):
                yield f"“{key}” does not go with the kind {kind}; it goes with {_words(allowed)}"
        for key, needing in cls.needs_keys.items():
            if kind in needing and not given.get(key):
                yield f"a {kind} needs “{key}”"

    @classmethod
    def _is_filled(cls, key: str, value: object) -> bool:
        if not value:
            return False
        default = next(f.default for n, f in cls.model_fields.items() if key in (n, f.alias))
        return bool(value != default)


def _words(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
