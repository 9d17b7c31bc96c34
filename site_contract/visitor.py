"""Who is looking, as the gate says it to one site: signed, for that site only, for one minute.

The socket alone proves that the gate speaks. The signature also binds the visitor to the site, the
request and the moment, so that a frame that strays (a bug, a replay) is refused and not served.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from site_contract.plain import BadShape, from_plain, to_plain

LIFE = 60.0
EARLY = 5.0


class BadVisitor(Exception):
    """The text does not prove a visitor of this site now. Nobody is let in by it."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person in front of a site.

    `roles` are ids that the tool declares, and `admin`; `groups` are names. `reads_only` is said of
    a program with a token that may only read. `is_outsider` is somebody who is nobody: without a
    number, a name or a role, let in only to the form pages whose ids are in `pages`.
    """

    id: int
    name: str
    email: str
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    reads_only: bool = False
    is_outsider: bool = False
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Signed:
    visitor: Visitor
    site: str
    request_id: str
    at: float


def sign(visitor: Visitor, *, key: bytes, site: str, request_id: str, now: float) -> str:
    """The visitor as text for `site` (such as "acme/requests"), good from `now` (seconds since
    1970) for a minute.
    """
    body = json.dumps(
        to_plain(_Signed(visitor, site, request_id, now)), separators=(",", ":")
    ).encode()
    return f"{base64.urlsafe_b64encode(body).decode()}.{_mark(body, key)}"


def read(text: str, *, key: bytes, site: str, now: float, request_id: str | None = None) -> Visitor:
    """The visitor that `text` proves.

    Raises `BadVisitor` for another key, site, request or time, and for any change.
    """
    encoded, _, mark = text.partition(".")
    try:
        body = base64.urlsafe_b64decode(encoded.encode("ascii"))
    except ValueError as error:
        raise BadVisitor("This is not a signed visitor.") from error
    if not hmac.compare_digest(_mark(body, key).encode(), mark.encode()):
        raise BadVisitor("The signature is not the gate's.")
    try:
        signed = from_plain(_Signed, json.loads(body))
    except (ValueError, BadShape) as error:
        raise BadVisitor("The signed text is not a visitor.") from error
    if signed.site != site or request_id not in {None, signed.request_id}:
        raise BadVisitor("The visitor was signed for another site or request.")
    if not signed.at - EARLY <= now <= signed.at + LIFE:
        raise BadVisitor("The visitor was signed for another minute.")
    return signed.visitor


def _mark(body: bytes, key: bytes) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()
