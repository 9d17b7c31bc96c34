"""Writes `tests/test_requirements.py`: the tool's promises as things that people do."""

from __future__ import annotations

from apps.builds.compiler.source import Module
from apps.builds.compiler.tool import Tool

DOC = '"""Every requirement, rule and right of the tool, as something a person does."""'
SIGN_IN = '''\
class RequirementTests(ToolTestCase):
    """One test for each clause of the brief."""

    def test_only_those_who_are_let_in_open_the_tool(self) -> None:
        with self.assertRefused("This tool is not open to you."):
            self.otto.opens()
        with self.assertRefused("Sign in to open this tool."):
            self.nobody.opens()'''


def write(tool: Tool) -> str:
    """The source of the tool's tests."""
    module = Module(DOC, tool.model_names, imports={"site_kit.testing": ("ToolTestCase",)})
    module.add(SIGN_IN)
    return str(module)
