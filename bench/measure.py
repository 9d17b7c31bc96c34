"""A measured value, its floor and its target, and how they are written down."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the results. `target` is for `value`, in `unit`; `floor` is what the least
    thinkable work takes, `floor_is` says which.
    """

    name: str
    value: float
    floor: float
    floor_is: str
    target: float
    unit: str
    runs: int

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.value / self.floor

    @property
    def reached(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target

    def as_data(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {
            "value": round(self.value, 4),
            "floor": round(self.floor, 4),
            "floor_is": self.floor_is,
            "ratio": round(self.ratio, 2),
            "target": self.target,
            "unit": self.unit,
            "runs": self.runs,
        }

    def __str__(self) -> str:
        mark = "ok " if self.reached else "NO "
        return (
            f"{mark} {self.name:<24} {self.value:>9.3f} {self.unit:<4} target {self.target:g}; "
            f"{self.ratio:.1f} × the floor ({self.floor_is}: {self.floor:.3f})"
        )


Clock = Callable[[], float]


@contextmanager
def stopwatch(times: list[float], clock: Clock = time.perf_counter) -> Iterator[None]:
    """Add the seconds that the block takes."""
    began = clock()
    yield
    times.append(clock() - began)


def median_of(work: Callable[[], object], runs: int, clock: Clock = time.perf_counter) -> float:
    """The median seconds of doing it that often, after once for nothing."""
    work()
    times: list[float] = []
    for _ in range(runs):
        with stopwatch(times, clock):
            work()
    return statistics.median(times)


def write(measures: list[Measure]) -> None:
    """Replace the results."""
    data = {measure.name: measure.as_data() for measure in measures}
    RESULTS.write_text(json.dumps(data, indent=2, sort_keys=True) + "\n")
