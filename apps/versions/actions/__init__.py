"""What can be done to versions: save one, and hand one out. Nothing changes one."""

from apps.versions.actions.export_version import export_version
from apps.versions.actions.save_version import save_version

__all__ = ["export_version", "save_version"]
