"""Section 12, outcomes: what a planner answers to a brief or a follow-up."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.edits.kinds import Edit
from apps.plans.blueprint.limits import MAX_EDITS, MAX_QUESTIONS
from apps.plans.blueprint.shapes import Id, Shape, Text, Texts
from apps.plans.blueprint.whole import Blueprint

OutcomeKind = Literal["plan", "clarify", "refuse", "command"]
CommandName = Literal["save", "deploy", "access", "roll_back", "export", "archive", "explain"]


class Question(Shape):
    """Something the asker has to say first; `default` is one of the options."""

    id: Id
    text: Text
    options: Texts
    default: Text = ""


class Command(Shape):
    """Something a person does in the portal; never done by a planner."""

    name: CommandName
    target: Text = ""


Questions = Annotated[tuple[Question, ...], Key(max_length=MAX_QUESTIONS)]


class FirstOutcome(Shape):
    """The answer to a first prompt."""

    outcome: OutcomeKind
    notes: Texts = ()
    blueprint: Blueprint | None = None
    questions: Questions = ()
    reason: Text = ""
    instead: Text = ""
    command: Command | None = None


class FollowUpOutcome(Shape):
    """The answer to a follow-up."""

    outcome: OutcomeKind
    notes: Texts = ()
    edits: Annotated[tuple[Edit, ...], Key(max_length=MAX_EDITS)] = ()
    questions: Questions = ()
    reason: Text = ""
    instead: Text = ""
    command: Command | None = None


class Outcome(Shape):
    """What every planner hands on: a plan has the whole blueprint, and on a follow-up the edits."""

    outcome: OutcomeKind
    notes: Texts = ()
    blueprint: Blueprint | None = None
    edits: tuple[Edit, ...] = ()
    questions: Questions = ()
    reason: Text = ""
    instead: Text = ""
    command: Command | None = None
