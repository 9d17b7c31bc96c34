"""Job `answer_task`: write what the language model answered to a task of the tool's outbox.

Payload `{"number": of the row, "answer": {"set": …, "run": …, "why": …}, "may": [ids]}`. Gives
`{"error": why nothing of it was written, or ""}`. Called twice, the second time writes nothing.
"""

from __future__ import annotations

from typing import Any

from site_contract.config import SiteConfig
from site_kit import tasks
from site_kit.errors import NotThere, Stale
from site_runtime.inside.jobs import Report


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module."""
    report("answer", "Writing what the language model answered")
    try:
        error = tasks.answer(payload["number"], payload["answer"], payload["may"])
    except Stale:
        error = ""
    except NotThere as missing:
        error = missing.sentence
    return {"error": error}
