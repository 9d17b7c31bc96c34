"""Reads which rows a button is for: `any refund over 200 euros`, `anything above 1,000`."""

import re

from apps.plans.planners.builtin.grammar.phrases import bare, key_of
from apps.plans.planners.builtin.grammar.wishes import Limit
from apps.plans.planners.builtin.lexicon import Lexicon

_SIGNS = {
    **dict.fromkeys(("at least", "from"), ">="),
    **dict.fromkeys(("up to", "at most"), "<="),
    **dict.fromkeys(("under", "below", "less than", "lower than", "cheaper than"), "<"),
}
_LIMIT = re.compile(
    r"\b(?P<how>over|above|more than|higher than|greater than|larger than|bigger than|beyond|"
    r"exceed(?:s|ing)?|at least|from|up to|at most|under|below|less than|lower than|cheaper than) "
    r"(?P<sign>[€$£])? ?(?P<n>\d[\d.,]*)(?P<thousand>k)?\b ?(?P<unit>[a-z]+|[€$£])?"
)
_LINK = re.compile(
    r"(?:\b(?:that|which|who|if|when|whenever|where|it|they|he|she|is|are|was|were|be|cost|costs|"
    r"costing|come|comes|of|worth|to|for|with|goes|go|an?|the|its|their) ?)+$"
)
_ANYTHING = {"anything", "everything", "something", "those", "one", "ones", "all", "any", "it"}


def read_limit(text: str, object_start: int, lexicon: Lexicon) -> Limit | None:
    """The limit in a clause; what it is of stands right before it, or at `object_start`."""
    found = _LIMIT.search(text)
    if found is None:
        return None
    before = text[: found.start()].strip()
    if len(before) > object_start:
        before = before[object_start:].strip()
    what = bare(_LINK.sub("", before).strip())
    last = " ".join(re.split(r"[,.;:]| (?:and|or|approve|of|by|with) ", f" {what}")[-1].split())
    unit = lexicon.units.get(found["sign"] or found["unit"] or "", "")
    number = re.sub(r",(?=\d{3})", "", found["n"].rstrip(".,")) + "000" * bool(found["thousand"])
    name = "" if last in _ANYTHING or len(last.split()) > 3 else key_of(last)
    return Limit(name, _SIGNS.get(found["how"], ">"), number.replace(",", "."), unit)
