"""Every reason for which the gate answers by itself, sorted by who must act.

Each is a page of its own in `templates/serving/<page>.html`, with a status and nothing of the site
that whoever is turned away may not know.
"""

from typing import Any


class TurnedAway(Exception):
    """The gate answers by itself. `context` is what its page may show."""

    status = 404
    page = "not_here"

    def __init__(self, **context: Any) -> None:
        super().__init__(self.page)
        self.context = context


# The person's own turn.


class SignInFirst(TurnedAway):
    """Nobody is known on this host; the portal may know them. `next` is where they wanted to go."""

    status, page = 401, "sign_in"


class NotHere(TurnedAway):
    """There is nothing for this person, whether something is there or not."""


class NotOpen(TurnedAway):
    """A member, whom this site is not open to. They may ask. `reason` says which rule decided."""

    status, page = 403, "not_open"


class BadRequest(TurnedAway):
    """No browser sends this."""

    status, page = 400, "bad_request"


class BadToken(TurnedAway):
    """A token that does not work here, whatever the reason: there is one sentence for all."""

    status, page = 401, "bad_token"


class OnlyReads(TurnedAway):
    """A change by a token that may only read."""

    status, page = 403, "only_reads"


class TooManyRequests(TurnedAway):
    """So many requests of a program, or wrong tokens, that one more is not looked at."""

    status, page = 429, "too_many"


class TooOften(TurnedAway):
    """So much from one address, or to one form, that a minute has to pass."""

    status, page = 429, "too_often"


class TooLarge(TurnedAway):
    """More than a site takes."""

    status, page = 413, "too_large"


class FromElsewhere(TurnedAway):
    """A change that another page asked for."""

    status, page = 403, "from_elsewhere"


class Leaving(TurnedAway):
    """The site sends the person to another host: they are asked. `address` is where."""

    status, page = 200, "leaving"


# The tool's owner must act, or whoever builds it.


class Resting(TurnedAway):
    """The site has no version that is served now."""

    status, page = 503, "resting"


class Crashed(TurnedAway):
    """The site's process broke off, or answered what is no answer."""

    status, page = 502, "crashed"


class Hung(TurnedAway):
    """The site's process did not answer in time and was ended."""

    status, page = 504, "hung"


# Whoever runs the installation must act, or it passes.


class Later(TurnedAway):
    """The decision or the process could not be had: nobody is let in by a fault."""

    status, page = 503, "later"
