"""Asks the model, checks its answer, has it repaired at most twice, and says what it cost."""

from typing import Any

from apps.language_models.asking import ask
from apps.language_models.faults import ModelFault, NoAnswer, Refused
from apps.language_models.questions import Endpoint, Question, Reply
from apps.language_models.reading import NoObject, object_in
from apps.language_models.receipts import Receipt
from apps.plans.blueprint.arrival.outcomes import read_outcome
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.outcome import Outcome
from apps.plans.blueprint.whole import Blueprint
from apps.plans.planners.answer import Answer
from apps.plans.planners.context import Context
from apps.plans.planners.errors import PlanningFailed
from apps.plans.planners.intake import answer_at_once
from apps.plans.planners.model.endpoints import ModelSettings
from apps.plans.planners.model.prompts import (
    VERSION,
    first_question,
    follow_up_question,
    repair_question,
)

MOST_REPAIRS = 2
SECONDS = 110.0
SHOWN_PROBLEMS = 3
NEXT = {
    "asker": "Your text is kept: say it in other words, or ask for less at once.",
    "admin": "Your text is kept. An admin has to look at the settings of the language model first.",
    "later": "Your text is kept: send it again in a few minutes.",
}


class ModelPlanner:
    """Any `provider:model`; an OpenAI-compatible server by its address."""

    name = "model"
    seconds = SECONDS

    def __init__(self, settings: ModelSettings) -> None:
        self._endpoint = Endpoint(settings.model, settings.model_base_url, settings.model_api_key)
        self.label = f"Language model ({settings.model})"

    def plan(self, text: str, *, blueprint: dict[str, Any] | None, context: Context) -> Answer:
        """An answer that holds; raises `PlanningFailed` with a sentence and the receipt so far."""
        at_once = answer_at_once(text, follow_up=blueprint is not None)
        if at_once is not None:
            return at_once
        if blueprint is None:
            return self._answered(text, first_question(text, context), None, context)
        question = follow_up_question(text, blueprint, context)
        return self._answered(text, question, load(blueprint).blueprint, context)

    def _answered(
        self, text: str, question: Question, present: Blueprint | None, context: Context
    ) -> Answer:
        receipt = Receipt(model=self._endpoint.model)
        earlier = [load(data).blueprint for data in context.earlier]
        problems: list[Problem] = []
        nothing: NoAnswer | None = None
        for _ in range(1 + MOST_REPAIRS):
            try:
                reply = self._ask(question, receipt)
            except Refused as refused:
                return _no(refused, receipt)
            except NoAnswer as empty:
                nothing = empty
                continue
            except ModelFault as fault:
                raise _failed(fault, receipt) from fault
            try:
                outcome = _read(reply.text, text, present, earlier)
            except BlueprintErrors as errors:
                problems = list(errors.problems)
                question = repair_question(reply.text, problems, first=present is None)
                continue
            return _answer(outcome, receipt)
        if nothing is not None and not problems:
            raise _failed(nothing, receipt) from nothing
        raise PlanningFailed(
            _not_mended(problems), called="plan-not-mended", turn="asker", receipt=_bill(receipt)
        )

    def _ask(self, question: Question, receipt: Receipt) -> Reply:
        """One question within the time that is left; the receipt has it, whatever comes of it."""
        try:
            reply = ask(self._endpoint, question, seconds=max(SECONDS - receipt.seconds, 1.0))
        except ModelFault as fault:
            receipt.add_fault(fault)
            raise
        receipt.add(reply)
        return reply


def _read(answer: str, text: str, present: Blueprint | None, earlier: list[Blueprint]) -> Outcome:
    """The outcome in an answer; every way of being wrong comes as `BlueprintErrors`."""
    try:
        data = object_in(answer)
    except NoObject as error:
        raise BlueprintErrors([Problem("", "no-object", str(error))]) from None
    if present is None:
        return read_outcome(data, brief=text).outcome
    if data.get("blueprint"):
        raise BlueprintErrors([Problem("blueprint", "rewritten", "a tool is changed by edits")])
    outcome = read_outcome(data, brief=text, blueprint=present, earlier=earlier).outcome
    _nothing_lost(present, outcome)
    return outcome


def _nothing_lost(present: Blueprint, outcome: Outcome) -> None:
    """Complains where the plan forgets what was asked before; "undo that" may."""
    if outcome.blueprint is None or any(edit.kind == "undo" for edit in outcome.edits):
        return
    kept = {requirement.quote for requirement in outcome.blueprint.requirements}
    lost = [said.quote for said in present.requirements if said.quote not in kept]
    if lost:
        raise BlueprintErrors([Problem("requirements", "lost", f"“{said}”") for said in lost])


def _answer(outcome: Outcome, receipt: Receipt) -> Answer:
    data = outcome.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return Answer(
        outcome.outcome,
        notes=outcome.notes,
        blueprint=canonical_data(outcome.blueprint) if outcome.blueprint else None,
        edits=tuple(data.get("edits", ())),
        questions=tuple(data.get("questions", ())),
        reason=outcome.reason,
        instead=outcome.instead,
        command={"name": outcome.command.name, "target": outcome.command.target}
        if outcome.command
        else None,
        receipt=_bill(receipt),
    )


def _failed(fault: ModelFault, receipt: Receipt) -> PlanningFailed:
    sentence = f"{fault.sentence.rstrip('. ')}. {NEXT[fault.turn]}"
    return PlanningFailed(sentence, called=fault.id, turn=fault.turn, receipt=_bill(receipt))


def _no(refused: Refused, receipt: Receipt) -> Answer:
    """The model's own refusal, shown as its words."""
    return Answer(
        "refuse",
        notes=("The language model declined; these are its words.",),
        reason=refused.sentence,
        instead="Say in other words what the tool is for, or plan it with the built-in planner.",
        receipt=_bill(receipt),
    )


def _bill(receipt: Receipt) -> dict[str, Any]:
    return {"planner": ModelPlanner.name, "instructions": VERSION, **receipt.as_data()}


def _not_mended(problems: list[Problem]) -> str:
    shown = "; ".join(str(problem) for problem in problems[:SHOWN_PROBLEMS])
    return (
        f"The language model's plan did not hold, even after {MOST_REPAIRS} repairs ({shown}). "
        f"{NEXT['asker']}"
    )
