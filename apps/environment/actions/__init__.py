"""What can be done to a site's values and secrets."""

from apps.environment.actions.set_value import remove_value, set_value

__all__ = ["remove_value", "set_value"]
