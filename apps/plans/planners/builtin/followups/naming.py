"""Renames: fields, values, pages, buttons, entities, roles, charts, the tool."""

import re

from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.language.words import sentence_case, singular_phrase

_RENAME = re.compile(
    r"^(?:(?:rename|relabel|retitle)\b (?P<what>.+?) (?:to|as|into|->|>) |call (?P<what7>.+?) "
    r"(?:as )?)[\"'](?P<quoted>[^\"']+)[\"'](?: instead)?$|^(?:rename|relabel|retitle)\b "
    r"(?P<what2>.+?) (?:to|as|into|"
    r"->|>) (?P<name>.+)|^(?:change|set|update) (?:the )?(?:name|label|title) (?:of|for) "
    r"(?P<what3>.+?) to (?P<name3>.+)|"
    r"^(?P<what4>.+?) should (?:be (?:called|named|labell?ed)|read|say) (?P<name4>.+)|^call "
    r"(?P<what5>.+?) (?P<name5>[\"'].+[\"']|\w[\w ]*) instead|^(?:change|replace) "
    r"[\"'](?P<what6>[^\"']+)[\"'] (?:to|with|by) [\"'](?P<name6>[^\"']+)[\"']"
)
_REPLACE = re.compile(r"^replace (?P<what8>.+?) (?:with|by) (?P<name8>(?!an? )[\w ]+)$")
_CALL = re.compile(r"^call (?P<words>.+)$")
_TOOL = re.compile(
    r"^(?:the |this |my |our )*(?:tool|app|application|site|dashboard|whole thing|tracker)(?: "
    r"itself)?$"
)


def rename(request: Request) -> Change | NoChange | None:
    """`rename "In progress" to "Underway"`, `call the owner field "Responsible"`."""
    found = _RENAME.match(request.text) or _REPLACE.match(request.text)
    if not found:
        return _called(request)
    group = found.groupdict()
    what = next(
        (
            group[key]
            for key in ("what", "what2", "what3", "what4", "what5", "what6", "what7", "what8")
            if group.get(key)
        ),
        "",
    )
    name = next(
        (
            group[key]
            for key in ("quoted", "name", "name3", "name4", "name5", "name6", "name8")
            if group.get(key)
        ),
        "",
    )
    if not what or not name or len(name) > 80:
        return None
    shown = request.name(name)
    if _TOOL.match(what):
        return Change(
            ({"kind": "rename", "at": "", "name": shown},), ("name",), f"The tool is called {shown}"
        )
    target = request.present.find(what)
    if target is None:
        return NoChange(f"Nothing here is called “{request.as_typed(what)}”.")
    if group.get("what8") and target.sort not in {"value", "field"}:
        return None
    edits: list[Edit] = [{"kind": "rename", "at": target.at, "name": shown}]
    entity = request.present.find(what, "entity") if target.sort == "page" else None
    if entity is not None and entity.data["id"] == target.data.get("entity"):
        edits.append({"kind": "rename", "at": entity.at, "name": singular_name_of(shown)})
    return Change(
        tuple(edits), (target.at,), f"Called {shown} from now on; every row stays", about=target.at
    )


def singular_name_of(name: str) -> str:
    """`Tickets` names the list; one row of it is a `Ticket`."""
    return sentence_case(singular_phrase(name.lower()))


def _called(request: Request) -> Change | None:
    """`call the agent notes column Remarks`: the longest beginning that names something."""
    found = _CALL.match(request.text)
    words = found["words"].split() if found else []
    for cut in range(len(words) - 1, 0, -1):
        target = request.present.find(" ".join(words[:cut]))
        if target is not None:
            name = request.name(" ".join(words[cut:]))
            edit: Edit = {"kind": "rename", "at": target.at, "name": name}
            return Change(
                (edit,),
                (target.at,),
                f"Called {name} from now on; every row stays",
                about=target.at,
            )
    return None
