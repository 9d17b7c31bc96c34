"""Writes `automations.py`: what the tool does by itself."""

from __future__ import annotations

from apps.builds.compiler import docs, literals, names, typed_values
from apps.builds.compiler.expressions import Reading, who
from apps.builds.compiler.permissions_py import listed
from apps.builds.compiler.source import Class, Module, call
from apps.builds.compiler.templates_py import template
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import (
    AgentStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    ExtensionStep,
    Notify,
    UpdateStep,
    Webhook,
)
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.triggers import (
    AnyTrigger,
    Changed,
    Created,
    OnDate,
    OnSchedule,
    Saved,
)

DOC = '"""What the tool does by itself. It acts as the tool: rules hold, permissions do not."""'


def write(tool: Tool) -> str:
    """The source of `automations.py`; nothing where there is none."""
    module = Module(DOC, tool.model_names)
    taken = set(tool.model_names)
    for automation in tool.blueprint.automations:
        module.add(_automation(tool, automation, taken))
    return str(module) if module.pieces else ""


def _automation(tool: Tool, automation: Automation, taken: set[str]) -> Class:
    model, suffix = _model(tool, automation.entity)
    alone = "" if "_" in automation.id else suffix
    name, identifier = names.declared_class(automation.id, alone, taken)
    klass = Class(name, "kit.Automation", docs.of_automation(tool, automation))
    where = f"automations.{automation.id}"
    is_plain = automation.name in ("", names.words(automation.id))
    klass.set(
        model=model,
        id=identifier,
        name="" if is_plain else literals.text(automation.name),
        when=_trigger(tool, automation),
        where=_reading(tool, automation).condition(automation.where, f"{where}.where"),
        do=literals.sequence(_step(tool, automation, one, where) for one in automation.do),
    )
    return klass


def _model(tool: Tool, entity: str) -> tuple[str, str]:
    """Source of the model that it goes over, and the end of its class name."""
    if entity in tool.names:
        return tool.names[entity].model, tool.names[entity].model
    return (literals.text(entity), names.camel(entity)) if entity else ("", "")


def _reading(tool: Tool, automation: Automation) -> Reading:
    after = isinstance(automation.when, Changed)
    return Reading.at(tool, places.automated(automation.entity, after_change=after))


def _trigger(tool: Tool, automation: Automation) -> str:
    trigger: AnyTrigger = automation.when
    if isinstance(trigger, OnSchedule):
        return _schedule(trigger)
    if isinstance(trigger, OnDate):
        return _date(tool, automation, trigger)
    attribute = tool.names[automation.entity].attribute
    if isinstance(trigger, Created):
        return call("kit.Created")
    if isinstance(trigger, Changed):
        to = literals.text(trigger.to) if trigger.to else ""
        if to and trigger.field in tool.names[automation.entity].choices:
            to = tool.choice(automation.entity, trigger.field, trigger.to)
        return call("kit.Changed", literals.text(attribute(trigger.field)), to=to)
    if isinstance(trigger, Saved):
        return call("kit.Saved", *(literals.text(attribute(one)) for one in trigger.fields))
    return call("kit.Acted", literals.text(trigger.action))


def _schedule(trigger: OnSchedule) -> str:
    at = literals.text(trigger.at) if trigger.at != OnSchedule.model_fields["at"].default else ""
    on = literals.text(trigger.on) if trigger.on else ""
    return call("kit.Every", literals.text(trigger.every), on=on, at=at)


def _date(tool: Tool, automation: Automation, trigger: OnDate) -> str:
    path = _reading(tool, automation).path(
        trigger.field, automation.entity, f"automations.{automation.id}.when"
    )
    return call(
        "kit.OnDate",
        literals.text(path),
        str(trigger.offset) if trigger.offset else "",
        unit=literals.text(trigger.unit) if trigger.unit != "days" else "",
        again_days=str(trigger.again_days) if trigger.again_days else "",
    )


def _step(tool: Tool, automation: Automation, step: AnyStep, where: str) -> str:
    entity = automation.entity
    if isinstance(step, Decide):
        return _decide(tool, automation, step, where)
    if isinstance(step, Notify):
        return _message(tool, automation, step, where)
    if isinstance(step, Webhook):
        return _webhook(tool, automation, step, where)
    if isinstance(step, AgentStep):
        return _agent(tool, automation, step, where)
    if isinstance(step, UpdateStep):
        reading = Reading.at(tool, places.changed(entity))
        return call("kit.Set", reading.assignments(step.set, entity, f"{where}.do.set"))
    if isinstance(step, CreateStep):
        after = isinstance(automation.when, Changed)
        reading = Reading.at(tool, places.made(step.entity, entity, after_change=after))
        values = reading.assignments(step.set, step.entity, f"{where}.do.set")
        return call("kit.Make", tool.names[step.entity].model, values or "{}")
    if isinstance(step, ExtensionStep):
        return call("kit.Extend", literals.text(step.hook))
    return call("kit.Act", literals.text(step.action))


def _decide(tool: Tool, automation: Automation, step: Decide, where: str) -> str:
    reading = _reading(tool, automation).of_one_row()
    cases = (
        f"({reading.condition(case.when, f'{where}.do.cases')}, "
        f"{_decided(tool, automation, step.field, case.value, where)})"
        for case in step.cases
    )
    otherwise = step.otherwise
    return call(
        "kit.Decide",
        literals.text(tool.names[automation.entity].attribute(step.field)),
        cases=literals.sequence(cases),
        otherwise=_decided(tool, automation, step.field, otherwise, where) if otherwise else "",
    )


def _decided(tool: Tool, automation: Automation, field: str, text: str, where: str) -> str:
    """The value of a case, as it is typed."""
    declared = tool.field(automation.entity, field)
    if declared is None:
        return "None"
    return _reading(tool, automation).written(
        f"{where}.do.cases", lambda: typed_values.value(tool, automation.entity, declared, text)
    )


def _message(tool: Tool, automation: Automation, step: Notify, where: str) -> str:
    to = listed(who(tool, step.to, automation.entity, f"{where}.do.to"))
    reading = _reading(tool, automation)
    if step.kind == "notify":
        return call("kit.Notify", to, literals.text(template(reading, step.text, where)))
    columns = [
        reading.path(path, automation.entity, f"{where}.do.columns") for path in step.columns
    ]
    shown = literals.texts(columns) if columns else ""
    return call("kit.Digest", to, literals.text(step.text), columns=shown)


def _webhook(tool: Tool, automation: Automation, step: Webhook, where: str) -> str:
    """The name of the value, never what it holds."""
    text = template(_reading(tool, automation), step.text, where)
    return call(
        "kit.Webhook",
        literals.text(step.secret),
        host=literals.text(step.host),
        text=literals.text(text),
    )


def _agent(tool: Tool, automation: Automation, step: AgentStep, where: str) -> str:
    """What it may do stands in the order of the blueprint: the portal names it by its ids."""
    attribute = tool.names[automation.entity].attribute
    text = template(_reading(tool, automation), step.instructions, where)
    may = literals.texts(attribute(called) for called in step.may)
    return call("kit.Agent", literals.text(text), may=may)
