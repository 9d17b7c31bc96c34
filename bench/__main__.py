"""`make bench`: bring up a house, measure, write the results. Exit code 1 if a target is missed."""

import os
import sys

from bench import drawing
from bench.house import built, fresh_python, running
from bench.measure import Measure, write

TARGET_SECOND_START = 5.0


def main() -> int:
    """All measures, in one run on one machine."""
    with built() as house:
        os.environ.update(house.environment)
        with running(house):
            floor = sorted(fresh_python(house) for _ in range(3))[1]
            measures = _inside(floor)
        with running(house) as seconds:
            named = "a Python process that sets Django up"
            start = Measure("second_start", seconds, floor, named, TARGET_SECOND_START, "s", 1)
    measures += [start, *drawing.measures()]
    write(measures)
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    if busy > 1.5:
        print(f"The machine is busy ({busy:.1f} times its processors): read the ratios.")
    print(*measures, sep="\n")
    return int(not all(measure.reached for measure in measures))


def _inside(floor: float) -> list[Measure]:
    """What is measured against the running house, from a process that belongs to it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from apps.workspaces.queries import by_slug
    from bench import flow, gate, pages, tenants

    acme = by_slug("acme")
    assert acme is not None
    whole, versions = flow.brief_to_version(acme, floor)
    site = flow.live(acme, versions)
    visitor = flow.person("mara@acme.example")
    return [
        whole,
        *flow.compiling(),
        tenants.new_workspace(),
        gate.gate_overhead(acme, site, visitor),
        *pages.long_lists(acme, site, visitor),
    ]


if __name__ == "__main__":
    sys.exit(main())
