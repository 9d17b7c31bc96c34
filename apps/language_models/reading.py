"""The JSON object in a model's text: bare, fenced, or with prose around it."""

import json
import re
from typing import Any

MOST_CHARACTERS = 1_000_000
_FENCED = re.compile(r"```(?:json)?\s*(\{.*?\})\s*```", re.S)


class NoObject(Exception):
    """There is no JSON object in the text; the message says what there is."""


def object_in(text: str) -> dict[str, Any]:
    """The first whole JSON object of the text; raises `NoObject` where there is none."""
    if len(text) > MOST_CHARACTERS:
        raise NoObject(
            f"the answer is {len(text):,} characters long; the limit is {MOST_CHARACTERS:,}"
        )
    for candidate in (text, *(_FENCED.findall(text))):
        try:
            found = json.loads(candidate)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return _embedded(text)


def _embedded(text: str) -> dict[str, Any]:
    """An object that begins somewhere in the text."""
    decoder = json.JSONDecoder()
    for found in list(re.finditer(r"\{", text))[:50]:
        try:
            value, _ = decoder.raw_decode(text, found.start())
        except ValueError:
            continue
        if isinstance(value, dict) and len(value) > 1:
            return value
    shown = " ".join(text.split())[:120]
    raise NoObject(f"the answer is no JSON object; it begins “{shown}”")
