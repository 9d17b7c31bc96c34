"""Reads fields: "with columns for a, b and c", "each loan has …", "orders: name, phone, status
(new, done)".
"""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.frames import is_people, verb_at
from apps.plans.planners.builtin.grammar.phrases import bare, key_of, up_to_end
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase, HasFields, Wish
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list, until_stop
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.tokens import tokens
from apps.plans.planners.builtin.language.words import is_plural, last_word
from apps.plans.planners.builtin.lexicon.kinds import is_known_field

_COLUMNS = re.compile(
    r"\b(?:with |and |the |these |following |show |showing |has |have )*columns?\s*(?:should be|"
    r"are|for|of|like|such as|named|called|with|:|-|showing)*\s*(?P<list>.+)",
    re.S,
)
_NAMED = re.compile(
    r"\b(?:with |and |the |these |following |a |its |their |has |have |needs? |basic "
    r")*(?:fields?|attributes|details|properties|information|info)(?: about it)?\s*(?:should be|"
    r"are|for|like|such as|including|namely|of|:|-|\()+\s*(?P<list>.+)",
    re.S,
)
_WITH = re.compile(
    r"\b(?:with|including|incl\.?|containing|consisting of|showing|by entering|that includes?|"
    r"recording|capturing|stating|giving)\s+(?P<list>.+)",
    re.S,
)
_COLON = re.compile(r"^(?P<head>[^:(]{2,60}):\s*(?P<list>.+)", re.S)
_BRACKET = re.compile(
    r"\b(?P<head>[a-z][\w' -]{1,40}?)\s*\((?P<list>[^()]*(?:\([^()]*\)[^()]*)*)\)"
)
_PER = re.compile(r"\b(?:per|for each|for every) (?P<thing>[a-z]+)\b(?! (?:we|i|they))")
_DESCRIBED = re.compile(r"(?P<thing>[a-z][\w -]{2,30}?) (?:with|have|has|include|contain) ")
_FOR_EACH = re.compile(
    r"\b(?:for|of|on) (?:each|every|all|the|any|an?) (?P<thing>[a-z][\w' -]{2,40})"
)
_NOT_FIELDS = re.compile(
    r"\b(?:everyone|everybody|others|their own|filters?|filtering|searchable|sortable|filterable|"
    r"editable|exportable|printable|search|dropdown|drop-down|charts?|graphs?|buttons?|tabs?|"
    r"dashboards?|views?|pages?|boards?|calendars?|reminders?|notifications?|alerts?|exports?|"
    r"reports?|sign-in|login|permissions?|counts? of|columns?|summary bar|"
    r"sorting|pagination|ability|option to|possibility|history of|audit (?:log|trail)|comment "
    r"threads?|threads?|roles?|access|workspace account|csv|drag|approval workflow|workflow|per "
    r"(?:week|month))\b"
)
_LEADING = re.compile(
    r"^(?:(?:a|an|the|their|its|his|her|our|my|each|every|one|some|also|optional(?:ly)?|"
    r"mandatory|required|compulsory|unique|short|brief|free[- ]text|current|own|exact|"
    r"corresponding|relevant|respective)\s+)+"
)
_RENAMED = (
    (
        re.compile(
            r"^who (?:is |was |has )?(?:it |they |this )?(?:requested|asked|submitted|reported|"
            r"created|raised|borrowed|booked|owns?|holds?|has|took|entered|made|visited|approved|"
            r"handled|logged)\b.*"
        ),
        "",
    ),
    (
        re.compile(
            r"^(?:when|the day|the date) (?:it |they |he |she |this |the [a-z]+ )?(?:is |was |"
            r"were |are |has been |will be |must be )?(?P<w>due|back|returned|needed|received|"
            r"bought|purchased|submitted|reported|arrived|left|lent|borrowed|delivered|expected|"
            r"done|completed|paid|signed|opened|closed|started|happened|expires?|ends?|starts?|"
            r"begins?)\b.*"
        ),
        "when",
    ),
    (re.compile(r"^(?:the )?(?:number|amount|count) of (?P<w>.+)"), "number of"),
    (re.compile(r"^how many (?P<w>.+?)(?: there are| it has| they have| we have)?$"), "number of"),
    (re.compile(r"^how much (?:it costs?|they cost|was spent|it is worth|is it)\b.*"), "cost"),
    (re.compile(r"^how long (?:it takes?|it took|they stay|it lasts?)?.*"), "duration"),
    (
        re.compile(
            r"^where (?:it |they |this )?(?:is|are|was|were|happened|took place|goes|lives)?.*"
        ),
        "location",
    ),
    (re.compile(r"^why\b.*"), "reason"),
    (re.compile(r"^(?:by|until) when$"), "due"),
    (re.compile(r"^who$"), "owner"),
    (re.compile(r"^what$"), "title"),
    (re.compile(r"^which (?P<w>[\w ]+)$"), "plain"),
    (re.compile(r"^where$"), "location"),
    (re.compile(r"^when$"), "date"),
    (re.compile(r"^(?P<w>[\w ]+?) (?:or not|yes or no|yes/no|y/n)$"), "plain"),
    (re.compile(r"^what happened\b.*"), "what happened"),
    (
        re.compile(
            r"^(?:whether|if) (?:it |they |the [a-z]+ )?(?:is |are |was |were |has been |have "
            r"been |has |have )?(?P<w>.+)"
        ),
        "whether",
    ),
    (re.compile(r"^name of (?:the |a |its |their )?(?P<w>.+)"), "name of"),
    (
        re.compile(
            r"^(?P<w>date|time|place|location|reason|cost|price|type|kind|status) (?:of|for) "
            r"(?:the |a |an |it|its |their )?.*"
        ),
        "plain",
    ),
)
_SAID_OF = re.compile(
    r" (?:that|which) (?:must|should|has to|have to|needs to|can|is|are) (?:be )?(?:always "
    r")?(?:unique|required|mandatory|optional|filled in|compulsory)(?=[,.; ]|$)"
)
_AS_KIND = re.compile(
    r" as (?:an? |the )?(?:\w+ )?(?P<kind>file|pdf|photo|picture|image|number|date|text|upload|"
    r"attachment)$"
)
_KIND_WORDS = {
    "file": "file",
    "pdf": "file",
    "upload": "file",
    "attachment": "file",
    "photo": "image",
    "picture": "image",
    "image": "image",
    "number": "integer",
    "date": "date",
    "text": "text",
}
_RANGE = re.compile(
    r" ?(?:from|between|on a scale (?:of|from)|scale)? ?(?P<low>\d{1,6}) ?(?:to|and|-|–) "
    r"?(?P<high>\d{1,6})$"
)
_WHO = {
    **dict.fromkeys(("requested", "asked", "submitted", "created", "raised", "made"), "requester"),
    **dict.fromkeys(("holds", "has", "took"), "holder"),
    **dict.fromkeys(("owns", "own"), "owner"),
    **{word: f"{word} by" for word in ("booked", "entered", "approved", "handled", "logged")},
    "reported": "reporter",
    "borrowed": "borrower",
    "visited": "visitor name",
}
_WHEN = {
    "due": "due",
    "back": "due",
    "returned": "returned on",
    "needed": "needed by date",
    "expires": "expiry date",
    "expire": "expiry date",
    "ends": "end date",
    "end": "end date",
    "starts": "start date",
    "start": "start date",
    "begins": "start date",
}


def read_fields(clause: Clause, world: World) -> Iterator[Wish]:
    """The fields a clause names, with the thing they belong to."""
    found: list[HasFields] = []
    for reader in (
        _columns,
        _named_fields,
        _possessed,
        _colon_list,
        _with_list,
        _bracket_list,
        _recorded,
        _bare_list,
        _per_thing,
    ):
        wish = reader(clause, world)
        if wish is not None and not any(wish.span.overlaps(other.span) for other in found):
            found.append(wish)
    yield from found


def _columns(clause: Clause, world: World) -> HasFields | None:
    found = _COLUMNS.search(clause.text)
    if not found or re.match(r"(?:and |or )?(?:filter|sort)", found["list"]):
        return None
    return _wish(clause, world, found, world.focus(clause), columns=True, least=1)


def _named_fields(clause: Clause, world: World) -> HasFields | None:
    found = _NAMED.search(clause.text)
    return _wish(clause, world, found, world.focus(clause), least=2) if found else None


def _possessed(clause: Clause, world: World) -> HasFields | None:
    """`each loan has an item and a borrower`, `items need a name`, `a visit consists of …`."""
    if not clause.subject or (
        is_people(clause.subject, world.lexicon) and world.things.exactly(clause.subject) is None
    ):
        return None
    if not any(
        verb.name in {"have", "include", "contain", "need", "list", "show", "display", "require"}
        for verb in clause.verbs
    ):
        return None
    thing = world.things.named(clause.subject)
    if thing is None or clause.frame.negated:
        return None
    start = len(clause.text) - len(clause.rest)
    return _from_list(
        clause,
        world,
        thing.key,
        start,
        clause.rest,
        Span(0, start),
        least=1,
        strict=not any(v.name == "have" for v in clause.verbs),
    )


def _with_list(clause: Clause, world: World) -> HasFields | None:
    if clause.does("signin", "filter", "sort"):
        return None
    for found in _WITH.finditer(clause.text):
        before = clause.text[: found.start()]
        thing = world.last_named_in(" ".join(before.split()[-4:])) or (
            world.things[world.focus(clause)] if world.focus(clause) else None
        )
        if thing is not None:
            wish = _wish(clause, world, found, thing.key, least=1, strict=True)
            if wish is not None:
                return wish
    return None


def _colon_list(clause: Clause, world: World) -> HasFields | None:
    found = _COLON.match(clause.text)
    if not found:
        return None
    thing = world.named_in(found["head"])
    if (inner := _DESCRIBED.match(found["list"])) and world.things.named(
        inner["thing"]
    ) is not None:
        return None
    key = thing.key if thing else world.focus(clause)
    return (
        _wish(clause, world, found, key, least=2, strict=thing is None, whole=True) if key else None
    )


def _bracket_list(clause: Clause, world: World) -> HasFields | None:
    """`visits (name, company, host)`: brackets right after a thing."""
    for found in _BRACKET.finditer(clause.text):
        thing = world.things.named(found["head"].split(",")[-1])
        items = split_list(found["list"])
        if (
            thing is not None
            and len(items) > 1
            and sum(is_known_field(item.text, world.lexicon) for item in items) * 2 >= len(items)
        ):
            return _wish(clause, world, found, thing.key, least=2)
    return None


def _recorded(clause: Clause, world: World) -> HasFields | None:
    """`record the date, the place and what happened (for each incident)`."""
    if not clause.does("keep", "create", "show", "view") or clause.frame.passive:
        return None
    start = len(clause.text) - len(clause.rest)
    each = _FOR_EACH.search(clause.rest)
    thing = world.things.named(each["thing"]) if each else None
    key = thing.key if thing else world.focus(clause)
    if not key:
        return None
    return _from_list(
        clause,
        world,
        key,
        start,
        clause.rest,
        Span(0, start),
        least=1 if thing and each and "each" in each[0] else 2,
        strict=True,
    )


def _per_thing(clause: Clause, world: World) -> HasFields | None:
    """`log hours per project`: what a row is made for."""
    found = _PER.search(clause.text)
    if (
        found is None
        or not clause.does("create", "keep")
        or clause.frame.passive
        or not world.focus(clause)
    ):
        return None
    noun = world.lexicon.noun_words.get(found["thing"])
    if (
        world.things.exactly(found["thing"]) is None
        and not (noun and noun.listed)
        and not is_people(found["thing"], world.lexicon)
    ):
        return None
    start = len(clause.text) - len(clause.rest)
    items = [Item(found["thing"], "", clause.place(found.start("thing"), found.end("thing")))]
    done = up_to_end(clause.rest)
    if done and is_known_field(bare(done), world.lexicon) and world.things.named(done) is None:
        items.insert(0, Item(done, "", clause.place(start, start + len(done))))
    phrases = tuple(phrase for item in items if (phrase := field_phrase(item, world)) is not None)
    span = clause.place(found.start(), found.end())
    return HasFields(span=span, of=world.focus(clause), fields=phrases) if phrases else None


def _bare_list(clause: Clause, world: World) -> HasFields | None:
    """`who has it, serial no, warranty until, price`: a list of fields and nothing else."""
    key = world.focus(clause)
    if (
        not key
        or clause.text.count(",") < 2
        or clause.frame.can
        or clause.does("make", "want", "let")
    ):
        return None
    return _from_list(
        clause, world, key, 0, clause.text, Span(0, 0), least=3, strict=True, many=True
    )


def _wish(
    clause: Clause,
    world: World,
    found: re.Match[str],
    key: str,
    *,
    least: int,
    columns: bool = False,
    strict: bool = False,
    whole: bool = False,
) -> HasFields | None:
    if not key:
        return None
    begin = 0 if whole else found.start()
    return _from_list(
        clause,
        world,
        key,
        found.start("list"),
        found["list"],
        Span(begin, found.start("list")),
        least=least,
        columns=columns,
        strict=strict,
    )


def _from_list(
    clause: Clause,
    world: World,
    key: str,
    start: int,
    text: str,
    lead: Span,
    *,
    least: int,
    columns: bool = False,
    strict: bool = False,
    many: bool = False,
) -> HasFields | None:
    """The wish for a list that begins at `start` of the clause; with `strict` only if it looks like
    fields.
    """
    listed = until_stop(_inside(text))
    phrases: list[FieldPhrase] = []
    for item in split_list(listed, clause.span.start + start):
        phrase = field_phrase(item, world)
        if phrase is None:
            if phrases and not strict:
                continue
            if many:
                continue
            if strict and not phrases:
                return None
            break
        phrases.append(phrase)
    if len(phrases) < least or (strict and not _looks_like_fields(phrases, world, key)):
        return None
    return HasFields(
        span=Span(clause.span.start + lead.start, phrases[-1].span.end),
        of=key,
        fields=tuple(phrases),
        columns=columns,
    )


def _inside(text: str) -> str:
    """What is said of an item goes into brackets: `a code that must be unique, a date` keeps its
    list.
    """
    return _SAID_OF.sub(
        lambda found: "(" + found[0].strip()[1:-1].ljust(len(found[0]) - 3) + ") ", text
    )


def field_phrase(item: Item, world: World) -> FieldPhrase | None:
    """One item of a list as a field; None where it is no field (a page, a button, a clause)."""
    text = item.text
    unique = bool(re.search(r"\bunique\b", f"{text} {item.inner}"))
    optional = bool(re.search(r"\boptional(?:ly)?\b", f"{text} {item.inner}"))
    required = bool(re.search(r"\b(?:required|mandatory|compulsory)\b", f"{text} {item.inner}"))
    if _NOT_FIELDS.search(text) and bare(text) not in world.lexicon.field_kinds:
        return None
    name = _renamed(_LEADING.sub("", text))
    asked = bool(
        re.match(r"(?:whether|if) |.* (?:or not|yes/no|yes or no|y/n)$", _LEADING.sub("", text))
    )
    words = name.split()
    if not words or len(words) > 6 or _is_clause(name, world):
        return None
    inner = [part.text for part in split_list(item.inner, slashes=True)] if item.inner else []
    values = tuple(
        _LEADING.sub("", value)
        for value in inner
        if value not in {"optional", "required", "mandatory"}
    )
    if re.search(r"\b(?:unique|required|mandatory|optional)\b", item.inner):
        values = ()
    kind = "boolean" if asked else _kind_in_brackets(values) or _as_kind(name)
    name = re.sub(r" (?:per|for each|for every) .*$", "", _AS_KIND.sub("", name))
    if (
        kind
        or len(values) < 2
        or any(len(value.split()) > 4 for value in values)
        or item.inner.startswith(("e.g", "i.e", "for example", "such as", "like", "in "))
    ):
        values = ()
    low, high = _limits(f"{text} {item.inner}")
    name = _RANGE.sub("", name).strip()
    return FieldPhrase(name, item.span, values, required, optional, kind, unique, low, high)


def _as_kind(name: str) -> str:
    """`the certificate as a file`: a kind in words."""
    found = _AS_KIND.search(name)
    return _KIND_WORDS.get(found["kind"], "") if found else ""


def _limits(text: str) -> tuple[str, str]:
    """`from 1 to 5`: the least and the most."""
    found = _RANGE.search(text)
    return (found["low"], found["high"]) if found else ("", "")


def _kind_in_brackets(values: tuple[str, ...]) -> str:
    """`(yes/no)`, `(text)`, `(number)`: a kind, not a list of values."""
    if set(values) in ({"yes", "no"}, {"true", "false"}, {"y", "n"}):
        return "boolean"
    kinds = {
        "text": "text",
        "number": "decimal",
        "date": "date",
        "yes/no": "boolean",
        "checkbox": "boolean",
        "file": "file",
        "pdf": "file",
        "long text": "long_text",
        "free text": "long_text",
        "euro": "money",
        "eur": "money",
        "usd": "money",
        "integer": "integer",
        "boolean": "boolean",
        "percent": "percent",
    }
    return kinds.get(values[0], "") if len(values) == 1 else ""


def _renamed(text: str) -> str:
    """`when it is due` -> `due`, `who requested it` -> `requester`, `how many seats` -> `number of
    seats`.
    """
    for pattern, how in _RENAMED:
        found = pattern.match(text)
        if not found:
            continue
        word = (found.groupdict().get("w") or "").strip()
        if how == "":
            return next(
                (name for said, name in _WHO.items() if re.search(rf"\b{said}\b", text)), text
            )
        if how == "when":
            return _WHEN.get(word, f"{word} on")
        if how in {"number of", "name of"}:
            return f"number of {word}" if how == "number of" else f"{word} name"
        return word if how in {"whether", "plain"} else how
    return text


def _is_clause(name: str, world: World) -> bool:
    """Whether a phrase is rather something to do: `approve it`, `managers can see`."""
    words = tokens(name)
    found = verb_at(words, 0, world.lexicon)
    if (
        found
        and not found[0].noun
        and len(words) > found[1]
        and found[0].does not in {"move", "mark"}
    ):
        return True
    return any(
        word.text
        in {"can", "should", "must", "cannot", "may", "will", "is", "are", "them", "it", "they"}
        for word in words
    )


def _looks_like_fields(phrases: list[FieldPhrase], world: World, key: str) -> bool:
    """At least half known words of fields, or values in brackets; and not mostly things in the
    plural.
    """
    known = sum(
        bool(phrase.values or phrase.kind)
        or is_known_field(phrase.text, world.lexicon)
        or world.things.exactly(phrase.text) is not None
        for phrase in phrases
    )
    plural_things = sum(
        is_plural(last_word(phrase.text)) and world.things.named(phrase.text) is not None
        for phrase in phrases
    )
    own = any(key_of(phrase.text) in world.things[key].names for phrase in phrases)
    return (
        known * 2 >= len(phrases)
        and plural_things * 2 <= len(phrases)
        and not (own and len(phrases) == 1)
    )
