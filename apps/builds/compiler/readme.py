"""Writes `README.md`: the tool in words, for whoever reads the source or runs it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apps.builds.compiler import docs, names, words
from apps.builds.compiler.extensions_py import FOLDER
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.whole import Requirement

PLACES = (
    ("app/models.py", "What is kept: `app/models.py`."),
    ("app/rules.py", "What always holds: its constraints and `app/rules.py`."),
    ("app/permissions.py", "Who may do what: `app/permissions.py`."),
    ("app/actions.py", "Buttons: `app/actions.py`."),
    ("app/pages.py", "Pages: `app/pages.py`."),
    ("app/automations.py", "What runs by itself: `app/automations.py`."),
    ("app/tests/test_requirements.py", "The proof: `app/tests/test_requirements.py`."),
)
ALONE = (
    "**Run it alone.** An export carries the kit: `pip install site_kit-*.whl`, then "
    "`python -m site_kit serve .` (a Postgres address in `DATABASE_URL`; `--sample` fills in the "
    "sample rows) and `python -m site_kit test .`."
)
ORIGIN = (
    "Written from `blueprint.json`: change that, not these files. "
    "Own code belongs in `app/extensions/`."
)
PLATFORM = {
    "sign_in": "the workspace's sign-in before every page",
    "storage": "tables in a database of the workspace",
    "roles": "the tool's roles",
    "forms": "its forms",
    "detail": "a page for each row",
    "search": "search",
    "history": "the history of each row",
    "restore": "restoring",
    "export": "export of every list",
    "import": "import",
    "api": "the API for programs and agents",
    "phone": "pages that fit a phone",
}


def write(tool: Tool, files: Mapping[str, str]) -> str:
    """The text of `README.md`. `files` are the others, so that only what is there is named."""
    paragraphs = [f"# {line(tool.blueprint.name)}", line(tool.blueprint.summary)]
    paragraphs += [_asked(tool), _decided(tool), _left_out(tool), _needed(tool), _own_code(tool)]
    where = " ".join(sentence for path, sentence in PLACES if path in files)
    paragraphs += [f"**Where to look.** {where}", ALONE, ORIGIN]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def line(text: str) -> str:
    """A text of the blueprint on one line, with nothing in it that Markdown or HTML would obey."""
    folded = " ".join(text.split())
    return "".join(_shown(char) for char in folded)


def _shown(char: str) -> str:
    """A character as Markdown shows it; one that nobody would see, by its number."""
    if not char.isprintable():
        return f"&#x{ord(char):X};"
    return f"\\{char}" if char in "\\`*_[]<>|#&" else char


def _asked(tool: Tool) -> str:
    rows = [f"| {line(one.quote)} | {_has(tool, one)} |" for one in tool.blueprint.requirements]
    return "\n".join(["| You asked | The tool has |", "| --- | --- |", *rows]) if rows else ""


def _has(tool: Tool, requirement: Requirement) -> str:
    things = list(dict.fromkeys(_things(tool, requirement)))
    said = line(requirement.meaning).rstrip(".")
    where = words.joined(things)
    whole = f"{said}: {where}" if said and where else said or where
    return f"{whole}. Not all of it: {line(requirement.partly)}" if requirement.partly else whole


def _things(tool: Tool, requirement: Requirement) -> Iterator[str]:
    for address in requirement.provides:
        first, *rest = address.split(".")
        if first == "pages" and rest:
            yield f"the page *{_page(tool, rest[0])}*"
        elif first == "entities" and rest:
            yield from _of_entity(tool, rest)
        elif first == "platform" and rest:
            yield PLATFORM.get(rest[0], rest[0])
        elif first == "automations" and rest:
            yield f"the automation *{_automation(tool, rest[0])}*"


def _page(tool: Tool, called: str) -> str:
    return line(next((p.name for p in tool.resolved.pages if p.id == called), called))


def _automation(tool: Tool, called: str) -> str:
    known = {one.id: one.name for one in tool.blueprint.automations}
    return line(known.get(called) or names.words(called))


def _of_entity(tool: Tool, rest: list[str]) -> Iterator[str]:
    entity = tool.resolved.entities.get(rest[0])
    if entity is None:
        return
    sort, *more = [*rest[1:], ""]
    if sort == "fields" and more[0]:
        known = {field.id: field.name for field in entity.fields}
        yield f"the field {line(known.get(more[0], more[0]))}"
    elif sort == "actions" and more[0]:
        known = {action.id: action.name for action in entity.actions}
        yield f"the action {line(known.get(more[0], more[0]))}"
    elif sort == "permissions":
        rights = [one for one in entity.permissions if more[0] in ("", one.id)]
        yield from (f"the right *{line(docs.rights_in_words(tool, one))}*" for one in rights)
    else:
        yield f"the table `{entity.id}`"


def _decided(tool: Tool) -> str:
    said = " ".join(words.sentence(line(text)) for text in tool.blueprint.assumptions)
    return f"**Decided for you.** {said}" if said else ""


def _left_out(tool: Tool) -> str:
    lines = [
        f"- “{line(one.quote)}”: {words.sentence(line(one.reason))}"
        for one in tool.blueprint.left_out
    ]
    return "\n".join(["**Asked and not built.**", "", *lines]) if lines else ""


def _own_code(tool: Tool) -> str:
    lines = [
        f"- `{FOLDER}{one.id}.py` ({one.kind}): {words.sentence(line(one.purpose))}"
        for one in tool.blueprint.extensions
    ]
    said = (
        "**Code of its own.** Not written by the compiler: an admin reads it before it goes live."
    )
    return "\n".join([said, "", *lines]) if lines else ""


def _needed(tool: Tool) -> str:
    lines = [
        f"- `{one.key}` ({'a secret' if one.kind == 'secret' else 'a value'}): {line(one.why)}"
        for one in tool.blueprint.settings_needed
    ]
    return "\n".join(["**To be filled in.**", "", *lines]) if lines else ""
