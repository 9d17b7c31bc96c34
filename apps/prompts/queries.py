"""Reading a conversation."""

from django.db.models import QuerySet

from apps.prompts.models import Message
from apps.sites.models import Site


def conversation(site: Site) -> QuerySet[Message]:
    """Everything said about a site, the oldest first."""
    return site.messages.select_related("author")
