"""What can be done about automations."""

from apps.automations.actions.ask import ask
from apps.automations.actions.collect import collect
from apps.automations.actions.deliver import deliver
from apps.automations.actions.look import look
from apps.automations.actions.post import post
from apps.automations.actions.wake import wake

__all__ = ["ask", "collect", "deliver", "look", "post", "wake"]
