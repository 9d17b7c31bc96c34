"""A whole follow-up: clause by clause to edits, each applied and checked before the
next is read.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from apps.plans.blueprint.arrival.outcomes import read_outcome
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.requirements import BACKGROUND, NOT_UNDERSTOOD
from apps.plans.planners.builtin.followups import (
    additions,
    buttons,
    charts,
    choices,
    conversions,
    fields,
    looks,
    naming,
    people,
    places,
    removing,
    rules,
    standing,
    totals,
    values,
)
from apps.plans.planners.builtin.followups.present import Present
from apps.plans.planners.builtin.followups.requests import (
    Change,
    Edit,
    NoChange,
    Request,
    without_politeness,
)
from apps.plans.planners.builtin.followups.standing import same_wish, settled
from apps.plans.planners.builtin.followups.wording import (
    further_wishes,
    is_one_wish,
    plainly,
    without_number,
)
from apps.plans.planners.builtin.grammar.clauses import clauses
from apps.plans.planners.builtin.grammar.reading import is_background
from apps.plans.planners.builtin.language.sentences import sentences
from apps.plans.planners.builtin.language.source import Source, Span
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.witness import partly_of

NOTHING_EARLIER = "There is no earlier plan to go back to."
NOTHING = "?"  # what "it" means after a wish that came to nothing
MOST_WISHES = 40
LONGEST_WISH = 600
TOO_MANY = f"Only the first {MOST_WISHES} wishes of one message are read. Send the rest afterwards."
TOO_LONG = f"A wish of more than {LONGEST_WISH} characters is not read. Say it in a short sentence."
Reader = Callable[[Request], Change | NoChange | None]
READERS: tuple[Reader, ...] = (
    choices.replace,
    choices.set_values,
    standing.said_away,
    naming.rename,
    buttons.add_button,
    places.move_chart,
    people.who_may,
    removing.remove,
    choices.add_choice,
    values.add_value,
    values.change_value,
    rules.required_when,
    rules.set_rule,
    rules.set_default,
    conversions.convert,
    charts.change_chart,
    totals.add_total,
    looks.sort,
    looks.add_filter,
    places.move,
    looks.add_column,
    conversions.keep_data,
    fields.add_known,
    rules.bound,
)
WHOLE = (is_one_wish, naming.is_rename, choices.is_replacement, buttons.is_button)
_SENTENCE = re.compile(r"[.!?;\n]")
_UNDO = re.compile(
    r"^(?:undo|revert|take back|go back on|cancel)\b(?: (?:that|this|it|the last (?:change|one|"
    r"edit|plan)|my last (?:change|request)|the (?:change|previous change)))?$|^take (?:that|this|"
    r"it|the last change) back$|^(?:go|change it|put it|make it|set it|turn it)(?: all)? back"
    r"(?: to)? (?:how|the way|what|as) it was(?: before)?$|^back to how it was(?: before)?$|^"
    r"(?:no,? )?(?:like|as) it was before$"
)


@dataclass(slots=True)
class Followed:
    """What became of a follow-up so far."""

    data: dict[str, Any]
    lexicon: Lexicon
    edits: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    understood: int = 0
    last: str = ""
    built: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def follow(
    source: Source,
    blueprint: dict[str, Any],
    lexicon: Lexicon,
    abilities: Abilities,
    groups: Sequence[str] = (),
    earlier: Sequence[dict[str, Any]] = (),
) -> Followed:
    """Edits for every clause; what cannot be done is added to `left_out` with its reason. A wish
    that is said twice is done once.
    """
    before = canonical_data(load(blueprint).blueprint)
    followed = Followed(before, lexicon)
    if len(source.plain) > LONGEST_WISH and _longest(source) > LONGEST_WISH:
        followed.notes.append(TOO_LONG)
        return followed
    wishes = _wishes(source, lexicon)
    for text, span in list(wishes.items())[:MOST_WISHES]:
        if _UNDO.match(text) and earlier:
            _undo(followed, earlier)
            continue
        request = _request(followed, source, span, text, lexicon, groups)
        _settle(followed, request, _understood(request, lexicon, abilities))
    rest = list(wishes.values())[MOST_WISHES:]
    if rest and followed.understood:
        _leave_out(followed, [(source.quote(span), TOO_MANY) for span in rest])

    def ask_again(quote: str) -> Change | NoChange:
        said = Source(quote)
        span = said.trim(0, len(quote))
        request = _request(followed, said, span, _bared(said.plain), lexicon, groups)
        return _understood(request, lexicon, abilities)

    if followed.built:
        edits = settled(before, followed.data, followed.built, lexicon, ask_again)
        followed.data = applied(followed.data, edits) if edits else followed.data
        followed.edits += edits
    return followed


def _request(
    followed: Followed,
    source: Source,
    span: Span,
    text: str,
    lexicon: Lexicon,
    groups: Sequence[str],
) -> Request:
    """A wish about the tool as it is by now, in its plain manner."""
    present = Present(followed.data, lexicon)
    present.draft.groups = tuple(groups)
    plain = plainly(text, last=_spoken_of(followed), thing=present.main_name())
    return Request(source, span, plain, present, followed.last)


def _wishes(source: Source, lexicon: Lexicon) -> dict[str, Span]:
    """What is asked, in order, each once: by clauses, or a whole sentence where it is one wish."""
    whole: dict[int, Span] = {}
    for number, sentence in enumerate(sentences(source)):
        said = source.plain[sentence.start : sentence.end].strip(" .!?")
        if any(is_whole(_bared(said)) for is_whole in WHOLE):
            whole[number] = source.trim(sentence.start, sentence.start + len(said))
    found: dict[str, Span] = {}
    for clause in clauses(source, lexicon):
        if clause.sentence in whole:
            span = whole[clause.sentence]
            found.setdefault(_bared(source.plain[span.start : span.end]), span)
            continue
        for start, end in further_wishes(clause.text):
            place = Span(clause.span.start + start, clause.span.start + end)
            found.setdefault(_bared(clause.text[start:end]), place)
    found.pop("", None)
    return found


def _bared(text: str) -> str:
    return without_number(without_politeness(text))


def _spoken_of(followed: Followed) -> str:
    """The name of the field that the wish before was about, for "it"."""
    parts = followed.last.split(".")
    return parts[3].replace("_", " ") if len(parts) == 4 and parts[2] == "fields" else ""


def _longest(source: Source) -> int:
    """Characters of the longest sentence: what has no full stop is no wish."""
    return max(map(len, _SENTENCE.split(source.plain)))


def _understood(request: Request, lexicon: Lexicon, abilities: Abilities) -> Change | NoChange:
    """The first reader that knows the clause; else it is read like a brief."""
    refused: NoChange | None = NoChange(NOTHING_EARLIER) if _UNDO.match(request.text) else None
    for reader in READERS:
        found = reader(request)
        if isinstance(found, Change):
            return found
        refused = refused or found
    if refused is not None:
        return refused
    added = additions.add(request, lexicon, abilities)
    added = added if isinstance(added, Change) else fields.add_field(request) or added
    return (
        (replace(added, loose=True) if isinstance(added, Change) else added)
        or looks.no_such_column(request)
        or NoChange(BACKGROUND if is_background(request.text) else NOT_UNDERSTOOD)
    )


def _settle(followed: Followed, request: Request, found: Change | NoChange) -> None:
    """Applies a change with its requirement; a change that does not hold is left out with the
    checker's reason.
    """
    quote = request.source.quote(request.span)
    if isinstance(found, Change):
        edits = list(found.edits)
        item = _requirement(quote, found)
        try:
            if found.loose:
                lexicon = request.present.lexicon
                after = applied(followed.data, edits) if edits else followed.data
                item |= _lost(after, item, lexicon, edits)
            edits.append({"kind": "add_requirement", "item": item})
            followed.data = applied(followed.data, edits)
        except BlueprintErrors as errors:
            found = NoChange(f"It would not hold: {errors.problems[0].message}.")
        else:
            followed.edits += edits
            followed.notes += [note for note in found.notes if note not in followed.notes]
            followed.understood += 1
            followed.last = found.about or followed.last
            followed.built += [quote] if not item.get("partly") else []
            return
    followed.last = NOTHING
    _leave_out(followed, [(quote, found.reason)])


def _leave_out(followed: Followed, said: Sequence[tuple[str, str]]) -> None:
    followed.left += said
    known = [str(entry["quote"]) for entry in followed.data.get("left_out", [])]
    quotes = [quote for quote, _ in said]
    left: list[Edit] = [
        {"kind": "remove", "at": f"left_out.{old}"}
        for old in known
        if old not in quotes and any(same_wish(old, new, followed.lexicon) for new in quotes)
    ]
    left += [
        {"kind": "add_left_out", "item": {"quote": quote, "reason": reason}}
        for quote, reason in said
    ]
    followed.data = applied(followed.data, left)
    followed.edits += left


def _lost(data: Data, item: Data, lexicon: Lexicon, edits: list[Edit]) -> Data:
    """What nothing claims of a wish that was read loosely."""
    partly = partly_of(data, item, lexicon, edits)
    return {"partly": partly} if partly else {}


def _requirement(quote: str, change: Change) -> Data:
    """What was asked and what provides it."""
    item: dict[str, Any] = {"quote": quote}
    if change.meaning:
        item["meaning"] = change.meaning
    item["provides"] = list(change.provides)
    if change.partly:
        item["partly"] = change.partly
    return item


def applied(data: dict[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """Canonical data after the edits; raises `BlueprintErrors` with all that does not hold."""
    outcome = read_outcome(
        {"outcome": "plan", "edits": list(edits)}, blueprint=load(data).blueprint
    ).outcome
    assert outcome.blueprint is not None
    return canonical_data(outcome.blueprint)


def _undo(followed: Followed, earlier: Sequence[dict[str, Any]]) -> None:

    followed.data = canonical_data(load(earlier[0]).blueprint)
    followed.edits = [{"kind": "undo"}]
    followed.understood += 1
