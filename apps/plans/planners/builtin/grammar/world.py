"""What readers share while they read one brief: the clauses, the things, and what a clause is
about.
"""

import re
from dataclasses import dataclass, field

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.finding import RECORDED_FOR
from apps.plans.planners.builtin.grammar.things import Thing, Things
from apps.plans.planners.builtin.language.source import Source
from apps.plans.planners.builtin.lexicon import Lexicon

_BY = re.compile(r"\b(?:by|per|for each|for every|grouped by|split by) [\w ]+")


@dataclass(slots=True)
class World:
    """One brief, read so far."""

    source: Source
    lexicon: Lexicon
    said: list[Clause]
    things: Things
    _focus: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Works out what each clause is about: the thing it names, else that of the clause before
        it.
        """
        main = self.things.main
        last = main.key if main else ""
        for clause in self.said:
            made = next(
                (
                    thing
                    for verb in clause.verbs
                    if verb.makes and (thing := self.things.exactly(verb.makes))
                ),
                None,
            )
            named = made or self._spoken_of(clause)
            last = named.key if named else last
            self._focus[clause.span.start] = last

    def _spoken_of(self, clause: Clause) -> Thing | None:
        """The thing a clause is about: its subject, else its object, else the first it names."""
        subject = self.things.exactly(clause.subject) if clause.subject else None
        each = RECORDED_FOR.search(clause.text)
        if each is not None and (named := self.things.named(each["thing"])) is not None:
            return named
        plain = _BY.sub("", clause.text)
        return (
            subject
            or (self.named_in(_BY.sub("", clause.rest)) if clause.verbs else None)
            or self.named_in(plain)
            or self.named_in(clause.text)
        )

    def focus(self, clause: Clause) -> str:
        """The key of the thing that `it`, `each one`, `the list` mean in a clause."""
        return self._focus.get(clause.span.start, "")

    def named_in(self, text: str) -> Thing | None:
        """The first thing that is named in a text."""
        words = [
            word.strip("'s") if word.endswith("'s") else word
            for word in text.replace(",", " ").replace("(", " ").replace(")", " ").split()
        ]
        for start in range(len(words)):
            for length in (4, 3, 2, 1):
                thing = (
                    self.things.exactly(" ".join(words[start : start + length]))
                    if start + length <= len(words)
                    else None
                )
                if thing is not None:
                    return thing
        return None

    def last_named_in(self, text: str) -> Thing | None:
        """The last thing that is named in a text."""
        words = text.replace(",", " ").split()
        for end in range(len(words), 0, -1):
            for start in range(max(end - 4, 0), end):
                thing = self.things.exactly(" ".join(words[start:end]))
                if thing is not None:
                    return thing
        return None
