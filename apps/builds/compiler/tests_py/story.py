"""One test as it is told: rows are made, changed and looked at, and each sentence is a line."""

from __future__ import annotations

import itertools
import keyword
import unittest
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call, names_in
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import INSIDE, Cast, Person
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.making import MAKERS, Goal, Made, Maker
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tool import Tool
from apps.builds.inspection.rules.attributes import NEVER
from apps.plans.blueprint.fields import FILES, Field
from apps.plans.blueprint.pages import DetailPage
from apps.plans.blueprint.resolved import ResolvedAction

ORDINALS = ("other", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
Typed = Mapping[str, str]
"""Values as a test types them, by their attributes."""
OF_A_TEST_CASE = (
    *(
        "ada",
        "ines",
        "mara",
        "jon",
        "otto",
        "nobody",
        "stranger",
        "roles",
        "usually",
        "ways_in",
        "now",
        "today",
    ),
    *("yesterday", "tomorrow", "today_minus", "reload", "clock_strikes"),
)
TAKEN = frozenset(
    (
        *("self", "page", "way_in", "kit", "models", "datetime", "Decimal", "classmethod"),
        *OF_A_TEST_CASE,
        *dir(unittest.TestCase),
        *NEVER,
    )
)
"""What no row of a test is called: it would hide something that the test needs."""


class Story:
    """The lines of one test, and what is true at their end."""

    def __init__(
        self, tool: Tool, cast: Cast, facts: Facts, usual: Mapping[str, Typed] | None = None
    ) -> None:
        self.tool, self.cast, self.facts = tool, cast, facts
        self.usual: dict[str, Typed] = dict(usual or {})
        self.maker = Maker(tool, cast)
        self.preferred: frozenset[str] = frozenset()
        self.lines: list[str] = []

    @property
    def rights(self) -> Rights:
        """Who may do what to the rows as they are now."""
        return Rights(self.tool, self.cast, self.facts)

    def attempt(self, way: Callable[[Story], None]) -> bool:
        """Tell something, or nothing at all where it cannot be told for certain."""
        lines, memory = list(self.lines), self.facts.memory()
        try:
            way(self)
        except Underivable:
            self.lines = lines
            self.facts.restore(memory)
            return False
        return True

    def say(self, line: str) -> None:
        """Add a line."""
        self.lines.append(line)

    # Rows

    def make(
        self, entity: str, wishes: Mapping[str, Value] | None = None, by: Sequence[Person] = MAKERS
    ) -> Fact:
        """A row with these values."""
        return self.tell(self.maker.make(self.facts, entity, wishes or {}, by))

    def find(
        self,
        entity: str,
        goal: Goal,
        texts: Sequence[str],
        by: Sequence[Person] = MAKERS,
        wishes: Mapping[str, Value] | None = None,
    ) -> Fact:
        """A row for which something is true that these expressions say."""
        return self.tell(self.maker.find(self.facts, entity, goal, texts, wishes or {}, by))

    def tell(self, made: Made) -> Fact:
        """Make a row that was found."""
        name = self.free_name(made.row.entity)
        source = self.creation(made)
        row = self.maker.keep(self.facts, made, name)
        self.say(f"{name} = {source}")
        return row

    def creation(self, made: Made, player: str = "") -> str:
        """The sentence that makes a row."""
        model = self.tool.names[made.row.entity].model
        return call(f"{player or made.by.source}.creates", model, **self.unusual(made))

    def unusual(self, made: Made) -> Typed:
        """What is typed for a row that is not what is usual, by its attributes."""
        given = self.typed(made.row.entity, made.given)
        usual = self.usual.get(made.row.entity, {})
        emptied = dict.fromkeys(usual.keys() - given.keys(), "None")
        return emptied | {one: said for one, said in given.items() if usual.get(one) != said}

    def typed(self, entity: str, values: Mapping[str, Value]) -> dict[str, str]:
        """Values by their attributes, as a test types them."""
        names = self.tool.names[entity]
        return {
            names.attribute(one): samples.source(self.tool, self.field(entity, one), value, entity)
            for one, value in values.items()
        }

    def field(self, entity: str, called: str) -> Field:
        """A field that is declared; else `Underivable`."""
        field = self.tool.field(entity, called)
        if field is None:
            raise Underivable(f"{entity}.{called} is not declared")
        return field

    def free_name(self, entity: str) -> str:
        """A name for another row of an entity."""
        plain = f"{entity}_row" if keyword.iskeyword(entity) or entity in TAKEN else entity
        taken = {row.name for row in self.facts.rows}
        several = (f"{which}_{plain}" for which in ORDINALS)
        numbered = (f"{plain}_{number}" for number in itertools.count(len(ORDINALS) + 2))
        names = itertools.chain([plain], several, numbered)
        return next(name for name in names if name not in taken)

    # Deeds

    def run(self, action: ResolvedAction, row: Fact, by: Person) -> None:
        """Press a button, with what it asks for."""
        asked = self.maker.asked(self.facts, action)
        given = self.typed(action.target, asked)
        if action.approval and action.id == "reject":
            given = {"comment": literals.text("Not this time.")}
        self.maker.run(self.facts, action, row, asked, by)
        self.say(call(f"{by.source}.runs", literals.text(action.id), row.name, **given))

    def edit(self, row: Fact, values: Mapping[str, Value], by: Person) -> None:
        """Change a row by hand."""
        self.maker.edit(self.facts, row, values, by)
        given = self.typed(row.entity, values)
        self.say(call(f"{by.source}.edits", row.name, **given))

    # What is looked at

    def offers(self, action: str, row: Fact, person: Person) -> None:
        """The row's own page has the button, where the blueprint does not choose others for it."""
        pages = (page.source for page in self.tool.resolved.pages if page.entity == row.entity)
        shown = [one.actions for one in pages if isinstance(one, DetailPage) and one.actions]
        if not shown or action in shown[0]:
            found = f"{person.source}.sees({row.name}).buttons()"
            self.say(call("self.assertIn", literals.text(action), found))

    def equal(self, found: str, expected: str) -> None:
        """`self.assertEqual(…)`."""
        self.say(call("self.assertEqual", found, expected))

    def holds(self, row: Fact, *called: str) -> None:
        """The row holds by now what it should in these fields."""
        self._say_held(row, [self._held(row, one) for one in called])

    def holds_what_is_known(self, row: Fact, called: Iterable[str]) -> None:
        """The row holds by now what it should in those of these fields that are certain."""
        found = []
        for one in called:
            with suppress(Underivable):
                found.append(self._held(row, one))
        self._say_held(row, found)

    def _say_held(self, row: Fact, found: Sequence[tuple[str, str]]) -> None:
        if found:
            self.say(call("self.assertHolds", row.name, **dict(found)))

    def _held(self, row: Fact, called: str) -> tuple[str, str]:
        """An attribute, and the value that it certainly has."""
        value = row.values.get(called)
        field = self.field(row.entity, called)
        if value is UNKNOWN or isinstance(value, tuple) or (value is None and field.kind in FILES):
            raise Underivable(f"{called} is not known")
        said = samples.expected(self.tool, field, value, row.entity)
        return self.tool.names[row.entity].attribute(called), said

    def viewer(self, entity: str, row: Fact | None = None) -> Person:
        """Somebody who certainly sees a row, or every row; members before admins."""
        for person in INSIDE:
            if self.rights.may("view", entity, person, row) is True:
                return person
        raise Underivable(f"nobody certainly sees {entity}")

    def body(self) -> list[str]:
        """The lines, without names that nothing uses and without what was asserted just before."""
        kept: list[str] = []
        asserted: set[str] = set()
        for number, line in enumerate(self.lines, start=1):
            if not line.startswith("self.assert"):
                asserted = set()
            elif line in asserted:
                continue
            asserted.add(line)
            name, sign, rest = line.partition(" = ")
            is_made = bool(sign) and name.isidentifier()
            kept.append(rest if is_made and not self._is_used(name, number) else line)
        return kept

    def _is_used(self, name: str, after: int) -> bool:
        known = self.tool.remembered
        lines = (line for line in self.lines[after:] if name in line)
        return any(name in known(("names_in", line), partial(names_in, line)) for line in lines)
