"""Answers briefs and follow-ups by grammar and lexicon alone."""

import logging
from typing import Any

from apps.plans.planners.answer import Answer
from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.checked import CannotHold, checked
from apps.plans.planners.builtin.compose.whole import compose
from apps.plans.planners.builtin.followups.examples import examples
from apps.plans.planners.builtin.followups.follow import follow
from apps.plans.planners.builtin.grammar.reading import Reading, read
from apps.plans.planners.builtin.language.source import MOST_CHARACTERS, Source
from apps.plans.planners.builtin.language.spelling import Spelled, spelled
from apps.plans.planners.builtin.languages import other_language
from apps.plans.planners.builtin.lexicon import Lexicon, lexicon
from apps.plans.planners.builtin.refusals import refused
from apps.plans.planners.builtin.smallest import smallest
from apps.plans.planners.context import Context
from apps.plans.planners.intake import answer_at_once
from apps.plans.planners.intake.emptiness import (
    WHAT_ELSE,
    answered,
    question_for_nothing,
    question_for_unread,
)

_MUCH = 7  # words of which none was understood: a vague wish is shorter, and planned small
log = logging.getLogger(__name__)


class BuiltinPlanner:
    """No key, no network, deterministic."""

    name = "builtin"
    label = "Built-in planner (no language model)"
    seconds = 60.0

    def __init__(self, words: Lexicon | None = None, abilities: Abilities | None = None) -> None:
        self._lexicon = words or lexicon()
        self._abilities = abilities or Abilities()

    def plan(self, text: str, *, blueprint: dict[str, Any] | None, context: Context) -> Answer:
        """A plan with the whole blueprint, questions, a no with what could be done instead, or a
        command.
        """
        at_once = answer_at_once(text, follow_up=blueprint is not None)
        if at_once is not None:
            return at_once
        source = Source(text if blueprint is None else answered(text))
        foreign = other_language(source.text, self._lexicon)
        if foreign is not None:
            options = list(foreign["options"])
            return Answer(
                "clarify",
                questions=(
                    {
                        "id": "language",
                        "text": foreign["question"],
                        "options": options,
                        "default": options[0],
                    },
                ),
            )
        refusal = refused(source, self._lexicon)
        if refusal is not None:
            return Answer("refuse", reason=refusal.reason, instead=refusal.instead)
        return (
            self._first(source, context)
            if blueprint is None
            else self._next(source, blueprint, context)
        )

    def _first(self, typed: Source, context: Context) -> Answer:
        words = self._lexicon
        said = spelled(typed.text, words.tools["common"], words.right_words)
        source = Source(said.text)
        reading = read(source, self._lexicon)
        if reading.things.main is None:
            question = question_for_nothing("", follow_up=False) or {}
            return Answer(
                "clarify", notes=("No thing to keep was found in the text.",), questions=(question,)
            )
        data = self._composed(reading, context)
        left = " ".join(str(entry["quote"]) for entry in data.get("left_out", ()))
        if not data.get("requirements") and len(left.split()) >= _MUCH:
            return _unread(data)
        notes: tuple[str, ...] = (
            (f"Only the first {MOST_CHARACTERS:,} characters were read.",) if typed.cut else ()
        )
        try:
            whole, taken = checked(_as_typed(data, said), typed.text)
        except CannotHold:
            log.exception(
                "A plan of the built-in planner did not hold; the smallest one is given instead."
            )
            whole, taken = checked(_as_typed(smallest(reading), said), typed.text)
        return Answer("plan", notes=(*notes, *taken), blueprint=whole)

    def _composed(self, reading: Reading, context: Context) -> dict[str, Any]:
        """The plan; where a brief finds a fault of ours, a plain list with everything else left
        out: no text may end
        in nothing.
        """
        try:
            return compose(reading, self._lexicon, self._abilities, context.groups)
        except Exception:  # the edge: whatever a stranger types, an answer comes back
            log.exception("A brief could not be composed; the smallest plan is given instead.")
            return smallest(reading)

    def _next(self, source: Source, blueprint: dict[str, Any], context: Context) -> Answer:
        followed = follow(
            source, blueprint, self._lexicon, self._abilities, context.groups, context.earlier
        )
        if not followed.understood:
            question = question_for_unread(
                [quote for quote, _ in followed.left], examples(blueprint)
            )
            reasons = [reason for _, reason in followed.left]
            return Answer(
                "clarify",
                notes=tuple(dict.fromkeys([*followed.notes, *reasons])),
                questions=(question,),
            )
        return Answer(
            "plan",
            notes=tuple(followed.notes),
            blueprint=followed.data,
            edits=tuple(followed.edits),
        )


def _unread(data: dict[str, Any]) -> Answer:
    """Of a brief nothing was understood but its thing: no tool of our own invention is shown."""
    quotes = [str(entry["quote"]) for entry in data["left_out"]]
    thing = str(data["entities"][0].get("name") or data["entities"][0]["id"].replace("_", " "))
    options = [
        f"{phrase} {thing.lower()}: title, date and status"
        for phrase in ("For each", "Keep a list of every")
    ]
    question = question_for_unread(quotes, options)
    question["text"] = question["text"].replace(
        WHAT_ELSE, f"What should be kept of each {thing.lower()}?"
    )
    reasons = tuple(dict.fromkeys(str(entry["reason"]) for entry in data["left_out"]))
    return Answer("clarify", notes=reasons, questions=(question,))


def _as_typed(data: dict[str, Any], said: Spelled) -> dict[str, Any]:
    """The plan with the asker's own letters in its quotes; how slips were read is said."""
    if not said.slips:
        return data
    told = {
        key: [entry | {"quote": said.as_typed(str(entry["quote"]))} for entry in data[key]]
        for key in ("requirements", "left_out")
        if data.get(key)
    }
    read_as = dict.fromkeys(f"“{slip.typed}” is read as “{slip.read}”." for slip in said.slips)
    return data | told | {"assumptions": [*data.get("assumptions", []), *read_as]}
