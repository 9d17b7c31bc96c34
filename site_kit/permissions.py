"""Who may do what to which rows: declared in one table, applied in the base queryset.

Deny by default: a person may do a thing to a row if any grant gives it, and nothing else. Pages
never decide; they ask `rights_for(model)`, and `write` asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Exists, Model, OuterRef, Q

from site_kit.asker import ADMIN, Asker, acting, current
from site_kit.models import RowQuerySet, VisibleQuerySet, entity_of, with_aliases
from site_kit.paths import computed_of, walk
from site_kit.registry import declared
from site_kit.turns import concerns
from site_kit.who import Condition, WhoList

VERBS = ("view", "create", "edit", "delete", "import")
IMPLIES_VIEW = ("view", "edit", "delete")


@dataclass(frozen=True, slots=True)
class Grant:
    """`kit.Grant(["row.owner"], can=["edit"], where=Q(status="new"))`.

    `by` is a who-list, `can` some of view, create, edit, delete, import or all (these five).
    `edit` and `delete` include `view` of the same rows. For `create`, `where` is asked of the new
    row; for `edit` and `delete`, of the row as it was.
    """

    by: Sequence[str]
    can: Sequence[str]
    where: Q | None = None

    def gives(self, verb: str) -> bool:
        """Whether the grant gives this verb."""
        given = VERBS if "all" in self.can else self.can
        return any(one in given for one in (IMPLIES_VIEW if verb == "view" else (verb,)))

    def condition(self, model: type[Model], asker: Asker) -> Condition:
        """To which rows it gives it, for this person."""
        meant = WhoList.of(self.by, model).condition(asker)
        if meant is False or self.where is None:
            return meant
        return self.where if meant is True else meant & self.where


class Permissions:
    """The table of rights of one entity: its `Grant`s, and who sees and edits which field.

    `seen_by` and `edited_by` map a field to the complete who-list of it; admins too are in it only
    if named. `as_parent = True` gives a child entity its parent's rights.
    """

    model: ClassVar[type[Model]]
    as_parent: ClassVar[bool] = False
    seen_by: ClassVar[Mapping[str, Sequence[str]]] = {}
    edited_by: ClassVar[Mapping[str, Sequence[str]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        declared.permissions[cls.model] = cls
        declared.worked_out.clear()

    @classmethod
    def grants(cls) -> dict[str, Grant]:
        """The grants by their names."""
        return {name: said for name, said in vars(cls).items() if isinstance(said, Grant)}


@dataclass(frozen=True, slots=True)
class Decision:
    """A yes or no, with its reason as a sentence."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields a person may see and edit, by name; asked once a request.

    `seen_where` and `edited_where` are fields that depend on the row. What is only in
    `seen_where` is selected as `Case(When(condition, then=…))`, never filtered or sorted by.
    """

    seen: frozenset[str]
    edited: frozenset[str]
    seen_where: Mapping[str, Q] = field(default_factory=dict)
    edited_where: Mapping[str, Q] = field(default_factory=dict)

    def seen_on(self, row: Model) -> frozenset[str]:
        """What is seen of this row."""
        return self.seen | _holding(self.seen_where, row)

    def edited_on(self, row: Model) -> frozenset[str]:
        """What may be edited of this row, if the row may be."""
        return (self.edited | _holding(self.edited_where, row)) & self.seen_on(row)


class Rights:
    """All questions about one model's rights. The base queryset is built once for each set of
    roles; who asks and which day it is enter when the SQL is written."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.table = declared.permissions.get(model)
        self.options = entity_of(model)
        self.goes_by_parent = self.table is not None and self.table.as_parent

    @property
    def parent(self) -> type[Model]:
        """Whose lines the rows are; only where it goes by the parent."""
        return self.model._meta.get_field(self.options.child_of).related_model  # type: ignore[return-value]

    def condition(self, verb: str, asker: Asker) -> Condition:
        """To which rows this person may do it."""
        if asker.is_tool:
            return True
        if self.options.append_only and verb in ("edit", "delete"):
            return False
        if self.options.balance_of and verb != "view":
            return False
        by_hand = verb == "view" or not getattr(self.model, "by_rules_only", False)
        if self.table is None or not by_hand:
            return False
        if asker.is_outsider:
            return verb == "create" and bool(asker.sent(self.model))
        if self.goes_by_parent:
            return self._as_parent(verb, asker)
        if asker.is_admin and (verb == "view" or not self.options.admin_needs_permission):
            return True
        given = [g for g in self.table.grants().values() if g.gives(verb)]
        conditions = [grant.condition(self.model, asker) for grant in given]
        return any_of([*conditions, concerns(self.model, asker)] if verb == "view" else conditions)

    def rows(self, verb: str, asker: Asker) -> RowQuerySet:
        """The rows to which this person may do it. `Me` in them is whoever acts when it runs."""
        key = (self.model, verb, asker.roles, asker.is_tool)
        if key not in declared.worked_out:
            declared.worked_out[key] = self._rows(self.condition(verb, asker))
        return declared.worked_out[key].all()  # type: ignore[no-any-return]

    def visible(self, asker: Asker) -> RowQuerySet:
        """The rows that this person may see: what `Model.objects` gives."""
        return self.rows("view", asker)

    def allowed(self, verb: str, row: Model | None, asker: Asker) -> Decision:
        """Whether this person may do it: to this row, or (without one) to any row at all."""
        condition = self.condition(verb, asker)
        if isinstance(condition, bool) or row is None:
            return Decision(condition is not False, self.reason(verb))
        with acting(asker):
            held = self.rows(verb, asker).filter(pk=row.pk).exists()
        return Decision(held, self.reason(verb))

    def reason(self, verb: str) -> str:
        """Who may, as a sentence: what a refusal says."""
        what = f"{verb} {self.model._meta.verbose_name_plural}"
        if self.options.append_only and verb in ("edit", "delete"):
            return f"Nobody may {what}: they are only added to."
        return f"Only {self._who(verb).in_words()} may {what}."

    def fields_for(self, asker: Asker) -> Fields:
        """The fields this person may see and edit."""
        from site_kit.actions import moved_by_actions

        stored = [*self.model._meta.concrete_fields, *self.model._meta.many_to_many]
        names = [f.name for f in stored] + list(computed_of(self.model))
        moved = moved_by_actions(self.model)
        typed = (f for f in stored if f.editable and not f.primary_key)
        by_hand = [f.name for f in typed if f.name not in moved]
        seen, seen_where = self._narrowed(names, "seen_by", asker)
        edited, edited_where = self._narrowed(by_hand, "edited_by", asker)
        if asker.is_outsider:
            return Fields(seen & asker.sent(self.model), edited & seen & asker.sent(self.model))
        return Fields(seen, edited & (seen | set(seen_where)), seen_where, edited_where)

    def _narrowed(
        self, names: Iterable[str], by: str, asker: Asker
    ) -> tuple[frozenset[str], dict[str, Q]]:
        lists = getattr(self.table, by, {}) if self.table else {}
        said = {walk(self.model, name).name: entries for name, entries in lists.items()}
        always: set[str] = set()
        where: dict[str, Q] = {}
        for name in names:
            who = WhoList.of(said[name], self.model).condition(asker) if name in said else True
            if who is True:
                always.add(name)
            elif isinstance(who, Q):
                where[name] = who
        return frozenset(always), where

    def _as_parent(self, verb: str, asker: Asker) -> Condition:
        link = self.options.child_of
        theirs = rights_for(self.parent)
        of_parent = "view" if verb == "view" else "edit"
        condition = theirs.condition(of_parent, asker)
        if isinstance(condition, bool):
            return condition
        return Q(Exists(theirs.rows(of_parent, asker).filter(pk=OuterRef(f"{link}_id"))))

    def _rows(self, condition: Condition) -> RowQuerySet:
        rows = with_aliases(VisibleQuerySet(self.model))
        if condition is False:
            return rows.none()
        return rows if condition is True else rows.filter(condition)

    def _who(self, verb: str) -> WhoList:
        if self.goes_by_parent:
            return rights_for(self.parent)._who("view" if verb == "view" else "edit")
        grants = self.table.grants().values() if self.table else ()
        entries = [entry for grant in grants if grant.gives(verb) for entry in grant.by]
        admins = [] if self.options.admin_needs_permission else [ADMIN]
        return WhoList.of([*entries, *admins], self.model)


def rights_for(model: type[Model]) -> Rights:
    """The rights of an entity; those of the kit's own are said in their models."""
    own: type[Rights] = getattr(model, "_rights", Rights)
    return own(model)


def seen_rows(model: type[Model]) -> RowQuerySet:
    """The rows that whoever acts may see: `Model.objects`, also of a model that is no `Row`."""
    return rights_for(model).visible(current())


def any_of(conditions: Iterable[Condition]) -> Condition:
    """OR: an entry that gives all rows ends it."""
    given = [one for one in conditions if one is not False]
    if any(one is True for one in given):
        return True
    return reduce(or_, (one for one in given if isinstance(one, Q))) if given else False


def all_of(conditions: Iterable[Condition]) -> Condition:
    """AND: an entry that gives no row ends it."""
    given = [one for one in conditions if one is not True]
    if any(one is False for one in given):
        return False
    found = Q()
    for one in given:
        found &= one if isinstance(one, Q) else Q()
    return found if given else True


def not_this(condition: Condition) -> Condition:
    """NOT; of an empty value it is true."""
    return ~condition if isinstance(condition, Q) else not condition


def _holding(conditions: Mapping[str, Q], row: Model) -> frozenset[str]:
    from site_kit.reading import holds

    return frozenset(name for name, condition in conditions.items() if holds(condition, row))
