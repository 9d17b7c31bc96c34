"""Writes the keys of a form page: what it asks, in which steps, what it sets and says."""

from __future__ import annotations

from apps.builds.compiler import literals
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.templates_py import template
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.pages import FormPage
from apps.plans.blueprint.resolved import ResolvedPage


def keys_of(tool: Tool, page: ResolvedPage, source: FormPage) -> dict[str, str]:
    """The keys with their sources; what is not said is empty."""
    at, entity = f"pages.{page.id}", source.entity
    attribute = tool.names[entity].attribute
    reading = Reading.at(tool, places.own(entity))
    steps = (
        f"({literals.text(step.name)}, {literals.texts(map(attribute, step.fields))})"
        for step in source.steps
    )
    after = template(reading, source.after, f"{at}.after")
    return {
        "fields": literals.texts(map(attribute, source.fields)) if source.fields else "",
        "steps": literals.sequence(steps) if source.steps else "",
        "sets": reading.assignments(source.set, entity, f"{at}.set"),
        "public": "True" if source.public else "",
        "after": literals.text(after) if after else "",
        "reply": literals.texts(reading.path(path, entity, f"{at}.reply") for path in source.reply)
        if source.reply
        else "",
    }
