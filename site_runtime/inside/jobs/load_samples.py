"""Job `load_samples`: put the blueprint's sample rows into a preview.

Payload: `samples`, as in the blueprint. Gives `{"rows": {entity: number}}`.
"""

from __future__ import annotations

from typing import Any

from site_contract.config import SiteConfig
from site_runtime.inside.jobs import Report
from site_runtime.inside.jobs.people import bring_people
from site_runtime.inside.jobs.samples import Samples


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module. A live site is refused."""
    report("samples", "Filling in the sample rows")
    bring_people(config)
    return {"rows": Samples(config, payload.get("samples", [])).load()}
