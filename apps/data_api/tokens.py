"""How a token is written: a beginning by which it is found, and 256 random bits."""

import re
import secrets
from dataclasses import dataclass

from apps.accounts.queries import token_key

WRITTEN = re.compile(r"sitewright_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
"""How one looks wherever it stands."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token in hand."""

    text: str
    beginning: str

    @property
    def hash(self) -> str:
        """What is kept of it."""
        return token_key(self.text)


def made() -> Token:
    """A new one."""
    beginning = secrets.token_hex(4)
    return Token(f"sitewright_{beginning}_{secrets.token_urlsafe(32)}", beginning)


def read(text: str) -> Token | None:
    """What somebody sent, if it could be one."""
    found = WRITTEN.fullmatch(text)
    return Token(text, found[1]) if found else None
