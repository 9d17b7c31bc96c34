"""Reads closed lists: "status (new, open, done)", "priority can be low or high", "moves from draft
to sent".
"""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.phrases import DETERMINERS
from apps.plans.planners.builtin.grammar.questions import STATE, states
from apps.plans.planners.builtin.grammar.wishes import HasValues, Wish
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import split_list
from apps.plans.planners.builtin.language.words import (
    is_plural,
    last_word,
    singular,
    singular_phrase,
)
from apps.plans.planners.builtin.lexicon import Lexicon

_LINK = (
    r"(?:\s*(?:(?:can be|could be|should be|may be|must be|will be|is either|are either|is "
    r"one of|is|are|of either|of|values?|options?|choices?|such as|like|with|being|either|one of|"
    r"including|namely|from|as|the|following)\b|[:(=-]))+\s*"
)
_FIELD = (
    r"(?P<field>(?:[a-z][\w-]* )?(?:status|stage|phase|state|priority|severity|category|"
    r"type|condition|level|urgency|kind|outcome|result|size|frequency|channel|source|"
    r"department|format|grade|tier|class|mode|shift|location|reason)(?:es|s)?)"
)
_SAID = re.compile(rf"\b{_FIELD}{_LINK}(?P<list>[^.;]+)")
_EXPLAINED = re.compile(
    r"(?:^|[,;:] ?|\b(?:with|has|have|and|by|the|its|an?|record|note|say|keep|enter|choose|pick) )"
    r"(?P<field>(?:how [a-z]+ (?:it|they|this|the [a-z]+) (?:is|are)|[a-z][\w-]*"
    r"(?: (?!with\b|has\b|the\b|an?\b|and\b|of\b)[a-z][\w-]*)?)) ?\( {0,2}"
    r"(?P<list>[^()]*\bor\b[^()]*)"
)
_CAN_BE = re.compile(
    r"^(?:(?:an?|the|each|every|all|it|they) ?|(?=[a-z-]+s (?:are|can) "
    r"))(?P<thing>[a-z][\w-]*(?: [a-z][\w-]*)?)? ?"
    r"(?:can be|may be|could be|might be|will be|is|are) (?P<list>[^.;]*\bor\b[^.;]*)$"
)
_CATEGORIES = re.compile(
    rf"\b(?P<field>categories|stages|phases|statuses|states|types|priorities|departments|channels"
    rf"|steps)(?:{_LINK}|\s+)(?P<list>[^.;]+)"
)
_MOVES = re.compile(
    r"\b(?:moves?|goes|go|passes|progress(?:es)?|flows?|travels?|advances?|walks?) (?:\w+ "
    r")?(?:from|through|along) (?P<list>[^.;]+)"
)
_SLASHED = re.compile(
    rf"\b{_FIELD}:? (?P<list>[a-z][\w-]*(?: [a-z][\w-]*){{0,2}}(?: ?/ ?[a-z][\w-]*(?: "
    rf"[a-z][\w-]*){{0,2}})+)"
)
_ARROWS = re.compile(r"(?P<list>[a-z][\w ]{1,24}(?:\s*(?:>|->|=>|-->)\s*[a-z][\w ]{1,24}){1,8})")
_MARKED = re.compile(
    r"\b(?:mark(?:s|ed|ing)?|set|tagged|flagged|classified|labelled|labeled) (?:(?:it|them|each|"
    r"one|each one|each \w+|\w+s|the \w+|a \w+) )?(?:as|to) (?:either )?(?P<list>[^.;]+)"
)
_EITHER = re.compile(r"\b(?:is|are|be|was|stay|being)\s+either (?P<list>[^.;]+)")
_EACH_IS = re.compile(
    r"\b(?:each|every) (?:one|[a-z]+(?: [a-z]+)?) (?:is|can be|may be|gets) "
    r"(?P<list>[^.;]*\bor\b[^.;]*)"
)
_STOP = re.compile(
    r"\b(?:and (?:then )?(?:can|should|must|only|when|if|we|they|it|managers?|admins?|sorted|"
    r"filter)|so that|shown|displayed|with|when|where|by|who|which|that|(?<!waiting )"
    r"(?<!ready )for|on(?! hold\b)|at|because|"
    r"depending|if|until|after|before|in order)\b"
)


_A_ROW = {"", "entry", "record", "row", "item", "one", "case"}
_ENTERED = ("recorded", "logged", "added", "entered", "created", "filed", "written", "posted")
_EMPTY = frozenset(["either", "a", "an", "the", "finally", "then", "be", "to", "through", "still"])


def read_values(clause: Clause, world: World) -> Iterator[Wish]:
    """Closed lists of values, with the field they belong to."""
    key = world.focus(clause)
    if not key:
        return
    read: list[HasValues] = []
    for pattern, field in (
        (_SAID, ""),
        (_CATEGORIES, ""),
        (_SLASHED, ""),
        (_MOVES, "status"),
        (_MARKED, "status"),
        (STATE, "status"),
        (_EITHER, "status"),
        (_EACH_IS, "status"),
        (_ARROWS, "status"),
        (_CAN_BE, "status"),
        (_EXPLAINED, ""),
    ):
        if pattern is STATE and states(clause.text) is None:
            continue
        for found in pattern.finditer(clause.text):
            wish = _wish(clause, world, key, found, field)
            if wish is not None and not any(
                wish.span.overlaps(other.span) or wish.field == other.field for other in read
            ):
                read.append(wish)
                yield wish


def _wish(
    clause: Clause, world: World, key: str, found: re.Match[str], field: str
) -> HasValues | None:
    text = re.sub(r"\bto\b", ", ", found["list"]) if field == "status" else found["list"]
    bracket = clause.text[: found.start("list")].rstrip().endswith("(")
    listed = _values(text, found.start("list"), whole=bracket)
    if len(listed) < 2 or not _fits(clause, world, found, [value for value, _ in listed]):
        return None
    name = field or _field_name(found["field"])
    known = sum(value in world.lexicon.states for value, _ in listed)
    if name == "status" and field and known == 0 and found.re not in (_ARROWS, STATE):
        return None
    if (
        not field
        and found.re is not _SLASHED
        and not _is_link(clause.text[found.end("field") : found.start("list")], listed)
    ):
        return None
    values = tuple(value for value, _ in listed)
    if found.re is _MARKED:
        values = tuple(dict.fromkeys(state_of(value, world.lexicon) for value in values))
    return HasValues(
        span=clause.place(found.start(), listed[-1][1]),
        of=key,
        field=name,
        values=values if found.re is not _MARKED else (*_beginning(values, world), *values),
    )


def state_of(word: str, lexicon: Lexicon) -> str:
    """`mark as ready and close`: the state that a verb brings, else the word itself."""
    verb = lexicon.verb_forms.get(word)
    return verb.to if verb is not None and verb.to and word not in lexicon.states else word


def _fits(clause: Clause, world: World, found: re.Match[str], values: list[str]) -> bool:
    """What the wider patterns must not take: `can be changed or deleted by …` gives rights, and
    `repairs (bikes or prams)` are sorts of a thing.
    """
    if found.re is _EXPLAINED:
        field = found["field"]
        return not is_plural(last_word(field)) and world.things.exactly(field) is None
    if found.re is not _CAN_BE:
        return True
    lexicon = world.lexicon
    done = [lexicon.past_forms[value] for value in values if value in lexicon.past_forms]
    deeds = [verb for verb in done if verb.does in {"edit", "create", "view", "delete", "show"}]
    rights = len(deeds) == len(values)
    thing = found["thing"] or ""
    plain = singular_phrase(thing)
    about = (
        plain in _A_ROW
        or world.things.named(thing) is not None
        or any(name.endswith(f" {plain}") for name in world.things[world.focus(clause)].names)
    )
    known = sum(value in lexicon.states or value in lexicon.participles for value in values)
    enough = (
        known > 0 if re.search(r"\b(?:is|are) ", found[0]) and thing else known * 2 >= len(values)
    )
    return about and not rights and " by " not in found["list"] and enough


def _beginning(values: tuple[str, ...], world: World) -> tuple[str, ...]:
    """`readers suggest books, librarians mark them as ordered or refused`: a row that nobody has
    marked yet is suggested.
    """
    known = world.lexicon.states
    if any(value in known and known[value].start for value in values):
        return ()
    made = (
        verb.past
        for clause in world.said
        for verb in clause.verbs
        if verb.does == "create" and clause.subject and verb.past not in _ENTERED
    )
    return (next(made, "open"),)


def _is_link(link: str, listed: list[tuple[str, int]]) -> bool:
    """`type of damage, place and …` is no list of types; `type: a, b` and `type (a, b)` are."""
    return (
        not (
            link.strip() in {"of", "is", "are", "with", "as", "the", "from", "like", "-", ""}
            and len(listed) < 2
        )
        and link.strip() not in {"of", "the", "as", "with"}
    ) or link.strip() in {":", "("}


def _field_name(text: str) -> str:
    if text.startswith("how "):
        return text
    words = [
        word
        for word in text.split()
        if word not in DETERMINERS
        and word
        not in {
            "statuses",
            "possible",
            "is",
            "with",
            "and",
            "by",
            "of",
            "has",
            "have",
            "show",
            "update",
            "in",
            "to",
            "or",
            "set",
            "track",
            "for",
        }
    ]
    if "statuses" in text:
        words.append("status")
    return singular_phrase(" ".join(words)) if words else singular(text)


def _values(text: str, offset: int, *, whole: bool) -> list[tuple[str, int]]:
    """Values with the place where each ends: short phrases up to something that is none."""
    closed = text.find(")")
    body = text[:closed] if closed >= 0 and "(" not in text[:closed] else text
    stop = None if whole or ">" in body else _STOP.search(body)
    body = body[: stop.start()] if stop else body
    listed: list[tuple[str, int]] = []
    for item in split_list(body, offset, slashes=True):
        value = " ".join(word for word in item.text.strip("'\" ").split() if word not in _EMPTY)
        if (
            not value
            or len(value.split()) > 4
            or len(value) > 32
            or not re.fullmatch(r"[\w][\w '&+-]*", value)
        ):
            break
        if value not in [known for known, _ in listed] and value not in {"etc", "so on"}:
            listed.append((value, min(item.span.end, offset + len(body))))
    return listed
