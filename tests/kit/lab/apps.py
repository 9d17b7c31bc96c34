"""The workshop: a second tool beside the one that is served, for its models and rules alone."""

from site_kit.apps import Role, Tool


class Lab(Tool):
    """Projects, tasks, a log and salaries."""

    name = "tests.kit.lab"
    label = "lab"
    verbose_name = "Workshop"
    roles = (Role("planner", "Plans projects."), Role("hr", "Keeps salaries."))

    def ready(self) -> None:
        from tests.kit.lab import asked_rights, declarations, numbered_rights, pressed  # noqa: F401
