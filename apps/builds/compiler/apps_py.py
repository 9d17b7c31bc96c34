"""Writes `apps.py`: what the tool is called, what it is for, who is who in it."""

import re

from apps.builds.compiler import literals, words
from apps.builds.compiler.source import Class, Module, call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.rights import Role
from apps.plans.blueprint.whole import Theme

DOC = '"""The tool itself: its name, what it is for, who is who in it."""'
PLAIN_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+){0,7}")
FALLBACK = "ThisTool"
LONGEST = 60
TAKEN = {"Role", "Theme", "Tool", "None", "True", "False"}


def write(tool: Tool) -> str:
    """The source of `apps.py`."""
    blueprint = tool.blueprint
    doc = words.sentence(blueprint.summary or blueprint.name)
    klass = Class(tool_class(blueprint.name), "Tool", doc)
    klass.set(
        name='"app"',
        verbose_name=literals.text(blueprint.name),
        language=_unless(blueprint.language, "en"),
        date_format=_unless(blueprint.date_format, "auto"),
        currency=_unless(blueprint.currency, ""),
        timezone=_unless(blueprint.timezone, ""),
        theme=_theme(blueprint.theme),
        roles=literals.sequence(map(_role, blueprint.roles)) if blueprint.roles else "",
    )
    module = Module(DOC, imports={"site_kit.apps": ("Role", "Theme", "Tool")})
    module.add(klass)
    return str(module)


def tool_class(name: str) -> str:
    """The class of the tool: `InvoiceMatching` where the name is plain words, else `ThisTool`.

    The one identifier that comes from a name, since a tool has no id; hence so strict.
    """
    if not PLAIN_WORDS.fullmatch(name):
        return FALLBACK
    joined = "".join(word[:1].upper() + word[1:] for word in name.split())
    return FALLBACK if joined in TAKEN or len(joined) > LONGEST else joined


def _unless(value: str, default: str) -> str:
    return "" if value == default else literals.text(value)


def _theme(theme: Theme) -> str:
    options = {
        "accent": _unless(theme.accent, ""),
        "background": _unless(theme.background, ""),
        "mode": _unless(theme.mode, "system"),
    }
    return call("Theme", **options) if any(options.values()) else ""


def _role(role: Role) -> str:
    return call(
        "Role",
        literals.text(role.id),
        literals.text(role.description) if role.description else "",
        name=literals.text(role.name) if role.name else "",
        from_=_unless(role.from_, "people"),
    )
