"""All that a process of one site is told: where its code and rows are, and the values that it alone
may know.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from site_contract.plain import BadShape, from_plain, to_plain

LIVE, PREVIEW, TRIAL = "live", "preview", "trial"


@dataclass(frozen=True, slots=True)
class Database:
    """One role's way into one schema of one database."""

    host: str
    port: int
    name: str
    user: str
    password: str
    schema: str


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """One version of one site, ready to run.

    `site` is "<workspace>/<site>", `kind` one of live, preview, trial, `code` the folder that holds
    `app/`, `visitor_key` the hex key that visitors of this site are signed with. `owner` is the
    role that may change the schema: only jobs that do so get it, never a process that serves.
    """

    site: str
    kind: str
    digest: str
    code: str
    database: Database
    visitor_key: str
    environment: dict[str, str]
    name: str
    language: str
    timezone: str
    currency: str
    address: str
    portal_address: str
    workspace: str = ""
    owner: Database | None = None

    @property
    def key(self) -> str:
        """What names a process among others: one for each site, kind, version and schema."""
        return " ".join((self.site, self.kind, self.digest, self.database.schema))

    @property
    def fingerprint(self) -> str:
        """Two configurations that differ in anything have different ones."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """As text, for the runner."""
        return json.dumps(to_plain(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> SiteConfig:
        """Read one strictly. Raises `BadShape`."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise BadShape("A site's configuration must be JSON.") from error
        config = from_plain(cls, data)
        if config.kind not in {LIVE, PREVIEW, TRIAL}:
            raise BadShape(f"SiteConfig.kind must be live, preview or trial, not {config.kind!r}.")
        return config
