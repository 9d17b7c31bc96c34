"""Make a workspace: its schema by cloning the template, its host, its first owner."""

from django.conf import settings

from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.actions.add_member import add_member
from apps.workspaces.errors import SlugRefused
from apps.workspaces.hosts import valid_slug
from apps.workspaces.models import Domain, Role, Workspace

TEMPLATE = "template"


def create_workspace(
    *, by: User | None, slug: str, name: str, owner: User, plan: str = "business"
) -> Workspace:
    """The new workspace, ready to use. Raises `SlugRefused`.

    Called from the command line or by whoever runs the installation, outside a transaction: a
    schema is cloned.
    """
    if not valid_slug(slug):
        raise SlugRefused(
            f"The address “{slug}” cannot be used. Take small letters, digits and single dashes, "
            "beginning with a letter."
        )
    if Workspace.objects.filter(slug=slug).exists():
        raise SlugRefused(
            f"There is a workspace with the address “{slug}” already. Choose another."
        )
    ensure_template()
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
