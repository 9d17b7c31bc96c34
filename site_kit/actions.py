"""What people do to a row by a button: a class an action, declared and never called.

`write.run` does it; here is what an action is, who may run it on which rows, and the condition
that lists use to know that for each row without asking twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Case, Exists, F, Func, Model, OuterRef, Q, Subquery, Value, When
from django.db.models.fields import BooleanField, DateField, IntegerField

from site_kit.asker import TOOL, Asker, acting, current
from site_kit.fields import StatusField
from site_kit.models import RowQuerySet, child_links, entity_of
from site_kit.paths import NoSuchPath, walk
from site_kit.permissions import Decision, all_of, not_this, rights_for
from site_kit.registry import declared
from site_kit.who import Condition, WhoList
from site_kit.words import in_words, snake


class Action:
    """Base of all. `by` and `not_by` are who-lists; `when` a condition on the row.

    A small form asks for `needs` (compulsory) and `asks`. `sets` is field -> value or expression:
    all right sides are worked out before any left side is written. `bulk` allows ticked rows, each
    checked by itself. An empty `by` means `implied_by`: whoever may edit the row, for most.
    """

    implied_by: ClassVar[str] = "edit"
    makes_rows: ClassVar[bool] = False
    naming_fields: ClassVar[Sequence[str]] = ("needs", "asks")

    model: ClassVar[type[Model]]
    id: ClassVar[str] = ""
    name: ClassVar[str] = ""
    by: ClassVar[Sequence[str]] = ()
    not_by: ClassVar[Sequence[str]] = ()
    when: ClassVar[Any] = None
    confirm: ClassVar[str] = ""
    tone: ClassVar[str] = "plain"
    needs: ClassVar[Sequence[str]] = ()
    asks: ClassVar[Sequence[str]] = ()
    sets: ClassVar[Mapping[str, Any]] = {}
    bulk: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" not in cls.__dict__:
            return
        cls.id = cls.__dict__.get("id") or snake(cls.__name__.removesuffix(cls.model.__name__))
        declared.actions.setdefault(cls.model, []).append(cls())
        declared.worked_out.clear()

    @property
    def label(self) -> str:
        """What stands on the button."""
        return self.name or in_words(self.id)

    @property
    def done(self) -> str:
        """What the toast says afterwards: `Approve: done.`"""
        return f"{self.label}: done."

    def target(self) -> type[Model]:
        """Whose fields `needs`, `asks` and `sets` name."""
        return self.model

    def right(self, asker: Asker) -> Condition:
        """For which rows this person has the right, whatever state they are in."""
        if self.by:
            meant = WhoList.of(self.by, self.model).condition(asker)
        else:
            meant = self.implied_right(asker)
        never = WhoList.of(self.not_by, self.model).condition(asker)
        return meant if asker.is_tool or not self.not_by else all_of((meant, not_this(never)))

    def implied_right(self, asker: Asker) -> Condition:
        """For which rows this person has the right where `by` is empty."""
        return rights_for(self.model).condition(self.implied_by, asker)

    def state(self) -> Condition:
        """In which state a row must be."""
        return True if self.when is None else Q(self.when)

    def may(self, asker: Asker) -> Condition:
        """For which rows the button is there."""
        return all_of((self.right(asker), self.state()))

    def wrong(self) -> Iterable[tuple[str, str]]:
        """What is wrong with its declaration, each with the way out; said when the tool starts."""
        return ()

    def beside(self, asker: Asker) -> dict[str, Any]:
        """What its button shows of a row besides: columns of the row's query, by their names."""
        return {}

    def may_run(self, asker: Asker, row: Model | None = None) -> Decision:
        """Whether this person may run it: on this row, or (without one) on any at all."""
        condition = self.may(asker)
        if row is None or condition is False:
            return Decision(condition is not False, self.reason())
        with acting(asker):
            rows = rights_for(self.model).visible(asker).filter(pk=row.pk)
            rows = rows.filter(condition) if isinstance(condition, Q) else rows
            return Decision(rows.exists(), self.reason())

    def reason(self) -> str:
        """Who may, as a sentence: what a refusal says."""
        what = f"{self.label.lower()} {self.model._meta.verbose_name_plural}"
        if not self.by:
            return rights_for(self.model).reason(self.implied_by)
        who = WhoList.of(self.by, self.model).in_words()
        never = WhoList.of(self.not_by, self.model).in_words() if self.not_by else ""
        return f"Only {who} may {what}{f', and never {never}' if never else ''}."


class Transition(Action):
    """Move a status: from one of `from_` (empty: any) to `to`.

    `field` may be left out where the entity has one status. A status with a transition changes
    only by transitions and automations, never in a form.
    """

    field: ClassVar[str] = ""
    from_: ClassVar[Sequence[str]] = ()
    to: ClassVar[str] = ""

    @property
    def status(self) -> str:
        """The name of the status field that it moves."""
        if self.field:
            return walk(self.model, self.field).name
        return next((f.name for f in self.model._meta.fields if isinstance(f, StatusField)), "")

    def state(self) -> Condition:
        """The row stands in one of `from_`, besides `when`."""
        values = [str(value) for value in self.from_]
        came = Q(**{f"{self.status}__in": values}) if values else True
        return all_of((came, super().state()))


class Update(Action):
    """A named change without a status: assign, tick, stamp."""


class Create(Action):
    """A button that makes a row of `entity` (default: this one) with presets.

    In `sets` the left side is the new row's; `kit.Of("row", …)` is the row it starts from and
    `kit.Of("it", …)` the new row as asked.
    """

    makes_rows = True
    entity: ClassVar[type[Model] | None] = None

    def target(self) -> type[Model]:
        """The new row's model."""
        return self.entity or self.model

    def implied_right(self, asker: Asker) -> Condition:
        """Whoever may create there and see this row."""
        may_create = rights_for(self.target()).condition("create", asker) is not False
        return may_create and rights_for(self.model).condition("view", asker)


class Toggle(Action):
    """My one row of `entity`, made or taken back: a vote, a bookmark, an acknowledgement.

    `entity` has one relation to this model, and is unique in it with `created_by`. An empty `by`
    means whoever sees the row. Where `entity` is append-only, what was made stays.
    """

    implied_by = "view"
    entity: ClassVar[type[Model]]

    @property
    def link(self) -> str:
        """The relation of `entity` that points here."""
        here = (f for f in self.entity._meta.concrete_fields if f.related_model is self.model)
        return next((f.name for f in here), "")

    @property
    def stays(self) -> bool:
        """Whether what was made is never taken back."""
        return entity_of(self.entity).append_only

    def wrong(self) -> Iterable[tuple[str, str]]:
        """One relation leads here, and nobody has two rows at its end."""
        if not hasattr(self, "entity") or not self.link:
            yield "Its entity has no relation that leads here.", "Name one that has: entity = Vote."
            return
        once = {self.link, "created_by"}
        if not any(set(getattr(c, "fields", ())) == once for c in self.entity._meta.constraints):
            yield (
                f"{self.entity.__name__} is not unique with its maker.",
                f'Write models.UniqueConstraint(fields=["{self.link}", "created_by"], …).',
            )

    def mine(self, asker: Asker) -> RowQuerySet:
        """All rows of `entity` that this person made."""
        rows: RowQuerySet = self.entity.everything.filter(created_by=asker.id or 0)  # type: ignore[attr-defined]
        return rows

    def beside(self, asker: Asker) -> dict[str, Any]:
        """`on_<id>`: whether mine is there. `made_<id>`: how many there are, if one may see any."""
        here = {self.link: OuterRef("pk")}
        seen = rights_for(self.entity)
        made: Any = Value(None, output_field=IntegerField())
        if seen.condition("view", asker) is not False:
            count = Func(F("pk"), function="COUNT", output_field=IntegerField())
            made = Subquery(seen.visible(asker).filter(**here).annotate(n=count).values("n"))
        mine = Exists(self.mine(asker).filter(**here))
        return {f"on_{self.id}": mine, f"made_{self.id}": made}


class Like(Action):
    """Base of what makes rows like this one: whoever may edit it and make one, unless `by` says."""

    makes_rows = True

    def right(self, asker: Asker) -> Condition:
        """Whoever `by` names; empty: may edit this row, and may create."""
        held = super().right(asker)
        may_create = rights_for(self.model).condition("create", asker) is not False
        return held if self.by or may_create else False


class Duplicate(Like):
    """A copy of the row, without the fields in `clear`, its lines too where `with_children`.

    In `sets` the left side is the copy's; `kit.Of("row", …)` is the row it starts from. Statuses
    that move by buttons, references and what nobody types begin anew, as in any new row.
    """

    naming_fields = (*Action.naming_fields, "clear")
    clear: ClassVar[Sequence[str]] = ()
    with_children: ClassVar[bool] = False

    def wrong(self) -> Iterable[tuple[str, str]]:
        """Lines are copied where there are any, and something unique is not copied."""
        if self.with_children and not child_links(self.model):
            yield "with_children, but no entity is child_of this one.", "Leave it out."
        for field in self.model._meta.concrete_fields:
            kept = field.unique and field.editable and not field.primary_key
            if kept and field.name not in (*self.clear, *self.sets):
                yield (
                    f"{field.name!r} is unique, so no copy could be kept.",
                    f'Write clear = ("{field.name}",), or set it.',
                )


class Repeat(Like):
    """A series of rows like this one: every day, workday, chosen weekdays, week or month, until a
    day or so many times.

    `date` is moved, `end` along with it. For each value that is ticked of the fields in `each`
    there is a row of its own. What is refused is named; the rest can be made.
    """

    date: ClassVar[str] = ""
    end: ClassVar[str] = ""
    each: ClassVar[Sequence[str]] = ()

    def wrong(self) -> Iterable[tuple[str, str]]:
        """Its dates are dates, and the values of `each` can be ticked."""
        fields = {f.name: f for f in (*self.model._meta.fields, *self.model._meta.many_to_many)}
        for name in filter(None, (self.date or "date", self.end)):
            if not isinstance(fields.get(name), DateField):
                yield f"{name!r} is no date of the row.", 'Name one: date = "starts_on".'
        for name in self.each:
            field = fields.get(name)
            if not (getattr(field, "is_relation", False) or getattr(field, "values", None)):
                yield f"each: {name!r} has no values to tick.", "Name a choice, person or relation."


class Print(Action):
    """A sheet of the row, to be printed; nothing is written, and nothing follows.

    `body` is markdown with paths in braces: `# {title}`; empty, all the fields of the row's own
    page. An empty `by` means whoever sees the row. What a person may not see stays empty.
    """

    implied_by = "view"
    body: ClassVar[str] = ""

    def wrong(self) -> Iterable[tuple[str, str]]:
        """The paths of its body are there."""
        for path in paths_in(self.body):
            try:
                walk(self.model, path)
            except NoSuchPath as wrong:
                yield f"body: {wrong}", "Name a field, or a path of fields with dots."


PLACES = re.compile(r"\{([a-z0-9_.]+)\}")


def paths_in(body: str) -> list[str]:
    """The fields that a sheet names, each once."""
    found = (path for path in PLACES.findall(body) if path not in ("title", "link"))
    return list(dict.fromkeys(found))


class RunExtension(Action):
    """Code of the tool's own: `run(row, person, asked)` of `extensions/<hook>.py`, with the rights
    of whoever presses and the rules of the tool. They are shown the text that it returns.

    What it asks for is handed over as `asked`; the code writes what of it is to be kept. An empty
    `by` means whoever may edit the row.
    """

    hook: ClassVar[str] = ""

    def wrong(self) -> Iterable[tuple[str, str]]:
        """Its function is there."""
        from site_kit.hooks import wrong_hook

        yield from wrong_hook("action", self.hook)


def actions_for(model: type[Model]) -> list[Action]:
    """The actions of an entity, in the order of their declaration."""
    return declared.actions.get(model, [])


def action_named(model: type[Model], action_id: str) -> Action | None:
    """An action by its id, or nothing."""
    return next((one for one in actions_for(model) if one.id == action_id), None)


def toggled_by(model: type[Model]) -> list[type[Model]]:
    """The entities of which rows are made and taken back by a button of this one."""
    return [one.entity for one in actions_for(model) if isinstance(one, Toggle)]


def toggle_links(model: type[Model]) -> list[tuple[Any, str]]:
    """The entities whose rows a toggle of this one makes and takes back, each with its relation."""
    several = (one for one in actions_for(model) if isinstance(one, Toggle))
    return [
        (one.entity, one.link)
        for one in several
        if not one.stays and entity_of(one.entity).child_of != one.link
    ]


def annotate_may(rows: RowQuerySet, asker: Asker | None = None) -> RowQuerySet:
    """Add `may_<id>` for each action, and `may_edit` and `may_delete`: true or false, each row."""
    person = asker or current()
    rights = rights_for(rows.model)
    conditions = {verb: rights.condition(verb, person) for verb in ("edit", "delete")}
    conditions |= {action.id: action.may(person) for action in actions_for(rows.model)}
    columns = {f"may_{name}": as_column(one) for name, one in conditions.items()}
    for action in actions_for(rows.model):
        columns |= action.beside(person)
    annotated: RowQuerySet = rows.annotate(**columns)
    return annotated


def may_names(model: type[Model]) -> list[str]:
    """The names of the columns that `annotate_may` adds."""
    shown = (name for action in actions_for(model) for name in action.beside(TOOL))
    ways = [*(action.id for action in actions_for(model)), "edit", "delete"]
    return [*(f"may_{way}" for way in ways), *shown]


def as_column(condition: Condition) -> Any:
    """A condition as a column of true and false, never empty."""
    if isinstance(condition, bool):
        return Value(condition, output_field=BooleanField())
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def moved_by_actions(model: type[Model]) -> frozenset[str]:
    """The status fields that change only by transitions."""
    several = (one for one in actions_for(model) if isinstance(one, Transition))
    return frozenset(one.status for one in several)
