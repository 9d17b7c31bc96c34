"""Renames: the tool, things with their lists, fields, values, pages, buttons, roles, charts."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.entity_names import plural_name, singular_name
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.followups.wording import further_wishes
from apps.plans.planners.builtin.language.words import (
    is_plural,
    last_word,
    plural_phrase,
    sentence_case,
    singular_phrase,
)

_TO = r"(?: from now on| instead)?$"
_QUOTED = r"[\"'](?P<name>[^\"']+)[\"']"
_SELF = (
    r"(?:the |this |my |our )*(?:tool|app|application|site|dashboard|whole thing|tracker)(?: "
    r"itself)?"
)
_RENAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:rename|relabel|retitle) (?P<what>.+?) (?:to|as|into|->|>) {_QUOTED}{_TO}",
        rf"^(?:rename|relabel|retitle) (?P<what>.+?) (?:to|as|into|->|>) (?P<name>.+?){_TO}",
        r"^(?:change|set|update) (?:the )?(?:name|label|title) (?:of|for) (?P<what>.+?) to "
        r"(?P<name>.+)$",
        r"^(?:change|set|update) (?P<what>.+?)(?:'s)? (?:name|label) to (?P<name>.+)$",
        r"^(?:the )?(?:name|label) of (?P<what>.+?) (?:should|must|shall) be (?P<name>.+)$",
        r"^(?P<what>.+?) should (?:be (?:called|named|labell?ed|renamed(?: to)?)|read|say) "
        rf"(?P<name>.+?){_TO}",
        rf"^give (?P<what>.+?) the (?:new )?name (?P<name>.+?){_TO}",
        rf"^(?:call|name) (?P<what>.+?) (?:as )?{_QUOTED}{_TO}",
        rf"^(?:call|name) (?P<what>{_SELF}|it|this) (?P<name>.+?){_TO}",
        r"^call (?P<what>.+?) (?P<name>\w[\w ]*) instead$",
        rf"^(?:change|replace) [\"'](?P<what>[^\"']+)[\"'] (?:to|with|by) {_QUOTED}$",
        r"^(?:say|write|use) (?P<name>.+?) instead of (?P<what>.+)$",
    )
)
_REPLACE = re.compile(r"^replace (?P<what>.+?) (?:with|by) (?P<name>(?!an? |one )[\w ]+)$")
_CALL = re.compile(r"^(?:we )?call (?P<words>.+)$")
_TOOL = re.compile(rf"^{_SELF}$")
_ONE_PAGE = re.compile(r"\b(?:page|tab|view|list|table)\b")
_FIELD = re.compile(r"\b(?:field|column)s?\b")
_LONGEST = 80


def rename(request: Request) -> Change | NoChange | None:
    """`rename "In progress" to "Underway"`, `call the owner field "Responsible"`."""
    text = request.text
    found = next((match for pattern in _RENAMES if (match := pattern.match(text))), None)
    found = found or _REPLACE.match(text)
    if found is None:
        return _called(request)
    what, name = found["what"], found["name"]
    if len(name) > _LONGEST:
        return None
    if _TOOL.match(what) or (what in {"it", "this", "that"} and not request.last):
        return _tool(request.name(name))
    target = (
        request.present.at(request.last)
        if what in {"it", "this", "that"}
        else request.present.find(what)
    )
    if target is None:
        return NoChange(f"Nothing here is called “{request.as_typed(what)}”.")
    if found.re is _REPLACE and target.sort not in {"value", "field"}:
        return None
    return _renamed(request, target, what, request.name(name))


def is_rename(text: str) -> bool:
    """Whether a sentence is a rename as a whole, though its new name may hold an `and`."""
    one = "," not in text and len(further_wishes(text)) == 1
    return one and any(_RENAMES[number].match(text) for number in (1, 8))


def _tool(name: str) -> Change:
    edit: Edit = {"kind": "rename", "at": "", "name": name}
    return Change((edit,), ("name",), f"The tool is called {name}")


def _renamed(request: Request, target: Target, what: str, name: str) -> Change:
    edits: list[Edit] = [{"kind": "rename", "at": target.at, "name": name}]
    at = target.at
    thing = _thing(request.present, target, what)
    if thing is not None:
        edits, at = list(_everywhere(request.present, thing, name)), thing.at
    return Change(tuple(edits), (at,), f"Called {name} from now on; every row stays", about=at)


def _thing(present: Present, target: Target, what: str) -> Target | None:
    """The thing whose list or rows are meant; `suppliers` are one, though `supplier` is a field."""
    many = target.sort == "field" and is_plural(last_word(what)) and not _FIELD.search(what)
    if (target.sort not in {"entity", "page"} and not many) or _ONE_PAGE.search(what):
        return None
    thing = present.find(what, "entity")
    of = target.data.get("entity", "") if thing is not None else ""
    return thing if thing is not None and of in {"", thing.data["id"]} else None


def _everywhere(present: Present, thing: Target, name: str) -> Iterator[Edit]:
    """A thing, and the names and messages that have its word in them."""
    one = _cased(name, singular_phrase(name.lower()))
    many = _cased(name, plural_phrase(one.lower()))
    words = {
        plural_name(thing.data).lower(): many,
        thing.data["id"].replace("_", " ") + "s": many,
        singular_name(thing.data).lower(): one,
    }
    yield {"kind": "rename", "at": thing.at, "name": one}
    if thing.data.get("plural"):
        yield {"kind": "set", "at": f"{thing.at}.plural", "to": many}
    for at, item in _with_names(present, str(thing.data["id"])):
        said = is_named(item)
        new = _with_words(said, words)
        if new != said:
            yield {"kind": "rename", "at": at, "name": new}
    for rule in thing.data.get("rules", []):
        said = str(rule.get("message", ""))
        new = _with_words(said, words)
        if new != said:
            yield {"kind": "set", "at": f"{thing.at}.rules.{rule['id']}.message", "to": new}


def _cased(typed: str, plain: str) -> str:
    """The word in the asker's own capitals, where it has any besides the first."""
    same = len(plain) <= len(typed) and typed.lower().startswith(plain[: len(typed)])
    return sentence_case(typed[: len(plain)] + plain[len(typed) :] if same else plain)


def _with_names(present: Present, entity: str) -> Iterator[tuple[str, Data]]:
    """What is named beside a thing: its fields and those that point to it, its pages, charts."""
    for other in present.entities:
        for field in other["fields"]:
            if entity in {other["id"], field.get("to")}:
                yield f"entities.{other['id']}.fields.{field['id']}", field
    for page in present.pages:
        at = f"pages.{page['id']}"
        if page.get("entity") == entity:
            yield from [(at, page)] if page.get("name") else ()
            yield from ((f"{at}.counts.{one['id']}", one) for one in page.get("counts", []))
        for part in page.get("parts", []):
            if part.get("entity") == entity:
                yield f"{at}.parts.{part['id']}", part


def _with_words(said: str, words: dict[str, str]) -> str:
    """A name with the new word where the old one was: `All invoices` is `All bills`."""
    for old, new in words.items():
        found = re.search(rf"\b{re.escape(old)}\b", said, re.I)
        if found:
            inside = new if new.isupper() or not found.start() else new[:1].lower() + new[1:]
            return said[: found.start()] + inside + said[found.end() :]
    return said


def _called(request: Request) -> Change | None:
    """`call the agent notes column Remarks`: the longest beginning that names something."""
    found = _CALL.match(request.text)
    words = found["words"].split() if found else []
    for cut in range(len(words) - 1, 0, -1):
        what = " ".join(words[:cut])
        target = request.present.find(what)
        if target is not None:
            return _renamed(request, target, what, request.name(" ".join(words[cut:])))
    return None
