"""What became of a wish: built, with the addresses that provide it, or not, with the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Built:
    """Provided by these addresses; `partly` says what is missing."""

    provides: list[str]
    meaning: str
    partly: str = ""


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """Left out, and why."""

    reason: str


Verdict = Built | NotBuilt


def field_address(entity: str, field: str) -> str:
    """`entities.invoice.fields.amount`."""
    return f"entities.{entity}.fields.{field}"


def page_address(page: str, *rest: str) -> str:
    """`pages.today.columns.amount`."""
    return ".".join(("pages", page, *rest))
