"""The least and the most a number may be: `the quantity must be 50 or less`, `nobody may order more
than 50 of anything`, `no more than 12 participants`.
"""

import re
from dataclasses import dataclass

from apps.plans.planners.builtin.grammar.phrases import bare, key_of

_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20",
    "thirty": "30", "fifty": "50", "hundred": "100",
}  # fmt: skip
_N = rf"(?:[€$£] ?)?(?P<{{}}>\d[\d,]*(?:\.\d+)?|{'|'.join(_WORDS)})"
_NOT = (
    r"(?:cannot|can't|can not|may not|must not|mustn't|should not|shouldn't|may never|must never|"
    r"never|is not allowed to|are not allowed to)"
)
_MUST = (
    r"(?:must|should|may|can|has to|have to|needs to|need to|shall|is|are|will)(?: always| only)?"
    r"(?: be)?"
)
_GOES = r"(?: be| go| have| get| come to)?"
_MORE = r"(?:(?:more|greater|higher|larger|bigger|longer|older) than|over|above|beyond)"
_LESS = r"(?:(?:less|fewer|lower|smaller|shorter|younger) than|under|below)"
_MOST = (
    r"(?:at (?:the )?most|no more than|not more than|no higher than|up to|a maximum of|maximum|"
    r"max\.?|limited to|no greater than)"
)
_LEAST = (
    r"(?:at least|no less than|not less than|no fewer than|no lower than|a minimum of|minimum|"
    r"min\.?)"
)
_FIELD = (
    r"^(?:and |but |also |so )*(?P<field>[a-z][\w' -]*?)"
    r"(?: of (?:an?|the|each|every|any|one|our|all)(?: [a-z]+){1,2})?"
)
_NUMBER = _N.format("n") + r"(?: ?(?P<unit>[a-z€$£%°]+))?$"
_OR = _N.format("n") + r"(?: [a-z]+)? or "
_IS = r"(?: allowed)? (?P<field>[a-z][\w ]*?) (?:is|should be|must be|:|of) "
_OF_FIELD = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (rf"{_FIELD} {_MUST} (?:between|from) {_N.format('low')} (?:and|to|-) {_NUMBER}", "both"),
        (rf"{_FIELD} {_NOT}{_GOES} {_MORE} {_NUMBER}", "most"),
        (rf"{_FIELD} {_NOT}{_GOES} {_LESS} {_NUMBER}", "least"),
        (rf"{_FIELD} {_NOT} exceed {_NUMBER}", "most"),
        (rf"{_FIELD} {_MUST} {_MOST} {_NUMBER}", "most"),
        (rf"{_FIELD} {_MUST} {_LEAST} {_NUMBER}", "least"),
        (rf"{_FIELD} {_MUST} {_LESS} {_NUMBER}", "under"),
        (rf"{_FIELD} {_MUST} {_OR}(?:less|fewer|lower|under|below|smaller)$", "most"),
        (rf"{_FIELD} {_MUST} {_OR}(?:more|higher|over|above|greater)$", "least"),
        (rf"^(?:the )?(?:maximum|max\.?|highest|largest){_IS}{_NUMBER}", "most"),
        (rf"^(?:the )?(?:minimum|min\.?|lowest|smallest){_IS}{_NUMBER}", "least"),
        (
            r"^(?:limit|cap|restrict) (?:the )?(?P<field>[a-z][\w ]*?) (?:to|at)"
            rf"(?: at most| a maximum of)? {_NUMBER}",
            "most",
        ),
    )
)
_WHAT = _N.format("n") + r"(?: (?P<what>.+))?$"
_OF_WHAT = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (rf"\b(?:nobody|no one|none|nothing|no [a-z]+)\b.*? {_MORE} {_WHAT}", "most"),
        (rf"\b{_NOT} [a-z]+ {_MORE} {_WHAT}", "most"),
        (rf"\b{_MOST} {_WHAT}", "most"),
        (rf"\b{_LEAST} {_WHAT}", "least"),
    )
)
_PER = re.compile(
    r"\b(?:per|each|every|a (?:day|week|month|year|person|time)|at (?:a|the same) time|at once|for "
    r"each|in one|on one)\b"
)
_TIMES = re.compile(r"^(?:days?|weeks?|months?|years?|hours?|minutes?|times?|degrees?|%|percent)\b")
_ANYTHING = re.compile(
    r"^(?:of )?(?:anything|each item|an item|it|them|the same(?: [a-z]+)?|one thing|any one [a-z]+|"
    r"(?:any|each|every|an?|one) [a-z]+|pieces?|units?|items?|things?|copies)?(?: of .*)?$"
)
_LASTS = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|duration|time|age|length)\b")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number's bounds: the field as named, or what is counted; empty texts mean "not said".

    `of_anything` is true where only an amount can be meant ("more than 50 of anything").
    """

    field: str
    least: str = ""
    most: str = ""
    of_anything: bool = False


def read_bound(text: str) -> Bound | None:
    """The bound that a clause sets on a row's number; None where it counts rows or says a time."""
    plain = text.strip().rstrip(".")
    if _PER.search(plain):
        return None
    for pattern, way in _OF_FIELD:
        found = pattern.match(plain)
        if found is None or not bare(found["field"]):
            continue
        if _TIMES.match(found.groupdict().get("unit") or "") and not _LASTS.search(found["field"]):
            return None
        low = _number(found["low"]) if way == "both" else ""
        return _bound(bare(found["field"]), way, _number(found["n"]), low)
    for pattern, way in _OF_WHAT:
        found = pattern.search(plain)
        if found is None:
            continue
        what = (found["what"] or "").strip()
        if _TIMES.match(what):
            return None
        anything = _ANYTHING.match(what) is not None
        return _bound("" if anything else key_of(what), way, _number(found["n"]), "", anything)
    return None


def _bound(field: str, way: str, number: str, low: str, anything: bool = False) -> Bound:
    if way == "least":
        return Bound(field, number, "", anything)
    if way == "under" and number.isdigit():
        number = str(int(number) - 1)
    return Bound(field, low, number, anything)


def _number(text: str) -> str:
    return _WORDS.get(text, text.replace(",", ""))
