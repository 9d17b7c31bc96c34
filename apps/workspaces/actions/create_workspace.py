"""Make a workspace: its schema by cloning the template, its host, its first owner."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django_tenants.utils import schema_exists

from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.actions.add_member import add_member
from apps.workspaces.errors import SlugRefused
from apps.workspaces.hosts import WORKSPACE_MOST, valid_slug
from apps.workspaces.models import Domain, Role, Workspace

TEMPLATE = "template"
TAKEN = "There is, or was, a workspace with the address “{slug}” already. Choose another."


def create_workspace(
    *, by: User | None, slug: str, name: str, owner: User, plan: str = "business"
) -> Workspace:
    """The new workspace, ready to use. Raises `SlugRefused`.

    Called from the command line by whoever runs the installation. All of it is made, or nothing.
    """
    if not valid_slug(slug, most=WORKSPACE_MOST):
        raise SlugRefused(
            f"The address “{slug}” cannot be used. Take at most {WORKSPACE_MOST} small letters, "
            "digits and single dashes, beginning with a letter."
        )
    # A schema without its workspace holds somebody's rows still; nobody inherits them.
    if Workspace.objects.filter(slug=slug).exists() or schema_exists(schema_for(slug)):
        raise SlugRefused(TAKEN.format(slug=slug))
    ensure_template()
    try:
        return _made(by, slug, name, owner, plan)
    except IntegrityError as taken:
        raise SlugRefused(TAKEN.format(slug=slug)) from taken


@transaction.atomic
def _made(by: User | None, slug: str, name: str, owner: User, plan: str) -> Workspace:
    workspace = Workspace(schema_name=schema_for(slug), slug=slug, name=name, plan=plan)
    workspace.save(verbosity=0)
    Domain.objects.create(tenant=workspace, domain=workspace.host, is_primary=True)
    with workspace:
        record(by=by, verb="create_workspace", of=workspace, detail={"plan": plan})
        add_member(by=by, workspace=workspace, user=owner, role=Role.OWNER)
    return workspace


def ensure_template() -> None:
    """Make the empty workspace that new ones are cloned from, once. Without host and people."""
    if not Workspace.objects.filter(slug=TEMPLATE).exists():
        schema = settings.TENANT_BASE_SCHEMA
        Workspace(schema_name=schema, slug=TEMPLATE, name="Template").save(verbosity=0)


def schema_for(slug: str) -> str:
    """The name of a workspace's schema."""
    return "ws_" + slug.replace("-", "_")
