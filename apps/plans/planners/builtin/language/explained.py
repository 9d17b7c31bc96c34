"""Lists that explain the word before them, made to read as brackets: `severity: minor, serious or
dangerous` as `severity (minor, serious or dangerous)`. Every character keeps its place.
"""

import re

_ITEM = (
    r"(?!(?:an?|the|their|its|one) )[a-z0-9][\w'&+/-]*(?: (?!or\b|and\b)[a-z0-9][\w'&+/-]*){0,3}?"
)
_CHOICES = rf"{_ITEM}(?:, {_ITEM}){{0,11}},? or (?:else |even |finally )?{_ITEM}"
_END = (
    r"(?=$|[.;,)\n!?]| (?:and|with|plus|so|when|if|by|who|which|that|for|on|at|in|to|as well|"
    r"managers?)\b)"
)
_NAMED = re.compile(
    rf"(?P<head>[a-z][\w'-]*(?: [\w'-]+){{0,4}})(?P<mark>: ?| -{{1,2}} )(?P<list>{_CHOICES}){_END}"
)
_STATUS = re.compile(
    rf"\b(?P<head>status|stage|phase|state|priority|severity|urgency|"
    rf"condition|importance)(?P<mark> )(?P<list>(?!is\b|can\b|may\b|of\b|and\b|or\b|"
    rf"as\b|to\b|in (?:the|an?|our|each|every)\b|by\b){_ITEM}(?:, {_ITEM}){{1,11}},? or "
    rf"{_ITEM}){_END}"
)
_NO_HEAD = re.compile(
    r"\b(?:can|may|must|should|to|will|are|is|be|it|need|needs|want|like|as|either|of|has|have|with"
    r"|includes?|contains?|fields?|columns?|details|information|data|following|example|note|now|"
    r"today|roles?|people|who)$"
)
_HOW = re.compile(r"\bhow [a-z]+ (?:it|they|this|that|the [a-z]+) (?:is|are|was|were)$")
_WAY = re.compile(
    r"\b(?P<begin>(?:starts?|begins?)(?: out| off)?,? (?:as|in|at|with|being)) (?:an? )?"
    r"(?P<first>[a-z][\w-]*(?: [a-z][\w-]*)?)(?P<rest>(?:,| and| then|;) [^.\n]*)"
)
_NEXT = re.compile(
    r"(?:,? (?:and |then |later |finally |or )*|, )(?:it )?(?:then |finally )?(?:goes|moves|passes|"
    r"comes|turns|changes|becomes|ends(?: up)?|finishes|gets|is)(?: on)?(?: (?:to|into|as|in|at|"
    r"through|for|being|by being))?(?: an?)? "
)


def explained(text: str) -> str:
    """The same text, as long as before, with such lists in brackets and ways as arrows."""
    text = _WAY.sub(_as_way, text)
    for pattern in (_NAMED, _STATUS):
        text = pattern.sub(_in_brackets, text)
    return _closed(text)


def _in_brackets(found: re.Match[str]) -> str:
    head, mark = found["head"], found["mark"]
    if mark == " ":
        if found.string[: found.start()].endswith("by "):
            return found[0]
    elif not (_HOW.search(head) or (not _NO_HEAD.search(head) and _may_be_values(found))):
        return found[0]
    return f"{head}{'(' if len(mark) == 1 else ' ('.ljust(len(mark))}{found['list']}"


def _may_be_values(found: re.Match[str]) -> bool:
    """`orders: name, phone or email, status` is a list of fields: it goes on after the `or`, or its
    head names several.
    """
    text, head = found.string, found["head"]
    several = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    begins = text[: found.start()].rstrip(" ")[-1:] in {"", ".", "\n", ";", "!", "?"}
    alone = begins and len(head.split()) < 4
    if several:
        return False
    if "-" in found["mark"]:
        return found["list"].count(",") > 0
    return not (alone and text[found.end() : found.end() + 1] == ",")


def _closed(text: str) -> str:
    """Brackets that were opened here end where their list does, if something follows."""
    return re.sub(
        rf"(?P<open>(?:[a-z]\(|[a-z] \( {{0,2}})(?P<list>{_CHOICES}))(?P<end>, | "
        r"(?=and\b|with\b|plus"
        r"\b|so\b|when\b|if\b|by\b|who\b|which\b|that\b|for\b|on\b|at\b|in\b|to\b))",
        lambda found: f"{found['open']}{'),' if len(found['end']) == 2 else ')'}",
        text,
    )


def _as_way(found: re.Match[str]) -> str:
    """`starts as draft, then goes to review and ends published` as `goes from draft > review >
    published`, each word where it stood.
    """
    if not _NEXT.search(found["rest"]):
        return found[0]
    rest = _NEXT.sub(lambda step: ">".rjust(len(step[0]) - 1) + " ", found["rest"])
    begin = found["begin"]
    return (
        found[0][: len(found[0]) - len(found["rest"])].replace(
            begin, "goes from".ljust(len(begin)), 1
        )
        + rest
    )
