"""The things a brief is about: which of its nouns become entities, under which words, and which one
is the main one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.plans.planners.builtin.grammar.phrases import key_of
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.language.words import (
    identifier,
    singular_phrase,
)
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.lexicon.entries import Noun

MOST_THINGS = 9


_WITHOUT_RHYTHM = re.compile(
    r"^(?:(?:daily|weekly|monthly|quarterly|yearly|annual|simple|basic|online|digital|internal|"
    r"central|company|office) )+(?=\w)"
)


_OWNERS = re.compile(r"^(?:[a-z]+(?:s'|'s) )+(?=\w)")


_NO_NAME = {"record", "count", "entry", "log", "list", "data"}


@dataclass(slots=True)
class Thing:
    """An entity to be: its key is its id in the blueprint, `word` what the brief calls it."""

    key: str
    word: str
    noun: Noun | None = None
    names: set[str] = field(default_factory=set)
    quiet: bool = False
    sorts: tuple[str, ...] = ()


class Things:
    """The things of a brief, found by the words for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._things: dict[str, Thing] = {}

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._things.values())

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, key: str) -> Thing:
        return self._things[key]

    @property
    def main(self) -> Thing | None:
        """The first one: what the tool is about."""
        return next(iter(self._things.values()), None)

    def add(self, phrase: str, *, quiet: bool = False, named: bool = False) -> Thing | None:
        """Makes the phrase a thing, or gives the one that is meant by it; None for what cannot be
        one, unless the planner `named` it so itself.
        """
        word = self._word_of(_OWNERS.sub("", phrase))
        if word not in self.lexicon.noun_words:
            word = _WITHOUT_RHYTHM.sub("", word)
        if (known := self.named(word)) is not None:
            known.quiet = known.quiet and quiet
            return known
        if not (named or self.may_be_thing(word)) or len(self) >= MOST_THINGS:
            return None
        noun = self.noun_of(word)

        thing = Thing(self._free_key(word, noun), word, noun, {word}, quiet)
        for name in self._names(word, noun):
            if self.named(name) is None:
                thing.names.add(name)
        self._things[thing.key] = thing
        return thing

    def add_sorts(self, words: list[str]) -> Thing | None:
        """Nouns that are sorts of one thing: `laptop or phone`."""
        thing = self.add(" or ".join(words), named=True)
        if thing is not None:
            thing.noun = next((noun for word in words if (noun := self.noun_of(word))), None)
            thing.sorts = tuple(words)
            thing.names = {thing.word, *words}
        return thing

    def drop(self, key: str, *, into: Thing) -> None:
        """Takes a thing out; the words for it mean another one, which comes first."""
        gone = self._things.pop(key)
        into.names |= gone.names
        self._things = {into.key: into, **self._things}

    def know(self, key: str, word: str) -> Thing:
        """A thing that an existing blueprint has."""
        noun = self.noun_of(word) or self.noun_of(key.replace("_", " "))
        thing = Thing(key, word, noun, {word, key.replace("_", " ")})
        thing.names |= {name for name in self._names(word, noun) if self.named(name) is None}
        self._things[key] = thing
        return thing

    def named(self, phrase: str) -> Thing | None:
        """The thing a phrase names: by its whole, or by the longest run of last words."""
        words = self._word_of(phrase).split()
        for start in range(len(words)):
            tail = " ".join(words[start:])
            for thing in self:
                if tail in thing.names:
                    return thing
        return None

    def _word_of(self, phrase: str) -> str:
        """The phrase as a key; `new hire` keeps its `new`, since the lexicon knows it so."""
        whole = singular_phrase(phrase.strip())
        return whole if whole in self.lexicon.noun_words else key_of(phrase)

    def exactly(self, phrase: str) -> Thing | None:
        """The thing whose name is the whole phrase."""
        word = self._word_of(phrase)
        return next((thing for thing in self if word in thing.names), None)

    def noun_of(self, word: str) -> Noun | None:
        """The lexicon's noun for a phrase, by its longest run of last words."""
        words = word.split()
        for start in range(len(words)):
            noun = self.lexicon.noun_words.get(singular_phrase(" ".join(words[start:])))
            if noun is not None:
                return noun
        return None

    def may_be_thing(self, word: str) -> bool:
        """Whether a phrase can be kept as rows: a noun, not people, not a word of pages."""
        words = word.split()
        if (
            not words
            or len(words) > 4
            or not re.fullmatch(r"[a-z][a-z0-9 '&-]*", word)
            or len(word) < 3
        ):
            return False
        if word in self.lexicon.noun_words:
            return True
        head = words[-1]
        if (
            head in self.lexicon.tools["ui"]
            or singular_phrase(head) in self.lexicon.tools["ui"]
            or head in self.lexicon.glue
        ):
            return False
        return (
            not is_people(word, self.lexicon)
            and head not in self.lexicon.states
            and word not in self.lexicon.field_kinds
        )

    def _free_key(self, word: str, noun: Noun | None) -> str:
        words = word.split()
        simple = noun.name if noun is not None and noun.name in {word, words[-1], words[0]} else ""
        key = identifier(simple or word)
        if key in {"person", "history"} or key.startswith(("kit_", "django_")):
            key = f"{key}_record"
        while key in self._things:
            key = f"{key}_2"
        return key

    def _names(self, word: str, noun: Noun | None) -> Iterator[str]:
        words = word.split()
        yield from (
            " ".join(words[start:]) for start in range(1, len(words)) if words[-1] not in _NO_NAME
        )
        if words[-1] in {"record", "entry", "log"} and len(words) > 1:
            yield " ".join(words[:-1])
        if noun is not None:
            yield noun.name
            if noun.name.split()[-1] not in _NO_NAME:
                yield noun.name.split()[-1]
            yield from (
                other
                for other in noun.also
                if other.split()[-1] in {words[-1], noun.name.split()[-1]}
            )
