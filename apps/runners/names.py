"""Names and keys that follow from an id alone: databases, schemas, roles, passwords.

Nothing that a person typed is in them. Passwords are derived and stored nowhere.
"""

import hashlib
import hmac
import re

from django.conf import settings

SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
OWNER, RUNTIME = "_owner", "_run"


def database_of(key: int | str) -> str:
    """The name of a workspace's database: prefix and id."""
    return f"{settings.SITEWRIGHT.site_database_prefix}_{int(key)}"


def checked(schema: str) -> str:
    """A schema name that may be used. Raises `ValueError`: it is made of an id, never of a text."""
    if not SCHEMA.match(schema) or schema in {"public", "directory", "information_schema"}:
        raise ValueError(f"{schema!r} cannot be the name of a site's schema.")
    return schema


def role_of(key: int | str, schema: str, part: str) -> str:
    """The name of one of a schema's two roles.

    Roles belong to the whole server, so it has both ids.
    """
    return f"{database_of(key)}_{checked(schema)}{part}"


def derived(purpose: str) -> str:
    """A key for one purpose: 256 bits in hex, from the master key.

    After a rotation there are several, newest first; the oldest goes on here, since passwords that
    are in use cannot all change in one moment.
    """
    master: bytes = settings.SITEWRIGHT.master_key.get_secret_value().split(",")[-1].encode()
    if not master:
        raise ValueError("MASTER_KEY is not set, so no site can have a password.")
    return hmac.new(master, purpose.encode(), hashlib.sha256).hexdigest()


def password_of(role: str) -> str:
    """The password of a site's role."""
    return derived(f"database role {role}")


def visitor_key_of(site: str, kind: str) -> str:
    """The key that visitors of a site are signed with, in hex."""
    return derived(f"visitor {kind} {site}")
