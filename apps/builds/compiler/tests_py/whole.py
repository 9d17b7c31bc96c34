"""Puts the tests of a tool together: a case with rows to begin with, then four classes."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from apps.builds.compiler import literals, names, words
from apps.builds.compiler.apps_py import tool_class
from apps.builds.compiler.source import INDENT, Class, Module, call, indented
from apps.builds.compiler.tests_py import (
    automating,
    permitting,
    requiring,
    ruling,
    samples,
)
from apps.builds.compiler.tests_py.cast import Cast
from apps.builds.compiler.tests_py.facts import Facts, Underivable
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.builds.compiler.tool import Tool

DOC = "Every requirement, rule and right of the tool, as something a person does."
CASE = "ToolTestCase"
MAKES = re.compile(r"creates\((\w+)|Each\(self\.\w+, (\w+),")
CLASSES = (
    ("RequirementTests", "One test for each clause of the brief.", requiring.tests),
    ("RuleTests", "What no one gets around, whichever way in.", ruling.tests),
    ("AutomationTests", "What the tool does by itself, case by case.", automating.tests),
    (
        "PermissionTests",
        "The whole table of rights, so that a change of it is seen in review.",
        permitting.tests,
    ),
)


def write(tool: Tool) -> str:
    """The source of the tool's tests."""
    cast = Cast(tool)
    module = Module(
        literals.docstring(DOC, more=cast.in_words()),
        tool.model_names,
        imports={"site_kit.testing": (CASE,)},
    )
    story, targets = _beginning(tool, cast)
    case = CASE
    teller = Teller(tool, cast, story.facts, story.usual)
    classes = [(name, doc, list(tests(teller))) for name, doc, tests in CLASSES]
    story.lines = list(_needed(story.lines, [one for _, _, one in classes]))
    if story.lines or cast.source:
        case = names.free(f"{tool_class(tool.blueprint.name)}TestCase", tool.model_names, "Here")
        module.add(_case(case, tool, cast, story, targets))
    for name, doc, found in classes:
        if found:
            module.add(_class(name, case, doc, found))
    return str(module)


def _needed(lines: list[str], classes: list[list[Test]]) -> Iterator[str]:
    """The lines of the beginning without what is usual for a row that no test makes."""
    told = "\n".join([*lines, *("\n".join(test.lines) for tests in classes for test in tests)])
    made = {model for found in MAKES.findall(told) for model in found}
    for line in lines:
        model = line.removeprefix("self.usually(").partition(",")[0]
        if not line.startswith("self.usually(") or model in made:
            yield line


def _beginning(tool: Tool, cast: Cast) -> tuple[Story, list[str]]:
    """A row of each entity that others cannot do without, targets first."""
    story, made = Story(tool, cast, Facts(said=samples.said(tool))), []
    targets = list(_targets(tool))
    for entity in [*targets, *(one for one in tool.sources if one not in targets)]:
        _say_what_is_usual(story, entity)
        if entity not in targets:
            continue
        try:
            row = story.make(entity)
        except Underivable:
            continue
        line = story.lines.pop()
        row.name = f"self.{row.name}"
        story.say(f"self.{line}")
        made.append(entity)
    return story, made


def _say_what_is_usual(story: Story, entity: str) -> None:
    usual = story.typed(entity, story.maker.usual(story.facts, entity))
    if usual:
        story.usual[entity] = usual
        story.say(call("self.usually", story.tool.names[entity].model, **usual))


def _targets(tool: Tool) -> Iterator[str]:
    """The entities that required relations lead to, each after those that it needs itself."""
    needs = {
        entity.id: [f.to for f in entity.fields if f.kind == "relation" and f.required]
        for entity in tool.blueprint.entities
    }
    wanted = {to for targets in needs.values() for to in targets}
    done: set[str] = set()
    while wanted - done:
        ready = [one for one in needs if one in wanted - done and set(needs[one]) <= done]
        if not ready:
            return
        done.update(ready)
        yield from ready


def _case(name: str, tool: Tool, cast: Cast, story: Story, targets: list[str]) -> Class:
    rows = [words.article(words.noun(tool.entity(one))) for one in targets]
    doc = f"To begin with there is {words.joined(rows)}." if rows else "Who holds which role."
    case = Class(name, CASE, doc)
    case.set(roles=cast.source)
    if story.lines:
        case.block([_test_data(story.lines)])
    return case


def _test_data(lines: list[str]) -> str:
    """These rows once for each class of tests, not once for each test."""
    body = indented("\n".join(["super().setUpTestData()", *map(_of_the_class, lines)]))
    return f"@classmethod\ndef setUpTestData(cls) -> None:\n{body}"


def _of_the_class(line: str) -> str:
    """The line with `cls` for `self`, but for what texts say."""
    tokens = tokenize.generate_tokens(io.StringIO(line).readline)
    starts = [token.start[1] for token in tokens if token.string == "self"]
    for start in reversed(starts):
        line = f"{line[:start]}cls{line[start + len('self') :]}"
    return line


def _class(name: str, base: str, doc: str, tests: list[Test]) -> Class:
    klass = Class(name, base, doc)
    for test in tests:
        said = words.sentence(f"{test.lead}: {'; '.join(test.also)}") if test.also else ""
        doc = literals.docstring(said, indent=2 * len(INDENT)) if said else ""
        klass.block([_method(test.name, [*filter(None, [doc]), *test.lines])])
    return klass


def _method(name: str, lines: list[str]) -> str:
    body = indented("\n".join(lines))
    return f"def {name}(self) -> None:\n{body}"
