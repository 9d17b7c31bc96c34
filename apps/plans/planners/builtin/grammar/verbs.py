"""Where verbs and their subjects stand in a run of words."""

from collections.abc import Sequence

from apps.plans.planners.builtin.grammar.phrases import POINTING
from apps.plans.planners.builtin.language.tokens import Token
from apps.plans.planners.builtin.language.words import is_plural, singular_phrase
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.lexicon.entries import Verb

MODALS = {
    "can",
    "could",
    "may",
    "might",
    "should",
    "must",
    "will",
    "would",
    "shall",
    "cannot",
    "can't",
    "mustn't",
    "shouldn't",
    "won't",
    "needs",
    "need",
    "has",
    "have",
    "wants",
    "want",
    "gets",
    "get",
    "don't",
    "doesn't",
    "never",
}


_DETERMINERS = POINTING | frozenset(
    (
        *("anyone", "at", "everyone", "everything", "how", "it", "me", "one", "them", "us"),
        *("when", "where", "whether", "who"),
    )
)


_OBJECTS = _DETERMINERS - {"where", "at", "when"}


_WANTING = {"need", "needs", "want", "wants", "get", "gets", "will", "may", "might"}


_NO_SUBJECT = {"and", "or", "whether", "if", "how", "what", "why", "plus", "but", "which", "that"}


# Words for people as one body.
COLLECTIVE = {
    "committee",
    "team",
    "department",
    "group",
    "board",
    "office",
    "staff",
    "management",
    "crew",
    "council",
    "panel",
    "desk",
}


_DEEDS = {"mark", "create", "keep", "view", "edit", "move", "claim", "assign"}


PRONOUNS = {
    "we'd",
    "i'd",
    "we'll",
    "i'll",
    "they'd",
    "it",
    "they",
    "we",
    "i",
    "you",
    "he",
    "she",
    "everyone",
    "everybody",
    "nobody",
}


def verb_at(words: Sequence[Token], index: int, lexicon: Lexicon) -> tuple[Verb, int] | None:
    """The verb at a place and how many words it has: `sign off` has two."""
    if index >= len(words):
        return None
    if index + 1 < len(words) and (
        found := lexicon.verb_forms.get(f"{words[index].text} {words[index + 1].text}")
    ):
        return found, 2
    if index + 2 < len(words) and words[index + 1].text in {"it", "them", "this", "these", "one"}:
        apart = lexicon.verb_forms.get(f"{words[index].text} {words[index + 2].text}")
        if apart is not None:
            return apart, 3
    found = lexicon.verb_forms.get(words[index].text)
    return (found, 1) if found else None


def starts_clause(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a new clause may begin there: a verb with its object, or a subject with its verb."""
    found = verb_at(words, index, lexicon)
    follows = words[index + found[1]] if found and index + found[1] < len(words) else None
    if found and not (
        found[0].noun or (found[0].does in {"want", "move"} and words[index].text.endswith("s"))
    ):
        return found[0].name not in {"like", "have", "use"} or (
            follows is not None and follows.text in _DETERMINERS
        )
    if (
        found
        and follows is not None
        and follows.is_word
        and (follows.text in _OBJECTS or (is_plural(follows.text) and follows.text not in MODALS))
    ):
        return True
    return _subject_length(words, index, lexicon) is not None


def _may_open(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """`when it is done, tell …` is a clause; `when it is due` in a list is a field."""
    if words[index].text not in {"when", "if", "where", "who", "once"}:
        return True
    commas = [at for at in range(index + 2, len(words) - 1) if words[at].text == ","]
    return any(starts_clause(words, at + 1, lexicon) for at in commas[:2])


def _subject_length(words: Sequence[Token], index: int, lexicon: Lexicon) -> int | None:
    """How many words stand before a modal or verb that makes them a subject; None where they are
    none.
    """
    if words[index].text in _NO_SUBJECT or not _may_open(words, index, lexicon):
        return None
    for offset in range(1, 7):
        place = index + offset
        if place >= len(words) or not words[place - 1].is_word or words[place].text in _NO_SUBJECT:
            return None
        word = words[place].text
        if word in {"where", "who", "when"} or _is_relative(words, index, place):
            return None
        if word in _WANTING and not (place + 1 < len(words) and words[place + 1].is_word):
            return None
        if word in MODALS or word in {"is", "are"}:
            return offset
        if verb_at(words, place, lexicon) and _may_be_subject(
            [w.text for w in words[index:place]], words, place, lexicon
        ):
            return offset
    return None


def _is_relative(words: Sequence[Token], index: int, place: int) -> bool:
    """`the date we need it`, `a number they gave us`: a noun with what is said of it, no clause."""
    return (
        place > index + 1
        and words[index].text in {"the", "a", "an", "its", "their"}
        and words[place].text in {"we", "i", "they", "it", "you", "he", "she"}
    )


def _may_be_subject(
    subject: Sequence[str], words: Sequence[Token], place: int, lexicon: Lexicon
) -> bool:
    """People followed by what they do: `managers approve`, `the finance team checks`,
    `it sends`.
    """
    phrase = " ".join(
        word
        for word in subject
        if word not in {"the", "our", "all", "only", "any", "each", "every", "a", "an"}
    )
    if subject and (
        subject[-1] in PRONOUNS
        or (subject[0] in {"each", "every"} and words[place].text.endswith("s"))
    ):
        return True
    found = verb_at(words, place, lexicon)
    body = len(subject) > 1 and subject[0] in {"the", "our"} and subject[-1] in COLLECTIVE
    if found and body and (words[place].text.endswith("s") or found[0].does == "view"):
        return True
    if found and subject and _moves_on(subject, words, place, found, lexicon):
        return True
    if found and found[0].noun and place + 1 < len(words) and not words[place + 1].is_word:
        return False
    if found and _do(subject, words, place, found, lexicon):
        return True
    return phrase in {"it", "they", "we", "i", "this", "nobody", "no one"} or is_people(
        phrase, lexicon
    )


def _moves_on(
    subject: Sequence[str],
    words: Sequence[Token],
    place: int,
    found: tuple[Verb, int],
    lexicon: Lexicon,
) -> bool:
    """`the registrar packs and returns`: one person's steps, without an object."""
    ends = place + found[1]
    return (
        subject[0] in {"the", "our"}
        and 1 < len(subject) < 4
        and found[0].does == "move"
        and words[place].text.endswith("s")
        and subject[-1] not in lexicon.noun_words
        and subject[-1] not in lexicon.tools["ui"]
        and (
            ends >= len(words)
            or (
                words[ends].text in {"and", "or", ","}
                and verb_at(words, ends + 1, lexicon) is not None
            )
        )
    )


def _do(
    subject: Sequence[str],
    words: Sequence[Token],
    place: int,
    found: tuple[Verb, int],
    lexicon: Lexicon,
) -> bool:
    """`tenants report repairs`, `our kitchen records temperatures`: somebody unknown, by the form
    of the verb and an object behind it.
    """
    follows = words[place + found[1]] if place + found[1] < len(words) else None
    if follows is None or not follows.is_word or found[0].does not in _DEEDS:
        return False
    subject = subject[1:] if subject[0] == "only" and len(subject) > 1 else subject
    third = words[place].text.endswith("s")
    object_ = follows.text in _OBJECTS or (
        follows.text not in MODALS | {"with", "for", "of", "and", "is", "are", "by", "in", "on"}
        and verb_at(words, place + found[1], lexicon) is None
    )
    if subject[0] in {"our", "the"} and third:
        return object_ and len(subject) < 4
    plain = subject[-1]
    return (
        len(subject) == 1
        and is_plural(plain)
        and not third
        and object_
        and singular_phrase(plain) not in lexicon.noun_words
        and singular_phrase(plain) not in lexicon.field_kinds
        and plain not in lexicon.glue
        and plain not in lexicon.tools["ui"]
        and plain not in lexicon.verb_forms
        and (follows.text in _OBJECTS or is_plural(follows.text))
    )


def is_people(phrase: str, lexicon: Lexicon) -> bool:
    """Whether the lexicon knows the phrase, or its last word, as people."""
    people = lexicon.people
    plain = phrase.strip()
    known = (*people["member"], *people["admin"], *people["author"], *people["by_field"])
    last = plain.split()[-1:] or [""]
    candidates = {plain, plain.removesuffix("s"), last[0], last[0].removesuffix("s")}
    noun = lexicon.noun_words.get(singular_phrase(plain)) if plain else None
    if noun is not None and noun.person:
        return True
    return any(word in known or word in lexicon.roles for word in candidates if word)


def is_verb_of(words: Sequence[Token], index: int, place: int, lexicon: Lexicon) -> bool:
    """Whether a word is the verb of what stands before it; words that are nouns too need people
    there.
    """
    found = verb_at(words, place, lexicon)
    word = words[place].text
    if found is None or (word.endswith("ing") and found[0].name != word):
        return False
    if words[index].text in {"a", "an"} and found[0].noun and not word.endswith("s"):
        return False
    return not found[0].noun or _may_be_subject(
        [word.text for word in words[index:place]], words, place, lexicon
    )
