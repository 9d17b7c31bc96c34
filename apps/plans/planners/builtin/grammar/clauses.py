"""Cuts sentences into clauses, each with its subject, its verbs and what follows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.plans.planners.builtin.grammar.frames import Frame, read_frame
from apps.plans.planners.builtin.grammar.verbs import is_people, starts_clause, verb_at
from apps.plans.planners.builtin.language.sentences import reading_text, sentences
from apps.plans.planners.builtin.language.source import Source, Span
from apps.plans.planners.builtin.language.tokens import Token, tokens
from apps.plans.planners.builtin.language.words import is_plural
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.lexicon.entries import Verb

_CONDITIONAL = {
    "when",
    "whenever",
    "if",
    "once",
    "after",
    "before",
    "unless",
    "as",
    "upon",
    "on",
    "every",
    "until",
    "while",
}
_JOINS = {"and", "then", "but", "or", "plus", "also"}
_LISTED = {"and", "or", ","}
_MOST = 600
LONGEST = 900


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said.

    `text` is plain and begins at `span.start`; `rest` is what follows the verbs.
    """

    span: Span
    text: str
    frame: Frame
    sentence: int

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """What is done: several where they share an object ("approve or reject each one")."""
        return self.frame.verbs

    @property
    def subject(self) -> str:
        """Who or what does it, as typed; empty for an instruction."""
        return self.frame.subject

    @property
    def rest(self) -> str:
        """What follows the verbs."""
        return self.text[max(self.frame.rest - self.span.start, 0) :]

    def does(self, *kinds: str) -> bool:
        """Whether one of the verbs is of one of these sorts."""
        return any(verb.does in kinds for verb in self.frame.verbs)

    def place(self, start: int, end: int) -> Span:
        """A stretch of `text` as a place in the brief."""
        return Span(self.span.start + start, self.span.start + end)


def clauses(source: Source, lexicon: Lexicon) -> list[Clause]:
    """Everything that is said, in order.

    Together the clauses cover the whole text but marks and blanks.
    """
    text = reading_text(source)
    found: list[Clause] = []
    for number, sentence in enumerate(sentences(source)):
        before: Frame | None = None
        for span in _short(source, _pieces(source, text, sentence, lexicon)):
            frame = read_frame(tokens(text, span.start, span.end), lexicon, before)
            found.append(Clause(span, text[span.start : span.end], frame, number))
            before = frame
    return found[:_MOST]


def _short(source: Source, spans: Iterator[Span]) -> Iterator[Span]:
    """Clauses that can be read in reasonable time: what never ends is cut between words."""
    for span in spans:
        start = span.start
        while span.end - start > LONGEST:
            cut = source.plain.rfind(" ", start, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            yield Span(start, cut)
            start = cut
        yield source.trim(start, span.end)


def _pieces(source: Source, text: str, sentence: Span, lexicon: Lexicon) -> Iterator[Span]:
    words = tokens(text, sentence.start, sentence.end)
    start = sentence.start
    for cut in _cuts(words, lexicon):
        piece = source.trim(start, cut)
        if piece.start < piece.end:
            yield piece
        start = cut
    piece = source.trim(start, sentence.end)
    if piece.start < piece.end:
        yield piece


def _cuts(words: Sequence[Token], lexicon: Lexicon) -> Iterator[int]:
    """Places where a new clause begins."""
    first = 0
    depth = 0
    held = bool(words) and words[0].text in _CONDITIONAL
    for index, word in enumerate(words):
        depth += (word.text in "([") - (word.text in ")]") if len(word.text) == 1 else 0
        if depth > 0 or index <= first:
            continue
        begins = _begins(words, index, lexicon)
        if begins is None or not _complete(words[first:index], lexicon):
            continue
        if held:
            held = False
            continue
        yield word.start
        first = begins
        held = words[begins].text in _CONDITIONAL and words[begins].text not in {
            "on",
            "as",
            "every",
        }


def _begins(words: Sequence[Token], index: int, lexicon: Lexicon) -> int | None:
    """The index of the first word of a clause that a mark or joining word at `index` opens, or
    None.
    """
    word = words[index].text
    after = index + 1
    if word == ",":
        if after < len(words) and words[after].start == words[index].end:
            return None
        while after < len(words) and words[after].text in _JOINS:
            after += 1
    elif word == ":":
        return after if after < len(words) and starts_clause(words, after, lexicon) else None
    elif word in _JOINS - {"also"} or word in {"so", ";"} or (word == "&"):
        while after < len(words) and words[after].text in _JOINS | {"that"}:
            after += 1
    elif word in {"that", "which", "where", "who"} and index:
        return after if _relative(words, index, lexicon) else None
    elif word in {"to", "for"}:
        return after if _purpose(words, index, lexicon) else None
    elif word in {"with", "in", "on"} and after < len(words) and words[after].text == "which":
        if {"who", "which", "what"} & {other.text for other in words[:index]}:
            return None
        return after + 1 if after + 1 < len(words) else None
    else:
        return None
    if after >= len(words):
        return None
    if (
        words[after].text in {"that", "which", "where"}
        and after + 1 < len(words)
        and _relative(words, after, lexicon)
    ):
        return after + 1
    return after if starts_clause(words, after, lexicon) else None


def _relative(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """`that shows …`, `where members can …`: a clause of its own; `see who owns it`: not."""
    if index + 1 >= len(words):
        return False
    before, after = words[index - 1].text, words[index + 1].text
    found = lexicon.verb_forms.get(before)
    people = before in {"person", "people", "someone", "anyone", "somebody", "anybody", "those"}
    one = index > 1 and words[index - 2].text in {"the", "a", "an"} and is_people(before, lexicon)
    if words[index].text == "who" and (found is not None or people or one or before in _LISTED):
        return False
    if words[index].text == "that" and before in {"so", "ensure", "sure"}:
        return starts_clause(words, index + 1, lexicon)
    if found is not None and found.does == "view":
        return False
    is_verb = verb_at(words, index + 1, lexicon) is not None
    return (is_verb and after not in {"need", "needs"}) or starts_clause(words, index + 1, lexicon)


def _purpose(words: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """`a tool to track loans`, `an app for managing visits`: what follows the tool's name says what
    it does.
    """
    if index + 1 >= len(words) or index < 2:
        return False
    found = verb_at(words, index + 1, lexicon)
    if words[index - 3].text in {"with", "and", ","} and index > 2:
        return False
    if found is None or words[index - 1].text not in set(lexicon.tools["hollow"]) | set(
        lexicon.tools["named"]
    ) | {"something", "somewhere", "place", "way", "space", "spot"}:
        return False
    return words[index].text == "to" or words[index + 1].text.endswith("ing")


def _complete(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether words say something by themselves: more than verbs that wait for an object."""
    content = [word for word in words if word.is_word and word.text not in _JOINS]
    if len(content) < 2 or _only_people(content, lexicon):
        return False
    for length in (2, 1):
        found = verb_at(content, len(content) - length, lexicon)
        if found is not None and found[1] == length:
            last = content[-1].text
            noun = (
                found[0].noun
                and len(content) > 2
                and (is_plural(last) or verb_at(content, len(content) - 2, lexicon) is None)
            )
            return noun or _stands_alone(content[-1].text, lexicon)
    return True


def _only_people(content: Sequence[Token], lexicon: Lexicon) -> bool:
    """`only clerks`, before `and admins should approve`: half of a subject."""
    return (
        len(content) < 4
        and content[0].text in {"only", "the", "our", "all"}
        and (is_plural(content[-1].text) or is_people(content[-1].text, lexicon))
        and all(verb_at(content, place, lexicon) is None for place in range(1, len(content)))
    )


def _stands_alone(word: str, lexicon: Lexicon) -> bool:
    """Verbs that need no object to be complete: `people can comment, and …`."""
    verb = lexicon.verb_forms.get(word)
    return verb is not None and verb.does in {"comment", "signin", "vote"}
