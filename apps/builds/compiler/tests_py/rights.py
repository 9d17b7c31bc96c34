"""Who may do what to a row that is known: the same table as `permissions.py`, read here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.builds.compiler.approving import approval_of
from apps.builds.compiler.stocks import ledger_of
from apps.builds.compiler.tests_py import deciding
from apps.builds.compiler.tests_py.cast import ADA, Cast, Person
from apps.builds.compiler.tests_py.evaluating import Reader, all_hold, any_holds, opposite
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Value
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import parse_who, places
from apps.plans.blueprint.expressions.nodes import Path
from apps.plans.blueprint.resolved import ResolvedAction
from apps.plans.blueprint.rights import Permission
from apps.plans.blueprint.rules import Lock

ALL = ("view", "create", "edit", "delete", "import")
MAKES_LIKE = ("duplicate", "repeat")
SEEN_WITH = ("view", "edit", "delete")


@dataclass(frozen=True)
class Rights:
    """The rights of one tool over the rows of one test; one may be `unbound` from its `where`."""

    tool: Tool
    cast: Cast
    facts: Facts
    unbound: Permission | None = None

    def reader(self, row: Fact | None, me: Person | None) -> Reader:
        """A reader for a row, as somebody sees it."""
        return Reader(self.tool, self.facts, row, me)

    def may(self, verb: str, entity: str, person: Person, row: Fact | None) -> Value:
        """True, False or UNKNOWN. Without a row: of every row of the entity."""
        resolved = self.tool.entity(entity)
        if not person.let_in:
            return False
        if resolved.source.append_only and verb in ("edit", "delete"):
            return False
        if verb != "view" and ledger_of(self.tool, entity):
            return False
        if resolved.as_parent:
            return self._as_parent(verb, entity, person, row)
        if person is ADA and (verb == "view" or resolved.admin_has_all):
            return True
        given = any_holds(
            self._gives(one, verb, entity, person, row) for one in resolved.permissions
        )
        if verb != "view" or given is True:
            return given
        return any_holds((given, self._is_asked(entity, person, row)))

    def _is_asked(self, entity: str, person: Person, row: Fact | None) -> Value:
        """Whoever is to decide on a row, or has decided on it, sees it."""
        if approval_of(self.tool.entity(entity)) is None:
            return False
        if row is None:
            return UNKNOWN
        return deciding.has_decided(row, person) or deciding.may_decide(self, row, person)

    def _as_parent(self, verb: str, entity: str, person: Person, row: Fact | None) -> Value:
        resolved = self.tool.entity(entity)
        of_parent = "view" if verb == "view" else "edit"
        parent = row.values.get(resolved.source.child_of) if row else None
        if parent is UNKNOWN:
            return UNKNOWN
        return self.may(of_parent, resolved.parent, person, parent)

    def _gives(
        self, one: Permission, verb: str, entity: str, person: Person, row: Fact | None
    ) -> Value:
        can = ALL if "all" in one.can else one.can
        if not any(given in can for given in (SEEN_WITH if verb == "view" else (verb,))):
            return False
        meant = self.is_meant(one.by, entity, person, row)
        if meant is not True or not one.where or one is self.unbound:
            return meant
        if row is None:
            return UNKNOWN
        return self.reader(row, person).holds(one.where, places.own(entity))

    def is_meant(
        self, entries: Sequence[str], entity: str, person: Person, row: Fact | None
    ) -> Value:
        """Whether a who-list means somebody."""
        return any_holds(self._is_entry(entry, entity, person, row) for entry in entries)

    def _is_entry(self, entry: str, entity: str, person: Person, row: Fact | None) -> Value:
        read = self.tool.remembered(
            ("who", entry, entity), lambda: parse_who(entry, entity, self.tool.world)
        )
        if not isinstance(read, Path):
            return self.cast.holds(person, read)
        if row is None or any(hop.sort == "children" for hop in read.hops):
            return UNKNOWN
        found = self.reader(row, person).follow(row, read.hops)
        if found is UNKNOWN:
            return UNKNOWN
        return person in found if isinstance(found, tuple) else found is person

    def may_edit_field(self, entity: str, field_id: str, person: Person, row: Fact | None) -> Value:
        """Whether `edited_by` and `seen_by` of a field leave it to somebody."""
        field = self.tool.field(entity, field_id)
        if field is None:
            return UNKNOWN
        lists = [entries for entries in (field.edited_by, field.seen_by) if entries]
        found = [self.is_meant(entries, entity, person, row) for entries in lists]
        return all_hold(found)

    def may_see_field(self, entity: str, field_id: str, person: Person, row: Fact | None) -> Value:
        """Whether `seen_by` of a field shows it to somebody."""
        field = self.tool.field(entity, field_id)
        if field is None or not field.seen_by:
            return True
        return self.is_meant(field.seen_by, entity, person, row)

    def may_run(self, action: ResolvedAction, person: Person, row: Fact) -> Value:
        """Whether a button is there for somebody: right and state."""
        state = self.is_in_state(action, row, person)
        return state if state is False else all_hold((state, self._right(action, person, row)))

    def _right(self, action: ResolvedAction, person: Person, row: Fact) -> Value:
        source = action.source
        if action.approval:
            return deciding.may_decide(self, row, person)
        if source is None or not person.let_in:
            return UNKNOWN if source is None else False
        seen = self.may("view", action.entity, person, row)
        if source.by:
            meant = self.is_meant(source.by, action.entity, person, row)
        elif action.kind == "create":
            meant = self.may("create", action.target, person, None)
            meant = UNKNOWN if meant is not True else True
        elif action.right == "view":
            meant = seen
        else:
            meant = self.may("edit", action.entity, person, row)
            makes = action.kind in MAKES_LIKE
            makes_one = self.may("create", action.entity, person, None) if makes else True
            meant = all_hold((meant, makes_one))
        never = self.is_meant(source.not_by, action.entity, person, row)
        return all_hold((seen, meant, opposite(never)))

    def is_in_state(self, action: ResolvedAction, row: Fact, person: Person) -> Value:
        """Whether the row is where the action begins."""
        source = action.source
        if action.approval:
            return deciding.is_pending(self.tool, row)
        if source is None:
            return UNKNOWN
        came: Value = True
        if source.from_:
            now = row.values.get(action.field)
            came = UNKNOWN if now is UNKNOWN else now in source.from_
        if came is False:
            return False
        when = self.reader(row, person).holds(source.when, places.own(action.entity))
        return all_hold((came, when))

    def is_locked(self, row: Fact, person: Person, fields: Iterable[str] = ()) -> Value:
        """Whether a lock holds of a row, or of the row it belongs to, and binds somebody: of the
        whole row, or of one of these fields.
        """
        entity = self.tool.entity(row.entity)
        found: list[Value] = []
        for rule in entity.rules:
            if isinstance(rule, Lock) and (not rule.fields or {*rule.fields} & {*fields}):
                freed = self.is_meant(rule.unless_by, row.entity, person, row)
                held = self.reader(row, person).holds(rule.when, places.own(row.entity))
                found.append(all_hold((held, opposite(freed))))
        found.append(deciding.is_pending(self.tool, row))
        parent = row.values.get(entity.source.child_of) if entity.source.child_of else None
        if isinstance(parent, Fact):
            found.append(self.is_locked(parent, person))
        return any_holds(found)
