"""The table of rights, as far as it can be told for certain, and who edits which field."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from apps.builds.compiler import literals, names, words
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import looking, parting
from apps.builds.compiler.tests_py.cast import ADA, INES, INSIDE, JON, MARA, OTTO, Person
from apps.builds.compiler.tests_py.evaluating import all_hold, opposite
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity

SHOWN = (ADA, INES, MARA, JON, OTTO)
VERBS = ("view", "edit", "delete")
MAKING = ("create", "import")
MOST_ROWS, MOST_OF_ONE = 16, 6
EDITED = ("text", "long_text", "choice", "status", "boolean", "integer", "date")


def tests(teller: Teller) -> Iterator[Test]:
    """The table, then the fields that only some may edit or see."""
    if lines := teller.told(_table):
        yield teller.test("who may do what", lines)
    for entity in teller.tool.entities:
        for field in entity.source.fields:
            if lines := teller.told(partial(_edited_by, entity, field)):
                yield teller.test(_only("edit", entity, field), lines)
            if lines := teller.told(partial(_seen_by, entity, field)):
                yield teller.test(_only("see", entity, field), lines)


def _only(verb: str, entity: ResolvedEntity, field: Field) -> str:
    name = words.low(field.name or names.words(field.id))
    return f"only some people {verb} {name} of {words.article(words.noun(entity))}"


def _table(story: Story) -> None:
    """`assertRights` over rows of different makers and people."""
    added: set[int] = set()
    for entity in story.tool.entities:
        if len(story.facts.rows) < MOST_ROWS and not entity.as_parent:
            story.attempt(partial(_by_another, entity))
            story.attempt(partial(_of_somebody, entity))
            before = {id(row) for row in story.facts.rows}
            parting.add_rows(story, entity, MOST_OF_ONE)
            added |= {id(row) for row in story.facts.rows} - before
    entries = []
    for entity in story.tool.entities:
        if said := _who_makes(story, entity):
            entries.append((story.tool.names[entity.id].model, _grouped(said)))
    for row in story.facts.rows:
        said = _in_table(story, row) if row.name else {}
        if id(row) in added:
            told = parting.parted(story, story.tool.entity(row.entity), row)
            said = {who: may for who, may in said.items() if who in told}
        if entries:
            said.pop(OTTO.key, None)
        if said:
            entries.append((row.name, _grouped(said)))
    if not entries:
        raise Underivable("nothing about rights is certain")
    story.say(call("self.assertRights", literals.mapping(entries)))


def _grouped(said: Mapping[str, str]) -> str:
    """`{"ada jon": "view edit", "mara": ""}`: those of whom the same is said, together."""
    people: dict[str, list[str]] = {}
    for who, may in said.items():
        people.setdefault(may, []).append(who)
    listed = ((literals.text(" ".join(by)), literals.text(may)) for may, by in people.items())
    return literals.mapping(listed)


def _who_makes(story: Story, entity: ResolvedEntity) -> dict[str, str]:
    """Who may make rows of an entity by its form and from a file, of those who certainly do."""
    said: dict[str, str] = {}
    if entity.as_parent or not any(page.entity == entity.id for page in story.tool.resolved.pages):
        return said
    for person in _shown(story):
        may = {verb: story.rights.may(verb, entity.id, person, None) for verb in MAKING}
        if UNKNOWN not in may.values():
            said[person.key] = " ".join(verb for verb, given in may.items() if given)
    return said


def _shown(story: Story) -> Iterator[Person]:
    """The cast, without those who are like others in this tool."""
    for person in SHOWN:
        if story.cast.roles or person is not INES:
            yield person


def _by_another(entity: ResolvedEntity, story: Story) -> None:
    """A row of an entity of which nobody, or somebody else, has made one."""
    makers = [row.creator for row in story.facts.of(entity.id) if row.name]
    row = story.make(entity.id)
    if row.creator in makers:
        raise Underivable("another one would say the same")
    _demand_unlocked(story, row)


def _of_somebody(entity: ResolvedEntity, story: Story) -> None:
    """A row of which the people named in rights are somebody else's."""
    paths = {path for one in entity.permissions for path in one.by if path.startswith("row.")}
    own = sorted(path.split(".")[1] for path in paths)
    wishes = {called: JON for called in own if _is_typed_person(entity, called)}
    if not wishes:
        raise Underivable("no right depends on a person of the row")
    row = story.make(entity.id, wishes, by=(ADA,))
    _demand_unlocked(story, row)


def _is_typed_person(entity: ResolvedEntity, called: str) -> bool:
    known = {field.id: field for field in entity.fields}
    return called in known and known[called].kind == "person" and known[called].is_typed_in


def _demand_unlocked(story: Story, row: Fact, *fields: str) -> None:
    if any(story.rights.is_locked(row, person, fields) is not False for person in INSIDE):
        raise Underivable("it may be locked")


def role(called: str, story: Story) -> None:
    """A row with which only a role's holder may do what others may do with other rows."""
    inside = [one for one in INSIDE if one is not ADA]
    holders = [one for one in inside if story.cast.holds(one, called)]
    every = [one for entity in story.tool.entities for one in entity.actions]
    buttons = [(one, one.source.by) for one in every if one.source and called in one.source.by]
    for by_right in (True, False):
        for action, by in buttons:
            others = [one for one in inside if by_right is _holds_another(story, one, called, by)]
            for holder, other in itertools.product(holders, others):
                if holder is not other and story.attempt(partial(_parted, action, holder, other)):
                    return
    raise Underivable(f"what {called} is for")


def _holds_another(story: Story, person: Person, called: str, by: Sequence[str]) -> bool:
    return any(story.cast.holds(person, role) for role in by if role != called)


def _parted(action: ResolvedAction, holder: Person, other: Person, story: Story) -> None:
    def goal(row: Fact, facts: Facts) -> Value:
        if row.creator in (holder, other):
            return False
        rights = Rights(story.tool, story.cast, facts)
        may, not_so = (rights.may_run(action, one, row) for one in (holder, other))
        return all_hold((may, opposite(not_so), rights.may("view", row.entity, other, row)))

    when = action.source.when if action.source else ""
    row = reached(story, action.entity, goal, list(filter(None, (when, action.field))))
    said = dict(rights_of(story, row))
    if not {holder.key, other.key} <= said.keys():
        raise Underivable("what else they may do")
    told = literals.mapping([(row.name, _grouped({k: said[k] for k in (holder.key, other.key)}))])
    story.say(call("self.assertRights", told))


def rights_of(story: Story, row: Fact) -> Iterator[tuple[str, str]]:
    """What each of the cast may do to a row, of those of whom all of it is certain."""
    entity = story.tool.entity(row.entity)
    if entity.as_parent or any(not (one.source or one.approval) for one in entity.actions):
        return
    for person in _shown(story):
        may = {verb: story.rights.may(verb, row.entity, person, row) for verb in VERBS}
        if may["view"] is False:
            yield person.key, ""
            continue
        free = opposite(story.rights.is_locked(row, person))
        may |= {verb: all_hold((may[verb], free)) for verb in ("edit", "delete")}
        may |= {one.id: story.rights.may_run(one, person, row) for one in entity.actions}
        if UNKNOWN not in may.values():
            yield person.key, " ".join(verb for verb, given in may.items() if given)


def _in_table(story: Story, row: Fact) -> dict[str, str]:
    """The rights to a row; those of Jon only where he is more than another member."""
    said = dict(rights_of(story, row))
    if not story.cast.roles.get(JON.key) and said.get(JON.key) == said.get(MARA.key):
        said.pop(JON.key, None)
    return said


def _edited_by(entity: ResolvedEntity, field: Field, story: Story) -> None:
    """Who finds a field in the form of a row, and who does not."""
    resolved = entity.field(field.id)
    is_plain = field.kind in EDITED and not field.show_if and resolved.is_typed_in
    if not field.edited_by or not is_plain:
        raise Underivable(f"{field.id} is everybody's")
    row = _row_with_people(entity, field, story)
    answers = {person: _may_change(story, row, field, person) for person in INSIDE}
    by = [person.source for person, may in answers.items() if may is True]
    not_by = [person.source for person, may in answers.items() if may is False]
    if not by or not not_by:
        raise Underivable("one side is empty")
    attribute = literals.text(story.tool.names[entity.id].attribute(field.id))
    story.say(
        call(
            "self.assertMayEdit",
            row.name,
            attribute,
            by=literals.listing(by),
            not_by=literals.listing(not_by),
        )
    )


def _seen_by(entity: ResolvedEntity, field: Field, story: Story) -> None:
    """For whom a table has the column of a field, and for whom it has not."""
    tables = (page for page in story.tool.resolved.pages if page.kind == "table")
    page = next(
        (one for one in tables if one.entity == entity.id and field.id in one.columns), None
    )
    if not field.seen_by or page is None:
        raise Underivable(f"{field.id} is everybody's")
    shown = {True: "self.assertIn", False: "self.assertNotIn"}
    for person in looking.viewers_of(story, page):
        may = story.rights.may_see_field(entity.id, field.id, person, None)
        if how := shown.pop(may, "") if isinstance(may, bool) else "":
            opened = call(f"{person.source}.opens", literals.text(page.id))
            story.say(call(how, literals.text(looking.heading_of(field)), f"{opened}.headings"))
    if shown:
        raise Underivable("one side is empty")


def _row_with_people(entity: ResolvedEntity, field: Field, story: Story) -> Fact:
    """A row of which Jon is whoever may edit the field."""
    own = [path.split(".")[1] for path in field.edited_by if path.startswith("row.")]
    row = story.make(entity.id, {called: JON for called in own if _is_typed_person(entity, called)})
    _demand_unlocked(story, row, field.id)
    return row


def _may_change(story: Story, row: Fact, field: Field, person: Person) -> Value:
    """Whether somebody may edit the row and this field of it."""
    row_right = story.rights.may("edit", row.entity, person, row)
    field_right = story.rights.may_edit_field(row.entity, field.id, person, row)
    return all_hold((row_right, field_right))
