"""A tool with everything that pages show, made by the actions that people use."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from apps.access.actions import ask_for_access, give_tool_role, set_access
from apps.access.models import AccessRequest, PublicForm
from apps.accounts.models import User
from apps.builds.models import Build, BuildStep
from apps.data_api.actions import make_token
from apps.data_api.models import ApiToken
from apps.deployments.models import Deployment
from apps.environment.actions import set_value
from apps.plans.models import Plan
from apps.prompts.actions import answer, ask
from apps.reviews.actions import approve, ask_for_review
from apps.sites.actions import create_site, go_live, name_site
from apps.sites.models import Site
from apps.versions.actions import save_version
from apps.versions.models import Version
from tests.cast import Cast

BRIEF = (
    "Track requests for new equipment. Let members submit requests, see who owns each one and "
    "approve them. Send a fax when one is done."
)
BLUEPRINT: dict[str, Any] = {
    "name": "Equipment requests",
    "summary": "Who asked for what, and whether they get it.",
    "requirements": [
        {
            "quote": "Let members submit requests",
            "meaning": "A form that adds a request",
            "provides": ["entities.request.permissions.member"],
        },
        {
            "quote": "see who owns each one",
            "meaning": "A list with the owner",
            "provides": ["entities.request.fields.owner", "pages.requests.columns.owner"],
        },
        {
            "quote": "approve them",
            "meaning": "A button for approvers",
            "provides": ["entities.request.actions.approve"],
            "partly": "Without a limit on the amount.",
        },
    ],
    "roles": [{"id": "approver", "description": "Decides on requests."}],
    "entities": [
        {
            "id": "request",
            "comments": True,
            "fields": [
                {"kind": "text", "id": "title", "required": True},
                {"kind": "person", "id": "owner"},
                {
                    "kind": "status",
                    "id": "status",
                    "values": [{"id": "new"}, {"id": "approved", "closed": True}],
                },
            ],
            "actions": [
                {"kind": "transition", "id": "approve", "to": "approved", "by": ["approver"]}
            ],
            "permissions": [
                {"id": "member", "by": ["member"], "can": ["view", "create"]},
                {"id": "owner", "by": ["row.owner"], "can": ["edit"], "where": "status == 'new'"},
            ],
        }
    ],
    "pages": [
        {
            "kind": "table",
            "id": "requests",
            "entity": "request",
            "columns": ["title", "owner", "status"],
            "filters": ["status"],
        },
        {"kind": "board", "id": "board", "entity": "request", "group_by": ["status"]},
    ],
    "assumptions": ["Only approvers decide."],
    "left_out": [
        {"quote": "Send a fax when one is done", "reason": "There is no fax machine here."}
    ],
    "settings_needed": [
        {"key": "CHAT_URL", "kind": "secret", "why": "Where new requests are announced."},
        {"key": "LIMIT", "kind": "env", "why": "The most that is paid."},
    ],
}
MODELS = '"""What is kept."""\n\n\nclass Request:\n    """A request."""\n\n    title = "<b>"\n'
CHECKS = [
    {"id": "start", "title": "It starts", "ok": True, "detail": "At once.", "seconds": 0.2},
    {"id": "doors", "title": "Nobody else gets in", "ok": True, "detail": "", "seconds": 1.4},
]


@dataclass(frozen=True)
class Shop:
    """What was made."""

    site: Site
    plan: Plan
    first: Version
    second: Version
    build: Build
    asked: AccessRequest
    token: ApiToken
    form: PublicForm


def open_shop(cast: Cast) -> Shop:
    """Version 1 is live and open to Finance, version 2 in review; Mara asks to be let in."""
    bea = cast.bea
    plan = a_plan(bea, BRIEF, blueprint=BLUEPRINT)
    site = name_site(by=bea, site=plan.site, name=BLUEPRINT["name"], summary=BLUEPRINT["summary"])
    first = a_frozen(bea, site, blueprint=BLUEPRINT | {"settings_needed": []})
    a_live(cast, first)
    site.refresh_from_db()
    changes = [
        {"text": "The table Requests gets a filter for the owner.", "risk": "adds"},
        {"text": "The field “Fax” is removed.", "risk": "loses"},
    ]
    second = a_frozen(bea, site, changes=changes, files={"app/pages.py": "PAGES = ['requests']\n"})
    build = Build.objects.create(
        plan=plan, site=site, asked_by=bea, state="succeeded", version=second
    )
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.BUILT)
    ask_for_review(by=bea, version=second)
    answer(site=site, text="Version 2 is saved. All 2 checks hold.")
    set_access(by=bea, site=site, mode="custom", people=[cast.jon])
    set_value(by=bea, site=site, key="CHAT_URL", kind="secret", text="https://hush.example/abc")
    give_tool_role(by=bea, site=site, role="approver", person=cast.ines)
    asked = ask_for_access(by=cast.mara, site=site)
    token, _ = make_token(by=bea, site=site, name="Nightly report", scope="read", days=30)
    plan.refresh_from_db()
    form = PublicForm.objects.create(
        site=site, page="tell", name="Tell us", digest="d" * 64, asked_by=bea
    )
    return Shop(site, plan, first, second, build, asked, token, form)


def a_plan(by: User, text: str, site: Site | None = None, **given: Any) -> Plan:
    """A plan as a planner would leave it: ready, unless `given` says otherwise."""
    message = ask(by=by, text=text, site=site)
    values = {"state": Plan.State.READY, "planner": "Built-in planner"} | given
    Plan.objects.filter(message=message).update(finished_at=timezone.now(), **values)
    return Plan.objects.select_related("site", "message").get(message=message)


def a_frozen(by: User, site: Site, **given: Any) -> Version:
    """The next version; `given` replaces what a build would give, files are added to the usual."""
    files = {"app/__init__.py": "", "app/models.py": MODELS} | given.pop("files", {})
    sql = ['CREATE TABLE "request" ("id" bigint)']
    values: dict[str, Any] = {
        "blueprint": BLUEPRINT,
        "asked": BRIEF,
        "changes": [],
        "migration": {
            "operations": [
                {
                    "kind": "CreateModel",
                    "model": "Request",
                    "field": "",
                    "words": "A table for requests is made",
                    "risk": "adds",
                }
            ],
            "sql": [{"migration": "0001_initial", "statements": sql}],
            "statements": sql,
            "names": ["0001_initial"],
        },
        "checks": CHECKS,
        "receipt": {},
    }
    return save_version(by=by, site=site, files=files, **(values | given))


def a_live(cast: Cast, version: Version) -> Deployment:
    """A version that Omar approved and that is live."""
    review = ask_for_review(by=cast.bea, version=version)
    ticked = [item["id"] for item in review.red_items]
    approve(by=cast.omar, review=review, digest=version.digest, ticked=ticked, reason="Fine.")
    go_live(by=cast.bea, site=version.site, version=version)
    version.site.deployments.filter(state="live").update(state="replaced")
    return Deployment.objects.create(
        site=version.site, version=version, asked_by=cast.bea, state="live", review=review
    )


def a_build(by: User, plan: Plan, state: str = "running", **given: Any) -> Build:
    """A build with its first step done and its second under way."""
    now = timezone.now()
    build = Build.objects.create(
        plan=plan, site=plan.site, asked_by=by, state=state, started_at=now, **given
    )
    BuildStep.objects.create(
        build=build,
        name="source",
        title="Writing the source",
        state="done",
        started_at=now,
        finished_at=now,
    )
    BuildStep.objects.create(
        build=build, name="migrations", title="Working it out", state="running", started_at=now
    )
    return build


def a_draft(by: User, name: str = "Something new") -> Site:
    """A tool of which nothing is known yet."""
    return create_site(by=by, name=name)
