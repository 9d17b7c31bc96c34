"""What things are called where they have no name: their id in words; and plurals."""

import re

from apps.plans.blueprint.limits import MAX_ID


def in_words(called: str) -> str:
    """`in_progress` is “In progress”."""
    words = called.replace("_", " ")
    return words[:1].upper() + words[1:]


IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "shelf": "shelves",
    "leaf": "leaves",
    "half": "halves",
    "knife": "knives",
    "analysis": "analyses",
    "basis": "bases",
    "criterion": "criteria",
    "staff": "staff",
    "equipment": "equipment",
    "feedback": "feedback",
    "information": "information",
    "stock": "stock",
    "news": "news",
    "series": "series",
    "data": "data",
    "history": "history",
}
"""Last words of names of records; the rest follows its end."""


def plural_of(name: str) -> str:
    """The English plural of a name's last word: Variety, Varieties."""
    before, space, last = name.rpartition(" ")
    if other := IRREGULAR.get(last.lower()):
        return f"{before}{space}{other.capitalize() if last[:1].isupper() else other}"
    if re.search(r"[^aeiou]y$", name, re.IGNORECASE):
        return f"{name[:-1]}ies"
    if re.search(r"(?:s|x|z|ch|sh)$", name, re.IGNORECASE):
        return f"{name}es"
    return f"{name}s"


def id_of(words: str, otherwise: str) -> str:
    """An id from words, or the other one where the words give none."""
    called = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:MAX_ID].strip("_")
    return called if re.match(r"[a-z]", called) else otherwise
