"""The reminders of the contract tracker, by the job that does what is due: once each, and not for
what is decided or put off.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load
from apps.plans.templates_gallery import template_named
from apps.workspaces.models import Workspace
from site_contract.jobs import JobResult

COLUMNS = ["title", "counterparty", "owner", "department", "start", "end", "notice_days"]
TERMS = (
    ("90 days before", "today+120", "running", ""),
    ("60 days before", "today+90", "running", ""),
    ("30 days before", "today+60", "running", ""),
    ("A day late", "today+89", "running", ""),
    ("Put off", "today+90", "running", "today+5"),
    ("In decision", "today+90", "in_decision", ""),
)
EIGHT = 8


def written(folder: Path, files: dict[str, str]) -> None:
    """Put files into a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def test_owners_of_contracts_are_reminded_once_each(
    job: Callable[..., JobResult], tmp_path: Path, acme: Workspace
) -> None:
    template = template_named("contract-renewals")
    assert template is not None
    folder = tmp_path / "contracts"
    written(folder, compile_blueprint(load(template.blueprint, template.brief).blueprint))
    written(folder, job("write_migrations", folder=folder).data["files"])
    written(folder, {"app/migrations/__init__.py": ""})
    assert job("migrate", folder=folder).ok
    rows = [
        [title, "Owl", "me", "it", "today-300", end, "30", stage, until]
        for title, end, stage, until in TERMS
    ]
    contracts = {
        "entity": "contract",
        "columns": [*COLUMNS, "stage", "snoozed_until"],
        "rows": rows,
    }
    assert job("load_samples", {"samples": [contracts]}, folder=folder).ok
    is_early = datetime.now(ZoneInfo(acme.timezone)).hour < EIGHT
    first, again = (job("run_due", folder=folder).data for _ in range(2))
    assert (first["done"], first["failed"]) == (0 if is_early else 3, 0)
    assert (again["done"], again["failed"]) == (0, 0)
