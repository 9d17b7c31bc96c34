"""Things that tests start from, made by the same actions that people use."""

from typing import Any

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.plans.models import Plan
from apps.prompts.actions import ask
from apps.sites.actions import create_site, name_site
from apps.sites.models import Site
from apps.versions.actions import save_version
from apps.versions.models import Version

BLUEPRINT: dict[str, Any] = {
    "name": "Office keys",
    "entities": [{"id": "key", "fields": [{"kind": "text", "id": "label", "required": True}]}],
}


def a_site(by: User, name: str = "Office keys") -> Site:
    """A draft with its address."""
    return name_site(by=by, site=create_site(by=by, name=name), name=name)


def a_version(by: User, site: Site, **given: Any) -> Version:
    """A version of two small files; `given` replaces what a build would give."""
    assert may_change(by, site)
    values: dict[str, Any] = {
        "files": {"app/__init__.py": "", "app/models.py": f'"""Keys, version by {by}."""\n'},
        "blueprint": BLUEPRINT,
        "asked": "Who has which key?",
        "changes": [],
        "migration": {
            "operations": [],
            "statements": ["CREATE TABLE key ()"],
            "names": ["0001_initial"],
        },
        "checks": [{"id": "check", "title": "It starts", "ok": True, "detail": "", "seconds": 0.1}],
        "receipt": {},
    }
    return save_version(by=by, site=site, **(values | given))


def a_ready_plan(
    by: User, site: Site | None = None, blueprint: dict[str, Any] | None = None
) -> Plan:
    """A plan as a planner would leave it."""
    message = ask(by=by, text="Who has which key?", site=site)
    plan = Plan.objects.filter(message=message).first() or _plan_for(message)
    plan.state, plan.blueprint = Plan.State.READY, blueprint or BLUEPRINT
    plan.save()
    return plan


def _plan_for(message: Any) -> Plan:
    from apps.plans.actions import open_plan

    return open_plan(message=message)
