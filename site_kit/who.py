"""Who-lists: `["approver", "row.owner", "row.employee.manager"]`, as conditions and in words.

A role is a constant of the asker; `row.` and a path to a person (or to people, or beginning with
an entity whose rows point here) is a condition on the row. Entries add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from site_kit.asker import ADMIN, MEMBER, Asker
from site_kit.expressions import Me
from site_kit.paths import LOOKUP_SEP, NoSuchPath, has_name, walk
from site_kit.roll_ups import entity_by_id
from site_kit.words import in_words, listed

Condition = Q | bool
"""True: every row; False: none; else the rows that it holds of."""

ROW = "row"
NOBODY_BY_HAND = "nobody"


@dataclass(frozen=True, slots=True)
class WhoList:
    """A who-list about rows of one model."""

    model: type[Model]
    roles: frozenset[str]
    paths: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[str], model: type[Model]) -> WhoList:
        """Read a list as it is declared."""
        said = list(entries)
        paths = tuple(e for e in said if e == ROW or e.startswith(f"{ROW}."))
        roles = frozenset(said) - set(paths) - {NOBODY_BY_HAND}
        return cls(model, roles, paths)

    def condition(self, asker: Asker) -> Condition:
        """For which rows this person is meant. The tool itself is always meant."""
        if asker.is_tool or asker.holds(self.roles):
            return True
        return self.of_row() if self.paths else False

    def of_row(self) -> Q:
        """For which rows the asker is meant by a `row.` entry."""
        found = Q()
        for path in self.paths:
            found |= _is_me(self.model, path)
        return found

    def in_words(self) -> str:
        """`approvers, its owner or admins`."""
        roles = sorted(self.roles, key=lambda role: (role == ADMIN, role))
        people = [_role_in_words(role) for role in roles if role != ADMIN]
        people += [_path_in_words(self.model, path) for path in self.paths]
        people += [_role_in_words(ADMIN)] if ADMIN in self.roles else []
        return listed(people, "or") or "nobody"

    def problems(self, roles: Sequence[str]) -> list[str]:
        """What the list names that is not there; `roles` are the tool's."""
        known = {MEMBER, ADMIN, *roles}
        wrong = [f"There is no role {role!r}." for role in sorted(self.roles - known)]
        return wrong + [said for path in self.paths if (said := self._path_problem(path))]

    def _path_problem(self, path: str) -> str:
        try:
            _is_me(self.model, path)
        except (NoSuchPath, LookupError) as wrong:
            return str(wrong)
        return ""


def _is_me(model: type[Model], path: str) -> Q:
    """The rows whose path leads to the asker."""
    _, _, rest = path.partition(".")
    if not rest:
        return Q(pk=Me())
    first, _, beyond = rest.replace(".", LOOKUP_SEP).partition(LOOKUP_SEP)
    if has_name(model, first):
        field = walk(model, rest).field
        if not _is_person(field):
            raise NoSuchPath(f"{path!r} does not lead to a person.")
        return Q(**{walk(model, rest).full: Me()})
    return _of_those_pointing_here(model, first, beyond)


def _of_those_pointing_here(model: type[Model], name: str, beyond: str) -> Q:
    """The rows of which some row of another entity, that points here, leads to the asker."""
    other, back = pointing_here(model, name)
    rows: Any = other.everything  # type: ignore[attr-defined]
    path = walk(other, beyond)
    return Q(Exists(rows.filter(**{back: OuterRef("pk"), path.full: Me()})))


def pointing_here(model: type[Model], name: str) -> tuple[type[Model], str]:
    """The entity of this name whose rows point to rows of the model, and its field that does.
    Raises `NoSuchPath`."""
    other = entity_by_id(name)
    if other is None:
        walk(model, name)  # says what there is instead
        raise NoSuchPath(f"{model.__name__} has no {name!r}.")
    back = [f.name for f in other._meta.concrete_fields if f.related_model is model]
    if not back:
        raise NoSuchPath(f"{other.__name__} does not point to {model.__name__}.")
    return other, back[0]


def _is_person(field: Any) -> bool:
    if getattr(field, "is_people", False):
        return True
    target = getattr(field, "related_model", None)
    return target is not None and target._meta.label == "directory.Person"


def _role_in_words(role: str) -> str:
    words = in_words(role).lower()
    return "everybody" if role == MEMBER else words if words.endswith("s") else f"{words}s"


def _path_in_words(model: type[Model], path: str) -> str:
    _, _, rest = path.partition(".")
    if not rest:
        return "the person"
    names = [part.replace("_", " ") for part in rest.replace(LOOKUP_SEP, ".").split(".")]
    return "its " + "'s ".join(names).replace("created by", "author")
