"""What the language has and generated tools do not do yet: a sentence each, with a way out.

Every kind is here or in a writer's table; what expressions cannot say is noted where it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from apps.builds.compiler import extensions_py, pages_not_built
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import Automation
from apps.plans.blueprint.resolved import ResolvedEntity

Said = tuple[str, str]
"""Address, sentence."""

RULES: dict[str, str] = {}
ACTIONS: dict[str, str] = {}
PAGES: dict[str, str] = {}
STEPS: dict[str, str] = {}


def note(tool: Tool) -> None:
    """Note on the tool everything that its blueprint says and that is not built yet."""
    for finder in FINDERS:
        for where, message in finder(tool):
            tool.refuse(where, message)


def _entities(tool: Tool) -> Iterator[Said]:
    for entity in tool.entities:
        at = f"entities.{entity.id}"
        for rule in entity.rules:
            if rule.kind in RULES:
                yield f"{at}.rules.{rule.id}", RULES[rule.kind]
        for action in entity.source.actions:
            if action.kind in ACTIONS:
                yield f"{at}.actions.{action.id}", ACTIONS[action.kind]
        yield from _tables(tool, entity, at)


def _tables(tool: Tool, entity: ResolvedEntity, at: str) -> Iterator[Said]:
    """Fields of several values keep a table of their own, whose name must be free."""
    for field in entity.source.fields:
        is_kept = field.kind in ("people", "relations") and not field.is_computed
        if is_kept and f"{entity.id}_{field.id}" in tool.sources:
            yield (
                f"{at}.fields.{field.id}",
                f"The field and the entity “{entity.id}_{field.id}” would share a table: "
                "choose another id for one of them.",
            )


def _pages(tool: Tool) -> Iterator[Said]:
    for page in tool.resolved.pages:
        if page.kind in PAGES:
            yield f"pages.{page.id}", PAGES[page.kind]
        else:
            yield from pages_not_built.of_page(tool, f"pages.{page.id}", page.source)


def _automations(tool: Tool) -> Iterator[Said]:
    for automation in tool.blueprint.automations:
        at = f"automations.{automation.id}"
        yield from _steps(at, automation)


def _steps(at: str, automation: Automation) -> Iterator[Said]:
    for step in automation.do:
        if step.kind in STEPS:
            yield f"{at}.do", STEPS[step.kind]


FINDERS: tuple[Callable[[Tool], Iterator[Said]], ...] = (
    _entities,
    _pages,
    _automations,
    extensions_py.problems,
)
