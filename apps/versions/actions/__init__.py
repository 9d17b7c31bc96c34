"""What can be done to versions: save one. Nothing changes one."""

from apps.versions.actions.save_version import save_version

__all__ = ["save_version"]
