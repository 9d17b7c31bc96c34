"""What was tried on a version, and what came out; the access proof as a table."""

from dataclasses import dataclass
from typing import Any

from apps.versions.models import Version
from apps.workbench.words.roles import role_name
from apps.workbench.words.tool import capital, plain

PERSONAS = {
    "anonymous": "Signed out",
    "outsider": "Not let in",
    "no account": "Without an account",
    "member": "Member",
    "admin": "Owner or admin",
}


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
    tables = [check["table"] for check in version.checks if check.get("table")]
    proof = proof_of(tables[0], version.blueprint) if tables else None
    return {"list": version.checks, "proof": proof}


@dataclass(frozen=True, slots=True)
class Proof:
    """Who was let in where: a line for each address, a cell for each persona (None: not tried)."""

    personas: list[str]
    lines: list[tuple[str, list[bool | None]]]


def proof_of(table: dict[str, dict[str, int]], blueprint: dict[str, Any]) -> Proof:
    """The table of an access proof, `{address: {persona: status}}`, in words."""
    declared = {role["id"]: role_name(role) for role in blueprint.get("roles", [])}
    tried = {name for answers in table.values() for name in answers}
    order = ["anonymous", "no account", "outsider", "member", *declared, "admin"]
    personas = [name for name in order if name in tried]
    lines = [
        (place_words(address), [_opens(answers.get(persona)) for persona in personas])
        for address, answers in table.items()
    ]
    return Proof([(PERSONAS | declared)[name] for name in personas], lines)


def place_words(address: str) -> str:
    """What an address of a tool shows: “Home”, “Requests”, “One request”, “New request”."""
    parts = [part for part in address.split("/") if part]
    match parts:
        case []:
            return "Home"
        case [page]:
            return f"Page “{capital(plain(page))}”"
        case [entity, "new"]:
            return f"New {plain(entity)}"
        case [entity, "<row>"]:
            return f"One {plain(entity)}"
        case [entity, "<row>", what]:
            return f"{capital(plain(what))} one {plain(entity)}"
        case _:
            return address


def _opens(status: int | None) -> bool | None:
    return None if status is None else status < 300
