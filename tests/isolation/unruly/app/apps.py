"""The tool itself."""

from site_kit.apps import Role, Tool


class Unruly(Tool):
    """Notes, and whatever a hostile author could think of."""

    name = "app"
    verbose_name = "Unruly notes"
    roles = (Role("approver", "Approves notes."),)

    def ready(self) -> None:
        super().ready()
        from app.hooks import install

        install()
