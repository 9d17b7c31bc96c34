"""Writes `actions.py`: a class for each button."""

from __future__ import annotations

from apps.builds.compiler import docs, literals, names
from apps.builds.compiler.expressions import Reading, who
from apps.builds.compiler.source import Class, Module
from apps.builds.compiler.templates_py import template
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity

DOC = '"""What people do to a row by a button."""'
BASES = {
    "transition": "kit.Transition",
    "update": "kit.Update",
    "create": "kit.Create",
    "toggle": "kit.Toggle",
    "duplicate": "kit.Duplicate",
    "repeat": "kit.Repeat",
    "print": "kit.Print",
    "extension": "kit.RunExtension",
}
MADE = ("create", "duplicate")


def write(tool: Tool) -> str:
    """The source of `actions.py`; nothing where the tool has no action."""
    module = Module(DOC, tool.model_names)
    taken = set(tool.model_names)
    for entity in tool.entities:
        for action in entity.actions:
            if action.kind in BASES and action.source:
                module.add(_action(tool, entity, action, action.source, taken))
    return str(module) if module.pieces else ""


def _action(
    tool: Tool, entity: ResolvedEntity, action: ResolvedAction, source: Action, taken: set[str]
) -> Class:
    where = f"entities.{entity.id}.actions.{action.id}"
    model = tool.names[entity.id].model
    name, identifier = names.declared_class(action.id, model, taken)
    reading = Reading.at(tool, places.own(entity.id))
    klass = Class(name, BASES[action.kind], docs.of_action(tool, entity, action))
    klass.set(
        model=model,
        id=identifier,
        name=_unless_in_words(action),
        field=_one(tool, entity.id, action.field),
        from_=_values(tool, entity, action, source),
        to=tool.choice(entity.id, action.field, source.to) if source.to else "",
        entity=tool.names[action.target].model if action.target != entity.id else "",
        by=_who(tool, source.by, entity.id, f"{where}.by"),
        not_by=_who(tool, source.not_by, entity.id, f"{where}.not_by"),
        when=reading.condition(source.when, f"{where}.when"),
        needs=_fields(tool, action.target, source.needs),
        asks=_fields(tool, action.target, source.asks),
        date=_one(tool, entity.id, source.date),
        end=_one(tool, entity.id, source.end),
        each=_fields(tool, entity.id, source.each),
        clear=_fields(tool, entity.id, source.clear),
        with_children="True" if source.with_children else "",
        sets=_sets(tool, entity, action, source, f"{where}.set"),
        hook=literals.text(source.hook) if source.hook else "",
        body=literals.text(template(reading, source.body, f"{where}.body")) if source.body else "",
        tone=literals.text(source.tone) if source.tone != "plain" else "",
        bulk="True" if source.bulk else "",
        confirm=literals.text(source.confirm) if source.confirm else "",
    )
    return klass


def _unless_in_words(action: ResolvedAction) -> str:
    return "" if action.name == names.words(action.id) else literals.text(action.name)


def _attribute(tool: Tool, entity: str, field: str) -> str:
    return tool.names[entity].attribute(field)


def _values(tool: Tool, entity: ResolvedEntity, action: ResolvedAction, source: Action) -> str:
    if not source.from_:
        return ""
    return literals.sequence(tool.choice(entity.id, action.field, one) for one in source.from_)


def _who(tool: Tool, entries: tuple[str, ...], entity: str, where: str) -> str:
    return literals.texts(who(tool, entries, entity, where)) if entries else ""


def _one(tool: Tool, entity: str, field: str) -> str:
    return literals.text(_attribute(tool, entity, field)) if field else ""


def _fields(tool: Tool, target: str, ids: tuple[str, ...]) -> str:
    return literals.texts(_attribute(tool, target, one) for one in ids) if ids else ""


def _sets(
    tool: Tool, entity: ResolvedEntity, action: ResolvedAction, source: Action, where: str
) -> str:
    is_new = action.kind in MADE
    place = places.made(action.target, entity.id) if is_new else places.changed(entity.id)
    return Reading.at(tool, place).assignments(source.set, action.target, where)
