"""Take what a person asks for: a new tool, or a change of one."""

import unicodedata

from django.db import transaction

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.prompts.errors import PromptRefused
from apps.prompts.models import Message
from apps.prompts.signals import prompt_received
from apps.sites.actions import create_site
from apps.sites.models import Site

LONGEST = 10_000
MOST_UNREADABLE = 0.05


@transaction.atomic
def ask(*, by: User, text: str, site: Site | None = None) -> Message:
    """Keep the prompt and let it be planned. Without a site, a draft begins.

    Raises `PromptRefused` for what is not a text of 2 to 10,000 characters, `NotAllowed` for who
    may not build.
    """
    text = clean_text(text)
    if site is None:
        site = create_site(by=by, name=_provisional_name(text))
    else:
        may_change(by, site).demand()
    message = Message.objects.create(site=site, author=by, kind=Message.Kind.PROMPT, text=text)
    record(by=by, verb="ask", of=site, detail={"message": message.pk})
    prompt_received.send(sender=Message, message=message)
    return message


def clean_text(text: str) -> str:
    """The text without what nobody can read. Raises `PromptRefused` with a sentence."""
    if len(text) > LONGEST:
        raise PromptRefused(
            f"This text has {len(text):,} characters; at most {LONGEST:,} fit. "
            "Keep what the tool should do, leave out the rest."
        )
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    unreadable = sum(_is_unreadable(c) for c in text)
    if unreadable > 3 and unreadable > len(text) * MOST_UNREADABLE:
        raise PromptRefused(
            f"{unreadable:,} of these {len(text):,} characters are no text; this looks like the "
            "inside of a file. Say in a sentence what the tool should do."
        )
    kept = "".join(c for c in text if not _is_unreadable(c) and unicodedata.category(c) != "Cf")
    kept = kept.replace("\t", " ").strip()
    if not kept:
        raise PromptRefused(
            "Say in a sentence what the tool should do, for example: "
            "“Track equipment that people borrow.”"
        )
    if len(kept) < 2 or not any(c.isalpha() for c in kept):
        raise PromptRefused(
            f"“{kept[:20]}” does not say what the tool should do. A sentence is enough."
        )
    return kept


def _is_unreadable(character: str) -> bool:
    """What no keyboard writes: control characters, halves of characters, signs of nobody."""
    if character in "\n\t":
        return False
    return character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}


def _provisional_name(text: str) -> str:
    """The first words of a brief, until the plan has a name."""
    line = text.splitlines()[0]
    return line if len(line) <= 60 else line[:57].rsplit(" ", 1)[0] + "…"
