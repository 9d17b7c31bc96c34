"""What a site has been given."""

from collections.abc import Iterable

from django.db.models import QuerySet

from apps.environment.cipher import decrypt
from apps.environment.models import Value
from apps.sites.models import Site


def entries(site: Site) -> QuerySet[Value]:
    """The entries of a site, without what is secret."""
    return site.environment.select_related("changed_by").defer("ciphertext")


def missing(site: Site, names: Iterable[str], addresses: Iterable[str] = ()) -> list[str]:
    """Which of these names nobody has filled in; those of `addresses` as `secret_of` asks."""
    wanted = set(names)
    of_the_portal = wanted & set(addresses)
    plain = site.environment.filter(key__in=wanted - of_the_portal)
    held = {*plain.values_list("key", flat=True)}
    held |= {*_secrets(site).filter(key__in=of_the_portal).values_list("key", flat=True)}
    return sorted(wanted - held)


def secret_of(site: Site, key: str) -> str | None:
    """A secret that the portal itself uses for a site, such as where its messages go; None where
    nobody has filled it in.
    """
    found = _secrets(site).filter(key=key).first()
    return decrypt(found.ciphertext) if found is not None else None


def _secrets(site: Site) -> QuerySet[Value]:
    return site.environment.filter(kind=Value.Kind.SECRET)


def values_for_process(site: Site, names: Iterable[str]) -> dict[str, str]:
    """The declared names with their values, for the start of this site's process and nowhere
    else.
    """
    found = site.environment.filter(key__in=list(names))
    return {
        value.key: decrypt(value.ciphertext) if value.kind == Value.Kind.SECRET else value.text
        for value in found
    }
