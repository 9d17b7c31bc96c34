"""Entities: the things of a brief with the fields it names, then the usual ones where it
names few.
"""

import re
from dataclasses import replace

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import entity_data, singular_name
from apps.plans.planners.builtin.compose.names import free, in_sentence, name_of, with_article
from apps.plans.planners.builtin.compose.specs import from_hint, from_phrase
from apps.plans.planners.builtin.compose.values import values_of
from apps.plans.planners.builtin.compose.verdicts import Built, Verdict, field_address
from apps.plans.planners.builtin.grammar.phrases import key_of
from apps.plans.planners.builtin.grammar.things import Thing
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase, HasFields, Related
from apps.plans.planners.builtin.language.words import enumeration
from apps.plans.planners.builtin.lexicon.notation import FieldHint

FEW = 3
_ANYTHING = {"item", "room", "product", "equipment"}
_SOMEBODY = ("contact_person", "contact")
_NAMES = ("text", "reference", "email")


def begin(draft: Draft) -> None:
    """An entity for each thing that has none yet."""
    for thing in draft.things:
        if not draft.has_entity(thing.key):
            draft.data["entities"].append(
                entity_data(draft, thing.key, thing.word) | {"fields": []}
            )


def add_named(draft: Draft, wish: HasFields) -> Verdict:
    """The fields a brief names, in its order and under its words."""
    provides: list[str] = []
    for phrase in wish.fields:
        spec = from_phrase(draft, wish.of, _own_name(draft, wish, phrase))
        known = draft.field(wish.of, spec["id"])
        if (
            known is not None
            and known.get("name", "") != spec.get("name", "")
            and wish.columns is False
            and known["id"] in draft.explicit
        ):
            spec["id"] = free(spec["id"], {field["id"] for field in draft.fields(wish.of)})
        begin(draft)
        if spec["kind"] == "time" and spec["id"] == "time" and not _has_day(draft, wish):
            spec["kind"] = "datetime"
        field = draft.add_field(wish.of, spec)
        draft.explicit.add(f"{wish.of}.{field['id']}")
        if phrase.values and field.get("values"):
            draft.explicit.add(f"{wish.of}.{field['id']}.values")
        provides.append(field_address(wish.of, field["id"]))
    names = enumeration([in_sentence(name_of(phrase.text)) for phrase in wish.fields])
    what = "columns in this order" if wish.columns else "fields"
    return Built(
        provides,
        f"{len(wish.fields)} {what}: {names}" if len(wish.fields) > 1 else f"A field: {names}",
    )


def _has_day(draft: Draft, wish: HasFields) -> bool:
    """Whether a day stands beside the time; alone, the time of something is its day as well."""
    kinds = {from_phrase(draft, wish.of, phrase)["kind"] for phrase in wish.fields}
    return bool(kinds & {"date", "datetime"})


def _own_name(draft: Draft, wish: HasFields, phrase: FieldPhrase) -> FieldPhrase:
    """`articles: article, author`: the row's own word in the list of its fields is its title."""
    thing = draft.thing(wish.of)
    words = {thing.word, thing.noun.name if thing.noun else ""} if thing else set()
    own = key_of(phrase.text) in words and len(wish.fields) > 1
    return replace(phrase, text="title") if own and not phrase.values else phrase


def relate(draft: Draft, wish: Related) -> Verdict:
    """A relation from the child to its parent."""
    known = next(
        (field for field in draft.of_kind(wish.child, "relation") if field["to"] == wish.parent),
        None,
    )
    field = known or draft.add_field(
        wish.child, {"kind": "relation", "id": wish.parent, "to": wish.parent, "required": True}
    )
    child, parent = (
        singular_name(draft.entity(wish.child)),
        singular_name(draft.entity(wish.parent)),
    )
    return Built(
        [field_address(wish.child, field["id"])],
        f"Each {child.lower()} points to its {parent.lower()}",
    )


def complete(draft: Draft, only: set[str] | None = None) -> None:
    """Usual fields of the lexicon where a brief says little; what no row can do without
    everywhere.
    """
    for thing in _chosen(draft, only):
        begin(draft)
        _complete(draft, thing)
        _add_sorts(draft, thing)
    begin(draft)
    for thing in _chosen(draft, only):
        if not draft.fields(thing.key):
            _complete(draft, thing)
        _with_name(draft, thing)


def _add_sorts(draft: Draft, thing: Thing) -> None:
    """`laptops and phones`: one list, and which of them a row is."""
    if thing.sorts:
        field = draft.add_field(thing.key, {"kind": "choice", "id": "category"})
        field |= {
            "kind": "choice",
            "values": values_of(draft, thing.sorts, "choice"),
            "required": True,
        }


def _chosen(draft: Draft, only: set[str] | None) -> list[Thing]:
    return [thing for thing in draft.things if only is None or thing.key in only]


def _complete(draft: Draft, thing: Thing) -> None:
    named = len(draft.fields(thing.key))
    hints = thing.noun.fields if thing.noun and _is_own_noun(thing) else ()
    if named < FEW:
        if hints and not named and not thing.quiet:
            draft.assume(
                f"No field of {with_article(thing.word)} was named: it has the usual ones."
            )
        for hint in _wanted(draft, thing.key, hints, named, quiet=thing.quiet):
            _add_usual(draft, thing, hint)
        if not thing.noun and not thing.quiet and named == 0:
            draft.add_field(thing.key, {"kind": "text", "id": "name", "required": True})
            draft.add_field(thing.key, {"kind": "long_text", "id": "notes"})


def _is_own_noun(thing: Thing) -> bool:
    """Whether the noun is the thing's own: a cake order is an order, a parking space is no room."""
    noun = thing.noun
    return noun is not None and (
        thing.word in {noun.name, *noun.also, *thing.sorts}
        or thing.word.endswith(noun.name)
        or bool(thing.sorts)
    )


def _wanted(
    draft: Draft, key: str, hints: tuple[FieldHint, ...], named: int, *, quiet: bool
) -> list[FieldHint]:
    """All of them for a thing without fields; for a list in the background, and beside named ones,
    the first few and those that the brief speaks of.
    """
    if quiet:
        return [*hints[:1], *(hint for hint in hints[1:] if hint.name in {"email", "phone"})]
    if named == 0:
        return list(hints)
    spoken = {
        hint.name for hint in hints if re.search(rf"\b{re.escape(hint.name)}s?\b", draft.said)
    }
    listed = any(name.startswith(f"{key}.") for name in draft.explicit)
    return [
        hint
        for hint in hints
        if hint.name in spoken or (hint.required and (not listed or hint.unique))
    ][:6]


def _add_usual(draft: Draft, thing: Thing, hint: FieldHint) -> None:
    if draft.field_named(thing.key, hint.name) is not None:
        return
    if hint.name in _ANYTHING and draft.of_kind(thing.key, "relation"):
        return
    spec = from_hint(draft, thing.key, hint)
    begin(draft)
    names = hint.required and thing.noun is not None and hint is thing.noun.fields[0]
    fields = draft.fields(thing.key)
    draft.add_field(thing.key, spec, before=fields[0]["id"] if names and fields else "")


def _with_name(draft: Draft, thing: Thing) -> None:
    """Every entity has something to call a row by."""
    entity = draft.entity(thing.key)
    texts = [
        field
        for field in draft.stored(thing.key)
        if field["kind"] in _NAMES and field["id"] not in _SOMEBODY
    ]
    if texts:
        first = texts[0]
        if not any(field.get("required") for field in draft.stored(thing.key)):
            first["required"] = True
        return
    if entity.get("title"):
        return
    usual = thing.noun.fields[0] if thing.noun and thing.noun.fields else None
    if usual is not None and usual.required and usual.name in {"name", "title"}:
        _add_usual(draft, thing, usual)
        return
    parts = _title_parts(draft, thing.key)
    if (
        thing.noun is None
        and not thing.word.endswith("record")
        and len(draft.fields(thing.key)) < 4
    ):
        held = [field["id"] for field in draft.of_kind(thing.key, "person")]
        if parts and set(parts[:1]) <= set(held):
            fields = draft.fields(thing.key)
            fields.insert(0, {"kind": "text", "id": "name", "required": True})
            return
    if not parts:
        draft.fields(thing.key).insert(0, {"kind": "text", "id": "title", "required": True})
        return
    entity["title"] = parts[0] if len(parts) == 1 else f"text({', '.join(parts)})"
    if not any(field.get("required") for field in draft.stored(thing.key)):
        head = draft.field(thing.key, parts[0])
        if head is not None and not head.get("readonly") and head["kind"] != "boolean":
            head["required"] = True


def _title_parts(draft: Draft, key: str) -> list[str]:
    links = [field["id"] for field in draft.of_kind(key, "relation", "person")]
    dates = [field["id"] for field in draft.of_kind(key, "date", "datetime", "week", "month")]
    return (links[:2] if len(links) > 1 else links + dates)[:2]


def retitle(draft: Draft) -> None:
    """The lexicon's title where its fields are there and no text names a row."""
    for thing in draft.things:
        entity: Data = draft.entity(thing.key)
        if (
            thing.noun
            and thing.noun.title
            and not any(field["kind"] in _NAMES for field in draft.stored(thing.key))
        ):
            ids = [
                part.strip()
                for part in thing.noun.title.removeprefix("text(").removesuffix(")").split(",")
            ]
            if all(draft.field(thing.key, identity) for identity in ids):
                entity["title"] = thing.noun.title
