"""The frame of a clause: subject, permission or duty, negation, verbs.

"Let team members submit", "only HR can edit".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.plans.planners.builtin.grammar.verbs import MODALS, PRONOUNS, is_verb_of, verb_at
from apps.plans.planners.builtin.language.tokens import Token
from apps.plans.planners.builtin.language.words import first_word
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.lexicon.entries import Verb

_NOT = {
    "not",
    "cannot",
    "can't",
    "mustn't",
    "shouldn't",
    "won't",
    "don't",
    "doesn't",
    "never",
    "nobody",
    "none",
}


_BE = {"be", "is", "are", "was", "were", "been", "being", "gets", "get"}


_SKIP = {
    "also",
    "then",
    "always",
    "ever",
    "just",
    "be",
    "able",
    "to",
    "only",
    "automatically",
    "easily",
    "quickly",
    "not",
    "allowed",
    "have",
    "still",
    "directly",
    "either",
    "each",
    "both",
    "all",
    "first",
    "even",
    "solely",
}


_OPENING = {
    "and",
    "or",
    "then",
    "also",
    "but",
    "plus",
    "please",
    "so",
    "that",
    "which",
    "where",
    "who",
    ",",
    "finally",
    "additionally",
    "kindly",
    "furthermore",
    "moreover",
    "lastly",
    "to",
    "for",
    "basically",
    "ideally",
    "there",
}


_NO_PEOPLE = {"when", "if", "once", "button", "buttons", "they", "it", "them", "after", "until"}


_ME = {"i", "we", "we'd", "i'd"}
_ALONE = {"only", "just", "solely"}
_PLACES = {
    "somewhere",
    "anywhere",
    "something",
    "anything",
    "everything",
    "nothing",
    "place",
    "way",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Who may or must do what. `rest` is the place in the brief where the object begins."""

    subject: str = ""
    verbs: tuple[Verb, ...] = ()
    rest: int = 0
    can: bool = False
    only: bool = False
    negated: bool = False
    passive: bool = False
    by: str = ""
    third: bool = False


def read_frame(words: Sequence[Token], lexicon: Lexicon, before: Frame | None = None) -> Frame:
    """The frame of one clause; a bare verb takes over the subject of the clause before it."""
    if not words:
        return Frame()
    index = _skip_opening(words)
    started = verb_at(words, index, lexicon)
    if started and not _is_subject_noun(words, index, lexicon):
        return _from_verb(words, index, lexicon, before)
    return _from_subject(words, index, lexicon)


def _skip_opening(words: Sequence[Token]) -> int:
    index = 0
    while index < len(words) - 1 and words[index].text in _OPENING:
        index += 1
    return index


def _is_subject_noun(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """`requests can be …`, `orders have …`: a word that is a verb as well, but here the subject."""
    found = verb_at(words, index, lexicon)
    if not found or not found[0].noun or index + 1 >= len(words):
        return False
    return words[index + 1].text in MODALS | _BE


def _from_verb(words: Sequence[Token], index: int, lexicon: Lexicon, before: Frame | None) -> Frame:
    """An instruction, or a bare verb that goes on from the clause before."""
    verb, length = verb_at(words, index, lexicon) or (None, 1)
    after = index + length
    if verb and verb.does in {"let", "require", "forbid"}:
        handed = _handed_over(words, after, lexicon)
        if handed is not None:
            return replace(handed, negated=handed.negated or verb.does == "forbid", can=True)
    verbs, rest = _verb_list(words, index, lexicon)
    third = words[index].text.endswith("s") and words[index].text not in {
        "process",
        "pass",
        "access",
        "address",
    }
    place = words[rest].start if rest < len(words) else words[-1].end
    frame = Frame("", verbs, place, third=third)
    if before is not None and before.subject and not before.third and (not third or not before.can):
        return replace(
            frame, subject=before.subject, can=before.can, only=before.only, negated=before.negated
        )
    return frame


def _handed_over(words: Sequence[Token], index: int, lexicon: Lexicon) -> Frame | None:
    """`let WHO verb`, `allow WHO to verb`, `require WHO to verb`, `make sure (that) WHO verbs`."""
    for place in range(index + 1, min(index + 8, len(words))):
        if not words[place - 1].is_word:
            return None
        at = place + 1 if words[place].text in {"to", "from"} else place
        found = verb_at(words, at, lexicon)
        if found and not (
            found[0].noun
            and at == place
            and at + 1 < len(words)
            and verb_at(words, at + 1, lexicon)
        ):
            if any(word.text in _NO_PEOPLE for word in words[index:place]):
                return None
            if words[place - 1].text in _PLACES:
                return None
            subject = " ".join(word.text for word in words[index:place])
            verbs, rest = _verb_list(words, at, lexicon)
            end = words[rest].start if rest < len(words) else words[-1].end
            return Frame(subject, verbs, end, only="only" in subject.split())
    return None


def _from_subject(words: Sequence[Token], index: int, lexicon: Lexicon) -> Frame:
    """`team members can submit requests`, `each loan has …`, `requests are approved by
    managers`.
    """
    for place in range(index + 1, min(index + 10, len(words))):
        if words[place - 1].text in {",", ":"}:
            break
        word = words[place].text
        if word in MODALS or word in _BE or is_verb_of(words, index, place, lexicon):
            frame = _predicate(words, index, place, lexicon)
            if frame is not None:
                return frame
    return Frame("", (), words[index].start)


def _predicate(words: Sequence[Token], index: int, place: int, lexicon: Lexicon) -> Frame | None:
    subject = " ".join(word.text for word in words[index:place])
    alone = any(subject.endswith(f" {word}") for word in _ALONE)
    subject = subject.rpartition(" ")[0] if alone else subject
    if words[place - 1].text in PRONOUNS:
        subject = words[place - 1].text
    between = place
    while (
        between < len(words)
        and (
            words[between].text in _SKIP
            or words[between].text in MODALS - {"has", "have"}
            or (
                words[between].text == "has"
                and words[between + 1 : between + 2]
                and words[between + 1].text == "to"
            )
        )
        and not _has_object(words, between, lexicon)
    ):
        between += 1
    skipped = {word.text for word in words[place:between]}
    negated = bool(skipped & _NOT) or first_word(subject) in {"nobody", "no", "none", "neither"}
    only = alone or bool(skipped & _ALONE) or "only" in subject.split()
    can = bool(skipped & (MODALS - {"has", "have"})) or {"has", "to"} <= skipped
    if (passive := _passive(words, between, lexicon)) is not None:
        verbs, end, by = passive
        return Frame(subject, verbs, end, can, only, negated, passive=True, by=by)
    if verb_at(words, between, lexicon) is None:
        return None
    if (
        subject in _ME
        and (verb_at(words, between, lexicon) or (Verb("", "", ""), 0))[0].does == "want"
    ):
        return _wanted(words, between, lexicon)
    verbs, rest = _verb_list(words, between, lexicon)
    end = words[rest].start if rest < len(words) else words[-1].end
    return Frame(subject, verbs, end, can, only, negated)


def _has_object(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """`need` and `have` as full verbs: `we need a list`, not `we need to list`."""
    if words[index].text not in {
        "need",
        "needs",
        "want",
        "wants",
        "have",
        "has",
        "get",
        "gets",
        "be",
    }:
        return False
    return index + 1 < len(words) and words[index + 1].text not in {"to", "able", "not"}


def _wanted(words: Sequence[Token], index: int, lexicon: Lexicon) -> Frame:
    """`we want people to submit …`, `i need to see …`, `we need a tracker`."""
    at = index + 1
    if at < len(words) and words[at].text == "to" and verb_at(words, at + 1, lexicon):
        verbs, rest = _verb_list(words, at + 1, lexicon)
        return Frame(
            "i", verbs, words[rest].start if rest < len(words) else words[-1].end, can=True
        )
    handed = _handed_over(words, at, lexicon)
    if handed is not None and any(word.text == "to" for word in words[at : at + 6]):
        return replace(handed, can=True)
    verb = verb_at(words, index, lexicon)
    return Frame(
        "", (verb[0],) if verb else (), words[at].start if at < len(words) else words[-1].end
    )


def _passive(
    words: Sequence[Token], index: int, lexicon: Lexicon
) -> tuple[tuple[Verb, ...], int, str] | None:
    """`(can be) created, edited or deleted by managers` -> the verbs, where the rest begins, and by
    whom.
    """
    at = index
    while at < len(words) and words[at].text in _BE | {"automatically", "only", "first", "then"}:
        at += 1
    if at == index and not (index and words[index - 1].text in _BE):
        return None
    verbs: list[Verb] = []
    end = at
    while (found := _participle_at(words, at, lexicon)) is not None:
        verbs.append(found[0])
        at = end = at + found[1]
        while at < len(words) and words[at].text in {",", "and", "or"}:
            at += 1
    if not verbs:
        return None
    by = (
        " ".join(word.text for word in words[end + 1 : end + 6])
        if end < len(words) and words[end].text == "by"
        else ""
    )
    return tuple(verbs), words[end].start if end < len(words) else words[-1].end, by


def _participle_at(words: Sequence[Token], index: int, lexicon: Lexicon) -> tuple[Verb, int] | None:
    for length in (2, 1):
        verb = lexicon.past_forms.get(" ".join(word.text for word in words[index : index + length]))
        if verb is not None and index + length <= len(words):
            return verb, length
    return None


def _verb_list(
    words: Sequence[Token], index: int, lexicon: Lexicon
) -> tuple[tuple[Verb, ...], int]:
    """Verbs joined by commas, `and`, `or` or `/` that share an object, and the index after them."""
    verbs: list[Verb] = []
    at = index
    while (found := verb_at(words, at, lexicon)) is not None:
        verbs.append(found[0])
        at += found[1]
        ahead = at
        while ahead < len(words) and words[ahead].text in {",", "and", "or", "/", "&", "then"}:
            ahead += 1
        if (
            ahead == at
            or verb_at(words, ahead, lexicon) is None
            or _is_plain_noun(words, ahead, lexicon)
        ):
            break
        at = ahead
    return tuple(verbs), at


def _is_plain_noun(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether an ambiguous word in a list of verbs is rather a noun: the last word, or before a
    mark.
    """
    found = verb_at(words, index, lexicon)
    return bool(
        found
        and found[0].noun
        and found[0].does != "move"
        and (index + 1 >= len(words) or not words[index + 1].is_word)
    )
