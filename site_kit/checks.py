"""Wrong declarations fail when the tool starts: each finding names the class, the word, the nearest
right one and the way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core import checks
from django.db.models import F, Manager, Model, Q

from site_kit.actions import Action, Transition
from site_kit.apps import Role, Tool, declared_roles
from site_kit.automation_checks import of_agent, of_message, of_timed, of_webhook
from site_kit.automations import (
    Act,
    Acted,
    Agent,
    Automation,
    Changed,
    Decide,
    Digest,
    Extend,
    Make,
    Notify,
    Saved,
    Set,
    Webhook,
)
from site_kit.counters import DATED, PLACES
from site_kit.declaring import (
    Said,
    does_not_run,
    in_memory,
    no_action,
    no_field,
    no_path,
    no_value,
    of_who,
    strange,
    unfit,
    unreadable_here,
)
from site_kit.fields import ChoiceField, PersonField, ReferenceField
from site_kit.hooks import wrong_hook
from site_kit.managed import declared_values
from site_kit.models import Everything, Row, Visible, entity_of
from site_kit.paths import NoSuchPath, computed_of, walk
from site_kit.permissions import VERBS, Permissions
from site_kit.registry import declared
from site_kit.rules import Check, EmptyIf, Fill, Lock, Pick, RequiredIf, Rules, ShowIf
from site_kit.titles import title_expression
from site_kit.words import nearest

TAG = "site_kit"


@checks.register(TAG)
def check_declarations(**_options: Any) -> Sequence[checks.CheckMessage]:
    """All findings about everything declared, in the order of the files."""
    found: list[checks.CheckMessage] = []
    for about, several in _sources():
        found += [
            checks.Error(wrong, hint=hint or None, obj=about, id=f"{TAG}.E001")
            for wrong, hint in several
        ]
    return found


def _sources() -> Iterator[tuple[Any, Iterable[Said]]]:
    yield Tool, list(of_roles(declared_roles()))
    roles = [role.id for role in declared_roles()]
    for model in apps.get_models():
        if issubclass(model, Row):
            yield model, list(of_model(model))
    for table in declared.permissions.values():
        yield table, list(of_permissions(table, roles))
    for rules in declared.rules.values():
        yield rules, list(of_rules(rules, roles))
    for actions in declared.actions.values():
        for action in actions:
            yield type(action), list(of_action(action, roles))
    for automations in declared.automations.values():
        for automation in automations:
            yield type(automation), list(of_automation(automation, roles))


def of_roles(roles: Iterable[Role]) -> Iterator[Said]:
    """Who holds each role can be known."""
    for role in roles:
        if role.from_ != "people" and not role.follows:
            yield (
                f"{role.id}: nobody is known to hold a role from {role.from_!r}.",
                "Write people, group:<name> or line_managers.",
            )


def of_model(model: type[Model]) -> Iterator[Said]:
    """An entity: its options, fields and computed fields, and that it has a table of rights."""
    options = entity_of(model)
    for word in options.strange:
        yield f"class Entity says {word}", "Leave it out, or write the right word."
    if model not in declared.permissions:
        yield (
            f"{model.__name__} has no table of rights, so nobody could do anything.",
            f"Write `class {model.__name__}Permissions(kit.Permissions)` in permissions.py.",
        )
    if type(model.__dict__.get("objects", Visible())) is not Visible or any(
        not isinstance(one, (Visible, Everything)) for one in _managers(model)
    ):
        yield f"{model.__name__} has a manager of its own.", "Leave it out: `objects` is the kit's."
    yield from _of_fields(model)
    yield from _of_computed(model)
    if options.child_of:
        yield from _of_parent(model, options.child_of)
    try:
        title_expression(model)
    except (NoSuchPath, TypeError) as wrong:
        yield f"The title of {model.__name__}: {wrong}", "Name a field, or write kit.Text(…)."
    except RecursionError:
        yield (
            f"The title of {model.__name__} goes round in a circle.",
            "Leave out the relation that leads back.",
        )


def _managers(model: type[Model]) -> list[Manager[Any]]:
    return list(model._meta.managers)


def _of_fields(model: type[Model]) -> Iterator[Said]:
    for field in model._meta.local_fields:
        if isinstance(field, ReferenceField):
            yield from _of_reference(model, field)
        if isinstance(field, ChoiceField) and field.values is None:
            yield f"{field.name}: {type(field).__name__} has no values.", "Give it a TextChoices."
        if isinstance(field, ChoiceField) and field.values is not None:
            for value in (*field.closed, *field.colours):
                if value not in declared_values(field):
                    yield f"{field.name}: there is no value {value!r}.", "Name one of its values."


def _of_reference(model: type[Model], field: ReferenceField) -> Iterator[Said]:
    places = [place[1] for place in PLACES.finditer(field.pattern)]
    if not {"number", "random"} & set(places):
        yield f"{field.name}: two rows would be called alike.", "Put {number} into its pattern."
    for place in places:
        if place not in ("number", "random", *DATED):
            yield from no_path(model, field.name, place)


def _of_computed(model: type[Model]) -> Iterator[Said]:
    for name, computed in computed_of(model).items():
        yield from unreadable_here(name, computed.expression)
        yield from list(does_not_run(model, name, computed.expression)) or does_not_run(
            model, name, F(name)
        )


def _of_parent(model: type[Model], link: str) -> Iterator[Said]:
    try:
        field = walk(model, link).field
    except NoSuchPath as wrong:
        yield f"child_of: {wrong}", "Name the relation field that points to the parent."
        return
    if field.related_model is None or isinstance(field, PersonField):
        yield f"child_of: {link!r} is no relation.", "Name the field that points to the parent."


def of_permissions(table: type[Permissions], roles: Sequence[str]) -> Iterator[Said]:
    """A table of rights: verbs, who-lists, conditions, and the fields it names."""
    grants = table.grants()
    yield from strange(table, Permissions, grants)
    if table.as_parent and (grants or not entity_of(table.model).child_of):
        yield "as_parent goes with child_of, and with no grants of its own.", "Keep one of the two."
    for name, grant in grants.items():
        for verb in grant.can:
            if verb not in (*VERBS, "all"):
                yield f"{name} gives {verb!r}.{nearest(verb, VERBS)}", f"Give {', '.join(VERBS)}."
        yield from of_who(f"{name}", grant.by, table.model, roles)
        if grant.where is not None:
            yield from does_not_run(table.model, name, grant.where)
    for word in ("seen_by", "edited_by"):
        for field, who in getattr(table, word).items():
            yield from no_field(table.model, word, field, stored=word == "edited_by")
            yield from of_who(f"{word}[{field!r}]", who, table.model, roles)


def of_rules(rules: type[Rules], roles: Sequence[str]) -> Iterator[Said]:
    """The rules of an entity: what they name, and that both readers can read them."""
    yield from strange(rules, Rules, rules.all())
    for name, rule in rules.all().items():
        if isinstance(rule, (RequiredIf, EmptyIf, ShowIf, Pick)):
            yield from no_field(rules.model, name, rule.field)
        if isinstance(rule, (Lock, RequiredIf, EmptyIf, ShowIf)):
            yield from in_memory(rules.model, name, rule.when)
        if isinstance(rule, Check):
            yield from in_memory(rules.model, name, rule.condition)
        if isinstance(rule, Fill):
            yield from no_value(rules.model, name, rule.field, rule.expression)
        yield from rule.wrong(name, rules.model, roles)
        if isinstance(rule, Lock):
            yield from of_who(name, rule.unless_by, rules.model, roles)
            for field in rule.fields:
                yield from no_field(rules.model, name, field)


def of_action(action: Action, roles: Sequence[str]) -> Iterator[Said]:
    """An action: its words, fields, who-lists, states and values."""
    kind = next(base for base in type(action).__mro__ if base.__module__ == "site_kit.actions")
    yield from strange(type(action), kind, {})
    for word in ("by", "not_by"):
        yield from of_who(word, getattr(action, word), action.model, roles)
    target = action.target()
    for word in action.naming_fields:
        for field in getattr(action, word):
            yield from no_field(target, word, field)
    for field, value in action.sets.items():
        yield from no_value(target, "sets", field, value, through_relation=not action.makes_rows)
    if action.when is not None:
        yield from does_not_run(action.model, "when", Q(action.when))
    if isinstance(action, Transition):
        yield from _of_transition(action)
    yield from action.wrong()


def _of_transition(action: Transition) -> Iterator[Said]:
    try:
        field = walk(action.model, action.status).field
    except NoSuchPath:
        yield f"It moves no status: {action.status!r}.", 'Name it: field = "status".'
        return
    known = declared_values(field) if isinstance(field, ChoiceField) and field.values else []
    for value in (action.to, *action.from_):
        if str(value) not in known:
            yield (
                f"{action.status} has no value {str(value)!r}.{nearest(str(value), known)}",
                f"Name one of {', '.join(known)}.",
            )


def of_automation(automation: Automation, roles: Sequence[str]) -> Iterator[Said]:
    """An automation: its trigger, its steps and what they name."""
    yield from strange(type(automation), Automation, {})
    trigger, model = automation.when, automation.model
    yield from of_timed(automation)
    if isinstance(trigger, Changed):
        yield from no_field(model, "when", trigger.field)
    if isinstance(trigger, Saved):
        for field in trigger.fields:
            yield from no_field(model, "when", field)
    actions = [action.id for action in declared.actions.get(model, [])]
    if isinstance(trigger, Acted):
        yield from no_action(trigger.action, actions)
    if automation.where is not None:
        yield from in_memory(model, "where", automation.where)
    for step in automation.do:
        if isinstance(step, Act):
            yield from no_action(step.action, actions)
        yield from _of_step(step, model, roles)


def _of_step(step: Any, model: type[Model], roles: Sequence[str]) -> Iterator[Said]:
    if isinstance(step, Decide):
        yield from no_field(model, "Decide", step.field)
        for when, value in step.cases:
            yield from in_memory(model, "Decide", when)
            yield from unfit(model, "Decide", step.field, value)
        yield from unfit(model, "Decide", step.field, step.otherwise)
    if isinstance(step, (Set, Make)):
        target = step.model if isinstance(step, Make) else model
        for field, value in step.values.items():
            called, through = type(step).__name__, isinstance(step, Set)
            yield from no_value(target, called, field, value, through_relation=through)
    if isinstance(step, (Notify, Digest)):
        yield from of_message(step, model, roles)
    if isinstance(step, Webhook):
        yield from of_webhook(step, model)
    if isinstance(step, Agent):
        yield from of_agent(step, model)
    if isinstance(step, Extend):
        yield from wrong_hook("job", step.hook)
