"""The drawn blueprints say everything that the language has: each kind, key and closed word; the
drawn edits, each kind, way and list.
"""

from collections.abc import Iterable, Iterator
from typing import get_args

from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits.adding import LISTS
from apps.plans.blueprint.edits.converting import WAYS
from apps.plans.blueprint.edits.kinds import AnyEdit
from apps.plans.blueprint.fields import FILES
from apps.plans.blueprint.flat import FlatShape
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of, kinds_of
from apps.plans.blueprint.whole import Blueprint

from .drawn.chance import Chance
from .drawn.edited import MAKERS, after_edit, drawn_edit
from .drawn.fields import KINDS
from .drawn.sketch import MANY
from .drawn.whole import Said, blueprint, drawn, raw, said_in

DRAWN, CUT, EDITED = 200, 24, 6
NEVER_GOES: set[Said] = {
    ("Notify", "notify", "columns"),
    *(
        ("Field", kind, key)
        for kind in ("file", "image", "reference")
        for key in ("default", "expr")
    ),
    *(("Field", kind, "unique") for kind in ("file", "image", *MANY)),
}
"""What the shapes allow and the checker refuses, whatever stands there."""


def shapes(
    shape: type[Shape] = Blueprint, known: set[type[Shape]] | None = None
) -> set[type[Shape]]:
    """The shapes of the language."""
    known = {shape} if known is None else known | {shape}
    for key in keys_of(shape).values():
        for below in key.shapes:
            known |= known if below in known else shapes(below, known)
    return known


def language() -> Iterator[Said]:
    """All that can be said: each key of each kind it goes with, each word of a closed list."""
    for shape in shapes():
        for kind in kinds_of(shape) or ("",):
            for key in keys_of(shape).values():
                goes = getattr(shape, "goes_with", {}).get(key.key)
                if key.key == "kind" or (
                    issubclass(shape, FlatShape) and goes and kind not in goes
                ):
                    continue
                yield shape.__name__, kind, key.key
                for word in key.allowed:
                    if word != key.default:
                        yield shape.__name__, "", f"{key.key}={word}"


def test_everything_that_the_language_has_is_drawn() -> None:
    said = {one for seed in range(DRAWN) for one in said_in(raw(seed))}

    assert sorted(set(language()) - said - NEVER_GOES) == []


def apart(said: Iterable[Said]) -> set[Said]:
    """Kinds by themselves, and keys whatever their kind."""
    several = list(said)
    kinds = {(shape, kind, "") for shape, kind, _ in several}
    return kinds | {(shape, "", key) for shape, _, key in several if "=" not in key}


def test_what_is_drawn_and_never_kept_is_what_is_not_built_yet() -> None:
    drawn_so, kept, unbuilt = set[Said](), set[Said](), set[Said]()
    for seed in range(CUT):
        found = drawn(seed)
        drawn_so |= apart(said_in(raw(seed)))
        kept |= apart(said_in(found.data))
        unbuilt |= apart(found.unbuilt)

    assert sorted(drawn_so - kept - unbuilt) == []


def holds(kind: str, seed: int) -> bool:
    """Whether a drawn edit of a kind holds, in a tool that can be built."""
    before = blueprint(seed)
    edit = drawn_edit(Chance(f"{kind} {seed}"), kind, canonical_data(before))
    return bool(edit) and after_edit(before, edit, [before]) is not None


def test_every_kind_of_edit_is_drawn_and_holds() -> None:
    kinds = [get_args(one.model_fields["kind"].annotation)[0] for one in get_args(AnyEdit)]

    assert [k for k in kinds if not any(holds(k, seed) for seed in range(EDITED))] == []
    assert set(kinds) == set(MAKERS)


def test_every_list_loses_something_and_every_kind_of_field_becomes_what_it_can() -> None:
    ways, lists = set[tuple[str, str]](), set[str]()
    for seed in range(DRAWN):
        data = raw(seed)
        kinds = {f"{e['id']}.{f['id']}": f["kind"] for e in data["entities"] for f in e["fields"]}
        for number in range(6):
            edit = drawn_edit(Chance(f"{seed} {number}"), "convert", data)
            _, entity, _, called = edit["at"].split(".") if edit else [""] * 4
            ways |= {(kinds[f"{entity}.{called}"], edit["item"]["kind"])} if edit else set()
        lists.add(drawn_edit(Chance(seed), "remove", data)["at"].split(".")[-2])

    assert {(k, to) for k in {*KINDS} - FILES for to in WAYS.get(k, {"text"})} - ways == set()
    assert set(LISTS.values()) - lists == {"requirements", "left_out"}
