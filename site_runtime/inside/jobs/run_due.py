"""Job `run_due`: let the tool do what is due by a date or the clock at this moment, and pass on
decisions that waited too long.

No payload. Gives `{"done": runs, "failed": runs, "passed_on": rows, "next": moment or None}`.
Called twice, the second time does nothing more. Before `next` (ISO, UTC) nothing is due.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from site_contract.config import SiteConfig
from site_kit import clock, rounds
from site_runtime.inside.jobs import Report


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module."""
    report("due", "Doing what is due by now")
    done = clock.run_due()
    passed_on = rounds.escalate()
    look = clock.next_look(again=bool(done.failed))
    return {
        "done": done.done,
        "failed": done.failed,
        "passed_on": passed_on,
        "next": look.astimezone(UTC).isoformat() if look else None,
    }
