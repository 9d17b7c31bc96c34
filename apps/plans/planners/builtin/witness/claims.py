"""Which words of a clause are claimed by evidence, which ask for nothing, and which are lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any

from apps.plans.planners.builtin.language.source import Source
from apps.plans.planners.builtin.language.tokens import Token, tokens
from apps.plans.planners.builtin.language.words import singular
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.witness.evidence import Evidence
from apps.plans.planners.builtin.witness.words import number, stem, stems

_MOST_SPEAKERS = 4
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


class State(Enum):
    """What became of a word."""

    FREE = "free"
    CLAIMED = "claimed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a clause, where it stands in it, and what became of it.

    `leads` is a word that belongs to what follows or joins ("of", "and", "approves").
    """

    token: Token
    state: State
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """Knows the words; the same for briefs and follow-ups."""

    lexicon: Lexicon

    def hear(self, quote: str, evidence: Evidence) -> list[Said]:
        """Every word of a quote with what became of it."""
        plain = Source(quote).plain
        words = [word for word in tokens(plain) if word.is_word]
        knows = _known(self.lexicon)
        served = set(knows.extras_in(plain, evidence))
        speaks = knows.speakers(words)
        asked = dict(knows.conditions_in(plain))
        figures = dict(_figures(plain))
        found: list[Said] = []
        for index, word in enumerate(words):
            after = words[index + 1].text if index + 1 < len(words) else ""
            figure = figures.get(word.start, knows.numbers.get(word.text))
            if word.start in served:
                state = State.CLAIMED
            elif figure is not None:
                state = _counted(figure, after, knows, evidence)
                if state is State.LOST and not word.text[0].isdigit():
                    state = knows.word(word.text, evidence)
            elif (
                word.text in knows.units
                and found
                and words[index - 1].text in knows.figured(figures, words[index - 1])
            ):
                state = found[-1].state
            elif word.start in asked:
                state = knows.condition(word.text, asked[word.start], evidence)
            else:
                state = knows.word(word.text, evidence)
                if state is State.LOST:
                    state = knows.pair(words, index, evidence, speaks)
            found.append(Said(word, state, knows.leads(word.text)))
        return found


def _figures(plain: str) -> Iterator[tuple[int, float]]:
    """Where each part of a number begins, with the whole number."""
    for found in _THOUSANDS.finditer(plain):
        if found.start() and plain[found.start() - 1].isalpha():
            continue
        if plain[found.end() : found.end() + 1].isalpha():
            continue
        for part in re.finditer(r"\d+", found[0]):
            yield found.start() + part.start(), number(found[0])


def _counted(figure: float, after: str, knows: "_Known", evidence: Evidence) -> State:
    days = figure * knows.in_days.get(after, 1)
    return State.CLAIMED if {figure, days} & evidence.numbers else State.LOST


class _Known:
    """The lexicon, turned to what a witness asks of it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        said = lexicon.witness
        self.units = frozenset(map(str, said["units"]))
        self.numbers = {str(word): float(value) for word, value in said["numbers"].items()}
        self.in_days = {str(word): float(value) for word, value in said["in_days"].items()}
        self.glue = lexicon.glue | frozenset(map(str, said["small"]))
        self.controls = {str(word): frozenset(kinds) for word, kinds in said["controls"].items()}
        self.free = self.glue | (self._of_tools(said) - self.controls.keys())
        self.verbs = {str(sort): frozenset(kinds) for sort, kinds in said["verbs"].items()}
        self.patterns = [
            (
                re.compile("|".join(entry["any"])),
                frozenset(entry["by"]) | {f"of {kind}" for kind in entry.get("of", ())},
            )
            for entry in said["conditions"]
        ]
        self.extras = [
            (re.compile(pattern), extra.id)
            for extra in lexicon.extras
            for pattern in extra.any
            if extra.sort != "beyond"
        ]

    def _of_tools(self, said: dict[str, Any]) -> set[str]:
        """Words for tools and their pages: they claim nothing of their own, they are shown."""
        tools = self.lexicon.tools
        keeps = {part for phrase in tools["keeps"] for part in str(phrase).split()}
        members = set(map(str, self.lexicon.people["member"]))
        return {*said["structure"], *tools["named"], *tools["hollow"]} | keeps | members

    def extras_in(self, plain: str, evidence: Evidence) -> Iterator[int]:
        """Words of what tools have anyway, where the address says that this is meant."""
        for pattern, what in self.extras:
            if what in evidence.kinds:
                for found in pattern.finditer(plain):
                    for word in tokens(plain, found.start(), found.end()):
                        yield word.start

    def speakers(self, words: Sequence[Token]) -> int:
        """How many words come before `HR wants …`, `the kitchen needs …`: who speaks, no role."""
        for index, word in enumerate(words[:_MOST_SPEAKERS]):
            verb = self.lexicon.verb_forms.get(word.text)
            if verb is not None and verb.does == "want":
                return index
        return 0

    def pair(self, words: Sequence[Token], index: int, evidence: Evidence, speakers: int) -> State:
        """A lost word as one half of a verb of two words ("hand in"), or as who speaks."""
        if index < speakers:
            return State.FREE
        for first in (index - 1, index):
            both = " ".join(word.text for word in words[max(first, 0) : first + 2])
            if " " in both and self._sorts(both):
                if self._asks_nothing(both):
                    return State.FREE
                if self._does(both, evidence) or self._spoken(both.split()[0], evidence):
                    return State.CLAIMED
        return State.LOST

    def figured(self, figures: dict[int, float], before: Token) -> set[str]:
        """The text of the word before, where it is a number."""
        counts = before.start in figures or before.text in self.numbers
        return {before.text} if counts else set()

    def leads(self, text: str) -> bool:
        """Whether a word begins or joins what follows, so that nothing ends with it."""
        return text in self.glue or text in self.lexicon.verb_forms

    def conditions_in(self, plain: str) -> Iterator[tuple[int, frozenset[str]]]:
        """Where words of a condition begin, and what would claim them."""
        for pattern, kinds in self.patterns:
            for found in pattern.finditer(plain):
                for word in tokens(plain, found.start(), found.end()):
                    yield word.start, kinds

    def condition(self, text: str, kinds: frozenset[str], evidence: Evidence) -> State:
        """A word of a condition: by what holds one, or by its own name in the tool."""
        of = {kind[3:] for kind in kinds if kind.startswith("of ")}
        if of and evidence.words.isdisjoint(stem(kind) for kind in of):
            return State.LOST
        if kinds & evidence.kinds or (text not in self.free and self._spoken(text, evidence)):
            return State.CLAIMED
        return State.LOST

    def word(self, text: str, evidence: Evidence) -> State:
        """Any other word."""
        bare = singular(text.split("'")[0])
        if self._spoken(text, evidence) or self._controls(text, bare, evidence):
            return State.CLAIMED
        if text in self.free or bare in self.free or self._asks_nothing(text):
            return State.FREE
        return State.CLAIMED if self._does(text, evidence) else State.LOST

    def _spoken(self, text: str, evidence: Evidence) -> bool:
        """Whether the tool says the word, or one for the same."""
        return not evidence.words.isdisjoint(self.same(text))

    def _controls(self, text: str, bare: str, evidence: Evidence) -> bool:
        kinds = self.controls.get(text) or self.controls.get(bare)
        return bool(kinds and kinds & evidence.kinds)

    def _sorts(self, text: str) -> set[str]:
        found = {self.lexicon.verb_forms.get(text), self.lexicon.past_forms.get(text)}
        return {verb.does for verb in found if verb is not None}

    def _asks_nothing(self, text: str) -> bool:
        """Verbs of showing and keeping; not where the word is a state, too ("open tickets")."""
        return bool(self._sorts(text) & self.verbs["any"]) and text not in self.lexicon.states

    def _does(self, text: str, evidence: Evidence) -> bool:
        return any(self.verbs.get(sort, frozenset()) & evidence.kinds for sort in self._sorts(text))

    def same(self, text: str) -> frozenset[str]:
        """The stems of a word and of all that stand for it."""
        unit = self.lexicon.units.get(text, text)
        own = {stem(text), stem(unit.lower())}
        return self._alike.get(stem(text), frozenset()) | self._compounds(text) | own

    def _compounds(self, text: str) -> set[str]:
        """`workspace-wide`, `sign-up`: a word in parts is named by its parts."""
        return stems(text.replace("-", " ")) if "-" in text else set()

    @cached_property
    def _alike(self) -> dict[str, frozenset[str]]:
        """Every stem with the stems of its synonyms."""
        lexicon = self.lexicon
        groups = [set(map(str, group)) for group in lexicon.witness["alike"]]
        groups += [set(map(str, group)) for group in lexicon.likeness["values"]]
        groups += [{noun.name, *noun.also} for noun in lexicon.nouns.values()]
        groups += [{role.id, *role.also} for role in lexicon.roles.values()]
        groups += [
            {verb.name, verb.past, verb.to or verb.past, verb.makes or verb.past}
            for verb in lexicon.verbs.values()
        ]
        alike: dict[str, set[str]] = {}
        for group in groups:
            heads = {stem(word) for word in group if " " not in word}
            heads |= {stem(part) for word in group if " " in word for part in word.split()[-1:]}
            for head in heads:
                alike.setdefault(head, set()).update(heads)
        return {head: frozenset(others) for head, others in alike.items()}


@lru_cache(maxsize=4)
def _known(lexicon: Lexicon) -> _Known:
    return _Known(lexicon)
