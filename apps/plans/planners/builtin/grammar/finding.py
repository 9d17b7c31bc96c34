"""Finds the things of a brief: the tool's own subject first, then what is kept, made, described."""

import re
from collections.abc import Callable

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.kept import are_sorts, drop_states, joined, kept_phrases
from apps.plans.planners.builtin.grammar.meddling import is_meddling
from apps.plans.planners.builtin.grammar.phrases import bare, head_of, key_of, up_to_end
from apps.plans.planners.builtin.grammar.questions import event
from apps.plans.planners.builtin.grammar.ranked import RANKED
from apps.plans.planners.builtin.grammar.things import Things
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.language.words import (
    first_word,
    is_plural,
    last_word,
    singular_phrase,
)
from apps.plans.planners.builtin.lexicon import Lexicon

_OF = re.compile(
    r"\b(?:table|list|overview|register|log|record|database|catalogue|catalog|directory|board|"
    r"queue|history|calendar|inventory|collection|view|form|schedule|summary|archive|pipeline) "
    r"(?P<how>of|for) (?P<things>.+)"
)


_MADE = re.compile(r"^(?:me |us |my team |our team )?(?:(?:an?|the|some|our|my)\s+)?")


_DESCRIBED = re.compile(
    r"(?:^|: )(?P<things>[a-z][\w'-]*(?: [a-z][\w'-]*){0,2}) (?:with|have|has|include|contain) "
    r"(?:a |an |the |their |its )?[a-z]"
)


_ADJECTIVES = {
    "lightweight",
    "light",
    "tiny",
    "mini",
    "internal",
    "shared",
    "it",
    "office",
    "company",
    "staff",
    "team",
    "digital",
    "online",
    "our",
    "new",
}


_EACH_LAST = re.compile(r" (?:for|of|on) (?:each|every) (?P<thing>[a-z][\w'-]*(?: [a-z][\w'-]*)?)$")
RECORDED_FOR = re.compile(
    r"^(?:(?:for|on|about|at) (?:each|every|a|an|all|the|any)|per) (?P<thing>[a-z][\w'-]*(?: "
    r"[a-z][\w'-]*){0,2}?),? (?:we|i|they|you|people|users?|staff|it should|there|please|record|"
    r"note|keep|log|enter|write down|store|save)\b"
)


_DATA_WORD = re.compile(
    r"(?<=\w) (?:data|information|details|info|history|progress|status|statuses)$"
)


_LISTING = {
    *("log", "list", "register", "registry", "directory", "database", "book", "roster", "sheet"),
    *("logbook", "diary", "ledger", "catalogue", "catalog", "records", "archive"),
}


AND_WHO = re.compile(
    r"^(?:the |our |all |my )*(?P<things>[a-z][\w'-]*(?: [a-z][\w'-]*){0,2}?s),?(?: and|:| -)? "
    r"(?P<asks>(?:who|where|when|which|what|how)\b.*)"
)
THINGS_DONE = re.compile(
    r"\b(?:things?|stuff|items|everything|all|goods|what|whatever)(?: that| which)? (?:we|i|they|"
    r"you|"
    r"people|our [a-z]+) (?P<verb>[a-z]+)\b"
)


_EVERY = re.compile(
    r"(?:each|every) (?P<thing>[a-z][\w'-]*(?: [a-z][\w'-]*)?)"
    r"(?= (?:with|by|for|we|in|on|including)\b|[,:]|$)"
)


_NEEDS_CONSENT = re.compile(
    r"\bneeds? (?:the |an? |our )?(?:[a-z]+(?:'s|s')? )?(?:approval|sign-?off|permission|consent|"
    r"ok)\b"
)


_TRADE = re.compile(
    r"\b(?:we|i) (?:get|receive|handle|take|deal with|process|answer|hand out|lend out|rent out|"
    r"lend"
    r"|take in) (?P<things>[a-z].*)"
)


_NOTED = {"note", "say", "state", "note down", "write down"}
_WEAK = {
    *("note", "say", "state", "note down", "write down"),
    *("order", "request", "plan", "schedule", "write", "add", "enter", "apply", "set"),
}


def _strip_tool(phrase: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """`project request dashboard` -> (`project request`, [`dashboard`])."""
    words = phrase.split()
    tools: list[str] = []
    hollow, named = set(lexicon.tools["hollow"]), set(lexicon.tools["named"])
    while words and (
        words[-1] in hollow or words[-1] in named or " ".join(words[-2:]) in hollow | named
    ):
        length = 2 if len(words) > 1 and " ".join(words[-2:]) in hollow | named else 1
        tools.insert(0, " ".join(words[-length:]))
        words = words[:-length]
    return " ".join(words), tools


def subject_of_tool(phrase: str, things: Things) -> tuple[str, tuple[str, ...], list[str]]:
    """What a tool's name is about: (the thing's phrase, processes, words for the tool itself)."""
    lexicon = things.lexicon
    plain, tools = _strip_tool(bare(phrase), lexicon)
    whole = f"{plain} {' '.join(tools)}".strip()
    for known in (whole, f"{plain} {' '.join(tools[:1])}".strip(), plain):
        kept = lexicon.tools["keeps"].get(_without_adjectives(known, lexicon))
        if kept:
            return kept[0], (), tools
    if not plain:
        return "", (), tools
    if singular_phrase(plain) in lexicon.noun_words:
        return plain, _processes(plain, lexicon), tools
    words = plain.split()
    processes: list[str] = []
    while len(words) > 1 and singular_phrase(words[-1]) in lexicon.tools["processes"] + [
        "approvals"
    ]:
        rest = " ".join(words[:-1])
        noun = things.noun_of(singular_phrase(rest))
        if singular_phrase(" ".join(words[-2:])) in lexicon.noun_words or (
            noun is not None and noun.person and singular_phrase(words[-1]) in lexicon.noun_words
        ):
            break
        processes.insert(0, words.pop())
    return " ".join(words), (*processes, *_processes(" ".join(words), lexicon)), tools


def keeps_tool(clause: Clause, things: Things) -> bool:
    """`keep a training log`, `maintain a register of …`: the tool by its name."""
    if not clause.does("keep", "create") or clause.subject:
        return False
    phrase = up_to_end(_MADE.sub("", clause.rest))
    subject, _, tools = subject_of_tool(phrase, things)
    return bool(subject and set(tools) & _LISTING)


def _processes(phrase: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(word for word in phrase.split()[1:] if word in lexicon.tools["processes"])


def _without_adjectives(phrase: str, lexicon: Lexicon) -> str:
    """`lightweight crm` -> `crm`, but `supplier onboarding` as it is."""
    words = phrase.split()
    while len(words) > 1 and (
        words[0] in lexicon.glue
        or words[0] in _ADJECTIVES
        or ((noun := lexicon.noun_words.get(words[0])) and noun.person)
    ):
        words.pop(0)
    return " ".join(words)


def find_things(
    said: list[Clause], lexicon: Lexicon, known: Callable[[Things], None] | None = None
) -> Things:
    """The things of a brief in order of weight: the tool's own subject first, then what is done,
    listed and described.
    """
    things = Things(lexicon)
    if known is not None:
        known(things)
        return things
    said = [clause for clause in said if not is_meddling(clause.text)]
    everything = said
    for clause in said:
        if _NEEDS_CONSENT.search(clause.text) or RECORDED_FOR.match(clause.text):
            continue
        if (
            clause.does("make", "want")
            or (
                clause is said[0]
                and any(verb.name in {"create", "add", "write", "plan"} for verb in clause.verbs)
            )
            or (clause is said[0] and keeps_tool(clause, things))
        ) and not (things.main and clause.does("want")):
            _from_head(clause, things)
    said = [clause for clause in said if not RANKED.match(clause.text)]
    for clause in said:
        _from_described(clause, things)
    if things.main is None and said and _from_title(said[0], things):
        said = said[1:]
    if things.main is None:
        for clause in said[:2]:
            _from_trade(clause, things)
    for clause in said:
        if clause.does("keep"):
            _from_verbs(clause, things)
    for clause in said:
        _from_verbs(clause, things)
    if things.main is None:
        for clause in said:
            _from_listing(clause, things)
    for clause in said:
        _from_structure(clause, things)
    for clause in said:
        if things.main is None:
            _from_verbs(clause, things, attached=True)
    if things.main is None:
        _from_anything(said, things)
    _drop_empty_name(everything, things)
    return things


def _drop_empty_name(said: list[Clause], things: Things) -> None:
    """`a wish list where readers suggest books`: the list is of books; nobody speaks of wishes."""
    main = things.main
    if main is None or main.noun is not None or len(things) < 2 or main.sorts:
        return
    spoken = " ".join(clause.text for clause in said)
    named = len(re.findall(rf"\b{re.escape(main.word)}s?\b", spoken))
    made = [
        thing
        for clause in said
        if clause.does("create") and clause.subject and not clause.frame.passive
        for phrase in joined(clause.rest)[:1]
        if (thing := things.named(phrase)) is not None and thing is not main
    ]
    if named <= 1 and made:
        things.drop(main.key, into=made[0])


def _from_head(clause: Clause, things: Things) -> None:
    rest = _MADE.sub("", clause.rest)
    phrase = up_to_end(rest)
    subject, _, tools = subject_of_tool(phrase, things)
    if subject:
        things.add(subject)
    elif tools and (
        found := re.match(r"(?:of|for|about|with|on) (?P<things>.+)", rest[len(phrase) :].strip())
    ):
        inner, _, _ = subject_of_tool(up_to_end(found["things"]), things)
        if inner and not is_people(key_of(inner), things.lexicon):
            things.add(inner)


def _from_described(clause: Clause, things: Things) -> None:
    """`companies with name and website`, after a colon or at the beginning."""
    found = _DESCRIBED.search(clause.text)
    if found is None or clause.verbs:
        return
    word = key_of(found["things"])
    if is_plural(last_word(bare(found["things"]))) and (
        things.noun_of(word) is not None or things.may_be_thing(word)
    ):
        things.add(word)


def _from_trade(clause: Clause, things: Things) -> None:
    """`I get repair requests from tenants`, `we take orders`: what somebody has to do with, where
    it is a noun of business in the plural.
    """
    found = _TRADE.search(clause.text)
    for phrase in joined(found["things"])[:1] if found else ():
        if is_plural(last_word(phrase)) and things.noun_of(key_of(phrase)) is not None:
            things.add(key_of(phrase))


def _from_listing(clause: Clause, things: Things) -> None:
    """`list our suppliers`: what is only shown is kept as well where nothing else is."""
    if not clause.does("show", "view") or clause.subject:
        return
    for phrase in joined(clause.rest)[:3]:
        if is_plural(last_word(phrase)) and things.may_be_thing(key_of(phrase)):
            things.add(drop_states(phrase, things))


def _from_title(clause: Clause, things: Things) -> bool:
    """A brief that begins with the tool's name alone: `Contract renewal tracker`."""
    if (asked := AND_WHO.match(clause.text)) and things.may_be_thing(key_of(asked["things"])):
        return things.add(asked["things"]) is not None
    phrase = up_to_end(clause.text)
    subject, _, tools = subject_of_tool(phrase, things)
    people = is_people(key_of(subject), things.lexicon) and not set(tools) & _LISTING
    return bool(subject and tools and not people and things.add(subject))


def _from_verbs(clause: Clause, things: Things, *, attached: bool = False) -> None:
    """What is submitted, tracked, booked: things.

    `let people book rooms` makes bookings of rooms.
    """
    for verb in clause.frame.verbs:
        if verb.makes and (clause.rest or clause.frame.subject):
            thing = things.add(verb.makes)
            if thing is not None:
                thing.names.add(verb.makes)
    each = RECORDED_FOR.search(clause.text) or _EACH_LAST.search(clause.text)
    if each is not None and clause.does("keep", "create"):
        things.add(each["thing"])
    kept = ("keep", "create") if things.main is not None or not attached else ("attach",)
    if not clause.does(*kept) or clause.frame.passive:
        return
    if (every := _EVERY.match(clause.rest)) and things.may_be_thing(key_of(every["thing"])):
        things.add(every["thing"])
    if done := THINGS_DONE.search(clause.text):
        _add_done(done["verb"], things)
    weak = all(verb.name in _WEAK for verb in clause.verbs)
    what = event(clause.rest)[1]
    if what and things.named(what) is None:
        _add_event(what, things)
        return
    phrases = kept_phrases(clause)
    if are_sorts(phrases, clause, things):
        things.add_sorts([key_of(phrase) for phrase in phrases])
        return
    for phrase in phrases:
        plain = key_of(_DATA_WORD.sub("", phrase))
        plain = things.lexicon.tools["keeps"].get(plain, [plain])[0]
        known = things.noun_of(plain) is not None and (each is None or is_plural(last_word(phrase)))
        inner, _, tools = subject_of_tool(phrase, things)
        if tools and inner and things.named(inner) is not None:
            continue
        noted = all(verb.name in _NOTED for verb in clause.verbs)
        if noted and known and things.main is not None and not is_plural(last_word(phrase)):
            continue
        if plain and (known or (is_plural(last_word(bare(phrase))) and not weak)):
            things.add(drop_states(plain, things) if known else plain)


def _add_done(word: str, things: Things) -> None:
    """`the things we order`: orders, where business has a noun for it."""
    verb = things.lexicon.verb_forms.get(word)
    named = (verb.makes or verb.name) if verb is not None else ""
    if named and named in things.lexicon.noun_words:
        things.add(named)


def _add_event(what: str, things: Things) -> None:
    """`record which employee completed which course`: a row is one such event."""
    thing = things.add(f"{key_of(what)} record", named=True)
    if thing is not None:
        thing.names.discard(key_of(what))


def _from_structure(clause: Clause, things: Things) -> None:
    """`each X has …`, `a table of X`, `per X`."""
    if (
        clause.subject
        and clause.does("show", "relate")
        and first_word(clause.subject) in {"each", "every", "a", "an", "all", "the"}
    ) or (clause.does("show") and is_plural(head := last_word(clause.subject)) and head):
        word = key_of(clause.subject)
        if things.may_be_thing(word) and not is_people(word, things.lexicon):
            things.add(word)
    if found := RECORDED_FOR.search(clause.text):
        things.add(found["thing"])
    if found := _OF.search(clause.text):
        for phrase in joined(found["things"])[:3]:
            noun = things.noun_of(key_of(phrase))
            if found["how"] == "for" and noun is not None and noun.person and things.main:
                continue
            if (
                things.named(phrase) is None
                and (noun is not None or (things.main is None and is_plural(last_word(phrase))))
                and head_of(phrase) not in things.lexicon.tools["ui"]
            ):
                things.add(drop_states(phrase, things))


def _from_anything(said: list[Clause], things: Things) -> None:
    """No verb told what is kept: the first noun of business that is named, longest run of words
    first.
    """
    for clause in said:
        words = re.findall(r"[a-z][\w'-]*", clause.rest if clause.subject else clause.text)
        for length in (3, 2, 1):
            for start in range(len(words) - length + 1):
                phrase = singular_phrase(" ".join(words[start : start + length]))
                if phrase in things.lexicon.noun_words and phrase not in things.lexicon.tools["ui"]:
                    things.add(phrase)
                    return
