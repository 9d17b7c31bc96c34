"""A line of the audit log as a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.audit.models import Line
from apps.workbench.words.tool import lower

VERBS = {
    "create_workspace": "made the workspace",
    "add_member": "brought in",
    "put_in_group": "put somebody into the group",
    "create_site": "began the tool",
    "name_site": "named the tool",
    "ask": "asked about",
    "discard_plan": "put away",
    "start_build": "started",
    "cancel_build": "cancelled",
    "fail_build": "gave up",
    "save_version": "saved",
    "export_version": "handed out the source of",
    "ask_for_review": "asked for a review of",
    "review_approved": "approved",
    "review_changes": "asked for changes to",
    "review_rejected": "rejected",
    "review_stale": "found changed since the review was asked for:",
    "deploy": "asked to put live",
    "roll_back": "asked to bring back",
    "deployment_live": "put live",
    "deployment_failed": "could not put live",
    "go_live": "switched the address of",
    "open_preview": "opened a preview of",
    "set_access": "changed who can open",
    "ask_for_access": "asked to open",
    "answer_request": "answered a request about",
    "give_tool_role": "gave a role in",
    "take_tool_role": "took a role in",
    "ask_to_open_form": "asked to open a form to outsiders in",
    "open_form": "opened a form to outsiders in",
    "refuse_form": "did not open a form to outsiders in",
    "close_form": "shut a form to outsiders in",
    "set_switch": "moved a switch:",
    "set_value": "filled in a value of",
    "remove_value": "emptied a value of",
    "make_token": "made a token for",
    "revoke_token": "took back a token for",
    "suspend_site": "stopped",
    "resume_site": "let run again",
}


OURS = frozenset({"message"})
"""Numbers of rows that say nothing to a reader."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line: who, what, of what, and what changed."""

    pk: int
    at: datetime
    person: str
    by_platform: bool
    verb: str
    thing: str
    detail: str
    hash: str


def said(line: Line) -> Said:
    """The sentence of a line."""
    return Said(
        pk=line.pk,
        at=line.at,
        person=line.person_name,
        by_platform=line.person_id is None,
        verb=VERBS.get(line.verb, line.verb.replace("_", " ")),
        thing=_thing(line),
        detail=" · ".join(_details(line.detail)),
        hash=line.hash[:8],
    )


def _thing(line: Line) -> str:
    """What it was done to, without what the verb says already: the state of a review, the kind of
    a deployment.
    """
    name = line.object_name
    match line.object_kind:
        case "reviews.review":
            return name.rpartition(":")[0] or name
        case "deployments.deployment":
            return name.partition(": ")[2] or name
        case "builds.build" | "plans.plan":
            return lower(name)
        case _:
            return name


def _details(detail: dict[str, Any]) -> Iterator[str]:
    """What changed, as “from … to …”, then the rest by name."""
    changed = {"before", "after"} if {"before", "after"} <= detail.keys() else set()
    if changed:
        yield f"from {_text(detail['before'])} to {_text(detail['after'])}"
    for key, value in detail.items():
        if key not in OURS | changed and value not in ("", []):
            yield f"{_plain(key)}: {_text(value)}"


def _plain(key: str) -> str:
    return key.replace("_", " ")


def _text(value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case None:
            return "nothing"
        case list():
            return ", ".join(str(one) for one in value)
        case str() if len(value) == 64 and value.isalnum():
            return value[:8]
        case _:
            return str(value)[:300]
