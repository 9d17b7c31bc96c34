"""What a clause says is kept: its phrases, sorts of one thing, states before a noun."""

import re

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.phrases import bare, key_of
from apps.plans.planners.builtin.grammar.things import Things
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.language.words import is_plural, last_word
from apps.plans.planners.builtin.lexicon import Lexicon

_TRACK_OF = re.compile(
    r"^(?:(?:track|a (?:record|list|log|register)|records|an eye|an overview|control) (?:of|on) "
    r"|(?:which|what) (?=[a-z-]+s\b))"
)


_TOGETHER = re.compile(r"\b(?:we|they|people|them|with|each|their)\b")


_TIMES = {
    *("today", "tomorrow", "yesterday", "daily", "weekly", "monthly", "incoming", "upcoming"),
    *("recent", "latest", "important", "urgent", "expiring", "late", "future", "past", "week"),
}


def kept_phrases(clause: Clause) -> list[str]:
    """What a clause says is kept, as phrases: `track which laptops and phones we lend`."""
    return joined(_TRACK_OF.sub("", clause.rest))


def are_sorts(phrases: list[str], clause: Clause, things: Things) -> bool:
    """Whether nouns side by side are sorts of one thing: `laptops and phones we lend` are told
    about together, and no list of business has them apart.
    """
    words = [key_of(phrase) for phrase in phrases]
    nouns = [things.noun_of(word) for word in words]
    apart = {noun.name for noun in nouns if noun is not None}
    return (
        2 <= len(words) <= 3
        and len(set(words)) == len(words)
        and all(is_plural(last_word(phrase)) and len(phrase.split()) < 3 for phrase in phrases)
        and all(things.named(word) is None and _may_be_sort(word, things) for word in words)
        and len(apart) < 2
        and not apart & set(words)
        and _TOGETHER.search(clause.rest) is not None
    )


def _may_be_sort(word: str, things: Things) -> bool:
    """A noun; `phone` beside `laptop` is a thing as well, though alone it is a field."""
    return things.may_be_thing(word) or (
        word in things.lexicon.field_kinds
        and word not in things.lexicon.tools["ui"]
        and not is_people(word, things.lexicon)
    )


def joined(rest: str) -> list[str]:
    """Phrases of a short list: `suppliers, orders and deliveries with …` -> three phrases."""
    found = re.split(
        r"\s*(?:,|\band\b|\bor\b)\s*",
        re.split(
            r"[.;:(]|\b(?:with|by|for|in|on|of|to|when|including|that|which|who|where|from|so|if|"
            r"at|as|between|saved|stored|per|we|they|you|people|(?:twice|once)(?= (?:a|per|every))|"
            r"every(?= (?:day|week|month|hour|year)))\b",
            rest,
            maxsplit=1,
        )[0],
    )
    return [phrase.strip() for phrase in found if bare(phrase)][:6]


def drop_states(phrase: str, things: Things) -> str:
    """`today's unmatched invoices` -> `invoices`: states and times before a known noun go,
    `quality complaints` stay what they are.
    """
    words = key_of(phrase).split()
    while len(words) > 1 and " ".join(words) not in things.lexicon.noun_words:
        if not _says_when(words[0], things.lexicon):
            break
        words.pop(0)
    return " ".join(words) or phrase


def _says_when(word: str, lexicon: Lexicon) -> bool:
    """Whether a word before a noun tells a row's state or day rather than its sort."""
    plain = word.removeprefix("un").removeprefix("non-")
    return (
        plain in lexicon.states
        or word in lexicon.states
        or plain in lexicon.participles
        or word in lexicon.glue
        or word in _TIMES
        or word in lexicon.likeness["open"] + lexicon.likeness["ended"]
    )
