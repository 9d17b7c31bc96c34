"""Freeze a build."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site
from apps.versions import blobs
from apps.versions.digest import digest_of
from apps.versions.models import Version
from apps.versions.queries import authors_since_live
from apps.versions.signals import version_saved


@transaction.atomic
def save_version(
    *,
    by: User,
    site: Site,
    files: dict[str, str],
    blueprint: dict[str, Any],
    asked: str,
    changes: list[dict[str, str]],
    migration: dict[str, Any],
    checks: list[dict[str, Any]],
    receipt: dict[str, Any],
) -> Version:
    """The next version of a site, on top of its newest. Called by a build, whose right was checked
    when it was asked for.

    `files` are texts by path; `migration` holds `operations`, `statements` (SQL in order) and
    `risk`.
    """
    site = Site.objects.select_for_update().get(pk=site.pk)
    base = Version.objects.filter(site=site).order_by("-number").first()
    manifest = {path: blobs.keep(text.encode()) for path, text in sorted(files.items())}
    env_names = [need["key"] for need in blueprint.get("settings_needed", [])]
    egress_hosts = hosts_in(blueprint)
    version = Version.objects.create(
        site=site,
        number=(site.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        base=base,
        digest=digest_of(
            manifest=manifest,
            statements=migration.get("statements", []),
            blueprint=blueprint,
            env_names=env_names,
            egress_hosts=egress_hosts,
        ),
        manifest=manifest,
        blueprint=blueprint,
        asked=asked,
        changes=changes,
        migration=migration,
        checks=checks,
        receipt=receipt,
        env_names=env_names,
        egress_hosts=egress_hosts,
        authors=sorted({by.pk, *authors_since_live(site)}),
        created_by=by,
    )
    record(by=by, verb="save_version", of=version, detail={"digest": version.digest})
    version_saved.send(sender=Version, version=version)
    return version


def hosts_in(blueprint: dict[str, Any]) -> list[str]:
    """The hosts that automations would speak to."""
    steps = [
        step for automation in blueprint.get("automations", []) for step in automation.get("do", [])
    ]
    return sorted({step["host"] for step in steps if step.get("kind") == "webhook"})
