"""Compares two blueprints by ids, from the whole down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.differences.change import Change
from apps.plans.blueprint.differences.consequences import consequences
from apps.plans.blueprint.differences.fields import kept_otherwise
from apps.plans.blueprint.differences.order import moved
from apps.plans.blueprint.differences.words import called, entry_words, noun, owner_words
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.identity import identity
from apps.plans.blueprint.resolved.names import in_words
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import KeyOf, keys_of
from apps.plans.blueprint.whole import Blueprint
from apps.plans.blueprint.world import World, world_of

NOT_THE_TOOL = frozenset({"requirements", "left_out", "assumptions"})
SAID_BY_KIND = frozenset({"to", "expr"})
KEPT = frozenset({"entities", "fields"})


def difference(old: Blueprint, new: Blueprint) -> list[Change]:
    """All changes of the tool, in the order of the blueprint; requirements and notes are none."""
    look = Look(world_of(new), world_of(old))
    found = look.objects(canonical_data(old), canonical_data(new), Blueprint, Spot())
    return [*found, *consequences(old, new)]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the comparison is: its address, what it is called, and whose rows it speaks of."""

    at: str = ""
    chain: tuple[str, ...] = ()
    entity: str = ""

    def below(self, key: str, entry: Mapping[str, Any], name: str) -> "Spot":
        """One entry further down."""
        words = called(entry, name)
        words = words if key == "entities" else f"the {noun(key)} {words}"
        entity = name if key == "entities" else str(entry.get("entity") or self.entity)
        return Spot(f"{self.at_key(key)}.{name}", (*self.chain, words), entity)

    def at_key(self, key: str) -> str:
        """The address of a key of this thing."""
        return f"{self.at}.{key}" if self.at else key

    @property
    def words(self) -> str:
        """What it is called, with what it belongs to."""
        return owner_words(self.chain) or "the tool"


@dataclass(frozen=True, slots=True)
class Look:
    """A comparison of two blueprints."""

    world: World
    before: World

    def objects(
        self, old: Mapping[str, Any], new: Mapping[str, Any], shape: type[Shape], spot: Spot
    ) -> Iterator[Change]:
        """Two forms of the same thing, key by key."""
        if shape is Field:
            yield from kept_otherwise(old, new, spot.at, _capital(spot.words))
        for key in keys_of(shape).values():
            was, now = (_held(form, key) for form in (old, new))
            if was == now or (not spot.at and key.key in NOT_THE_TOOL):
                continue
            if key.shapes and key.lists:
                yield from self._lists(was or [], now or [], key, spot)
            elif key.shapes:
                below = key.shape_of(now or was)
                if below:
                    yield from self.objects(was or {}, now or {}, below, _key_spot(spot, key))
            elif key.is_text_list:
                yield from self._texts(was or [], now or [], key, spot)
            elif not (shape is Field and _is_said(key, old, new)):
                yield _plain(was, now, key, spot)

    def _lists(self, old: list[Any], new: list[Any], key: KeyOf, spot: Spot) -> Iterator[Change]:
        """Two forms of a list of things: what came, went, changed and moved."""
        was, now = _by_name(old, key), _by_name(new, key)
        for name, entry in was.items():
            if name not in now:
                yield _removed(entry, key, name, spot)
        for name, entry in now.items():
            if name not in was:
                there = spot.below(key.key, entry, name)
                yield Change(there.at, f"Adds {_thing(there, key)}{_owner('to', spot)}.", "adds")
                continue
            below = key.shape_of(entry)
            if below is not None and below is key.shape_of(was[name]):
                there = spot.below(key.key, was[name], name)
                yield from self.objects(was[name], entry, below, there)
            elif entry != was[name]:
                changed = spot.below(key.key, was[name], name)
                yield Change(changed.at, f"Replaces {changed.words}.", "moves")
        for name, after in moved(list(was), list(now)):
            place = f"after {called(now[after], after)}" if after else "to the first place"
            words = spot.below(key.key, now[name], name)
            yield Change(words.at, f"Moves {words.words} {place}.", "moves")

    def _texts(self, old: list[str], new: list[str], key: KeyOf, spot: Spot) -> Iterator[Change]:
        """Two forms of a list of texts."""
        at = spot.at_key(key.key)
        for text in old:
            if text not in new:
                entry = entry_words(key.key, text, spot.entity, self.before)
                words = f"Removes the {noun(key.key)} {entry} from {spot.words}."
                yield Change(f"{at}.{text}", words, "moves")
        for text in new:
            if text not in old:
                entry = entry_words(key.key, text, spot.entity, self.world)
                words = f"Adds the {noun(key.key)} {entry} to {spot.words}."
                yield Change(f"{at}.{text}", words, "adds")
        if set(old) == set(new):
            words = f"{_capital(spot.words)}: the order of {in_words(key.key).lower()} changes."
            yield Change(at, words, "moves")


def _held(form: Mapping[str, Any], key: KeyOf) -> Any:
    """What a form has under a key, its default if it says nothing."""
    default = list(key.default or ()) if key.is_text_list else None
    return form.get(key.key, default)


def _is_said(key: KeyOf, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a change of a field has been told by what happens to its rows."""
    gets_a_rule = key.key in ("required", "unique") and bool(new.get(key.key))
    turned = old["kind"] != new["kind"] or bool(old.get("expr")) != bool(new.get("expr"))
    return gets_a_rule or key.key == "kind" or (turned and key.key in SAID_BY_KIND)


def _by_name(entries: list[Any], key: KeyOf) -> dict[str, Any]:
    return {identity(key.shape_of(e) or Shape, e, i): e for i, e in enumerate(entries)}


def _removed(entry: Mapping[str, Any], key: KeyOf, name: str, spot: Spot) -> Change:
    there = spot.below(key.key, entry, name)
    words = f"Removes {_thing(there, key)}{_owner('from', spot)}"
    if key.key == "values":
        return Change(there.at, f"{words}; its rows get another value.", "moves")
    if key.key in KEPT and not entry.get("expr"):
        return Change(there.at, f"{words}, with all that is kept in it.", "loses")
    return Change(there.at, f"{words}.", "moves")


def _thing(there: Spot, key: KeyOf) -> str:
    return f"the record {there.chain[-1]}" if key.key == "entities" else there.chain[-1]


def _owner(how: str, spot: Spot) -> str:
    return f" {how} {owner_words(spot.chain)}" if spot.chain else ""


def _key_spot(spot: Spot, key: KeyOf) -> Spot:
    return Spot(spot.at_key(key.key), spot.chain, spot.entity)


def _plain(was: object, now: object, key: KeyOf, spot: Spot) -> Change:
    """A text, number or truth value."""
    at, default = spot.at_key(key.key), key.default
    if key.key == "name" and spot.at:
        shown = f"“{now}”" if now else "the words of its id"
        stays = "; every row stays" if at.startswith("entities.") else ""
        return Change(at, f"Renames {spot.words} to {shown}{stays}.", "moves")
    before = _shown(was if was is not None else default)
    after = _shown(now if now is not None else default)
    label = in_words(key.key).lower()
    if key.key == "source":
        return Change(at, f"The source of {spot.words} changes: it is code to be read.", "moves")
    return Change(at, f"{_capital(spot.words)}: {label} changes from {before} to {after}.", "moves")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "other rows"
    return f"“{value}”" if value not in ("", None) else "nothing"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
