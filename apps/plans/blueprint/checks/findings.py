"""What the checks find, and the questions that all of them ask of a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from apps.plans.blueprint.errors import Problem, nearest
from apps.plans.blueprint.expressions import (
    Assignment,
    ExpressionErrors,
    Node,
    Path,
    Place,
    Type,
    parse,
    parse_assignment,
    parse_condition,
    parse_path,
    parse_template,
    parse_who,
)
from apps.plans.blueprint.expressions.nodes import Aggregate, walk
from apps.plans.blueprint.resolved import Resolved
from apps.plans.blueprint.words import PERSON
from apps.plans.blueprint.world import World

Read = TypeVar("Read")


@dataclass(slots=True)
class Findings:
    """Problems by address, found in one tool."""

    tool: Resolved
    problems: list[Problem] = field(default_factory=list)

    @property
    def world(self) -> World:
        """What names can mean here."""
        return self.tool.world

    def say(self, where: str, problem: str, message: str) -> None:
        """An error."""
        self.problems.append(Problem(where, problem, message))

    def warn(self, where: str, problem: str, message: str) -> None:
        """Something to look at."""
        self.problems.append(Problem(where, problem, message, "warning"))

    def known(self, where: str, word: str, words: Iterable[str], noun: str) -> bool:
        """Complains unless the word is one of those known."""
        known = list(words)
        if word in known:
            return True
        self.say(where, "no-such-thing", f"there is no {noun} “{word}”; {nearest(word, known)}")
        return False

    def expression(
        self, where: str, text: str, place: Place, wanted: Type | None = None
    ) -> Node | None:
        """An expression, of the wanted type if one is given; None where it is empty or wrong."""
        node = self._read(where, text, lambda: parse(text, place, self.world, wanted))
        return self._looked_at(where, node)

    def condition(self, where: str, text: str, place: Place) -> Node | None:
        """An expression that is true or false."""
        node = self._read(where, text, lambda: parse_condition(text, place, self.world))
        return self._looked_at(where, node)

    def path(self, where: str, text: str, entity: str) -> Path | None:
        """A plain path from a row of the entity."""
        return self._read(where, text, lambda: parse_path(text, entity, self.world))

    def paths(self, where: str, texts: Iterable[str], entity: str) -> list[Path]:
        """Several, those that lead somewhere."""
        found = [self.path(f"{where}.{text}", text, entity) for text in texts]
        return [path for path in found if path]

    def who(
        self, where: str, texts: Iterable[str], entity: str, *, by_mail: bool = False
    ) -> list[str | Path]:
        """A who-list; the entries that hold."""
        found = [
            self._read(
                where,
                text,
                lambda text=text: parse_who(text, entity, self.world, by_mail=by_mail),  # type: ignore[misc]
            )
            for text in texts
        ]
        return [entry for entry in found if entry]

    def assignments(
        self, where: str, texts: Iterable[str], place: Place, target: str
    ) -> list[Assignment]:
        """Assignments to fields of the target; the ones that hold. None writes a field twice."""
        found = [self.assignment(where, text, place, target) for text in texts]
        held = [assignment for assignment in found if assignment]
        written = [assignment.target.text for assignment in held]
        for twice in sorted({text for text in written if written.count(text) > 1}):
            self.say(where, "assignment", f"“{twice}” is written twice")
        return held

    def assignment(self, where: str, text: str, place: Place, target: str) -> Assignment | None:
        """One assignment."""
        read = self._read(where, text, lambda: parse_assignment(text, place, self.world, target))
        if read:
            self._looked_at(where, read.value)
        return read

    def template(
        self, where: str, text: str, place: Place, also: frozenset[str] = frozenset()
    ) -> list[Path]:
        """A text with paths in braces; the paths, where all of it holds."""
        parts = self._read(where, text, lambda: parse_template(text, place, self.world, also))
        return [part for part in parts or () if isinstance(part, Path)]

    def _read(self, where: str, text: str, read: Callable[[], Read]) -> Read | None:
        if not text:
            return None
        try:
            return read()
        except ExpressionErrors as errors:
            for message in errors.messages:
                self.say(
                    where,
                    "expression",
                    f"{message} (in “{text}”)" if text not in message else message,
                )
            return None

    def _looked_at(self, where: str, node: Node | None) -> Node | None:
        """An aggregate over all rows of an entity, tied to nothing, is nearly always a slip."""
        for found in walk(node) if node else ():
            if isinstance(found, Aggregate) and _is_tied_to_nothing(found):
                message = (
                    f"{found.function}({found.entity} …) counts all rows of {found.entity}: "
                    "nothing in its where= names row"
                )
                self.warn(where, "counts-all-rows", message)
        return node


def _is_tied_to_nothing(node: Aggregate) -> bool:
    if node.via is not None or node.entity == PERSON or node.where is None:
        return False
    paths = [found for found in walk(node.where) if isinstance(found, Path)]
    return all(path.root in ("", "me") for path in paths)
