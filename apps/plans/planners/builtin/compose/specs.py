"""Fields: from a phrase of a brief, or a hint of the lexicon, to a field of the blueprint."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import field_id, name_of, words_of
from apps.plans.planners.builtin.compose.values import values_of
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase
from apps.plans.planners.builtin.lexicon.kinds import kind_of
from apps.plans.planners.builtin.lexicon.notation import FieldHint

_BY_ITSELF = {
    "requester",
    "requestor",
    "reporter",
    "requested by",
    "submitted by",
    "reported by",
    "submitter",
    "booked by",
    "logged by",
    "entered by",
    "created by",
    "author",
    "recorded by",
    "borrower",
    "raised by",
}


_FILES = ("pdf", "png", "jpg", "jpeg", "docx", "xlsx")


CHOICE_KINDS = {"status", "choice", "choices"}


def from_phrase(draft: Draft, key: str, phrase: FieldPhrase) -> Data:
    """The field that a brief names, under its own words."""
    plain = bare(phrase.text)
    hint = _hint(draft, key, plain)
    kind, to = _kind(draft, key, phrase, plain, hint)
    identity = field_id(phrase.text, draft.entity_words(key))
    spec: Data = {"kind": kind, "id": identity}
    name = name_of(phrase.text)
    if words_of(identity).lower() != name.lower() or name != words_of(identity):
        spec["name"] = name
    if to:
        spec["to"] = to
    usual = bool(hint and hint.required) and not phrase.optional
    required = phrase.required or (usual and not _is_invented(draft, to))
    if required and kind not in {"boolean", "status"}:
        spec["required"] = True
    spec = _completed(draft, spec, plain, hint, phrase.values)
    return _limited(spec, phrase) | _counted_in(draft, spec["kind"], phrase.unit)


def _is_invented(draft: Draft, to: str) -> bool:
    """Whether a relation leads to a list that the brief does not speak of: empty at the start."""
    target = draft.thing(to) if to else None
    return target is not None and target.quiet


def _limited(spec: Data, phrase: FieldPhrase) -> Data:
    """What the brief says of the field besides: unique, from 1 to 5."""
    if phrase.unique and spec["kind"] in {"text", "integer", "email", "reference"}:
        spec["unique"] = True
    if phrase.low and spec["kind"] in {"text", "integer", "rating", "decimal"}:
        spec["kind"] = "rating" if (phrase.low, phrase.high) == ("1", "5") else "integer"
        if spec["kind"] == "integer":
            spec |= {"min": phrase.low, "max": phrase.high}
        else:
            spec.pop("min", None)
    return spec


def from_hint(draft: Draft, key: str, hint: FieldHint) -> Data:
    """A usual field of the lexicon."""
    plain = hint.name
    kind, to = _kind_of_hint(draft, key, hint)
    identity = field_id(plain, set())
    spec: Data = {"kind": kind, "id": identity}
    name = name_of(plain)
    if name != words_of(identity):
        spec["name"] = name
    if to:
        spec["to"] = to
    if hint.required and kind != "boolean" and not _is_invented(draft, to):
        spec["required"] = True
    if hint.unique and kind in {"text", "integer", "email"}:
        spec["unique"] = True
    return _completed(draft, spec, plain, hint, hint.values)


def _hint(draft: Draft, key: str, plain: str) -> FieldHint | None:
    thing = draft.thing(key)
    if thing is None or thing.noun is None:
        return None
    identity = field_id(plain, draft.entity_words(key))
    return next(
        (
            hint
            for hint in thing.noun.fields
            if field_id(hint.name, set()) == identity or hint.name == plain
        ),
        None,
    )


def _kind(
    draft: Draft, key: str, phrase: FieldPhrase, plain: str, hint: FieldHint | None
) -> tuple[str, str]:
    """Kind and target: what stands in brackets, then things of the brief, then the words, then the
    lexicon.
    """
    if phrase.kind:
        return phrase.kind, ""
    if hint is not None and hint.kind and not phrase.values and not phrase.unit:
        return hint.kind, ""
    by_words = kind_of(plain, draft.lexicon)
    if phrase.unit and not phrase.values:
        return _kind_in(draft, by_words, phrase.unit), ""
    if phrase.values:
        return ("status" if by_words == "status" else "choice"), ""
    target = draft.things.exactly(plain)
    if target is not None and target.key != key and not (by_words == "person" and target.quiet):
        return "relation", target.key
    if (
        by_words == "text"
        and plain not in draft.lexicon.field_kinds
        and (is_people(plain, draft.lexicon) or plain in draft.doers)
        and not _outside(draft, plain)
    ):
        return "person", ""
    if by_words == "text" and hint is not None:
        return _kind_of_hint(draft, key, hint)
    if by_words == "text" and (listed := _listed(draft, key, plain)):
        return "relation", listed
    return by_words, ""


def _kind_in(draft: Draft, by_words: str, unit: str) -> str:
    """Money in a currency; hours are a duration; else the number that the words say, or any."""
    if unit in draft.lexicon.fields["currencies"]:
        return "money"
    if unit == "h" and by_words != "integer":
        return "duration"
    return by_words if by_words in {"integer", "decimal"} else "decimal"


def _counted_in(draft: Draft, kind: str, unit: str) -> Data:
    """The unit, or the currency, that a number is shown with."""
    if not unit or kind not in {"integer", "decimal", "money", "duration"}:
        return {}
    if kind == "money":
        return {"currency": unit} if unit in draft.lexicon.fields["currencies"] else {}
    return {} if kind == "duration" and unit == "h" else {"unit": unit}


def _outside(draft: Draft, plain: str) -> bool:
    role = draft.lexicon.roles.get(plain)
    return bool(role and role.outside)


def _listed(draft: Draft, key: str, plain: str) -> str:
    """The entity of a noun that is a list of its own (`supplier`), made where it is missing, if the
    rows of this sort have it so by custom; a brief's own word for anything else is plain text: a
    list that nobody asked for begins empty.
    """
    usual = _hint(draft, key, plain)
    noun = draft.lexicon.nouns.get(plain) or draft.lexicon.noun_words.get(plain)
    if (
        noun is None
        or usual is None
        or not noun.listed
        or plain not in {noun.name, *noun.also}
        or len(draft.things) >= 6
    ):
        return ""
    own = draft.thing(key)
    if own is not None and own.noun is noun:
        return ""
    thing = draft.things.add(plain, quiet=True)
    return thing.key if thing else ""


def _kind_of_hint(draft: Draft, key: str, hint: FieldHint) -> tuple[str, str]:
    if hint.values:
        return "choice", ""
    if hint.kind:
        return hint.kind, ""
    target = draft.things.exactly(hint.to or hint.name)
    if target is not None and target.key != key:
        return "relation", target.key
    if hint.to:
        listed = _listed(draft, key, hint.to)
        return ("relation", listed) if listed else ("text", "")
    return kind_of(hint.name, draft.lexicon), ""


def _completed(
    draft: Draft, spec: Data, plain: str, hint: FieldHint | None, values: tuple[str, ...]
) -> Data:
    """Values, defaults and limits that go with the kind."""
    kind = spec["kind"]
    if kind in CHOICE_KINDS:
        listed = values or _usual_values(draft, plain, hint)
        if listed:
            spec["values"] = values_of(draft, listed, kind)
            _default_choice(spec, listed)
        elif kind != "status":
            spec["kind"] = "text"
    if kind == "reference":
        spec |= {"kind": "text", "required": True, "unique": True}
    if kind == "file":
        spec |= {"types": list(_FILES), "max_mb": 10}
    if kind == "money" or (kind == "integer" and _counts(plain)):
        spec["min"] = "0"
    if kind == "percent":
        spec |= {"min": "0", "max": "100"}
    return _with_default(spec, plain, hint)


def _counts(plain: str) -> bool:
    return any(
        word in plain.split()
        for word in (
            "quantity",
            "qty",
            "stock",
            "number",
            "seats",
            "capacity",
            "headcount",
            "minimum",
            "mileage",
        )
    )


def _with_default(spec: Data, plain: str, hint: FieldHint | None) -> Data:
    default = hint.default if hint and hint.kind in {"", spec["kind"]} else ""
    if spec["kind"] == "person" and (plain in _BY_ITSELF or (hint is not None and hint.readonly)):
        spec |= {"default": "me", "readonly": True}
        spec.pop("required", None)
    elif default in {"today", "now"} and spec["kind"] in {"date", "datetime"}:
        spec["default"] = "now" if spec["kind"] == "datetime" else "today"
    elif default and spec["kind"] in {"integer", "decimal", "money", "percent"}:
        spec["default"] = default
    return spec


def _usual_values(draft: Draft, plain: str, hint: FieldHint | None) -> tuple[str, ...]:
    if hint and hint.values:
        return hint.values
    return tuple(str(value) for value in draft.lexicon.fields["choices"].get(plain, ()))


def _default_choice(spec: Data, listed: tuple[str, ...]) -> None:
    if spec["kind"] == "choice" and "normal" in listed:
        spec["default"] = "normal"
