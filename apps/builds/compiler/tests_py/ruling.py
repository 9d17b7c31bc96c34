"""A test for each rule: a row that breaks it is refused, by every way in."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial

from apps.builds.compiler import constraints, literals, messages, names, words
from apps.builds.compiler.fields import is_unique
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import bringing, limiting, samples, signing
from apps.builds.compiler.tests_py.cast import ADA, INSIDE, Person
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value, is_empty
from apps.builds.compiler.tests_py.holding import RANGE, UNIQUE_FIELD
from apps.builds.compiler.tests_py.making import Made
from apps.builds.compiler.tests_py.reaching import reached, ready
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import FILES, Field
from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity
from apps.plans.blueprint.rules import (
    AnyRule,
    Approval,
    Conditional,
    Creates,
    Limit,
    Lock,
    NoOverlap,
    Stock,
    Unique,
    Validation,
)


def tests(teller: Teller) -> Iterator[Test]:
    """The tests of all rules that can be shown to refuse something, and are not shown already:
    a table of the rows that are refused by what they hold, then those that something goes before.
    """
    told = [(about, lines) for about, way in _ways(teller) if (lines := teller.told(way))]
    tables = [lines for _, lines in told if all(map(_is_refused_row, lines))]
    if several := len(tables) > 1:
        yield teller.test("rows that are refused", _together(itertools.chain(*tables)))
    for about, lines in told:
        if not several or lines not in tables:
            yield from teller.once(about, lines)


def _is_refused_row(line: str) -> bool:
    return ".every_way.creates(" in line


def _together(lines: Iterable[str]) -> list[str]:
    """Those whom the same person tries to make of the same model in one sentence."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in dict.fromkeys(lines):
        (refused,) = ast.parse(line).body
        assert isinstance(refused, ast.With)
        said, (deed,) = refused.items[0].context_expr, refused.body
        assert isinstance(said, ast.Call)
        assert isinstance(deed, ast.Expr)
        assert isinstance(deed.value, ast.Call)
        given = {one.arg: one.value for one in deed.value.keywords}
        values = ast.Dict([ast.Constant(one) for one in given], [*given.values()])
        who = ast.unparse(deed.value.func).removesuffix(".every_way.creates")
        row = ast.unparse(ast.Tuple([values, said.args[0]], ast.Load()))
        found.setdefault((who, ast.unparse(deed.value.args[0])), []).append(row)
    return [call("self.assertRefusedEach", *key, *rows) for key, rows in found.items()]


def _ways(teller: Teller) -> Iterator[tuple[str, Callable[[Story], None]]]:
    """What there is to show, each with how the test is called."""
    limits = [messages.of_range(f) for e in teller.tool.entities for f in e.source.fields]
    yield "values that are there once", _unique_fields
    for entity in teller.tool.entities:
        for rule in entity.rules:
            if f"entities.{entity.id}.rules.{rule.id}" not in teller.shown:
                yield _name(entity, rule), partial(_rule, entity, rule)
        for field in entity.source.fields:
            yield _range_in_words(entity, field, limits), partial(_range, entity, field)
        for action in entity.actions:
            yield _need_in_words(entity, action), partial(_needs, action)


def _range_in_words(entity: ResolvedEntity, field: Field, limits: list[str]) -> str:
    """The sentence that it is refused with; of an entity, where others say the same."""
    said = messages.of_range(field)
    name = _said(field)
    own = f"{name} of {words.article(words.noun(entity))}"
    return said.replace(name, own, 1) if limits.count(said) > 1 else said


def _said(field: Field) -> str:
    return field.name or names.words(field.id)


def _name(entity: ResolvedEntity, rule: AnyRule) -> str:
    if rule.message and not isinstance(rule, Approval | Creates):
        return rule.message
    fields = {field.id: words.low(field.name) for field in entity.fields}
    noun = words.article(words.noun(entity))
    if isinstance(rule, Unique):
        return f"{noun} is there once by {words.joined([fields[one] for one in rule.fields])}"
    if isinstance(rule, Limit):
        return messages.of_limit(entity, rule)
    if isinstance(rule, Stock):
        return f"no more of its {fields[rule.item]} is taken than there is"
    if isinstance(rule, NoOverlap):
        return f"no two {words.plural(entity)} take the same time"
    if isinstance(rule, Lock):
        return f"{noun} is locked at its end"
    if isinstance(rule, Conditional):
        state = "filled" if rule.kind == "required_if" else "empty"
        return f"{fields[rule.field]} of {noun} has to be {state}"
    if isinstance(rule, Approval):
        return f"{noun} is decided on in its steps"
    if isinstance(rule, Creates):
        brought = rule.entity.replace("_", " ")
        return f"{noun} brings its {brought} along{_when(rule)}"
    return f"{noun} keeps the rule {rule.id}"


def _when(rule: Creates) -> str:
    return "" if rule.on == bringing.ON_CREATION else f" on {rule.on.replace('_', ' ')}"


def _need_in_words(entity: ResolvedEntity, action: ResolvedAction) -> str:
    needs = action.source.needs if action.source else ()
    fields = {field.id: words.low(field.name) for field in entity.fields}
    return f"{action.name} needs {words.joined([fields[one] for one in needs if one in fields])}"


def show(story: Story, entity: str, called: str) -> None:
    """A rule refuses what it should."""
    resolved = story.tool.entity(entity)
    rule = next((rule for rule in resolved.rules if rule.id == called), None)
    if rule is None:
        raise Underivable(f"no rule {called}")
    _rule(resolved, rule, story)


def _rule(entity: ResolvedEntity, rule: AnyRule, story: Story) -> None:
    if isinstance(rule, Unique):
        _unique(entity, rule, story)
    elif isinstance(rule, NoOverlap):
        _overlap(entity, rule, story)
    elif isinstance(rule, Stock):
        _short(entity, rule, story)
    elif isinstance(rule, Limit) and rule.overflow:
        limiting.show_waiting(story, entity.id, rule)
    elif isinstance(rule, Limit):
        _, made = limiting.one_too_many(story, entity.id, rule)
        _refused(story, made, messages.of_limit(entity, rule))
    elif isinstance(rule, Lock):
        _lock(entity, rule, story)
    elif isinstance(rule, Conditional):
        sentence = messages.of_conditional(rule)
        _broken(entity.id, rule.id, [rule.when, rule.field], sentence, story)
    elif isinstance(rule, Validation):
        _broken(entity.id, rule.id, [rule.expr], messages.of_validation(rule), story)
    elif isinstance(rule, Approval):
        signing.show(story, entity.action("approve"))
        story.attempt(lambda told: signing.left_out(told, entity.action("approve")))
    elif isinstance(rule, Creates):
        bringing.show(rule, entity.id, story)
    else:
        raise Underivable(f"{rule.id} is not held yet")


def _broken(entity: str, called: str, texts: list[str], sentence: str, story: Story) -> None:
    """A row that breaks one rule, and no other, is refused."""
    made = story.maker.find(story.facts, entity, _always, texts, breaking=called)
    _refused(story, made, sentence)


def _always(row: Fact, facts: Facts) -> Value:
    return True


def _refused(story: Story, made: Made, sentence: str) -> None:
    by_every_way(story, sentence, story.creation(made, f"{made.by.source}.every_way"))


def by_every_way(story: Story, sentence: str, deed: str) -> None:
    """Something is refused with this sentence, whichever way it comes."""
    if sentence != " ".join(sentence.split()):
        raise Underivable("a page folds white space")
    story.say(f"with self.assertRefused({literals.text(sentence)}):\n    {deed}")


def _unique(entity: ResolvedEntity, rule: Unique, story: Story) -> None:
    def goal(row: Fact, facts: Facts) -> Value:
        return all(not is_empty(row.values.get(one)) for one in rule.fields)

    texts = [*rule.fields, *filter(None, [rule.where])]
    first = story.find(entity.id, goal, texts)
    same = {one: first.values[one] for one in rule.fields if _is_typed(entity, one)}
    declared = [story.field(entity.id, one) for one in rule.fields]
    sentence = rule.message or messages.of_unique(entity, declared)
    made = story.maker.find(
        story.facts, entity.id, _always, list(filter(None, [rule.where])), same, breaking=rule.id
    )
    _refused(story, made, sentence)


def _unique_fields(story: Story) -> None:
    """The fields of which each row has a value of its own."""
    for entity in story.tool.entities:
        for field in entity.source.fields:
            if is_unique(field) and not field.is_computed:
                story.attempt(partial(_unique_field, entity, field))


def _unique_field(entity: ResolvedEntity, field: Field, story: Story) -> None:
    """A second row with the value of one that is there."""

    def goal(row: Fact, facts: Facts) -> Value:
        value = row.values.get(field.id)
        return value is not UNKNOWN and not is_empty(value)

    there = (row for row in story.facts.of(entity.id) if row.name and goal(row, story.facts))
    first = next(there, None) or story.find(entity.id, goal, [field.id])
    same, called = {field.id: first.values[field.id]}, f"{UNIQUE_FIELD}{field.id}"
    made = story.maker.find(story.facts, entity.id, _always, [], same, breaking=called)
    _refused(story, made, messages.of_own_value(field))


def _overlap(entity: ResolvedEntity, rule: NoOverlap, story: Story) -> None:
    """A second row at the time of the first is refused."""

    def goal(row: Fact, facts: Facts) -> Value:
        place = places.own(entity.id)
        reader = Reader(story.tool, facts, row)
        shared = [reader.value(text, place) for text in rule.per]
        given = all(value is not UNKNOWN and not is_empty(value) for value in shared)
        begun = not is_empty(row.values.get(rule.start))
        return given and begun and reader.holds(rule.where, place)

    texts = [rule.start, rule.end, *rule.per, *filter(None, [rule.where])]
    first = story.find(entity.id, goal, texts)
    same = {one: first.values[one] for one in (rule.start, rule.end, *rule.per)}
    given = {one: value for one, value in same.items() if not is_empty(value)}
    typed = {one: value for one, value in given.items() if _is_typed(entity, one)}
    held = list(filter(None, [rule.where]))
    made = story.maker.find(story.facts, entity.id, _always, held, typed, breaking=rule.id)
    _refused(story, made, messages.of_overlap(entity, rule))


def _short(entity: ResolvedEntity, rule: Stock, story: Story) -> None:
    """More is taken than there is."""
    field = story.tool.field(entity.id, rule.quantity)
    signed = {field.id: Decimal(-1)} if field and not (rule.from_ or rule.to) else {}
    texts = list(filter(None, [rule.item, rule.quantity, rule.from_, rule.to]))

    def taken(row: Fact, facts: Facts) -> Value:
        moved = Reader(story.tool, facts, row).value(rule.quantity, places.own(entity.id))
        return moved is not UNKNOWN and (moved > 0 if rule.from_ or rule.to else moved < 0)

    made = story.maker.find(story.facts, entity.id, taken, texts, signed, breaking=rule.id)
    _refused(story, made, rule.message or messages.SHORT)


def _is_typed(entity: ResolvedEntity, called: str) -> bool:
    return entity.field(called).is_typed_in


def _range(entity: ResolvedEntity, field: Field, story: Story) -> None:
    limits = "" if field.is_computed else constraints.limits_of(field)
    if not limits:
        raise Underivable(f"{field.id} has no limits")
    low, high = samples.plain_limits(field)
    beyond = ([low - 1] if low is not None else []) + ([high + 1] if high is not None else [])
    ways = [partial(_out_of_range, entity, field, value) for value in beyond]
    if not [way for way in ways if story.attempt(way)]:
        raise Underivable(f"the limits of {field.id} move")


def _out_of_range(entity: ResolvedEntity, field: Field, value: Value, story: Story) -> None:
    wishes, rule = {field.id: value}, f"{RANGE}{field.id}"
    needed = [one.field for one in entity.rules if isinstance(one, Conditional)]
    made = story.maker.find(story.facts, entity.id, _always, needed, wishes, breaking=rule)
    _refused(story, made, messages.of_range(field))


def _lock(entity: ResolvedEntity, rule: Lock, story: Story) -> None:
    def goal(row: Fact, facts: Facts) -> Value:
        return Rights(story.tool, story.cast, facts).is_locked(row, ADA)

    row = reached(story, entity.id, goal, [rule.when])
    if rule.fields or story.rights.may("edit", entity.id, ADA, row) is not True:
        raise Underivable("nobody who may edit it is bound")
    sentence = rule.message or f"{_called(story, entity, row)} is locked."
    attribute, value = _some_change(story, entity, row)
    by_every_way(story, sentence, call("self.ada.every_way.edits", row.name, **{attribute: value}))


def _called(story: Story, entity: ResolvedEntity, row: Fact) -> str:
    """What the kit calls a row in a sentence: `Invoice NP-1`."""
    field = story.tool.field(entity.id, entity.title)
    title = row.values.get(entity.title)
    if field is None or field.kind != "text" or not isinstance(title, str):
        raise Underivable("what the row is called")
    return f"{words.noun(entity).capitalize()} {title}"


def _some_change(story: Story, entity: ResolvedEntity, row: Fact) -> tuple[str, str]:
    """A field that Ada could change, and another value for it."""
    for field in entity.source.fields:
        is_plain = entity.field(field.id).is_typed_in and field.kind not in FILES
        may = story.rights.may_edit_field(entity.id, field.id, ADA, row) is True
        if is_plain and may and not field.show_if and not field.values:
            for value in samples.candidates(field, 8, story.facts, ()):
                if value != row.values.get(field.id) and not isinstance(value, tuple):
                    source = samples.source(story.tool, field, value, entity.id)
                    return story.tool.names[entity.id].attribute(field.id), source
    raise Underivable("nothing to change")


def _needs(action: ResolvedAction, story: Story) -> None:
    """A button asks for what it needs."""
    source = action.source
    if source is None or not source.needs or action.kind not in ("transition", "update"):
        raise Underivable(f"{action.id} needs nothing")
    row, person = ready(story, action)
    empty = [one for one in source.needs if row.values.get(one, 0) is None]
    if not empty or not _asked(story, action, person):
        raise Underivable("what it needs is there already")
    beside = literals.text(story.tool.names[action.entity].attribute(empty[0]))
    said = f"with self.assertRefused({literals.text(messages.REQUIRED)}, beside={beside}):"
    story.say(f"{said}\n    {person.source}.runs({literals.text(action.id)}, {row.name})")


def _asked(story: Story, action: ResolvedAction, person: Person) -> bool:
    return person in INSIDE and bool(story.maker.asked(story.facts, action))
