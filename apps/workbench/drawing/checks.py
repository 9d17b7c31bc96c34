"""What was tried on a version, and what came out; the access proof as a table."""

from dataclasses import dataclass
from typing import Any

from apps.versions.models import Version


@dataclass(frozen=True, slots=True)
class Summary:
    """The title block's line."""

    all: int
    held: int

    @property
    def hold(self) -> bool:
        """Whether there is nothing to look at."""
        return self.all == self.held


def summary_of(version: Version) -> Summary:
    """How many checks there are and how many hold."""
    return Summary(len(version.checks), sum(bool(check["ok"]) for check in version.checks))


def shown(version: Version) -> dict[str, Any]:
    """The context of the tab: the list, and who gets in where it was proven."""
    return {"list": version.checks, "proof": proof_of(version.migration.get("access") or {})}


@dataclass(frozen=True, slots=True)
class Proof:
    """Who was let in where: a line for each page, a cell for each persona."""

    personas: list[str]
    lines: list[tuple[str, list[bool | None]]]


def proof_of(access: dict[str, Any]) -> Proof | None:
    """The table of an access proof as the trial gives it, or None where there is none."""
    pages = access.get("pages", {})
    if not pages:
        return None
    personas = list(dict.fromkeys(name for answers in pages.values() for name in answers))
    lines = [
        (title, [answers.get(persona) for persona in personas]) for title, answers in pages.items()
    ]
    return Proof(personas, lines)
