"""Fill in, replace or take away a value or secret."""

import re

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.queries import may_manage
from apps.accounts.models import User
from apps.audit.actions import record
from apps.environment.cipher import encrypt
from apps.environment.errors import ValueRefused
from apps.environment.models import Value
from apps.environment.signals import values_changed
from apps.sites.models import Site

NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}\Z")


@transaction.atomic
def set_value(*, by: User, site: Site, key: str, kind: str, text: str) -> Value:
    """The entry as it stands. A secret goes in and never comes out again. Raises `NotAllowed`,
    `ValueRefused`.
    """
    may_manage(by, site, Capability.MANAGE_SECRETS).demand()
    if not NAME.match(key):
        raise ValueRefused(
            f"“{key}” is no name for a value. Take capitals, digits and underscores, "
            "such as CHAT_WEBHOOK_URL."
        )
    if not text.strip():
        raise ValueRefused(f"Type what {key} should be.")
    secret = kind == Value.Kind.SECRET
    held = {
        "kind": Value.Kind(kind),
        "text": "" if secret else text,
        "ciphertext": encrypt(text) if secret else b"",
    }
    value, _ = Value.objects.update_or_create(
        site=site, key=key, defaults=held | {"changed_by": by}
    )
    record(by=by, verb="set_value", of=site, detail={"key": key, "kind": kind})
    transaction.on_commit(lambda: values_changed.send(sender=Value, site=site))
    return value


@transaction.atomic
def remove_value(*, by: User, site: Site, key: str) -> None:
    """Take an entry away. Raises `NotAllowed`."""
    may_manage(by, site, Capability.MANAGE_SECRETS).demand()
    Value.objects.filter(site=site, key=key).delete()
    record(by=by, verb="remove_value", of=site, detail={"key": key})
    transaction.on_commit(lambda: values_changed.send(sender=Value, site=site))
