"""Run a version on a throw-away address, with its sample rows."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.access.capabilities import Capability
from apps.access.queries import current_workspace, may, may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.deployments.errors import DeployFailed
from apps.deployments.models import Preview
from apps.runners import client, configs, databases
from apps.versions.models import Version
from apps.versions.trees import folder_of

LIFE = timedelta(hours=2)


def open_preview(*, by: User, version: Version, persona: str = "admin") -> Preview:
    """The person's preview of this version, seen as `persona`. The one already open is used again,
    with its rows.

    For whoever may change the site or review versions. Raises `NotAllowed`, `DeployFailed`.
    """
    (may_change(by, version.site) or may(by, Capability.REVIEW)).demand()
    preview = Preview.objects.filter(
        version=version, opened_by=by, expires_at__gt=timezone.now()
    ).first()
    if preview is None:
        return _fill(by, version, persona)
    preview.persona = persona
    preview.save(update_fields=["persona"])
    return preview


def _fill(by: User, version: Version, persona: str) -> Preview:
    workspace, label = current_workspace(), f"pv-{secrets.token_hex(10)}"
    schema, folder = label.replace("-", "_"), folder_of(version)
    databases.ensure_workspace_database(workspace.pk)
    access = databases.provision_schema(workspace.pk, schema)
    config = configs.preview(
        workspace=workspace,
        version=version,
        label=label,
        folder=folder,
        database=access.owner,
    )
    try:
        for kind, payload in (
            ("migrate", {}),
            ("load_samples", {"samples": version.blueprint.get("samples", [])}),
        ):
            result = client.run_job(kind, config, payload, timeout=60)
            if not result.ok:
                raise DeployFailed(f"The preview could not be filled. {result.error}")
    except (DeployFailed, client.RunnerUnavailable):
        databases.drop_schema(workspace.pk, schema)
        raise
    with transaction.atomic():
        preview = Preview.objects.create(
            label=label,
            version=version,
            opened_by=by,
            schema=schema,
            persona=persona,
            expires_at=timezone.now() + LIFE,
        )
        record(by=by, verb="open_preview", of=version, detail={"persona": persona})
    return preview
