"""Put a template live in a running installation: `python -m … TEMPLATE role=person …`.

The same actions as on the pages. Prints JSON: the tool's slug and host, the number of each person
of the workspace and a cookie of the tool's door for them.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402

from apps.access.actions import give_tool_role, set_access  # noqa: E402
from apps.access.models import Mode  # noqa: E402
from apps.accounts.actions import open_handoff, redeem_handoff  # noqa: E402
from apps.accounts.models import User  # noqa: E402
from apps.pipeline.carry import approved, deployed, plan_from, version_of  # noqa: E402
from apps.workspaces.models import Workspace  # noqa: E402
from apps.workspaces.queries import by_slug, members_of  # noqa: E402


def made_live(workspace: Workspace, template: str, roles: dict[str, str]) -> dict[str, object]:
    """Plan, build, review and deploy; everybody in the workspace may open it."""
    bea, omar = person("bea"), person("omar")
    version = version_of(by=bea, plan=plan_from(by=bea, template=template))
    approved(by=bea, reviewer=omar, version=version)
    site = deployed(by=bea, version=version).site
    set_access(by=bea, site=site, mode=Mode.WORKSPACE)
    for role, who in roles.items():
        for one in who.split(","):
            give_tool_role(by=bea, site=site, role=role, person=person(one))
    host = workspace.site_address(site.slug).split("://")[1]
    people = {one.user.email.split("@")[0]: one.user for one in members_of(workspace)}
    return {
        "slug": site.slug,
        "host": host,
        "people": {name: user.pk for name, user in people.items()},
        "cookies": {name: cookie(user, host) for name, user in people.items()},
    }


def cookie(user: User, host: str) -> str:
    """What somebody's browser holds once they came through the door."""
    code = open_handoff(by=user, host=host, state="test", session_key="test")
    token = redeem_handoff(code=code, state="test", host=host)
    return f"{settings.GATE_COOKIE_NAME}={token}"


def person(name: str) -> User:
    """Somebody of the cast."""
    return User.objects.get(email=f"{name}@acme.example")


if __name__ == "__main__":
    acme = by_slug("acme")
    assert acme is not None
    with acme:
        given = dict(argument.split("=") for argument in sys.argv[2:])
        json.dump(made_live(acme, sys.argv[1], given), sys.stdout)
