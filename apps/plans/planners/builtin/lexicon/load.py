"""Loads the lexicon's files once a process and answers look-ups by word."""

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from apps.plans.planners.builtin.language.words import (
    gerund,
    past,
    plural_phrase,
    singular_phrase,
    third_person,
)
from apps.plans.planners.builtin.lexicon.entries import (
    ExtraWord,
    Noun,
    Refusal,
    RoleWord,
    State,
    Verb,
)
from apps.plans.planners.builtin.lexicon.notation import read_field

DATA = Path(__file__).parent / "data"
_NAMES_TOO = {
    "building",
    "reading",
    "setting",
    "heading",
    "listing",
    "drawing",
    "opening",
    "rating",
}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """A file of ours as plain data, by the quick loader where there is one; both are safe ones."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506


def _noun(name: str, entry: dict[str, Any]) -> Noun:
    known = {
        "also",
        "fields",
        "status",
        "when",
        "title",
        "listed",
        "person",
        "lines",
        "flag",
        "rows",
        "sensitive",
    }
    if extra := set(entry) - known:
        raise ValueError(f"Lexicon: noun {name!r} has the unknown keys {sorted(extra)}.")
    return Noun(
        name=name,
        also=tuple(entry.get("also", ())),
        fields=tuple(read_field(text) for text in entry.get("fields", ())),
        status=tuple(entry.get("status", ())),
        when=entry.get("when", ""),
        title=entry.get("title", ""),
        listed=entry.get("listed", False),
        person=entry.get("person", False),
        lines=entry.get("lines", False),
        flags=tuple(entry.get("flag", ())),
        rows=tuple(str(row) for row in entry.get("rows", ())),
        sensitive=entry.get("sensitive", ""),
    )


def _verb(name: str, entry: dict[str, Any]) -> Verb:
    head, _, particle = name.partition(" ")
    regular = f"{past(head)} {particle}".strip()
    return Verb(
        name=name,
        does=entry["does"],
        past=entry.get("past", regular),
        noun=entry.get("noun", False),
        to=entry.get("to", ""),
        tone=entry.get("tone", "plain"),
        decides=entry.get("decides", False),
        reason=entry.get("reason", False),
        makes=entry.get("makes", ""),
    )


def _forms(verb: Verb) -> list[str]:
    head, _, particle = verb.name.partition(" ")
    return [f"{form} {particle}".strip() for form in (head, third_person(head), gerund(head))]


class Lexicon:
    """Every word the planner knows; read from `folder`, lazily, file by file."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder

    def _data(self, name: str) -> Any:
        return read_yaml(self._folder / f"{name}.yaml")

    @cached_property
    def nouns(self) -> dict[str, Noun]:
        """Nouns by their own name."""
        found: dict[str, Noun] = {}
        for path in sorted((self._folder / "nouns").glob("*.yaml")):
            for name, entry in read_yaml(path).items():
                if name in found:
                    raise ValueError(f"Lexicon: the noun {name!r} is there twice ({path.name}).")
                found[name] = _noun(name, entry)
        return found

    @cached_property
    def noun_words(self) -> dict[str, Noun]:
        """Nouns by every singular word for them; a noun's own name wins over another's synonym."""
        words: dict[str, Noun] = {}
        for noun in self.nouns.values():
            for word in noun.also:
                words.setdefault(singular_phrase(word), noun)
        return words | self.nouns

    @cached_property
    def verbs(self) -> dict[str, Verb]:
        """Verbs by their own name."""
        return {name: _verb(name, entry) for name, entry in self._data("verbs").items()}

    @cached_property
    def verb_forms(self) -> dict[str, Verb]:
        """`approve`, `approves`, `approving` -> the verb."""
        named = self.noun_words.keys() | self.field_kinds.keys() | _NAMES_TOO
        return {
            form: verb
            for verb in self.verbs.values()
            for form in _forms(verb)
            if not (form.endswith("ing") and form in named)
        }

    @cached_property
    def right_words(self) -> frozenset[str]:
        """Words that are spelled right, by themselves or in what the lexicon has."""
        named = (*self.noun_words, *self.field_kinds, *self.states, *self.roles, *self.units)
        tools = (
            word for name in ("ui", "glue", "named", "hollow", "real") for word in self.tools[name]
        )
        forms = (*self.verb_forms, *self.past_forms, *map(str, tools))
        return frozenset(part for phrase in (*named, *forms) for part in str(phrase).split())

    @cached_property
    def participles(self) -> dict[str, Verb]:
        """`approved` -> the verb; only of verbs that move a status."""
        moves = [verb for verb in self.verbs.values() if verb.does == "move"]
        return {verb.past: verb for verb in moves} | {verb.to: verb for verb in moves}

    @cached_property
    def past_forms(self) -> dict[str, Verb]:
        """`approved`, `submitted`, `seen` -> the verb, for all verbs."""
        return {verb.past: verb for verb in self.verbs.values()} | self.participles

    @cached_property
    def states(self) -> dict[str, State]:
        """States by their word."""
        return {
            str(name): State(
                str(name),
                entry.get("closed", ""),
                entry.get("colour", ""),
                entry.get("start", False),
            )
            for name, entry in self._data("statuses").items()
        }

    @cached_property
    def people(self) -> dict[str, Any]:
        """`people.yaml` as it is."""
        return dict(self._data("people"))

    @cached_property
    def roles(self) -> dict[str, RoleWord]:
        """Roles by each of their words, singular and plural."""
        found: dict[str, RoleWord] = {}
        for name, entry in self.people["roles"].items():
            role = RoleWord(
                name,
                tuple(entry.get("also", ())),
                entry.get("group", ""),
                entry.get("line", False),
                entry.get("outside", False),
            )
            for word in (name, *role.also):
                found |= {word: role, plural_phrase(word): role}
        return found

    @cached_property
    def fields(self) -> dict[str, Any]:
        """`fields.yaml` as it is."""
        return dict(self._data("fields"))

    @cached_property
    def field_kinds(self) -> dict[str, str]:
        """Whole field phrase -> kind."""
        return {
            phrase: kind for kind, phrases in self.fields["kinds"].items() for phrase in phrases
        }

    @cached_property
    def units(self) -> dict[str, str]:
        """`kilos` -> `kg`, `euros` -> `EUR`: what numbers are counted in, by each word for it."""
        measures = self.fields["units"] | self.fields["currencies"]
        return {str(word): unit for unit, words in measures.items() for word in (unit, *words)}

    @cached_property
    def tools(self) -> dict[str, Any]:
        """`tools.yaml` as it is."""
        return dict(self._data("tools"))

    @cached_property
    def glue(self) -> frozenset[str]:
        """Words that ask for nothing by themselves."""
        return frozenset(str(word) for word in self.tools["glue"])

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Purposes that are out."""
        return tuple(
            Refusal(
                e["id"],
                tuple(e["any"]),
                tuple(e.get("unless", ())),
                tuple(e.get("purpose", ())),
                e["reason"],
                e["instead"],
            )
            for e in self._data("refusals")
        )

    @cached_property
    def extras(self) -> tuple[ExtraWord, ...]:
        """What tools have, may have, or cannot do."""
        return tuple(
            ExtraWord(
                e["id"],
                e["as"],
                tuple(e["any"]),
                tuple(e.get("unless", ())),
                tuple(e.get("provides", ())),
                e.get("meaning", ""),
                e.get("reason", ""),
                e.get("entity", False),
            )
            for e in self._data("extras")
        )

    @cached_property
    def samples(self) -> dict[str, Any]:
        """`samples.yaml` as it is."""
        return dict(self._data("samples"))

    @cached_property
    def likeness(self) -> dict[str, Any]:
        """`likeness.yaml` as it is."""
        return dict(self._data("likeness"))

    @cached_property
    def witness(self) -> dict[str, Any]:
        """`witness.yaml`: which kinds of built things claim which words of a brief."""
        return dict(self._data("witness"))

    @cached_property
    def languages(self) -> dict[str, Any]:
        """`languages.yaml`: other languages by their small words, and what to say in them."""
        return dict(self._data("languages"))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this process."""
    return Lexicon()
