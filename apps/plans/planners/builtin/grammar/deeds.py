"""Reads who may do what: rights, buttons that move a row along, people in charge."""

import re
from collections.abc import Iterator, Sequence

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.doers import acts, who_of
from apps.plans.planners.builtin.grammar.figures import is_figure
from apps.plans.planners.builtin.grammar.limits import read_limit
from apps.plans.planners.builtin.grammar.people import named_person, role_for
from apps.plans.planners.builtin.grammar.phrases import bare, content, up_to_end
from apps.plans.planners.builtin.grammar.values import state_of
from apps.plans.planners.builtin.grammar.verbs import COLLECTIVE, is_people
from apps.plans.planners.builtin.grammar.wishes import Acted, Allowed, Assigned, StatusChanged, Wish
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.words import last_word, singular_phrase
from apps.plans.planners.builtin.lexicon.entries import Verb

RIGHTS = {
    "create": "create",
    "view": "view",
    "edit": "edit",
    "delete": "delete",
    "find": "view",
    "keep": "all",
    "show": "view",
    "import": "import",
}
_WHILE = re.compile(
    r"\b(?:already|twice|at the same time|unless|without|if|when|while|until|more than|that (?:is|"
    r"are|has|have))\b"
)
_OWN = re.compile(
    r"\b(?:(?:their|his|her|my|its|your) (?:own )?|own )(?!(?:own )?(?:whole |entire )?(?:team|"
    r"department|group|class|area|shop|branch|ward|floor|site|region|unit|shift|section|school|"
    r"house|"
    r"line|store|company)\b|whole|entire)(?=\w)|\btheirs\b|\bonly their\b(?! (?:own )?(?:team|"
    r"group|"
    r"department|class|area|branch|region|unit|section))|"
    r"\b(?:assigned|belonging) to (?:them|him|her|me)\b|\bthey (?:submitted|created|own|reported|"
    r"raised|made)\b|\bthemselves\b"
)
_OF_OTHERS = re.compile(
    r"\b(?:(?:other|different) (?:people|persons?|members|users|colleagues|employees|staff|teams?|"
    r"[a-z]+s)'?s?'?|each other's|others'|anybody else's|anyone else's|somebody else's|someone "
    r"else's|another [a-z]+'s|of (?:the )?others|of (?:their )?colleagues)(?= |$)"
)
_MODAL = re.compile(r"^(?:and |but |then |also )*(?:must|may|can|should|has to|have to|needs to)\b")
_FIRST_ONLY = re.compile(r"^(?:and |but |so |that |also )*(?:only|just|solely)\b")
_BUTTONS = re.compile(
    r"(?P<verbs>[a-z-]+(?:(?:, | and | or |/|, and |, or )[a-z-]+)*)(?:[ -](?:and|or) )?[ "
    r"-](?:buttons?|actions?|options?|links?)\b"
)
_BUTTON_TO = re.compile(
    r"\b(?:button|action|option|way|possibility|link)s? (?:to|for|that) (?P<verbs>.+)"
)
_MARK_AS = re.compile(
    r"\b(?:mark|set|flag|move)(?:s|ed|ing)? (?:(?:it|them|this|these|one|each one|an? \w+|the \w+|"
    r"each \w+|\w+s?|their \w+|an? \w+ \w+|\w+ \w+s) )?(?:as|to) (?P<value>[a-z][\w "
    r"-]{2,24}?)(?=$|[,.;)]| (?:and|or|when|if|once|by|in|with|so|after|before)\b)"
)
_DENIED = re.compile(r"\b(?:cannot|can't|can not|may not|must not|never|nobody|no one)\b")
_PRESSED = re.compile(
    r"\b(?:press|presses|click|clicks|push|pushes|tap|taps|hit|hits|use|uses) (?:a|the) button "
    r"(?:when|once|after|as soon as|to say|to show|to record)(?: that)? (?:they|he|she|it|you|"
    r"somebody|someone|people|one|we)(?: have| has|'ve| is| was)? (?P<value>[a-z]+(?:ed|en|t|d))\b"
)
_OWNER = re.compile(
    r"\bwho (?:owns?|is (?:responsible|in charge|handling|working|assigned|the owner)|works on|"
    r"handles|is on|takes care)\b(?: (?:for|of|on|to))?(?: (?:it|them|each(?: one)?|every(?: "
    r"one)?|what|which|the \w+|a \w+|each \w+))?"
)
_HAS = re.compile(
    r"\bwho (?:has|holds|borrowed|took) (?:what|it|them|which|each(?: one)?|the \w+)\b"
)
_ASSIGN = re.compile(
    r"\b(?:re)?assign(?:ed|s|ing|ment)?\b(?: (?P<what>[a-z' ]+?))? to (?P<who>(?:a |an |the |one "
    r"of the |any )?[a-z][\w -]*)"
)
_OTHERS = re.compile(
    r"\b(?:others|everyone else|everybody else|the rest|all others|other people) (?:can |may |"
    r"should )?(?:only )?(?:see |view )?(?:only )?(?:their own|theirs)\b"
)
_LISTS = re.compile(r"\s*(?:with|including|containing|stating|giving|:|\()\s*.*,")
_REASON = re.compile(
    r"\bwith (?:a |an? \w+ )?(?:reason|comment|note|explanation)\b|\b(?:must|has to|needs to|"
    r"should|requires?) (?:give|giving|enter|provide|state|a) (?:a )?reason\b"
)
_NEEDED = re.compile(
    r"\b(?:needs?|requires?|must have|must get|should have|has to have|have to have|wait(?:s)? for|"
    r"only (?:with|after)) (?:(?:the |a |an |our |their )?(?P<whose>[a-z][\w -]*?)(?:'s?|s') )?"
    r"(?:an? |the )?(?:prior |written |explicit )?"
    r"(?:approval|sign-?off|ok|okay|permission|consent|go-ahead|green light)"
    r"(?: (?:by|from|of) (?P<who>(?:the |a |an |our |their )?[a-z][\w -]*?))?"
    r"(?=$|[,.;]| (?:if|when|before|first|above|over|from|for)\b)"
)
_SELF = re.compile(
    r"\b(?:their|his|her|its|your|one's) own\b|\bown (?:request|claim|report|expense|"
    r"submission)s?\b|\bwhat they (?:submitted|entered)\b|\bthemselves\b|"
    r"\b(?:person who|people who|whoever|anyone who|someone who|those who) (?:has |have )?"
    r"(?:entered|created|submitted|made|raised|requested|reported|added|filed|logged|wrote)\b"
)


def read_deeds(clause: Clause, world: World) -> Iterator[Wish]:
    """Rights and actions from a clause's verbs, and buttons by name."""
    yield from _named_buttons(clause, world)
    key = world.focus(clause)
    if is_figure(clause.text):
        return
    if not key or clause.text.startswith(
        ("when ", "if ", "once ", "whenever ", "after ", "before ")
    ):
        return
    if others := _OTHERS.search(clause.text):
        yield Allowed(
            span=clause.place(others.start(), others.end()),
            of=key,
            right="view",
            who="everyone",
            only=True,
            own=True,
        )
    yield from _needing(clause, world)
    for verb in clause.verbs:
        wish = _deed(verb, clause, world)
        if wish is not None:
            yield wish


def _deed(verb: Verb, clause: Clause, world: World) -> Wish | None:
    thing = _object_thing(clause, world)
    frame = clause.frame
    who = who_of(clause, world)
    if verb.makes and (made := world.things.exactly(verb.makes)) is not None:
        thing = made.key
    if verb.does == "move":
        return _moved(verb, clause, world, thing, who)
    if verb.does in {"assign", "claim"}:
        return (
            _assigned(clause, thing, who)
            if verb.does == "assign"
            or re.match(r"\s*(?:it|them|one|a |an |the |new |open |un)", clause.rest)
            else None
        )
    if verb.does == "edit" and re.search(
        r"\bstatus(?:es)?\b|\bstage\b|\bstate\b", clause.rest or clause.subject
    ):
        return StatusChanged(span=clause.span, of=thing, who=who, only=frame.only)
    right = RIGHTS.get(verb.does)
    if (
        right is None
        or (who in {"i", "we", "me", "us"} and not frame.only)
        or not acts(who, clause, world)
        or (frame.negated and _WHILE.search(clause.rest))
    ):
        return None
    named = named_person(who, clause, world)
    others = right == "view" and frame.negated and _OF_OTHERS.search(clause.rest) is not None
    own = (
        others
        or bool(_OWN.search(_OTHERS.split(clause.rest)[0]))
        or (frame.passive and bool(_OWN.search(frame.by)))
    )
    first = frame.only and _FIRST_ONLY.match(clause.text) is not None
    if right == "view" and frame.only and not (first or own):
        if _narrows(clause, world):
            return None
    else:
        first = frame.only
    return Allowed(
        span=_spoken(clause),
        of=thing,
        right=right,
        who=role_for(verb) if named else who,
        only=others or first or clause.rest.startswith("only "),
        negated=frame.negated and not others,
        own=own,
        words=tuple((clause.subject if frame.passive else clause.rest).split()[:10]),
        named=named,
        just=right == "view" and frame.only and not (first or own or others),
    )


def _narrows(clause: Clause, world: World) -> bool:
    """`mechanics only see open jobs` keeps rows from them; `they can only view it` does not."""
    own = {word for thing in world.things for name in thing.names for word in name.split()}
    rest = [
        word for word in content(clause.rest, world.lexicon) if singular_phrase(word) not in own
    ]
    return bool(rest)


def _spoken(clause: Clause) -> Span:
    """The words that give the right; a list of fields behind them is read by itself."""
    core = up_to_end(clause.rest)
    start = len(clause.text) - len(clause.rest)
    if not _LISTS.match(clause.rest[clause.rest.find(core) + len(core) :]):
        return clause.span
    return clause.place(0, start + clause.rest.find(core) + len(core))


def _object_thing(clause: Clause, world: World) -> str:
    text = clause.subject if clause.frame.passive else up_to_end(clause.rest)
    thing = world.named_in(text)
    return thing.key if thing else world.focus(clause)


def _moved(verb: Verb, clause: Clause, world: World, thing: str, who: str) -> Acted | None:
    made = verb.makes and clause.frame.subject
    alone = verb.noun and not clause.rest.strip() and not clause.subject
    if made or (alone and not clause.frame.passive):
        return None
    if clause.frame.passive and not (clause.frame.can or clause.frame.by):
        return None
    own = clause.frame.negated and bool(_SELF.search(clause.text))
    named = named_person(who, clause, world)
    people = who if not own and acts(who, clause, world) else ""
    start = 0 if clause.frame.passive else len(clause.text) - len(clause.rest)
    return Acted(
        span=clause.span,
        of=thing,
        verb=verb.name,
        who=role_for(verb) if named else people,
        only=clause.frame.only,
        negated=clause.frame.negated and not own,
        own=own,
        reason=bool(_REASON.search(clause.text)),
        limit=read_limit(clause.text, start, world.lexicon),
        named=named,
        unclear=not people and not own and _MODAL.match(clause.text) is not None,
    )


def _needing(clause: Clause, world: World) -> Iterator[Wish]:
    """`refunds over 200 euros need the boss's approval`, `… require sign-off from a manager`."""
    found = _NEEDED.search(clause.text)
    who = found and (found["whose"] or found["who"])
    if not found or not who or not _is_person(who, world):
        return
    about = world.named_in(clause.text[: found.start()])
    yield Acted(
        span=clause.span,
        of=about.key if about else world.focus(clause),
        verb="approve",
        who=bare(who),
        limit=read_limit(clause.text, 0, world.lexicon),
        needed=True,
        before=re.search(r"\b(?:before|first|until)\b", clause.text[found.start() :]) is not None,
    )


def _is_person(who: str, world: World) -> bool:
    plain = bare(who)
    return is_people(plain, world.lexicon) or last_word(plain) in COLLECTIVE


def _assigned(clause: Clause, thing: str, who: str) -> Assigned:
    found = _ASSIGN.search(clause.text)
    to = bare(up_to_end(found["who"])) if found else ""
    if clause.frame.passive:
        to = (
            bare(up_to_end(clause.rest.removeprefix("to ").strip()))
            if clause.rest.startswith("to ")
            else singular_phrase(bare(clause.subject))
            if not clause.rest or clause.frame.by == ""
            else ""
        )
        who = clause.frame.by
    field = (
        ""
        if to
        in {
            "",
            "someone",
            "somebody",
            "people",
            "person",
            "team member",
            "member",
            "colleague",
            "me",
            "them",
            "anyone",
            "user",
            "users",
            "employee",
            "themselves",
        }
        else to
    )
    return Assigned(span=clause.span, of=thing, field=field, who=who, act=True)


def _named_buttons(clause: Clause, world: World) -> Iterator[Wish]:
    """`approve and reject buttons`, `a button to close it`, `mark it as paid`, `who owns
    each one`.
    """
    key = world.focus(clause)
    if not key:
        return
    for pattern in (_BUTTONS, _BUTTON_TO):
        for found in pattern.finditer(clause.text):
            for verb in _verbs_in(found["verbs"], world):
                yield Acted(
                    span=clause.place(found.start(), len(clause.text)), of=key, verb=verb.name
                )
    if not _DENIED.search(clause.text) and (marked := _MARK_AS.search(clause.text)):
        who = who_of(clause, world) if acts(who_of(clause, world), clause, world) else ""
        for value in _marks(clause.text, marked, world):
            yield Acted(
                span=clause.span,
                of=_object_thing(clause, world),
                verb="",
                value=value,
                who=who,
                only=clause.frame.only,
            )
    if pressed := _PRESSED.search(clause.text):
        yield Acted(
            span=clause.span,
            of=key,
            verb="",
            value=pressed["value"],
            who=clause.text[: pressed.start()].removeprefix("and ").removeprefix("let ").strip(),
        )
    for pattern, field in ((_OWNER, "owner"), (_HAS, "holder")):
        if who_has := pattern.search(clause.text):
            yield Assigned(
                span=clause.place(0, who_has.end())
                if clause.does("view", "show")
                else clause.place(who_has.start(), who_has.end()),
                of=key,
                field=field,
            )


def _marks(text: str, marked: re.Match[str], world: World) -> Iterator[str]:
    """`mark them as ordered, delivered or refused`: each state a button of its own."""
    yield state_of(marked["value"].strip(), world.lexicon)
    items = split_list(text[marked.end("value") :])
    whole = _are_states(items)
    for item in items:
        state = state_of(re.sub(r" (?:it|them|these|those)$", "", item.text), world.lexicon)
        if not (_is_state(state, world) or whole):
            break
        yield state


def _are_states(items: Sequence[Item]) -> bool:
    """`lent, back and repaired`: nothing but words and pairs of words, up to the end."""
    return all(len(item.text.split()) < 3 for item in items)


def _is_state(text: str, world: World) -> bool:
    """`waiting for parts`, `fixed`: a known state, one with more to it, or what has been done."""
    known = world.lexicon.states.keys() | world.lexicon.participles.keys()
    first, _, rest = text.partition(" ")
    return text in known or (bool(rest) and first in known) or (not rest and text.endswith("ed"))


def _verbs_in(text: str, world: World) -> list[Verb]:
    words = text.replace(",", " ").replace("/", " ").split()
    found: list[Verb] = []
    for index, word in enumerate(words[:8]):
        pair = (
            world.lexicon.verb_forms.get(f"{word} {words[index + 1]}")
            if index + 1 < len(words)
            else None
        )
        verb = pair or world.lexicon.verb_forms.get(word)
        if verb is not None and verb.does == "move" and verb not in found:
            found.append(verb)
    return found
