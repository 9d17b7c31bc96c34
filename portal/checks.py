"""Settings that must not serve people: refused by `manage.py check`, and at the start of web,
worker and beat.

Not in charge of whether services answer (that is `doctor`'s), nor of single values (that is
`config.py`'s).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from portal.config import Config

TAG = "sitewright"
KEY_LENGTH = 32
Rule = Callable[[Config], Iterator[tuple[str, str]]]


def demo_only_at_home(config: Config) -> Iterator[tuple[str, str]]:
    """The demo's passwords are printed, so it is for one machine and for trying out."""
    if config.demo and not config.debug:
        yield (
            "sitewright.E001",
            "DEMO is on while DEBUG is off. The demo is for trying out: set DEMO=false.",
        )
    if config.demo and not config.loopback:
        yield (
            "sitewright.E002",
            f"DEMO is on, and {config.portal_host} can be opened from other machines. Set "
            "DEMO=false.",
        )


def debug_only_at_home(config: Config) -> Iterator[tuple[str, str]]:
    """Debug pages show settings and source."""
    if config.debug and not config.loopback:
        yield (
            "sitewright.E003",
            f"DEBUG is on, and {config.portal_host} can be opened from other machines. Set "
            "DEBUG=false.",
        )


def keys_are_there(config: Config) -> Iterator[tuple[str, str]]:
    """Without keys, sign-ins end at each start, and stored secrets cannot be read."""
    for number, name in ((4, "secret_key"), (5, "master_key")):
        value = getattr(config, name).get_secret_value()
        # Of the master key there may be several, with commas between them.
        shortest = min(len(part) for part in value.split(",")) if number == 5 else len(value)
        if shortest < KEY_LENGTH:
            what = "is not set" if not value else "is too short"
            yield (
                f"sitewright.E00{number}",
                f"{name.upper()} {what}. Set it to at least {KEY_LENGTH} random characters, and "
                "keep it.",
            )


def services_are_named(config: Config) -> Iterator[tuple[str, str]]:
    """The supervisor names them on one machine; elsewhere the environment has to."""
    for number, name in ((6, "database_url"), (7, "redis_url")):
        if not getattr(config, name):
            yield (
                f"sitewright.E00{number}",
                f"{name.upper()} is not set, and {config.data_dir}/services.json does not name it "
                "either. "
                "Set it, or start with `make run`.",
            )


def people_come_over_https(config: Config) -> Iterator[tuple[str, str]]:
    """Passwords and sessions do not travel in the open."""
    if config.scheme == "http" and not config.loopback:
        yield (
            "sitewright.E008",
            f"SCHEME is http, and {config.portal_host} can be opened from other machines. "
            "Set SCHEME=https, and let the proxy in front carry the certificate.",
        )


def storage_is_named(config: Config) -> Iterator[tuple[str, str]]:
    """Half a bucket is none."""
    if config.storage == "s3" and not config.s3_bucket:
        yield (
            "sitewright.E009",
            "STORAGE is s3, and S3_BUCKET is not set. Set it to the bucket's name.",
        )


def leases_outlast_work(config: Config) -> Iterator[tuple[str, str]]:
    """A lease that ends before its task has a second worker do the same work."""
    longest: int = settings.CELERY_TASK_TIME_LIMIT
    if config.build_lease_seconds <= longest and not config.debug:
        yield (
            "sitewright.E010",
            f"BUILD_LEASE_SECONDS is {config.build_lease_seconds}, and a task may take {longest} "
            "seconds. Leave it out, or set it to more than that.",
        )


RULES: tuple[Rule, ...] = (
    demo_only_at_home,
    debug_only_at_home,
    keys_are_there,
    services_are_named,
    people_come_over_https,
    storage_is_named,
    leases_outlast_work,
)


def refusals(config: Config) -> list[tuple[str, str]]:
    """What speaks against serving with these settings: stable ids with sentences."""
    return [refusal for rule in RULES for refusal in rule(config)]


@register(TAG, deploy=True)
def check_settings(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`: all of it."""
    return [Error(sentence, id=name) for name, sentence in refusals(settings.SITEWRIGHT)]


@register(TAG)
def check_demo(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """For every command: the demo is never made or served where others can come in."""
    return [Error(sentence, id=name) for name, sentence in demo_only_at_home(settings.SITEWRIGHT)]


def refuse_to_serve() -> None:
    """Raise ImproperlyConfigured, with all sentences at once, if these settings must not serve."""
    found = refusals(settings.SITEWRIGHT)
    if found:
        raise ImproperlyConfigured("\n".join(f"{name}: {sentence}" for name, sentence in found))
