"""Indirect questions: `who waters which plant`, `which employee took which course`, `since when`,
`whether it is open or done`.
"""

import re
from dataclasses import replace

from apps.plans.planners.builtin.language.lists import Item
from apps.plans.planners.builtin.language.words import past
from apps.plans.planners.builtin.lexicon import Lexicon

_IT = (
    r"(?:it|them|this|that|each(?: one| [a-z]+)?|every(?: one| [a-z]+)?|the [a-z]+|one|an? [a-z]+"
    r"|what)"
)
_WHICH = r"(?:which|what) (?P<{}>[a-z][\w'-]*(?: (?!which|what|on|at|in|for|when)[a-z][\w'-]*)?)"
_WHO = re.compile(
    rf"^who (?:else )?(?:has |have |had |will )?(?P<verb>[a-z-]+)(?: {_IT})?"
    rf"(?:,? (?:(?:on|at|in|for|from) )?{_WHICH.format('what')})?"
    rf"(?: (?:on|at|in|for|from) {_WHICH.format('where')})?$"
)
_BOTH = re.compile(
    r"^(?:which|what) (?P<doer>[a-z][\w'-]*(?: (?!which|what)[a-z][\w'-]*)?) (?:(?:has|have|had|is|"
    r"was|will|can|may) )?(?P<verb>[a-z-]+)(?: (?:in|at|on|to|for|up|out))? "
    rf"{_WHICH.format('what')}"
    rf"(?: (?:on|at|in|for|from) {_WHICH.format('where')})?$"
)
_BEGINS = re.compile(
    r"(?:,\s*(?:and )?|\band |: ?)(?=(?:who|when|where|why|how (?:often|long|much|many|far|well)|"
    r"since when|by when|until when|what for|whether|(?:on |at |in )?which)\b)"
)
STATE = re.compile(
    r"\b(?:whether|if) (?:it|they|he|she|each(?: one| [a-z]+)?|every(?: one| [a-z]+)?|(?:the|an?) "
    r"[a-z]+(?: [a-z]+)?) (?:is|are|was|were|has been|have been|gets?|stays?) "
    r"(?:still |already |currently |now )*(?P<list>[^.;:]+)"
)
_IRREGULAR = {
    "hold": "held", "take": "taken", "keep": "kept", "give": "given", "drive": "driven",
    "write": "written", "teach": "taught", "lead": "led", "bring": "brought", "buy": "bought",
    "sell": "sold", "lend": "lent", "make": "made", "pay": "paid", "run": "run", "wear": "worn",
    "find": "found", "feed": "fed", "build": "built", "do": "done", "see": "seen", "get": "got",
    "took": "taken", "gave": "given", "drove": "driven", "wrote": "written", "did": "done",
    "saw": "seen", "ran": "run", "wore": "worn", "go": "gone", "went": "gone", "win": "won",
}  # fmt: skip
_LONG_S = ("ches", "shes", "sses", "xes", "zzes", "oes")
_NO_DEEDS = frozenset(["is", "are", "was", "were", "be", "can", "may", "should", "has", "have"])


def participle(verb: str, lexicon: Lexicon) -> str:
    """`waters` -> `watered`, `holds` -> `held`, `completed` as it is."""
    base = verb[:-2] if verb.endswith(_LONG_S) else verb.removesuffix("s")
    for known in (verb, base):
        if known in _IRREGULAR:
            return _IRREGULAR[known]
    if verb in lexicon.past_forms or verb in _IRREGULAR.values() or verb.endswith("ed"):
        return verb
    return past(verb[:-3] + "y" if verb.endswith("ies") else base)


def asked(item: Item, lexicon: Lexicon) -> list[Item]:
    """One item of a list; a question that asks for two things is two: who did it, and what."""
    text = item.text
    if found := _BOTH.match(text):
        names = [found["doer"], found["what"], found["where"]]
    elif (found := _WHO.match(text)) and found["what"] and found["verb"] not in _NO_DEEDS:
        names = [f"{participle(found['verb'], lexicon)} by", found["what"], found["where"]]
    else:
        return [item]
    return [replace(item, text=name) for name in names if name]


def doer(text: str, lexicon: Lexicon) -> str:
    """`who measured it` -> `measured by`; empty for other words."""
    found = _WHO.match(text)
    if found is None or found["verb"] in _NO_DEEDS or found["what"]:
        return ""
    return f"{participle(found['verb'], lexicon)} by"


def event(rest: str) -> tuple[str, str]:
    """`which employee completed which course` -> (`employee`, `course`), else two empty texts."""
    found = _BOTH.match(re.split(r",| and\b", rest, maxsplit=1)[0].strip())
    return (found["doer"], found["what"]) if found else ("", "")


def first_question(text: str) -> int | None:
    """Where the first question after other words begins: `the keys, who has them and since
    when`.
    """
    found = _BEGINS.search(text)
    return found.end() if found else None


def is_question(text: str) -> bool:
    """Whether an item of a list asks something."""
    return bool(
        re.match(r"(?:who|when|where|why|how|whether|since|by when|until when|(?:on |at |in )?which"
                 r"|what)\b", text)
    )  # fmt: skip


def states(text: str) -> re.Match[str] | None:
    """`whether it is new, in work or done`: several states, not one or none."""
    found = STATE.search(text)
    if found is None or re.search(r"\bor (?:not|no)\b", found["list"]):
        return None
    return found if re.search(r"\bor\b|/", found["list"]) else None
