"""What can go wrong for a person, sorted by who must act.

Each error carries a sentence for the page and a stable `id` for programs; `status` is the HTTP code
that a page or the API answers with. Mistakes in declarations are not here: they are system checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ON_TOP = ""
"""The key in `Invalid.errors` for what concerns the row as a whole."""


class KitError(Exception):
    """What every error below is. `sentence` may be shown as it is."""

    id = "error"
    status = 500

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NobodyActs(KitError):
    """A program's mistake: rows were asked for while nobody acts."""

    id = "nobody_acts"


class Invalid(KitError):
    """You, here: what was typed does not hold. `errors` is field -> sentences, `""` = on top."""

    id = "invalid"
    status = 422

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors: dict[str, list[str]] = {name: list(said) for name, said in errors.items()}
        super().__init__(" ".join(said for several in self.errors.values() for said in several))


class Raced(Invalid):
    """The same, found by the database: somebody else was a moment earlier."""

    id = "raced"
    status = 409


class Refused(KitError):
    """Somebody with the right: this person may not. The sentence says who may."""

    id = "refused"
    status = 403


class OnlyReads(Refused):
    """The program's author: its token may not do this."""

    id = "only_reads"

    def __init__(self) -> None:
        super().__init__("This token may only read.")


class NotSignedIn(Refused):
    """You, at the door: nobody is signed in."""

    id = "not_signed_in"
    status = 401


class NotThere(KitError):
    """There is no such row, or this person may not know of it: the two read alike."""

    id = "not_there"
    status = 404


class Locked(KitError):
    """Look again: a rule keeps the row as it is."""

    id = "locked"
    status = 409


class Stale(KitError):
    """Look again: the row has moved since this person saw it."""

    id = "stale"
    status = 409


class Unavailable(KitError):
    """Later: nothing is wrong with what was asked."""

    id = "unavailable"
    status = 503


class Broken(KitError):
    """The tool's owner: code of the tool's own stopped, and nothing of it was kept."""

    id = "broken"
