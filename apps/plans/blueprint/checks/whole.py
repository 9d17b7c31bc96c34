"""The whole: language, colours, money, quotes of the brief, and what each requirement points to."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apps.plans.blueprint.checks.colours import is_colour
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.provided import Provisions
from apps.plans.blueprint.whole import Blueprint

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
CURRENCY = re.compile(r"[A-Z]{3}")
MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def check_whole(blueprint: Blueprint, brief: str, found: Findings) -> None:
    """Everything that belongs to no entity, page or automation."""
    if not blueprint.name.strip():
        found.say("name", "missing", "the tool needs a name")
    if not LANGUAGE.fullmatch(blueprint.language):
        message = f"“{blueprint.language}” is no language code like en or pt-BR"
        found.say("language", "language", message)
    if blueprint.currency and not CURRENCY.fullmatch(blueprint.currency):
        found.say("currency", "currency", f"“{blueprint.currency}” is no ISO code like EUR")
    if blueprint.timezone and not _is_timezone(blueprint.timezone):
        message = f"“{blueprint.timezone}” is no time zone like Europe/Lisbon"
        found.say("timezone", "timezone", message)
    for key in ("accent", "background"):
        word = getattr(blueprint.theme, key)
        if word and not is_colour(word):
            message = f"“{word}” is no colour word of CSS and not #rrggbb"
            found.say(f"theme.{key}", "colour", message)
    _check_quotes(blueprint, brief, found)
    provisions = Provisions(blueprint)
    for requirement in blueprint.requirements:
        for address in requirement.provides:
            if not provisions.hold(address):
                where = f"requirements.{requirement.quote}.provides"
                found.say(where, "no-such-thing", f"nothing is at “{address}”")


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _check_quotes(blueprint: Blueprint, brief: str, found: Findings) -> None:
    """A quote is the asker's own words; marks, spaces and capitals may differ."""
    if not brief.strip():
        return
    said = _plain(brief)
    for key, things in (("requirements", blueprint.requirements), ("left_out", blueprint.left_out)):
        for thing in things:
            if _plain(thing.quote) not in said:
                message = "these are not words of the brief; quote it word for word"
                found.say(f"{key}.{thing.quote}.quote", "quote", message)


def _plain(text: str) -> str:
    return " ".join(text.translate(MARKS).casefold().split())
