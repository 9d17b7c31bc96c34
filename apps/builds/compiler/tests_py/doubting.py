"""What is not certain any more where it cannot be told what an automation does."""

from __future__ import annotations

from dataclasses import dataclass

from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import (
    ActionStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    ExtensionStep,
    UpdateStep,
)
from apps.plans.blueprint.rules import Creates
from apps.plans.blueprint.triggers import Changed, Created, Saved


@dataclass(frozen=True)
class Doubt:
    """Doubts of one tool over the rows of one test."""

    tool: Tool
    facts: Facts

    def of(self, automation: Automation, row: Fact) -> None:
        """Note what an automation may have changed, with whatever may follow from it."""
        for step in automation.do:
            self._step(step, row)
            if self._goes_on(step, row.entity):
                self._everything()

    def _step(self, step: AnyStep, row: Fact) -> None:
        if isinstance(step, Decide):
            row.values[step.field] = UNKNOWN
        elif isinstance(step, UpdateStep | ActionStep):
            self._row(row)
        elif isinstance(step, CreateStep):
            self.facts.unsure.add(step.entity)
        elif isinstance(step, ExtensionStep):
            self.facts.unsure.update(self.tool.sources)
            self._everything()

    def _row(self, row: Fact) -> None:
        """Nothing of a row, or of those it points to, is certain any more."""
        for one in (row, *(v for v in row.values.values() if isinstance(v, Fact))):
            for called in one.values:
                if not isinstance(one.values[called], Fact):
                    one.values[called] = UNKNOWN

    def _goes_on(self, step: AnyStep, entity: str) -> bool:
        """Whether something else may follow from what a step writes."""
        several = self.tool.blueprint.automations
        if isinstance(step, CreateStep):
            begins = any(_is_by_rule(rule) for rule in self.tool.entity(step.entity).rules)
            started = (one for one in several if one.entity == step.entity)
            return begins or any(isinstance(one.when, Created | Saved) for one in started)
        if isinstance(step, Decide):
            return any(_watches(one, entity, {step.field}) for one in several)
        if isinstance(step, UpdateStep):
            written = {text.partition("=")[0].strip() for text in step.set}
            is_far = any("." in one for one in written)
            return any(_watches(one, "" if is_far else entity, written) for one in several)
        return isinstance(step, ActionStep)

    def _everything(self) -> None:
        for row in self.facts.rows:
            self._row(row)
        steps = (step for one in self.tool.blueprint.automations for step in one.do)
        rules = (rule for one in self.tool.entities for rule in one.rules)
        makers = [one for one in (*steps, *rules) if isinstance(one, CreateStep | Creates)]
        self.facts.unsure.update(one.entity for one in makers)


def _is_by_rule(rule: object) -> bool:
    return isinstance(rule, Creates) and rule.on == "created"


def _watches(automation: Automation, entity: str, written: set[str]) -> bool:
    """Whether a change of these fields may start an automation; without an entity, of any row."""
    when = automation.when
    if entity and automation.entity != entity:
        return False
    if isinstance(when, Changed):
        return not entity or when.field in written
    return isinstance(when, Saved) and (not entity or bool(written & set(when.fields)))
