"""Whose turn it is: the steps of rounds that are under way, and the conditions that ask them.

`Turn` is one step of the round of one row; the rows of a round are gone when it ends, what was
decided stays in the entity's own decisions.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, F, Model, OuterRef, Q, Value
from django.db.models.expressions import Case, Func, When

from site_kit.asker import ADMIN, Asker
from site_kit.computed import Computed
from site_kit.expressions import HasRole, Me, OfModel
from site_kit.fields import PersonField
from site_kit.paths import LOOKUP_SEP, has_name, walk
from site_kit.who import Condition, WhoList
from site_kit.words import in_words

if TYPE_CHECKING:
    from site_kit.approvals import Approval, Step

BETWEEN = ", "


class Turn(models.Model):
    """One step of the round of one row.

    `place` is its stage; `since` when its turn came, empty before. Who decided, and when, is empty
    while it is open. `passed_to` is the step whose people may decide too, or `admin`; `alone` holds
    that nobody decides two steps.
    """

    entity = models.CharField(max_length=63)
    record = models.BigIntegerField()
    step = models.CharField(max_length=63)
    place = models.PositiveSmallIntegerField()
    since = models.DateTimeField(null=True)
    passed_to = models.CharField(max_length=63, blank=True, default="")
    alone = models.BooleanField(default=True)
    at = models.DateTimeField(null=True)
    by = PersonField(null=True)
    by_id: int | None

    objects: ClassVar[models.Manager[Turn]] = models.Manager()

    class Meta:
        app_label = "site_kit"
        db_table = "kit_turn"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entity", "record", "step"], name="kit_turn_once"),
            models.UniqueConstraint(
                fields=["entity", "record", "by"], condition=Q(alone=True), name="kit_turn_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.record}, {self.step}"


OPEN = Q(since__isnull=False, at=None)


def approval_of(model: type[Model]) -> Approval | None:
    """The rule by which rows of an entity are decided on, if there is one."""
    from site_kit.approvals import Approval
    from site_kit.rules import rules_of

    return next(iter(rules_of(model, Approval)), None)


def never(rule: Approval, model: type[Model]) -> Q:
    """The rows on which whoever acts never decides: by `not_by`, or with a step decided already."""
    found = list(_meant(rule.not_by, model)) if rule.not_by else []
    if rule.different:
        found.append(Q(Exists(_turns(model).filter(by=Me()))))
    return reduce(or_, found) if found else Q(pk__in=[])


def awaited(model: type[Model]) -> Q:
    """The rows that wait for whoever acts when the query runs."""
    rule = approval_of(model)
    if rule is None:
        raise LookupError(f"{model.__name__} has no kit.Approval, so nobody is awaited.")
    meant = [_open(model, Q(passed_to=ADMIN)) & Q(HasRole(ADMIN))]
    for step in rule.steps:
        who = reduce(or_, _meant(step.by, model))
        meant.append(_open(model, Q(step=step.id) | Q(passed_to=step.id)) & who)
    return reduce(or_, meant) & ~never(rule, model)


def concerns(model: type[Model], asker: Asker) -> Condition:
    """The rows that wait for this person, and those on which they have decided: they see them."""
    rule = approval_of(model)
    if rule is None or not may_be_awaited(rule, model, asker):
        return False
    from site_kit.approvals import decisions_of, link_of

    kept: Any = decisions_of(model)._base_manager
    decided = kept.filter(**{link_of(model): OuterRef("pk"), "by": Me()})
    return awaited(model) | Q(Exists(decided))


def may_be_awaited(rule: Approval, model: type[Model], asker: Asker) -> bool:
    """Whether there can be rows that wait for this person: spares others the question."""
    named = WhoList.of([who for step in rule.steps for who in step.by], model)
    return asker.is_admin or bool(named.paths) or asker.holds(named.roles)


def _meant(entries: Any, model: type[Model]) -> list[Q]:
    """A who-list as conditions that know whoever acts only when the query runs."""
    who = WhoList.of(entries, model)
    found = [Q(HasRole(*sorted(who.roles)))] if who.roles else []
    return [*found, *([who.of_row()] if who.paths else [])] or [Q(pk__in=[])]


def _turns(model: type[Model]) -> Any:
    return Turn.objects.filter(entity=model._meta.db_table, record=OuterRef("pk"))


def _open(model: type[Model], which: Q) -> Q:
    return Q(Exists(_turns(model).filter(OPEN, which)))


class Whose(OfModel):
    """Who is awaited, in words: people by name, roles as they are called."""

    def built(self, model: type[Model]) -> Any:
        """The text, for a query; empty where nobody is."""
        rule = approval_of(model)
        if rule is None:
            raise LookupError(f"{model.__name__} has no kit.Approval, so nobody is awaited.")
        parts = [part for step in rule.steps for part in _named(step, model)]
        parts.append(_if(_open(model, Q(passed_to=ADMIN)), Value(in_words(f"{ADMIN}s"))))
        text = models.CharField(max_length=250)
        joined = Func(Value(BETWEEN), *parts, function="CONCAT_WS", output_field=text)
        return Func(joined, Value(""), function="NULLIF", output_field=text)

    def of(self, row: Any) -> str | None:
        """The same of a row in hand."""
        rows = type(row).everything.filter(pk=row.pk)
        found: str | None = rows.values_list(F("awaiting"), flat=True).first()
        return found


def _named(step: Step, model: type[Model]) -> list[Any]:
    """The people of a step, each a text that is empty while it is not their turn."""
    who = WhoList.of(step.by, model)
    is_open = _open(model, Q(step=step.id) | Q(passed_to=step.id))
    roles = WhoList(model, who.roles, ()).in_words() if who.roles else ""
    found = [_if(is_open, Value(roles[:1].upper() + roles[1:]))] if roles else []
    for path in who.paths:
        found.append(_if(is_open, _name_at(model, path.partition(".")[2])))
    return found


def _name_at(model: type[Model], path: str) -> Any:
    """The name at the end of a path; where it leads to several, or from elsewhere, in words."""
    first = path.partition(".")[0]
    walked = walk(model, path) if path and has_name(model, first) else None
    if walked is None or walked.many or not walked.field.is_relation:
        return Value(in_words(path.replace(".", " ")))
    return F(f"{walked.full}{LOOKUP_SEP}name")


def _if(condition: Q, value: Any) -> Any:
    return Case(When(condition, then=value), output_field=models.CharField(max_length=250))


class Awaited(models.CharField):  # type: ignore[type-arg]
    """The kind of `awaiting`: a text to read, people to ask for."""

    is_people = True


class Awaiting(Computed):
    """`awaiting = kit.Awaiting()`: whose turn it is, in an entity with a `kit.Approval`.

    Read, it says names and roles. Asked, `Q(awaiting=kit.Me())` is whether the row waits for
    whoever acts; `row.awaiting` in a who-list means the same people.
    """

    def __init__(self) -> None:
        super().__init__(Whose(), Awaited("awaiting", max_length=250))
