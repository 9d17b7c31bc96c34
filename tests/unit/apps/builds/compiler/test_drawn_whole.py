"""The drawn blueprints say everything that the language has: each kind, key and closed word."""

from collections.abc import Iterable, Iterator

from apps.plans.blueprint.flat import FlatShape
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of, kinds_of
from apps.plans.blueprint.whole import Blueprint

from .drawn.sketch import MANY
from .drawn.whole import Said, drawn, raw, said_in

DRAWN, CUT = 200, 24
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
