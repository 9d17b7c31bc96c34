"""How far a build has come: every step there is, done, under way or still to come."""

from dataclasses import dataclass
from datetime import datetime

from apps.builds.director import STORY
from apps.builds.models import Build, BuildStep

LAST = ("version", "Saving the version")
STEPS = (*((name, title) for name, title, _ in STORY), LAST)
BELOW = {
    "source": "Nothing of it has run yet.",
    "migrations": "Django compares the models with the version before.",
    "inspection": "No access to the network, to files or to other tools.",
    "trial": "In a throw-away database, with the sample rows; nothing live is touched.",
    "version": "Numbered and hashed; it never changes again.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list. `state` is done, running, failed, stopped or todo."""

    title: str
    below: str
    state: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole list."""

    steps: list[Step]
    done: int
    seconds: float

    @property
    def all(self) -> int:
        """How many steps there are."""
        return len(self.steps)


def progress_of(build: Build, now: datetime) -> Progress:
    """The steps of a build as they stand."""
    begun = {step.name: step for step in build.steps.all()}
    steps = [_step(name, title, begun.get(name), build, now) for name, title in STEPS]
    end = build.finished_at or now
    return Progress(
        steps=steps,
        done=sum(step.state == "done" for step in steps),
        seconds=(end - (build.started_at or build.created_at)).total_seconds(),
    )


def _step(name: str, title: str, step: BuildStep | None, build: Build, now: datetime) -> Step:
    if step is None:
        return Step(title, "", "todo", None)
    if step.state == BuildStep.State.RUNNING and build.state not in Build.OPEN:
        return Step(step.title, "", "stopped", None)
    end = step.finished_at or now
    seconds = (end - step.started_at).total_seconds()
    return Step(step.title, step.detail or BELOW.get(name, ""), step.state, seconds)
