"""What `make bench` writes: the shape that others read, and an honest mark."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import measure
from bench.measure import Measure, median_of

QUICK = Measure("compile", 40.0, 8.0, "parsing", 50.0, "ms", 20)


def test_the_results_have_the_agreed_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "RESULTS", tmp_path / "results.json")
    measure.write([QUICK])
    assert json.loads((tmp_path / "results.json").read_text()) == {
        "compile": {
            "value": 40.0,
            "floor": 8.0,
            "floor_is": "parsing",
            "ratio": 5.0,
            "target": 50.0,
            "unit": "ms",
            "runs": 20,
        }
    }


@pytest.mark.parametrize(("value", "reached"), [(50.0, True), (50.1, False)])
def test_a_missed_target_is_marked(value: float, reached: bool) -> None:
    row = Measure("compile", value, 8.0, "parsing", 50.0, "ms", 20)
    assert row.reached is reached
    assert str(row).startswith("ok " if reached else "NO ")


def test_the_median_is_taken_after_once_for_nothing() -> None:
    ticks = iter([0.0, 1.0, 10.0, 15.0, 20.0, 22.0])
    done: list[int] = []
    assert median_of(lambda: done.append(1), 3, lambda: next(ticks)) == 2.0
    assert len(done) == 4


def test_the_ways_take_turns_and_each_has_its_own_median(monkeypatch: pytest.MonkeyPatch) -> None:
    from bench import gate

    monkeypatch.setattr(gate, "WARM_UP", 1)
    turns: list[str] = []

    @contextmanager
    def clock(times: list[float]) -> Iterator[None]:
        yield
        times.append({"gate": 0.002, "site": 0.001}[turns[-1]])

    monkeypatch.setattr(gate, "stopwatch", clock)
    ways = [lambda: turns.append("gate"), lambda: turns.append("site")]
    assert gate.medians(*ways, runs=3) == [2.0, 1.0]
    assert turns == ["gate", "site"] * 4
