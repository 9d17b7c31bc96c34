"""Say something in a conversation, as the platform."""

from apps.prompts.models import Message
from apps.sites.models import Site


def answer(*, site: Site, text: str) -> Message:
    """The platform's words. They report what the database holds, never what somebody hopes."""
    return Message.objects.create(site=site, author=None, kind=Message.Kind.ANSWER, text=text)
