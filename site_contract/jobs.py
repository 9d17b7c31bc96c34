"""Work that runs a site's code once and answers: writing migrations, migrating, a trial, loading
samples, doing what is due, writing what a language model answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WRITE_MIGRATIONS = "write_migrations"
MIGRATE = "migrate"
TRY = "try"
LOAD_SAMPLES = "load_samples"
RUN_DUE = "run_due"
ANSWER_TASK = "answer_task"
KINDS = (WRITE_MIGRATIONS, MIGRATE, TRY, LOAD_SAMPLES, RUN_DUE, ANSWER_TASK)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do. What the payload of each kind holds: `site_runtime/inside/jobs/`."""

    kind: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Where a job is: the id of its step and a title in plain words."""

    step: str
    title: str


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job ended: its data (plain JSON), or a sentence for whoever asked for it."""

    ok: bool
    data: dict[str, Any]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried.

    `detail` says what was seen when it is not ok; `seconds` what it took.
    """

    id: str
    title: str
    ok: bool
    detail: str = ""
    seconds: float = 0.0
