"""Statuses: the values a brief gives, else those it speaks of, else the usual ones of the noun."""

from collections.abc import Iterable, Iterator

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import field_id, name_of, value_id, words_of
from apps.plans.planners.builtin.compose.specs import CHOICE_KINDS
from apps.plans.planners.builtin.compose.values import values_of
from apps.plans.planners.builtin.compose.verdicts import Built, Verdict, field_address
from apps.plans.planners.builtin.grammar.wishes import (
    Acted,
    Counted,
    Filtered,
    HasValues,
    Ordered,
    Shown,
    StatusChanged,
    Wish,
)
from apps.plans.planners.builtin.language.words import enumeration, last_word

_NO_STATES = {
    "overdue",
    "late",
    "expired",
    "expiring",
    "missing",
    "mine",
    "new",
    "active",
    "inactive",
    "available",
    "out",
    "duplicate",
    "held",
}
_GENERIC = ("open", "in progress", "done")
_DECISION = ("pending", "approved", "rejected")


def give_values(draft: Draft, wish: HasValues) -> Verdict:
    """A closed list with the values of the brief, on the field it names or a new one."""
    field = draft.field_named(wish.of, wish.field)
    if field is not None and f"{wish.of}.{field['id']}.values" in draft.explicit:
        return _more_values(draft, wish, field)
    if field is None or field["kind"] not in CHOICE_KINDS | {"text", "long_text", "boolean"}:
        field = draft.add_field(
            wish.of,
            {"kind": _kind(wish.field), "id": field_id(wish.field, draft.entity_words(wish.of))},
        )
    kind = "status" if _kind(wish.field) == "status" else "choice"
    default = field.get("default")
    for key in ("default", "unique", "min", "max", "types", "max_mb"):
        field.pop(key, None)
    field |= {"kind": kind, "values": values_of(draft, wish.values, kind)}
    if kind == "choice" and default in {value["id"] for value in field["values"]}:
        field["default"] = default
    draft.explicit.add(f"{wish.of}.{field['id']}.values")
    name = field.get("name") or words_of(field["id"])
    return Built([field_address(wish.of, field["id"])], _one_of(name, wish.values))


def _one_of(name: str, listed: tuple[str, ...]) -> str:
    """`Status is one of open or done`; `How bad it is: one of …` where the name is a clause."""
    is_ = ":" if name.startswith("How ") else " is"
    return f"{name}{is_} one of {enumeration(list(listed), 'or')}"


def _more_values(draft: Draft, wish: HasValues, field: Data) -> Verdict:
    """What a second sentence says of a list that has its values: those it lacks are added, but no
    second beginning.
    """
    known = [value for value in wish.values if value_for(draft, field, value) is not None]
    for value in wish.values if known else ():
        if value not in known and not (value == "open" and wish.values[0] == "open"):
            _append(draft, field, value)
    said = tuple(value_name(value).lower() for value in field["values"])
    missed = enumeration([value for value in wish.values if not known])
    partly = f"{is_named(field)} has its values already: not {missed}." if missed else ""
    return Built([field_address(wish.of, field["id"])], _one_of(is_named(field), said), partly)


def _kind(phrase: str) -> str:
    return "status" if last_word(phrase) in {"status", "stage", "phase", "state"} else "choice"


def settle(draft: Draft, wishes: Iterable[Wish], *, usual: bool = True) -> None:
    """Every entity that moves along gets a status with values; a decision beside another status its
    own. Without `usual` only those that a wish speaks of.
    """
    said = list(wishes)
    for entity in draft.data["entities"]:
        key = entity["id"]
        spoken = list(dict.fromkeys(_spoken(draft, key, said)))
        moves = [
            wish
            for wish in said
            if isinstance(wish, Acted)
            and wish.of == key
            and not (wish.own or wish.negated or _only_dated(draft, wish))
        ]
        field = draft.status(key)
        if field is None and not (
            spoken or moves or _asked(said, key) or (usual and _usual(draft, key))
        ):
            continue
        if field is None:
            field = _add_status(draft, key)
        progress = _before_deciding(draft, moves)
        if not field.get("values"):
            listed = _values(draft, key, spoken, progress or moves)
            field["values"] = values_of(draft, listed, "status")
        _add_missing(
            draft, key, field, moves, apart=bool(spoken or progress or _has_usual(draft, key))
        )


def _before_deciding(draft: Draft, moves: list[Acted]) -> list[Acted]:
    """Steps of the work that a brief tells before somebody decides: the decision is one beside
    them. What follows a decision (`… approves, finance marks it as paid`) goes on from it.
    """
    decides = [_decides(draft, wish) for wish in moves]
    first = min((w.span.start for w, yes in zip(moves, decides, strict=True) if yes), default=0)
    steps = [wish for wish, yes in zip(moves, decides, strict=True) if not yes]
    before = any(wish.span.start < first for wish in steps if _works(wish))
    return steps if before else []


def _has_usual(draft: Draft, key: str) -> bool:
    thing = draft.thing(key)
    return bool(thing and thing.noun and thing.noun.status)


def _works(wish: Acted) -> bool:
    """Whether a step is work on the row rather than taking it back."""
    return wish.verb not in {"submit", "cancel", "withdraw", "send"} and bool(wish.who)


def _only_dated(draft: Draft, wish: Acted) -> bool:
    """Whether a button writes a date down rather than a state."""
    named = wish.value and not is_state(draft, wish.value)
    return bool(named) and moment_of(draft, wish.of, wish.value) is not None


def _usual(draft: Draft, key: str) -> bool:
    """A thing for which the brief names no field comes with its usual status."""
    thing = draft.thing(key)
    named = any(entry.startswith(f"{key}.") for entry in draft.explicit)
    return bool(thing and thing.noun and thing.noun.status and not thing.quiet and not named)


def _asked(said: list[Wish], key: str) -> bool:
    for wish in said:
        if isinstance(wish, StatusChanged) and wish.of == key:
            return True
        if (
            isinstance(wish, (Filtered, Ordered))
            and wish.of == key
            and any("status" in name or "stage" in name for name in wish.fields)
        ):
            return True
    return False


def _add_status(draft: Draft, key: str) -> Data:
    return draft.add_field(key, {"kind": "status", "id": "status"})


def _spoken(draft: Draft, key: str, said: list[Wish]) -> Iterator[str]:
    """States that lists and counts speak of: `unmatched invoices`, `counts of matched and
    flagged`.
    """
    own = {word for name in draft.entity_words(key) for word in name.split()}
    for wish in said:
        if isinstance(wish, Counted) and wish.of == key:
            for group in wish.groups:
                text = " ".join(
                    word
                    for word in group.split()
                    if word not in own
                    and word.rstrip("s") not in own
                    and word not in {"the", "all", "are", "is", "each", "a"}
                )
                if is_state(draft, text) or (
                    text
                    and len(wish.groups) > 2
                    and _mostly_states(draft, wish.groups)
                    and len(text.split()) <= 2
                    and draft.field_named(key, text) is None
                ):
                    yield text
        if isinstance(wish, Shown) and wish.of == key:
            yield from (
                word
                for word in wish.words
                if is_state(draft, word) and draft.field_named(key, word) is None
            )


def _mostly_states(draft: Draft, groups: tuple[str, ...]) -> bool:
    return sum(any(is_state(draft, word) for word in group.split()) for group in groups) * 2 >= len(
        groups
    )


def is_state(draft: Draft, text: str) -> bool:
    """Whether a word is a state by the lexicon: a value, a participle of a moving verb, or `un…` of
    one.
    """
    if not text or text in _NO_STATES:
        return False
    lexicon = draft.lexicon
    return any(
        word in lexicon.states or word in lexicon.participles
        for word in (
            text,
            text.removeprefix("un"),
            text.removeprefix("not yet "),
            text.removeprefix("not "),
        )
    )


def _values(draft: Draft, key: str, spoken: list[str], moves: list[Acted]) -> tuple[str, ...]:
    thing = draft.thing(key)
    usual = thing.noun.status if thing and thing.noun else ()
    strong = [
        word
        for word in spoken
        if word not in draft.lexicon.likeness["open"] + draft.lexicon.likeness["ended"]
    ]
    if usual and all(word in usual for word in strong):
        return usual
    if strong:
        return _assembled(draft, strong, usual)
    brought = [word for word in (_brings(draft, wish) for wish in moves) if word]
    if any(_decides(draft, wish) for wish in moves):
        return (_DECISION[0], *dict.fromkeys((*(brought or _DECISION[1:]), *_no(draft, brought))))
    return ("open", *dict.fromkeys(brought)) if brought else _GENERIC


def _no(draft: Draft, brought: list[str]) -> tuple[str, ...]:
    """What a decision may end with besides: a no, unless the brief has its own word for it."""
    alike = next(group for group in draft.lexicon.likeness["values"] if "rejected" in group)
    return () if set(brought) & set(alike) else ("rejected",)


def _assembled(draft: Draft, strong: list[str], usual: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the brief with a start in front."""
    negative = [
        word
        for word in strong
        if word.startswith("un") and draft.lexicon.states.get(word.removeprefix("un"))
    ]
    if negative:
        ordered = [*negative, *(word.removeprefix("un") for word in negative), *strong]
    elif any((state := draft.lexicon.states.get(word)) and state.start for word in strong):
        ordered = sorted(strong, key=lambda word: not _starts(draft, word))
    else:
        ordered = [usual[0] if usual else "open", *strong]
    return tuple(dict.fromkeys(ordered))


def _starts(draft: Draft, word: str) -> bool:
    state = draft.lexicon.states.get(word)
    return bool(state and state.start)


def _brings(draft: Draft, wish: Acted) -> str:
    return wish.value or (
        draft.lexicon.verbs[wish.verb].to if wish.verb in draft.lexicon.verbs else ""
    )


def _add_missing(draft: Draft, key: str, field: Data, moves: list[Acted], *, apart: bool) -> None:
    """Values that verbs bring and the list lacks: a decision becomes a status of its own, the rest
    is added.
    """
    explicit = f"{key}.{field['id']}.values" in draft.explicit or apart
    for wish in moves:
        target = _brings(draft, wish)
        if not target or value_for(draft, field, target) is not None:
            continue
        verb = draft.lexicon.verbs.get(wish.verb)
        if verb is not None and verb.decides and explicit:
            brought = [_brings(draft, other) for other in moves if _decides(draft, other)]
            listed = (_DECISION[0], *brought, *_no(draft, brought))
            draft.add_field(
                key,
                {"kind": "status", "id": "decision", "values": values_of(draft, listed, "status")},
            )
        elif (
            draft.field(key, "decision") is None
            or value_for(draft, draft.field(key, "decision") or {}, target) is None
        ):
            _append(draft, field, target)


def _decides(draft: Draft, wish: Acted) -> bool:
    return bool(wish.verb) and draft.lexicon.verbs[wish.verb].decides


def _append(draft: Draft, field: Data, text: str) -> None:
    listed = tuple(
        str(value.get("name") or words_of(value["id"])).lower() for value in field["values"]
    )
    if text not in listed:
        fresh = values_of(draft, (*listed, text), "status")
        if len(fresh) > len(field["values"]):
            _insert(field["values"], fresh[-1])


def _insert(values: list[Data], fresh: Data) -> None:
    """A step goes before the ends, an end after everything."""
    ends = [place for place, value in enumerate(values) if value.get("closed")]
    values.insert(len(values) if fresh.get("closed") or not ends else ends[0], fresh)


def value_for(draft: Draft, field: Data, word: str) -> Data | None:
    """The value that a word means: itself, or one that stands for it (`accepted` for
    `approved`).
    """
    values: list[Data] = field.get("values", [])
    identity = value_id(word)
    for value in values:
        if value["id"] == identity or str(value.get("name", "")).lower() == word:
            return value
    for group in draft.lexicon.likeness["values"]:
        if word in group:
            for value in values:
                if (
                    value["id"].replace("_", " ") in group
                    or str(value.get("name", "")).lower() in group
                ):
                    return value
    return None


def status_with(draft: Draft, key: str, word: str) -> tuple[Data, Data] | None:
    """The status field of an entity that has a value for the word, and that value."""
    for field in reversed(draft.of_kind(key, "status")):
        value = value_for(draft, field, word)
        if value is not None:
            return field, value
    return None


def moment_of(draft: Draft, key: str, word: str) -> Data | None:
    """The date that says when something was done: `watered` -> `last watered`."""
    names = (f"{word}_on", f"{word}_at", f"last_{word}")
    return next(
        (
            field
            for field in draft.of_kind(key, "date", "datetime")
            if field["id"] in names and not field.get("expr")
        ),
        None,
    )


def is_named(field: Data) -> str:
    """A field as people read it."""
    return str(field.get("name") or words_of(field["id"]))


def value_name(value: Data) -> str:
    """A value as people read it."""
    return str(value.get("name") or name_of(value["id"].replace("_", " ")))


def fill_empty(draft: Draft) -> None:
    """A status of which nothing was said has the three steps that every work has."""
    for entity in draft.data["entities"]:
        for field in entity["fields"]:
            if field["kind"] == "status" and not field.get("values"):
                field["values"] = values_of(draft, _GENERIC, "status")
