"""Tells tests: each from the same beginning, each under a name of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.builds.compiler import words
from apps.builds.compiler.tests_py.cast import Cast
from apps.builds.compiler.tests_py.facts import Facts, Underivable
from apps.builds.compiler.tests_py.story import Story, Typed
from apps.builds.compiler.tool import Tool

LONGEST = 70


@dataclass(frozen=True, slots=True)
class Test:
    """A test: its name, its lines, and the other clauses that it stands for, after a word."""

    name: str
    lines: list[str]
    also: list[str] = field(default_factory=list)
    lead: str = "Also"


@dataclass
class Teller:
    """Begins stories and names tests.

    `shown` are the addresses of what a test shows already, `known` the tests by what they say.
    """

    tool: Tool
    cast: Cast
    beginning: Facts
    usual: Mapping[str, Typed] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    known: dict[tuple[str, ...], Test] = field(default_factory=dict)

    def story(self) -> Story:
        """A story that begins with the rows that are always there, untouched."""
        return Story(self.tool, self.cast, self.beginning.twin(), self.usual)

    def told(self, *ways: Callable[[Story], None]) -> list[str]:
        """The lines of the first way to tell something for certain; none if there is none."""
        for way in ways:
            story = self.story()
            try:
                way(story)
            except Underivable:
                continue
            if story.lines:
                return story.body()
        return []

    def test(self, about: str, lines: list[str], **more: Any) -> Test:
        """A test with a name of its own, from words."""
        wanted = f"test_{words.identifier(about, LONGEST) or 'it_works'}"
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        told = self.known[tuple(lines)] = Test(name, lines, **more)
        return told

    def once(self, about: str, lines: list[str]) -> Iterator[Test]:
        """A test of this; where another says the same, it stands for both."""
        if same := self.known.get(tuple(lines)):
            same.also.append(about)
        else:
            yield self.test(about, lines)
