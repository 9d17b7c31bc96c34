"""What the records of the Django admin are called, and in which order they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.workbench.words.log import VERBS

NAMES = {
    "reviews.review": ("Reviews", "Versions that were put before a second person."),
    "access.accessrequest": ("Requests for access", "Who asked to be let in, and the answer."),
    "sites.site": ("Tools", "Every tool with its owner, its state and what is live."),
    "prompts.message": ("Messages", "What was asked, and what was answered."),
    "plans.plan": ("Plans", "What was understood of each prompt."),
    "builds.build": ("Builds", "Plans being made and tried."),
    "versions.version": ("Versions", "Builds, frozen: numbered, hashed, never changed."),
    "deployments.deployment": ("Deployments", "What went live, and what came back."),
    "environment.value": ("Values and secrets", "Their names; secrets are never shown."),
    "automations.clock": ("Clocks of tools", "When each tool was looked at, and what came of it."),
    "automations.delivery": ("Messages of tools", "What became of what tools had to tell."),
    "notices.notice": ("Notices", "That somebody was told, not what."),
    "data_api.apitoken": ("API tokens", "Which programs act as whom, and until when."),
    "workspaces.membership": ("People", "Who belongs here, and as what."),
    "workspaces.group": ("Groups", "Members by name."),
    "access.capabilityswitch": ("Switches", "Capabilities of a role that an admin moved."),
    "access.siteaccess": ("Access modes", "Who can open which tool."),
    "access.sitegrant": ("Access lists", "People and groups named for a tool, and until when."),
    "access.publicform": ("Public forms", "What outsiders may send, and who opened it."),
    "access.toolrole": ("Roles in tools", "Who is who inside a tool."),
    "audit.line": ("Audit log", "Every line, as it was written."),
}
SECTIONS = (
    ("To decide", ("reviews.review", "access.accessrequest")),
    (
        "Tools",
        (
            "sites.site",
            "versions.version",
            "deployments.deployment",
            "environment.value",
            "data_api.apitoken",
            "automations.clock",
            "automations.delivery",
            "notices.notice",
        ),
    ),
    ("How they came about", ("prompts.message", "plans.plan", "builds.build")),
    (
        "People and rights",
        (
            "workspaces.membership",
            "workspaces.group",
            "access.capabilityswitch",
            "access.siteaccess",
            "access.sitegrant",
            "access.publicform",
            "access.toolrole",
        ),
    ),
    ("Log", ("audit.line",)),
)
IDENTIFIERS = frozenset({"verb", "object_kind", "capability", "role"})
"""Fields that hold an identifier of ours."""
HEADINGS = {
    "at": "When",
    "said at": "When",
    "verb": "Did",
    "person name": "Who",
    "object kind": "To one of",
    "object name": "Which",
}
IDENTIFIER = re.compile(r"(?:[a-z]+\.)?([a-z]+(?:_[a-z]+)*)")


@dataclass(frozen=True, slots=True)
class Record:
    """A kind of record, with the address of its list."""

    name: str
    says: str
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """Kinds of record that belong together."""

    title: str
    records: list[Record]


def name_of(label: str, otherwise: str = "") -> str:
    """What the records of a model are called, for `app.model`."""
    return NAMES.get(label, (otherwise, ""))[0]


def says_of(label: str) -> str:
    """What they are, in a sentence."""
    return NAMES.get(label, ("", ""))[1]


def sections_of(app_list: Iterable[dict[str, Any]]) -> list[Section]:
    """The lists that a person may read, in sections; what has no place of its own comes last."""
    found = {one["model"]._meta.label_lower: one for app in app_list for one in app["models"]}
    sections = [
        Section(title, [_record(label, found.pop(label)) for label in labels if label in found])
        for title, labels in SECTIONS
    ]
    others = Section("Others", [_record(label, one) for label, one in found.items()])
    return [section for section in (*sections, others) if section.records]


def in_words(text: str) -> str:
    """An identifier of ours in words: “ask for access”; other text as it is."""
    known = name_of(text) or VERBS.get(text, "").rstrip(":")
    if known:
        return known
    found = IDENTIFIER.fullmatch(text)
    return found[1].replace("_", " ") if found else text


def heading(text: str) -> str:
    """The heading of a column, or of a filter."""
    words = HEADINGS.get(text, text)
    return words[:1].upper() + words[1:]


def _record(label: str, one: dict[str, Any]) -> Record:
    return Record(name_of(label, str(one["name"])), says_of(label), one["admin_url"] or "")
