"""A blueprint being written: plain data with look-ups by the words of a brief.

Nothing here decides what to build.
"""

from collections.abc import Iterable
from typing import Any

from apps.plans.planners.builtin.compose.names import field_id, free
from apps.plans.planners.builtin.grammar.phrases import key_of
from apps.plans.planners.builtin.grammar.things import Thing, Things
from apps.plans.planners.builtin.language.words import last_word
from apps.plans.planners.builtin.lexicon import Lexicon

Data = dict[str, Any]

_ALIKE = (
    frozenset(
        {
            *("owner", "assignee", "assigned to", "assigned person", "responsible", "handler"),
            *("responsible person", "person in charge", "person responsible", "lead"),
            "assigned technician",
        }
    ),
    frozenset({"due", "due date", "deadline", "due by", "due on", "target date", "return date"}),
    frozenset({"title", "name", "subject"}),
    frozenset({"description", "details"}),
    frozenset({"location", "place", "site", "where"}),
    frozenset(
        {
            *("requester", "requestor", "reporter", "requested by", "submitted by"),
            *("reported by", "submitter", "author", "employee", "created by"),
        }
    ),
    frozenset({"amount", "total", "price", "cost", "value", "spending", "spend"}),
    frozenset({"category", "type", "kind"}),
    frozenset({"notes", "note", "remarks", "comment"}),
    frozenset({"supplier", "vendor"}),
    frozenset({"customer", "client"}),
)
_LOOSE = {"date", "name", "the", "of", "on", "at", "by", "is", "number"}
DATES = {"date", "datetime", "week", "month"}


class Draft:
    """The blueprint so far, and what it is made from."""

    def __init__(self, things: Things, lexicon: Lexicon, data: Data | None = None) -> None:
        self.things = things
        self.lexicon = lexicon
        self.data: Data = data if data is not None else {"name": "", "entities": [], "pages": []}
        self.processes: tuple[str, ...] = ()
        self.explicit: set[str] = set()
        self.groups: tuple[str, ...] = ()
        self.change_by_owner: set[str] = set()
        self.shown: dict[str, list[str]] = {}
        self.moved: dict[str, str] = {}
        self.opens_plain = False
        self.said = ""
        self.creators: dict[str, set[str]] = {}
        self.doers: set[str] = set()
        self.sorted_pages: set[str] = set()
        self.applied: list[tuple[Data, dict[str, str]]] = []
        self.sample_hints: dict[str, dict[str, list[str]]] = {}

    # --- looking up
    def list_of(self, key: str) -> list[Any]:
        """A list of the whole blueprint, made where it is missing."""
        found: list[Any] = self.data.setdefault(key, [])
        return found

    def entity(self, key: str) -> Data:
        """The entity of that id."""
        return next(entity for entity in self.data["entities"] if entity["id"] == key)

    def has_entity(self, key: str) -> bool:
        """Whether there is one of that id."""
        return any(entity["id"] == key for entity in self.data["entities"])

    def fields(self, key: str) -> list[Data]:
        """The fields of an entity."""
        found: list[Data] = self.entity(key)["fields"]
        return found

    def of_kind(self, key: str, *kinds: str) -> list[Data]:
        """The fields of these kinds, in order."""
        return [field for field in self.fields(key) if field["kind"] in kinds]

    def stored(self, key: str) -> list[Data]:
        """The fields that are not computed."""
        return [field for field in self.fields(key) if not field.get("expr")]

    def field(self, key: str, identity: str) -> Data | None:
        """The field of that id."""
        return next((field for field in self.fields(key) if field["id"] == identity), None)

    def thing(self, key: str) -> Thing | None:
        """The thing that an entity was made from."""
        return next((thing for thing in self.things if thing.key == key), None)

    def entity_words(self, key: str) -> set[str]:
        """All words for an entity."""
        thing = self.thing(key)
        return set(thing.names) if thing else {key.replace("_", " ")}

    def field_named(self, key: str, phrase: str) -> Data | None:
        """The field that a phrase means: by id or name, then by likeness; None where
        nothing fits.
        """
        if not phrase or not self.has_entity(key):
            return None
        short = field_id(phrase, self.entity_words(key)).replace("_", " ")
        wanted = {key_of(phrase), short, key_of(short)}
        fields = self.fields(key)
        for field in fields:
            if wanted & _words_for(field):
                return field
        for group in _ALIKE:
            if wanted & group:
                for field in fields:
                    if _words_for(field) & group:
                        return field
        return _loosely(fields, wanted)

    def status(self, key: str) -> Data | None:
        """The status that moves the row along: the last one if there are several (a decision after
        a match).
        """
        found = self.of_kind(key, "status")
        return found[0] if found else None

    def when(self, key: str) -> str:
        """The path of the date that "today" and charts go by."""
        thing = self.thing(key)
        if thing and thing.noun and thing.noun.when:
            field = self.field_named(key, thing.noun.when)
            if field is not None and field["kind"] in DATES:
                return str(field["id"])
        dates = [
            field
            for field in self.of_kind(key, *DATES)
            if not field.get("readonly") or field.get("default")
        ]
        past = [field for field in dates if field.get("default") in {"today", "now"}]
        plain = [field for field in dates if field["id"] in {"date", "day"}]
        only = dates if len(dates) == 1 and not lies_ahead(dates[0]["id"]) else []
        found = (past or plain or only)[:1]
        return str(found[0]["id"]) if found else "created_at"

    def pages_of(self, key: str) -> list[Data]:
        """List pages of an entity, in order."""
        return [
            page
            for page in self.list_of("pages")
            if page.get("entity") == key and page["kind"] not in {"detail", "form"}
        ]

    def quiet_words(self, words: Iterable[str]) -> bool:
        """Whether words say nothing that a condition would have to hold."""
        known = {
            "saved",
            "kept",
            "full",
            "complete",
            "main",
            "central",
            "entered",
            "submitted",
            "existing",
            "list",
            "overview",
            "database",
            "track",
        }
        return all(
            word in known or word in self.lexicon.glue or word in self.lexicon.tools["ui"]
            for word in words
        )

    # --- writing
    def add_field(self, key: str, spec: Data, *, before: str = "") -> Data:
        """Adds a field, or completes the one of that id, and gives it."""
        known = self.field(key, spec["id"])
        if known is not None:
            for name, value in spec.items():
                known.setdefault(name, value)
            return known
        fields = self.fields(key)
        place = next(
            (index for index, field in enumerate(fields) if field["id"] == before), len(fields)
        )
        fields.insert(place, spec)
        return spec

    def add(self, owner: Data, key: str, item: Data) -> Data:
        """Adds an item with an id of its own to a list of an entity, page or the whole."""
        items: list[Data] = owner.setdefault(key, [])
        item["id"] = free(item["id"], {other.get("id", "") for other in items})
        items.append(item)
        return item

    def add_text(self, owner: Data, key: str, texts: Iterable[str]) -> None:
        """Adds texts to a list of texts, each once."""
        items: list[str] = owner.setdefault(key, [])
        items += [text for text in dict.fromkeys(texts) if text not in items]

    def assume(self, text: str) -> None:
        """Says what was decided for the asker."""
        self.add_text(self.data, "assumptions", [text])


def lies_ahead(identity: str) -> bool:
    """Whether a date says when something has to happen rather than when it did."""
    return any(
        word in identity
        for word in (
            "due",
            "deadline",
            "end",
            "expir",
            "until",
            "next",
            "renew",
            "target",
            "valid",
            "need",
            "review",
        )
    )


def _words_for(field: Data) -> set[str]:
    name = str(field.get("name", "")).lower()
    words = field["id"].replace("_", " ")
    return {word for word in (words, key_of(words), key_of(name)) if word}


def _loosely(fields: list[Data], wanted: set[str]) -> Data | None:
    """By the words that matter, then by a last word that only one field has."""
    for text in wanted:
        core = set(text.split()) - _LOOSE
        for field in fields:
            if core and any(set(words.split()) - _LOOSE == core for words in _words_for(field)):
                return field
    for text in wanted:
        last = last_word(text)
        found = [
            field
            for field in fields
            if any(last_word(words) == last or words == last for words in _words_for(field))
        ]
        if len(found) == 1 and last not in _LOOSE:
            return found[0]
    for text in wanted:
        begun = [f for f in fields if any(w.startswith(f"{text} in ") for w in _words_for(f))]
        if len(begun) == 1:
            return begun[0]
    return None
