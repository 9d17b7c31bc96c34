"""What always holds of an entity beyond its constraints: on every way in, for admins too.

A rule is an attribute of the entity's `Rules`; the attribute's name is its id. What stays within
the row is better a `CheckConstraint` of the model; `Check` and the two `If`s are for conditions
whose path leaves the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.db.models import Model

from site_kit.registry import declared
from site_kit.words import REQUIRED


class Rule:
    """Base of all."""

    def declared_for(self, model: type[Model]) -> None:
        """Called once, when the rules of an entity are declared: what the rule brings along."""

    def wrong(
        self, name: str, model: type[Model], roles: Sequence[str]
    ) -> Iterable[tuple[str, str]]:
        """What is wrong with its declaration, each with the way out; said when the tool starts."""
        return ()


@dataclass(frozen=True, slots=True)
class Lock(Rule):
    """While `when` holds, the row and its child rows are neither edited nor deleted.

    `fields` narrows it to these fields, `unless_by` is a who-list it does not bind. Actions and
    automations still work: they are the way out.
    """

    when: Any
    fields: Sequence[str] = ()
    unless_by: Sequence[str] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Check(Rule):
    """`condition` is never false; a comparison with an empty field passes."""

    condition: Any
    message: str = "This does not hold."


@dataclass(frozen=True, slots=True)
class RequiredIf(Rule):
    """`field` is not empty while `when` holds."""

    field: str
    when: Any
    message: str = REQUIRED


@dataclass(frozen=True, slots=True)
class EmptyIf(Rule):
    """`field` is empty while `when` holds."""

    field: str
    when: Any
    message: str = "This field stays empty here."


@dataclass(frozen=True, slots=True)
class ShowIf(Rule):
    """`field` is in forms only while `when` holds, and kept empty otherwise."""

    field: str
    when: Any


@dataclass(frozen=True, slots=True)
class Pick(Rule):
    """Who or what may be chosen for `field`: a condition on the candidate.

    `kit.Of("row", "project")` is the row being edited. `shows` are paths of the candidate shown
    beside its title. Checked when the value changes, or what it depends on in the row.
    """

    field: str
    condition: Any
    shows: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fill(Rule):
    """What `field` starts with where nobody typed it: an expression over the new row."""

    field: str
    expression: Any


Kind = TypeVar("Kind", bound=Rule)


class Rules:
    """The rules of one entity."""

    model: ClassVar[type[Model]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        declared.rules[cls.model] = cls
        for rule in cls.all().values():
            rule.declared_for(cls.model)

    @classmethod
    def all(cls) -> dict[str, Rule]:
        """The rules by their ids."""
        return {name: said for name, said in vars(cls).items() if isinstance(said, Rule)}


def rules_of(model: type[Model], kind: type[Kind]) -> list[Kind]:
    """The rules of one kind that an entity has."""
    rules = declared.rules.get(model)
    return [rule for rule in rules.all().values() if isinstance(rule, kind)] if rules else []


def picks_of(model: type[Model], field: str) -> list[Pick]:
    """What narrows the choices of a field."""
    return [rule for rule in rules_of(model, Pick) if rule.field == field]
