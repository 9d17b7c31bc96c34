"""One item of a list as a field: `an optional due date`, `who requested it`, `size (s, m, l)`."""

import re

from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.questions import doer
from apps.plans.planners.builtin.grammar.verbs import is_people, verb_at
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list
from apps.plans.planners.builtin.language.tokens import tokens
from apps.plans.planners.builtin.lexicon import Lexicon

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
    r"mandatory|required|compulsory|unique|short|brief|free[- ]text|exact|"
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
    (
        re.compile(
            r"^(?:date|day|time) (?:by which |on which |that |when )?(?:we|they|it|i|you|he|she|"
            r"people|the [a-z]+) (?:need|needs|needed|want|wants|wanted|require|requires)"
            r"(?: (?:it|them|this))?(?: (?:by|for|on))?$"
        ),
        "needed by date",
    ),
    (
        re.compile(r"^(?P<w>(?:date|day|time) (?:it|they|he|she|we|you|i) [a-z]+(?: [a-z]+)?)$"),
        "plain",
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
    (re.compile(r"^since when$"), "since"),
    (re.compile(r"^how often\b.*"), "how often"),
    (
        re.compile(
            r"^(?:when|the day|the date|what day) (?:it|they|he|she|this|we|i|the [a-z]+|each "
            r"[a-z]+) (?:(?:is|was|were|are|has been|had been|will be|have|has|had) )?"
            r"(?:(?P<age>last|next|first|originally) )?"
            r"(?P<w>[a-z]+ed|[a-z]+en|held|sent|made|paid|sold|lent)"
            r"(?: (?:it|them))?$"
        ),
        "moment",
    ),
    (re.compile(r"^who$"), "owner"),
    (re.compile(r"^what$"), "title"),
    (re.compile(r"^which (?P<w>[\w ]+)$"), "plain"),
    (re.compile(r"^where$"), "location"),
    (re.compile(r"^when$"), "date"),
    (
        re.compile(
            r"^(?:whether|if) (?:it |they |the [a-z]+ )?(?:is |are |was |were |has been |have "
            r"been |has |have )?(?P<w>.+?)(?: or not)?$"
        ),
        "whether",
    ),
    (re.compile(r"^(?P<w>[\w ]+?) (?:or not|yes or no|yes/no|y/n)$"), "plain"),
    (re.compile(r"^what happened\b.*"), "what happened"),
    (re.compile(r"^name of (?:the |a |its |their )?(?P<w>.+)"), "name of"),
    (
        re.compile(
            r"^(?P<w>date|time|place|location|reason|cost|price|type|kind|status) (?:of|for) "
            r"(?:the |a |an |it|its |their |each ).*"
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


_IN_ORDER = re.compile(
    r"^(?:the )?(?:newest|latest|most recent|oldest|most urgent|highest|lowest|cheapest|soonest|"
    r"nearest|biggest|largest|smallest|earliest|overdue)(?: \w+)? (?:first|on top|at the top)$"
)


_HOW_MANY = re.compile(
    r"^(?:no|not) (?:more|less|fewer) than\b|^(?:at (?:most|least)|max(?:imum)?|up to|more than|"
    r"less "
    r"than|fewer than|only|a (?:maximum|minimum) of) (?:of )?(?:\d|one|two|three|four|five|six|ten|"
    r"twelve)"
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


_SMALL = {
    "in",
    "the",
    "a",
    "an",
    "of",
    "for",
    "to",
    "with",
    "and",
    "or",
    "if",
    "when",
    "is",
    "as",
    "on",
    "by",
    "from",
    "not",
    "only",
    "must",
    "can",
    "be",
    "at",
    "per",
    "number",
    "text",
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


_SOMEONE = re.compile(r"^(?:name of the )?(?P<one>[a-z]+(?: [a-z]+)?) (?P<who>who .+)$")
_ANYBODY = {"person", "one", "somebody", "someone", "people", "colleague", "user", "member"}


_RATE = re.compile(
    r"\b(?:price|cost|rate|fee|amount|rent|salary|wage|pay|charge|fare)s? (?:per|for each|for "
    r"every) "
)
_DAY_OF = re.compile(r"(?:date|day|time) (?:it|they|he|she|we|you|i) [a-z]+")
_HOW = re.compile(r"how [a-z]+ (?:it|they|this|that|the [a-z]+) (?:is|are|was|were)$")


def inside(text: str) -> str:
    """What is said of an item goes into brackets: `a code that must be unique, a date` keeps its
    list.
    """
    return _SAID_OF.sub(lambda found: f"({found[0].strip()[2:].ljust(len(found[0]) - 3)}) ", text)


def field_phrase(item: Item, world: World) -> FieldPhrase | None:
    """One item of a list as a field; None where it is no field (a page, a button, a clause)."""
    text = item.text
    if text.startswith("with ") or _IN_ORDER.match(text) or _HOW_MANY.match(text):
        return None
    unique = bool(re.search(r"\bunique\b", f"{text} {item.inner}"))
    optional = bool(re.search(r"\boptional(?:ly)?\b", f"{text} {item.inner}"))
    required = bool(re.search(r"\b(?:required|mandatory|compulsory)\b", f"{text} {item.inner}"))
    if _NOT_FIELDS.search(text) and bare(text) not in world.lexicon.field_kinds:
        return None
    plain, unit = measured(
        _someone(_LEADING.sub("", text), world.lexicon), item.inner, world.lexicon
    )
    name = _renamed(plain)
    name = doer(plain, world.lexicon) or name if name == plain else name
    asked = bool(re.match(r"(?:whether|if) |.* (?:or not|yes/no|yes or no|y/n)$", plain))
    words = name.split()
    if name[:1].isdigit() or name in {"for", "by", "at", "on", "from", "to", "in"}:
        return None
    if re.match(r"number of (?:were|are|is|was|have|do|did|can)\b", name):
        return None
    if not words or len(words) > 6 or _is_clause(name, world):
        return None
    inner = [] if unit else _inner_values(item.inner)
    values = tuple(
        _LEADING.sub("", value)
        for value in inner
        if value not in {"optional", "required", "mandatory"}
    )
    if re.search(r"\b(?:unique|required|mandatory|optional)\b", item.inner):
        values = ()
    kind = "boolean" if asked else _kind_in_brackets(values) or _as_kind(name)
    name = _AS_KIND.sub("", name)
    name = name if _RATE.search(name) else re.sub(r" (?:per|for each|for every) .*$", "", name)
    if (
        kind
        or len(values) < 2
        or any(len(value.split()) > 4 for value in values)
        or item.inner.startswith(("e.g", "i.e", "for example", "such as", "like"))
        or (item.inner.startswith("in ") and "," not in item.inner)
    ):
        values = ()
    low, high = _limits(f"{text} {item.inner}".strip())
    name = _RANGE.sub("", name).strip()
    return FieldPhrase(name, item.span, values, required, optional, kind, unique, low, high, unit)


def _someone(text: str, lexicon: Lexicon) -> str:
    """`person who asked for it` asks who; `employee who has it` is the employee."""
    found = _SOMEONE.match(text)
    if found is None:
        return text
    if found["one"] in _ANYBODY:
        return found["who"]
    return found["one"] if is_people(found["one"], lexicon) else text


def measured(text: str, inner: str, lexicon: Lexicon) -> tuple[str, str]:
    """`weight in kg`, `mileage (km)`: the name, and the unit that counts it; else an empty one."""
    units = lexicon.units
    if inner.removeprefix("in ") in units:
        return text, units[inner.removeprefix("in ")]
    name, found, unit = text.rpartition(" in ")
    return (name, units[unit]) if found and name and unit in units else (text, "")


def _inner_values(inner: str) -> list[str]:
    """What stands in brackets, cut at marks; `positive neutral negative` at its blanks."""
    listed = [part.text for part in split_list(inner, slashes=True)] if inner else []
    words = inner.split()
    if (
        len(listed) == 1
        and 3 <= len(words) <= 6
        and all(word.isalpha() for word in words)
        and not set(words) & _SMALL
    ):
        return words
    return listed


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
        if how == "moment":
            return f"{found['age']} {word}" if found["age"] else f"{word} on"
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
    if _HOW.match(name) or _DAY_OF.match(name):
        return False
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
