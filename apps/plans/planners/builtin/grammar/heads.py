"""Reads the sentence that names the tool: "Build a project request dashboard for my operations
team".
"""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.finding import (
    RECORDED_FOR,
    THINGS_DONE,
    keeps_tool,
    subject_of_tool,
)
from apps.plans.planners.builtin.grammar.kept import kept_phrases
from apps.plans.planners.builtin.grammar.phrases import bare, up_to_end
from apps.plans.planners.builtin.grammar.ranked import RANKED
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.grammar.wishes import Kept, Purpose, Wish
from apps.plans.planners.builtin.grammar.world import World

_PARTS = {
    "board",
    "table",
    "list",
    "page",
    "calendar",
    "view",
    "overview",
    "chart",
    "form",
    "report",
    "log",
    "sheet",
    "kanban",
    "kanban board",
    "timeline",
    "dashboard",
    "summary",
    "checklist",
    "archive",
}
HEAD_VERBS = {"create", "add", "write", "plan", "set up", "give"}
_OCCASIONS = ("when ", "if ", "once ", "whenever ", "after ", "before ", "as soon as ")
_WE_DO = re.compile(
    r"(?: that| which)?\s+(?:we|i|they|you|people|staff|employees) "
    r"(?!can|should|must|need|want|have)[a-z]+"
    r"(?: (?:out|from|in|on|to|for|off|with|away))*(?=[,.;:]|$| and )"
)
_ME = re.compile(r"^(?:me |us |my team |our team )?")
_FOR = re.compile(r"\bfor (?P<who>(?:my|our|the|all|a|an|us|me|internal)?\s*[\w' -]{2,60})")
_CALLED = re.compile(r"\b(?:called|named|titled) [\"']?(?P<name>[\w][\w &-]{1,40})[\"']?")
_NAMED = re.compile(
    r"^(?:(?:please|and|you can|just|let's|we) )*(?:(?:call|name|title) (?:it|"
    r"(?:this|that)(?=:? [\"'])|"
    r"(?:the|this|my|our) (?:tool|app|site|thing|application|page|system|dashboard|tracker))|"
    r"(?:it|this|(?:the|this|our) (?:tool|app|site|system|dashboard|tracker)) (?:is|should be|"
    r"will be|shall be|must be|can be) (?:called|named|titled)|(?:its|the|the tool's|the app's) "
    r"name (?:is|should be|shall be|will be)):? [\"']?(?P<name>[^\"'.,;]{2,60})[\"']?"
)


def read_head(clause: Clause, world: World) -> Iterator[Wish]:
    """The tool's name, what it is about, for whom; and what is to be kept track of."""
    first = clause.span.start == world.said[0].span.start
    if (named := _NAMED.match(clause.text)) and world.things.main is not None:
        yield Purpose(
            span=clause.span,
            name=_as_typed(world, clause, named["name"].strip(), []),
            of=world.things.main.key,
            called=True,
        )
        return
    made = (
        clause.does("make", "want")
        or (first and any(verb.name in HEAD_VERBS for verb in clause.verbs))
        or (first and keeps_tool(clause, world.things))
    ) and not (clause.frame.can or RECORDED_FOR.match(clause.text))
    if (
        first
        and not made
        and subject_of_tool(up_to_end(clause.text), world.things)[2]
        and not (clause.frame.can or clause.does("keep", "create"))
    ):
        yield from _purpose(clause, world, made)
        return
    if (
        made and (first or clause.does("make", "want")) and not _only_part(clause, first, world)
    ) or (first and not clause.verbs):
        yield from _purpose(clause, world, made)
    elif (
        clause.does("keep") or (clause.does("create") and not _by_people(clause, world))
    ) and not (
        clause.frame.passive or RANKED.match(clause.text) or clause.text.startswith(_OCCASIONS)
    ):
        start = len(clause.text) - len(clause.rest)
        end = start
        found: list[str] = []
        for phrase in kept_phrases(clause):
            thing = world.named_in(phrase)
            if thing is not None:
                end = max(end, clause.text.find(phrase, start) + len(phrase))
                found.append(thing.key)
        if not found and (done := THINGS_DONE.search(clause.text)):
            thing = world.things.named(done["verb"])
            end = done.end()
            found += [thing.key] if thing is not None else []
        if tail := _WE_DO.match(clause.text, end):
            end = tail.end()
        for key in dict.fromkeys(found):
            yield Kept(span=clause.place(0, end), of=key)


def _by_people(clause: Clause, world: World) -> bool:
    """`our kitchen records …` only keeps; `tenants report …` is a right."""
    who = clause.subject
    return (
        bool(who)
        and who not in {"we", "i"}
        and (is_people(who, world.lexicon) or not who.startswith(("our ", "the ")))
    )


def _only_part(clause: Clause, first: bool, world: World) -> bool:
    """`I want a board of deals`, after the tool was named, is a page of it."""
    _, _, tools = subject_of_tool(up_to_end(_ME.sub("", clause.rest)), world.things)
    return not first and not (set(tools) - _PARTS)


def _purpose(clause: Clause, world: World, made: bool) -> Iterator[Wish]:
    rest = _ME.sub("", clause.rest if made else clause.text)
    offset = len(clause.text) - len(rest)
    phrase = up_to_end(rest)
    subject, processes, tools = subject_of_tool(phrase, world.things)
    thing = world.things.named(subject) if subject else world.things.main
    if thing is None or (not tools and not subject):
        return
    if not tools and not made:
        return
    tail = rest[rest.find(phrase) + len(phrase) :]
    audience = _FOR.match(tail.strip())
    end = offset + rest.find(phrase) + len(phrase)
    whom = up_to_end(audience["who"].strip()) if audience else ""
    if audience and world.things.named(whom) is None:
        end = offset + len(rest) - len(tail) + tail.find(whom) + len(whom)
    called = _CALLED.search(clause.text)
    place = clause.place(0, called.end() if called else end)
    name = _as_typed(world, clause, called["name"] if called else bare(phrase), tools)
    yield Purpose(
        span=place,
        name=name,
        of=thing.key,
        audience=whom,
        processes=tuple(processes),
    )


def _as_typed(world: World, clause: Clause, phrase: str, tools: list[str]) -> str:
    """The tool's name with the asker's capitals, without hollow words ("tool", "app")."""
    words = phrase.split()
    while len(words) > 1 and words[-1] in world.lexicon.tools["hollow"]:
        words.pop()
    plain = " ".join(words)
    place = clause.text.find(plain)
    if place < 0 or not plain:
        return plain
    return world.source.text[clause.span.start + place : clause.span.start + place + len(plain)]
