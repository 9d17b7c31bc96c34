"""Take a token back."""

from django.db import transaction
from django.utils import timezone

from apps.access.errors import NotAllowed
from apps.access.queries import current_workspace, runs
from apps.accounts.models import User
from apps.audit.actions import record
from apps.data_api.models import ApiToken
from apps.workspaces.queries import membership_of


@transaction.atomic
def revoke_token(*, by: User, token: ApiToken) -> None:
    """It works no more from the next request on. Whoever answers for the site may, whatever the
    switches say. Raises `NotAllowed`.
    """
    membership = membership_of(by, current_workspace())
    if membership is None or not runs(membership, token.site):
        raise NotAllowed(
            f"Only the owner of {token.site.name} and the workspace's admins can do this."
        )
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if revoked:
        told = {"name": token.name, "beginning": token.beginning, "person": str(token.person)}
        record(by=by, verb="revoke_token", of=token.site, detail=told)
