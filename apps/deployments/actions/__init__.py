"""What can be done to deployments and previews."""

from apps.deployments.actions.carry_out import carry_out
from apps.deployments.actions.close_previews import close_previews
from apps.deployments.actions.deploy import deploy, roll_back
from apps.deployments.actions.open_preview import open_preview

__all__ = ["carry_out", "close_previews", "deploy", "open_preview", "roll_back"]
