"""Reads what must hold: required, unique, in order, locked, not at the same time; flags, relations,
messages.
"""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.bounds import read_bound
from apps.plans.planners.builtin.grammar.channels import channel_in, without_channel
from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.phrases import bare, key_of, up_to_end
from apps.plans.planners.builtin.grammar.wishes import Flagged, Related, Ruled, Told, Wish
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import split_list

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "twelve": 12,
    "fourteen": 14,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
UNITS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_REQUIRED = re.compile(
    r"(?P<list>[a-z][\w ,'-]*?) (?:is|are|must be|should be|has to be|have to be) (?:always "
    r")?(?:required|mandatory|compulsory|filled in|given|provided|obligatory)\b"
)
_MUST_HAVE = re.compile(
    r"\b(?:must|should always|has to|have to|needs to) (?:always )?(?:have|include|contain|give|"
    r"enter|provide|state|fill in|specify|attach) (?P<list>[^.;]+)"
)
_REQUIRE = re.compile(
    r"^(?:and )?(?:(?:require|requires) (?P<list>(?:a |an |the )[a-z][\w ,'-]*?)(?: to be filled "
    r"in)?|make (?P<made>[a-z][\w ,'-]*?) (?:required|mandatory|compulsory))(?= (?:for|on|when|"
    r"in|before)\b|$)"
)
_WITHOUT = re.compile(
    r"\b(?:cannot|can't|can not|may not|must not|never|can only|not) be (?:marked (?:as )?|set "
    r"to |moved to )?(?P<value>[a-z][\w ]{1,24}?) (?:without|unless (?:there is|it has|it is "
    r"given)) (?:a |an |the |its )?(?P<list>[^.;]+)"
)
_LACKING = re.compile(
    r"\b(?:without|with no|that have no|that has no) (?:an? |the |its )?(?P<list>[a-z][a-z -]*?) "
    r"(?:cannot|can't|can not|may not|must not|should not|shouldn't|can never) be "
    r"(?:marked (?:as )?|set to |moved to )?(?P<value>[a-z][\w ]{1,24})"
)
_BEFORE = re.compile(
    r"(?P<list>[a-z][\w ,'-]*?) (?:is|are|must be|has to be|have to be) (?:required|mandatory|"
    r"given|filled in|entered|there|provided) (?:before|when|to|once|if) (?:it |they |a \w+ |the "
    r"\w+ |an? \w+ \w+ )?(?:can be |is |are |gets? |may be |being )?(?:marked (?:as )?|set to "
    r")?(?P<value>[a-z]+)\b"
)
_ONCE_GIVEN = re.compile(
    r"\b(?:only )?(?:once|when|after|as soon as|if) (?:the |its |a |an |their )"
    r"(?P<list>[a-z][a-z ]*?) (?:is|are|has been|have been|was) (?:written down|filled in|"
    r"recorded|entered|known|given|noted(?: down)?|documented|there|set|found|attached|uploaded)\b"
)
_UNIQUE = re.compile(
    r"(?P<list>[a-z][\w ,'-]*?) (?:is|are|must be|should be|has to be) unique\b|\bunique "
    r"(?P<after>[a-z][\w -]*)|\bno two [\w ]+? (?:can|may|should|must)?(?: not)? ?(?:have|share|"
    r"with) the same (?P<same>[a-z][\w -]*)|\b(?:no duplicate|refuse duplicates? (?:of|by|with)?|"
    r"prevent duplicate|avoid duplicate|duplicates? (?:by|of)) (?P<dup>[a-z][\w +-]*)"
)
_AFTER = re.compile(
    r"(?P<a>[a-z][\w ]{2,24}?) (?:must|has to|should|cannot|can't|can not|may not|must not|needs "
    r"to) (?:always )?(?:be |lie |come )?(?P<how>after|before|later than|earlier than) (?:the |"
    r"its )?(?P<b>[a-z][\w ]{2,24})"
)
_OVERLAP = re.compile(
    r"\bdouble[- ]?book\w*|\boverlap\w*|\btwo [\w ]+ at the same time\b|\bat the same time\b|"
    r"\balready (?:booked|taken|reserved)\b|\btime conflicts?\b|\bconflicting bookings?\b|"
    r"\bbook(?:ed)? twice\b"
)
_LOCK = re.compile(
    r"\b(?:(?:once|after|when|as soon as) (?:it is |it's |they are |a \w+ is |an \w+ is |the \w+ "
    r"is |being )?(?P<v1>[a-z][\w ]{2,20}?),? .*?)?(?:cannot|can't|can not|may not|must not|no "
    r"longer|never|not) (?:be |anymore be )?(?:changed|edited|modified|altered|deleted|updated|"
    r"editable)\b(?: (?:once|after|when|anymore once) (?:it is |they are |it has been |being "
    r")?(?P<v2>[a-z][\w ]{2,20}))?"
)
_REASON = re.compile(
    r"\b(?:approv|reject|declin|cancel|return)\w* (?:needs?|requires?|must have|should have|"
    r"asks? for|must include) (?:a |an )?(?:\w+ )?(?:reason|comment|explanation|note|"
    r"justification)\b|\b(?:reject|declin|refus|den|cancel)\w*\b[^.]{0,60}\b(?:reason|comment|"
    r"explanation|note|justification)\b|\b(?:reason|comment|explanation)\b[^.]{0,40}\b(?:when|"
    r"for|on|if) (?:\w+ ){0,3}(?:reject|declin|refus|den)\w*"
)
_LIMIT = re.compile(
    r"\b(?:at most|no more than|not more than|a maximum of|max(?:imum)?\.?|up to|only) (?:\d+|"
    r"one|two|three|four|five|six|seven|ten|twelve|twenty) (?!to\b)(?:[\w-]+ ){0,3}(?:per|a|each|"
    r"every|at (?:a|the same) time|at once|in)?\b|\bmore than (?:\d+|one|two|three|four|five|"
    r"ten) [\w ]+ (?:per|a|at)\b"
)
_POSITIVE = re.compile(
    r"(?P<field>[a-z][\w ]{2,24}?) (?:must|cannot|can't|should|has to|may not|must not) be (?:a "
    r")?(?:positive|more than (?:zero|0)|greater than (?:zero|0)|above (?:zero|0)|negative|below "
    r"(?:zero|0)|less than (?:zero|0))"
)
_FLAGS = (
    ("overdue", re.compile(r"\boverdue\b|\bpast (?:its |their |the )?due\b|\b(?:is|are|being|"
                           r"run(?:s|ning)?|which are|that are) late\b|\blate (?:ones?|items?|"
                           r"loans?|returns?|requests?|tasks?)\b|\bmissed (?:the |its |their "
                           r")?deadlines?\b")),
    ("expiring", re.compile(r"\bexpir(?:ing|es?|y)\b(?: soon)?(?: (?:within|in|during|over)(?: "
                            r"the)?(?: next)? (?P<n>\w+) (?P<unit>day|week|month)s?)|"
                            r"\bexpir(?:ing|es) (?:soon|shortly)\b|\babout to expire\b|\b(?:due|"
                            r"up|coming up) for renewal\b(?: (?:within|in)(?: the)?(?: next)? "
                            r"(?P<n2>\w+) (?P<unit2>day|week|month)s?)?|\b(?:end|ends|ending|"
                            r"renew|renews) (?:within|in) (?:the )?(?:next )?(?P<n3>\w+) "
                            r"(?P<unit3>day|week|month)s?|\bexpiring\b|\b(?:end|ends|ending|renew"
                            r"|run out|runs out|expires?) (?:soon|shortly|next month)\b")),
    ("due_soon", re.compile(r"\b(?:is|are|ones|those|which|that|anything|everything|items|comes?|"
                            r"coming|falls?) (?:due|up)(?: soon| shortly| (?:within|in)(?: the)?"
                            r"(?: next)? (?P<n>\w+) (?P<unit>day|week|month)s?)")),
    ("expired", re.compile(r"\bexpired\b")),
    ("low", re.compile(r"\blow(?: on| in|-)? ?stock\b|\brun(?:s|ning)? (?:low|out)\b|\bbelow "
                       r"(?:the |their |its )?(?:minimum|reorder|threshold|safety)\w*(?: stock| "
                       r"level| quantity| point)?|\bunder (?:the |its )?minimum\b|\bneeds? (?:to "
                       r"be )?(?:reorder|restock)\w*|\blow (?:items|quantit\w+|levels?)\b|\bout "
                       r"of stock\b")),
)  # fmt: skip
_HIGH = {"above", "over", "more than", "higher than", "greater than", "exceeding", "exceeds"}
_BEYOND = re.compile(
    r"\b(?:(?P<what>[a-z][a-z -]*?) )?(?:(?:is|are|that is|that are|which are|with) )*"
    r"(?P<how>above|over|more than|higher than|greater than|exceeding|exceeds|below|under|less than"
    r"|lower than) (?P<n>\d+(?:[.,]\d+)?)(?: ?(?P<unit>[a-z%]+))?"
)
MARKED = re.compile(
    r"\bstands? out\b|\bin (?:red|amber|orange|yellow|bold|colou?r)\b|\bhighlight\w*|\bmarked\b"
    r"|\bflagged\b|\bvisible at once\b|\bcatch the eye\b"
)
_STARTS_AS = re.compile(
    r"(?:^|,? and |; )(?:all |each |every |any |an? )*(?:new|fresh|newly (?:added|created|"
    r"entered)) "
    r"(?P<what>[a-z][\w -]*?) (?:always |should |must |will |then )*(?:starts?|begins?|comes? in|"
    r"opens?|is|are|has|have|gets?|be)(?: out| off)? (?:as|in|at|with|on|set to)? ?(?:the status )?"
    r"(?:an? )?[\"']?(?P<value>[a-z][\w -]*?)[\"']?(?: by default)?$"
)
_BELONGS = re.compile(
    r"(?P<child>[a-z][\w' -]*?) (?:belongs?|is linked|are linked|is connected|is attached|is "
    r"related|is tied|are tied|refers?|relates?|links?|is part|are part|is assigned|are "
    r"assigned) (?:to|of) (?:a |an |one |exactly one |the |its |some )?(?P<parent>[a-z][\w -]*)"
)
_MANY = re.compile(
    r"(?P<parent>[a-z][\w' -]*?) (?:has|have|can have|may have|contains?|consists? of|with) "
    r"(?:many|several|multiple|any number of|one or more|a list of|a number of|lots of|its|their|"
    r"different) (?P<child>[a-z][\w -]*)"
)
_FOR_EACH = re.compile(
    r"^(?:for|to|under|in|on) (?:each|every) (?P<parent>[a-z][\w -]*?),? (?:we|i|they|there|"
    r"people|you|users?|it|the team|staff|employees|members)\b.*?\b(?:track|keep|record|have|"
    r"store|add|log|enter|need|list|collect|manage|see|want)\w* (?:(?:its|the|all|several|many|"
    r"multiple|different) )*(?P<child>[a-z][\w -]*)"
)
_TELL_NOUN = re.compile(
    r"\b(?:reminders?|notifications?|alerts?|emails?|e-mails?|digests?|messages?)\b"
)
_GETS_MAIL = re.compile(
    r"\b(?:gets?|receives?|is sent|are sent) (?:an? |the )?(?:\w+ )?"
    r"(?:e-?mails?|messages?|notifications?|reminders?|alerts?)\b"
)
_THEN_TELL = re.compile(
    r"(?:and )?(?:when|if|once|whenever|after|as soon as|every|each|on) [^,]+?,? (?:then |please )?"
    r"(?:notify|tell|e-?mail|remind|alert|inform|warn|send (?:an? |the )?(?:e-?mail|message|"
    r"reminder|notification|digest|list|alert))\b"
)
_ESCALATE = re.compile(r"\bescalat\w+ (?:it |them )?(?:to|after|if)\b")


def read_rules(clause: Clause, world: World) -> Iterator[Wish]:
    """Rules of the thing a clause is about."""
    key = world.focus(clause)
    if not key:
        return
    yield from _fields_rules(clause, key)
    if found := _AFTER.search(clause.text):
        order = (
            (found["a"], found["b"])
            if (found["how"] in {"after", "later than"}) != _denied(found[0])
            else (found["b"], found["a"])
        )
        yield Ruled(
            span=clause.span, of=key, kind="after", fields=tuple(bare(name) for name in order)
        )
    if _OVERLAP.search(clause.text):
        yield Ruled(span=clause.span, of=key, kind="no_overlap", words=clause.text)
    if _REASON.search(clause.text):
        yield Ruled(span=clause.span, of=key, kind="reason", words=clause.text)
    if (found := _LOCK.search(clause.text)) and not _WITHOUT.search(clause.text):
        yield Ruled(
            span=clause.span,
            of=key,
            kind="lock",
            words=f"{found['v1'] or found['v2'] or clause.text[: found.start()]}".strip(),
        )
    if found := _STARTS_AS.search(clause.text):
        yield Ruled(
            span=clause.place(found.start(), found.end()),
            of=key,
            kind="start",
            words=found["value"],
        )
        return
    bound = None if _marks_rows(clause) else read_bound(clause.text)
    if bound is not None:
        fields = tuple(name for name in (bound.field,) if name)
        words = f"{bound.least}..{bound.most}"
        kind = "bound" if fields or bound.of_anything else "limit"
        yield Ruled(span=clause.span, of=key, kind=kind, fields=fields, words=words)
    elif _LIMIT.search(clause.text):
        yield Ruled(span=clause.span, of=key, kind="limit", words=clause.text)
    if found := _POSITIVE.search(clause.text):
        yield Ruled(span=clause.span, of=key, kind="positive", fields=(bare(found["field"]),))


def _marks_rows(clause: Clause) -> bool:
    """`if it is above 8`, `approve anything over 200`: rows are told apart, no number is bound."""
    return (
        clause.text.startswith(("if ", "when ", "once ", "whenever "))
        or clause.does("mark", "show", "tell", "view", "keep")
        or any(verb.decides for verb in clause.verbs)
        or re.search(r"\b(?:approval|sign-?off|approve|highlight|warn|red)\b", clause.text)
        is not None
    ) and not re.search(r"\b(?:can|may|must|should) (?:not )?(?:have|be)\b|\bnobody\b", clause.text)


def _denied(text: str) -> bool:
    return bool(re.search(r"\b(?:cannot|can't|can not|may not|must not)\b", text))


def _fields_rules(clause: Clause, key: str) -> Iterator[Wish]:
    if (found := _ONCE_GIVEN.search(clause.text)) and clause.does("move"):
        moved = next(verb for verb in clause.verbs if verb.does == "move")
        yield Ruled(
            span=clause.span,
            of=key,
            kind="required_if",
            fields=(bare(found["list"]),),
            words=moved.to,
        )
        return
    if found := (
        _WITHOUT.search(clause.text) or _LACKING.search(clause.text) or _BEFORE.search(clause.text)
    ):
        names = tuple(bare(item.text) for item in split_list(found["list"])[:3])
        yield Ruled(
            span=clause.span, of=key, kind="required_if", fields=names, words=found["value"]
        )
        return
    for pattern in (_REQUIRED, _MUST_HAVE, _REQUIRE):
        found = pattern.search(clause.text)
        if found and not (pattern is _REQUIRE and clause.frame.subject):
            items = [
                item
                for item in split_list(found.groupdict().get("made") or found["list"])
                if len(item.text.split()) <= 5
            ]
            names = tuple(bare(re.sub(r"^(?:the|a|an) ", "", item.text)) for item in items[:8])
            if names and not _REASON.search(clause.text):
                yield Ruled(span=clause.span, of=key, kind="required", fields=names)
            return
    if found := _UNIQUE.search(clause.text):
        text = next(
            value
            for value in (found["list"], found["after"], found["same"], found["dup"], "")
            if value is not None
        )
        if re.search(r" (?:that|which)$", text):
            return
        names = tuple(
            bare(up_to_end(item.text) or item.text)
            for item in split_list(text.replace("+", " and "))[:3]
        )
        yield Ruled(
            span=clause.span, of=key, kind="unique", fields=tuple(name for name in names if name)
        )


def read_flags(clause: Clause, world: World) -> Iterator[Wish]:
    """`overdue`, `expiring within 60 days`, `low stock`: states that are worked out."""
    key = world.focus(clause)
    if not key:
        return
    for word, pattern in _FLAGS:
        found = pattern.search(clause.text)
        if found:
            named = world.named_in(clause.text)
            marked = clause.does("mark") or re.search(
                r"\bin (?:red|amber|orange|yellow|bold|colou?r)\b", clause.text
            )
            yield Flagged(
                span=clause.span if marked else clause.place(found.start(), found.end()),
                of=named.key if named else key,
                word=word,
                days=_days(found),
            )


def read_limits(clause: Clause, world: World) -> Iterator[Wish]:
    """`everything above 7 degrees should stand out`: rows beyond a number are marked."""
    key = world.focus(clause)
    found = _BEYOND.search(clause.text)
    if not key or found is None or not (clause.does("mark") or MARKED.search(clause.text)):
        return
    how = "above" if found["how"] in _HIGH else "below"
    yield Flagged(
        span=clause.span,
        of=key,
        word=how,
        limit=found["n"].replace(",", ""),
        field=" ".join(part for part in (found["what"], found["unit"] or "") if part).strip(),
    )


def _days(found: re.Match[str]) -> int:
    groups = found.groupdict()
    for number, unit in (("n", "unit"), ("n2", "unit2"), ("n3", "unit3")):
        if groups.get(number):
            return number_of(groups[number]) * UNITS.get(groups[unit] or "day", 1)
    return 0


def number_of(word: str) -> int:
    """`7`, `seven` as a number; 0 for other words."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


def read_relations(clause: Clause, world: World) -> Iterator[Wish]:
    """`each machine belongs to a site`, `a project has many tasks`."""
    for pattern in (_BELONGS, _MANY, _FOR_EACH):
        found = pattern.search(clause.text)
        if not found:
            continue
        child, parent = (
            world.things.named(up_to_end(found["child"]) or found["child"]),
            world.things.named(up_to_end(found["parent"]) or found["parent"]),
        )
        if pattern is _BELONGS and parent is None and child is not None:
            parent = world.things.add(up_to_end(found["parent"]), quiet=True)
        if pattern is _MANY and child is None and parent is not None and not clause.does("let"):
            child = world.things.add(key_of(up_to_end(found["child"])))
        if child is not None and parent is not None and child.key != parent.key:
            yield Related(
                span=clause.place(found.start(), found.end()), child=child.key, parent=parent.key
            )
    for verb in clause.verbs:
        made = world.things.exactly(verb.makes) if verb.makes else None
        what = world.named_in(up_to_end(clause.rest)) if made else None
        if (
            made is not None
            and what is not None
            and what.key != made.key
            and not clause.frame.passive
        ):
            yield Related(span=clause.span, child=made.key, parent=what.key)


def read_messages(clause: Clause, world: World) -> Iterator[Wish]:
    """Reminders, notifications and escalations."""
    key = world.focus(clause)
    channel = channel_in(clause.text)
    if key and channel is not None:
        yield Told(span=clause.span, of=key, text=without_channel(clause.text), channel=channel)
        return
    told = (
        _GETS_MAIL.search(clause.text) is not None
        or _THEN_TELL.match(clause.text)
        or (clause.does("tell") and not clause.text.startswith(("email,", "message,")))
    )
    if key and (
        told
        or _ESCALATE.search(clause.text)
        or (
            _TELL_NOUN.search(clause.text)
            and clause.does("show", "make", "want", "create", "edit", "keep")
            and re.search(r"\b(?:reminders?|notifications?|alerts?|digests?)\b", clause.text)
        )
        or re.match(
            r"(?:an? )?(?:automatic )?(?:e-?mail |daily |weekly )?(?:reminders?|notifications?|"
            r"alerts?|digests?)\b",
            clause.text,
        )
    ):
        yield Told(span=clause.span, of=key, text=clause.text)
