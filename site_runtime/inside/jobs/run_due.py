"""Job `run_due`: let the tool do what is due by a date or the clock at this moment.

No payload. Gives `{"done": runs, "failed": runs}`; called twice, the second time does nothing more.
"""

from __future__ import annotations

from typing import Any

from site_contract.config import SiteConfig
from site_kit import clock
from site_runtime.inside.jobs import Report


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module."""
    report("due", "Doing what is due by now")
    done = clock.run_due()
    return {"done": done.done, "failed": done.failed}
