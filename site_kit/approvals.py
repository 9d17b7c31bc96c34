"""Rounds of decisions over a status, step by step: `Approval`, its `Step`s, and the rows that keep
what was decided. What happens in a round is in `rounds`, whose turn it is in `turns`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Model, Q

from site_kit.actions import Transition
from site_kit.asker import Asker
from site_kit.declaring import Said, does_not_run, no_field, of_who
from site_kit.fields import ChoiceField, PersonField
from site_kit.models import Row
from site_kit.permissions import all_of
from site_kit.roll_ups import entity_by_id
from site_kit.rules import Rule
from site_kit.turns import Whose, approval_of, awaited, may_be_awaited
from site_kit.who import Condition, WhoList

WAITS = "It waits for a decision, and stays as it is meanwhile."


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `kit.Step("finance", by=["finance"], when=Q(amount__gt=500), days=3)`.

    `by` is a who-list; the step belongs to a round only where `when` holds as it begins. Steps with
    the same `order` are asked side by side. After `days` days the next step's people may decide
    too, after the last one admins.
    """

    id: str
    by: Sequence[str]
    when: Any = None
    order: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Approval(Rule):
    """`kit.Approval("status", pending="asked", approved="granted", rejected="refused", steps=…)`.

    A round begins when the status comes to `pending`. It brings the actions approve and reject; all
    steps approved lead to `approved`, one rejection to `rejected`. While pending, the row is
    locked, with `message`. Whom `not_by` means never decides; with `different` nobody decides two
    steps.
    """

    field: str
    pending: Any
    approved: Any
    rejected: Any
    steps: Sequence[Step]
    not_by: Sequence[str] = ()
    different: bool = True
    message: str = WAITS

    def declared_for(self, model: type[Model]) -> None:
        """Bring the two actions along."""
        for kind, to in ((Approve, self.approved), (Reject, self.rejected)):
            name = f"{kind.__name__}{model.__name__}"
            said = {"model": model, "field": self.field, "from_": (self.pending,), "to": to}
            type(name, (kind,), {**said, "__module__": model.__module__})

    def stages(self) -> list[list[Step]]:
        """The steps in their order; those side by side in one."""
        found: list[list[Step]] = []
        for step in self.steps:
            beside = [one for one in found if step.order and one[0].order == step.order]
            beside[0].append(step) if beside else found.append([step])
        return found

    def wrong(self, name: str, model: type[Model], roles: Sequence[str]) -> Iterator[Said]:
        """The status, its values and the people are there, and a place for what is decided."""
        yield from no_field(model, name, self.field)
        if entity_by_id(f"{model._meta.db_table}_approval") is None:
            yield (
                f"{name}: nothing keeps what is decided.",
                f"Write `class {model.__name__}Approval(kit.Decision)` in models.py.",
            )
        yield from of_who(f"{name}.not_by", self.not_by, model, roles)
        for step in self.steps:
            yield from of_who(f"{name}.{step.id}", step.by, model, roles)
            if step.when is not None:
                yield from does_not_run(model, f"{name}.{step.id}", step.when)


class Decides(Transition):
    """Base of approve and reject: done by those whose turn it is."""

    @property
    def rule(self) -> Approval:
        """The rule that brought it along."""
        found = approval_of(self.model)
        if found is None:
            raise LookupError(f"{self.model.__name__} has no kit.Approval.")
        return found

    def target(self) -> type[Model]:
        """The decision, whose comment is asked for."""
        return decisions_of(self.model)

    def right(self, asker: Asker) -> Condition:
        """The rows that wait for this person."""
        if asker.is_tool:
            return True
        return may_be_awaited(self.rule, self.model, asker) and awaited(self.model)

    def may(self, asker: Asker) -> Condition:
        """For which rows the button is there."""
        return all_of((self.right(asker), Q(**{f"{self.status}__in": [str(self.from_[0])]})))

    def waits_for(self, row: Any) -> str:
        """Whose turn it is by now, in words; nothing where the round is over."""
        rows: Any = self.model.everything.filter(pk=row.pk)  # type: ignore[attr-defined]
        found: str | None = rows.values_list(Whose(), flat=True).first()
        return found or ""

    def reason(self) -> str:
        """Who decides, as a sentence."""
        rule = self.rule
        entries = dict.fromkeys(who for step in rule.steps for who in step.by)
        who = WhoList.of(entries, self.model).in_words()
        never = WhoList.of(rule.not_by, self.model).in_words() if rule.not_by else ""
        what = f"{self.label.lower()} {self.model._meta.verbose_name_plural}"
        turns = " when it is their turn" if len(rule.steps) > 1 or rule.different else ""
        return f"Only {who} may {what}{turns}{f', and never {never}' if never else ''}."


class Approve(Decides):
    """Say yes for one's step."""

    tone = "good"
    bulk = True


class Reject(Decides):
    """Say no, and why: it ends the round."""

    tone = "bad"
    needs = ("comment",)


class Decision(Row):
    """Base of what keeps the decisions on an entity's rows: only added to, and only by rounds.

    `class RequestApproval(kit.Decision)`, with one relation to what is decided on.
    """

    class Verdict(models.TextChoices):
        """What was said."""

        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    by_rules_only: ClassVar[bool] = True
    _shown: ClassVar[Sequence[str]] = ("step", "decision", "by", "at", "comment")

    step = models.CharField(max_length=63, editable=False)
    by = PersonField(null=True, editable=False)
    at = models.DateTimeField(editable=False)
    decision = ChoiceField(
        Verdict, editable=False, colours={"approved": "green", "rejected": "red"}
    )
    comment = models.TextField(blank=True)

    class Meta:
        abstract = True


def decisions_of(model: type[Model]) -> type[Model]:
    """What keeps the decisions on an entity's rows."""
    found = entity_by_id(f"{model._meta.db_table}_approval")
    if found is None:
        raise LookupError(f"Nothing keeps the decisions on {model.__name__}.")
    return found


def link_of(model: type[Model]) -> str:
    """The field of a decision that points to what is decided on."""
    fields = decisions_of(model)._meta.concrete_fields
    return next(field.name for field in fields if field.related_model is model)
