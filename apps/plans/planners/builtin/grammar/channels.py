"""Chat channels and other systems that take messages: a message that is for no person."""

import re
from dataclasses import dataclass

_THE = r"(?:(?:our|the|a|an|this|that|their|my|your) )*"
_NAMED = r"(?:(?P<name>slack|google chat|mattermost)(?: channel| room| chat| webhook)?"
_PLAIN = r"(?P<plain>chat(?: channel| room)?|team chat|channel)"
CHANNEL = rf"{_THE}(?:#[\w-]+ (?:in|on) )?(?:{_NAMED}|{_PLAIN}|(?:chat )?(?P<hook>web ?hook))s?)\b"
_POSTED = re.compile(
    r"\b(?:post|posts|posted|announce|announces|publish|publishes|push|share|send|sends|sent|"
    rf"drop|write)\b[^.]{{0,80}}? (?:to|in|into|on|at) {CHANNEL}"
)
_ADDRESSED = re.compile(
    r"\b(?:notify|tell|ping|alert|inform|message|call|trigger)(?: us| everyone| everybody)?"
    rf"(?: in| on| via)? {CHANNEL}"
)
_NOUN = re.compile(
    rf"^(?:and |also |plus )?(?:an? )?{CHANNEL}"
    r"(?: messages?| alerts?| notifications?)? (?:for|when|about|with|on) "
)
_READERS = (_POSTED, _ADDRESSED, _NOUN)
_HOST = re.compile(r"(?:https?://)?(?P<host>(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,})(?=[/\s,;:)?]|\.?$)")
_HOSTS = {"slack": "hooks.slack.com", "google chat": "chat.googleapis.com"}
_KEYS = {"slack": "SLACK_WEBHOOK_URL", "google chat": "CHAT_WEBHOOK_URL"}
USUAL = "hooks.slack.com"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go. `host` is empty where nobody said it; `guessed` where it was taken."""

    host: str
    key: str
    guessed: bool = False


def channel_in(text: str) -> Channel | None:
    """The channel that a clause sends something to; None where it is for people."""
    found = next((one for reader in _READERS if (one := reader.search(text))), None)
    if found is None:
        return None
    named = found["name"] or ""
    said = _HOST.search(text)
    host = said["host"] if said else _HOSTS.get(named, "")
    key = "WEBHOOK_URL" if found["hook"] else _KEYS.get(named, "CHAT_WEBHOOK_URL")
    if not host and found["plain"]:
        return Channel(USUAL, key, guessed=True)
    return Channel(host, key)


def without_channel(text: str) -> str:
    """The clause without the words for its channel: what is left says when, and who besides."""
    shorter = re.sub(rf"(?: (?:to|in|into|on|at|via))? {CHANNEL}", " ", f" {text}")
    return " ".join(_HOST.sub(" ", shorter).split())
