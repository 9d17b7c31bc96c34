"""Job `migrate`: bring the site's schema to what this version expects, as the owner role.

Payload: `target`, the name of the site's own migration to go to (back, too); left out, the newest.
Afterwards what the kit keeps from ledgers is worked out anew, for a rule that came later than rows.
Gives `{"applied": ["app.0001_initial", …], "statements": [SQL in order]}`.
"""

from __future__ import annotations

from typing import Any

from site_contract.config import LIVE, SiteConfig
from site_kit.stock import rebuild
from site_runtime.inside.jobs import Report
from site_runtime.inside.jobs.people import bring_people
from site_runtime.inside.jobs.tables import migrate


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module."""
    if config.kind != LIVE:
        bring_people(config)
    target = payload.get("target")
    applied = migrate(config, target, lambda name: report("migrate", f"Changing tables: {name}"))
    if target is None:
        rebuild()
    return {
        "applied": [f"{one.app}.{one.name}" for one in applied],
        "statements": [statement for one in applied for statement in one.statements],
    }
