"""Code of a tool's own on the whole road: built, tried, read, deployed and used, with the rights of
whoever uses it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from apps.access.actions import set_access
from apps.builds.actions import start_build
from apps.deployments.actions import deploy
from apps.deployments.models import Deployment
from apps.pipeline import tasks
from apps.reviews.actions import approve, ask_for_review
from apps.runners import databases
from apps.runners.local import private_runner
from apps.serving.pool import pool
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan

FROM = "from site_kit.extensions import change, create, find, refuse\n\n\n"
CODE = {
    "split": (
        "action",
        "Halves a parcel into two",
        f"{FROM}def run(row, person, asked):\n"
        "    if row.weight < 2:\n"
        '        refuse("There is nothing to split.")\n'
        "    half = row.weight // 2\n"
        '    create("parcel", name=f"{row.name} (2)", weight=row.weight - half)\n'
        "    change(row, weight=half)\n"
        '    return f"{person.name} has two parcels now."\n',
    ),
    "overview": (
        "page",
        "The parcels and what they weigh together",
        f"{FROM}def show(request):\n"
        '    found = find("parcel", "-weight")\n'
        '    return {"figures": [("In all", sum(one.weight for one in found))],\n'
        '            "columns": ["Parcel", "Weight"],\n'
        '            "rows": [(one, one.weight) for one in found]}\n',
    ),
    "boxes": (
        "value",
        "How many boxes it takes",
        "def value(row):\n    return max(1, row.weight // 10)\n",
    ),
    "mark": (
        "job",
        "Marks what is heavy",
        f"{FROM}def job(rows):\n"
        "    for row in rows:\n"
        "        if row.weight > 1000:\n"
        '            change(row, weight="much")\n'
        '        change(row, note="heavy" if row.weight > 20 else "light")\n',
    ),
}
BLUEPRINT: dict[str, Any] = {
    "name": "Parcels",
    "requirements": [
        {
            "quote": "split",
            "meaning": "A parcel is halved",
            "provides": ["entities.parcel.actions.split", "pages.overview"],
        }
    ],
    "entities": [
        {
            "id": "parcel",
            "fields": [
                {"kind": "text", "id": "name", "required": True},
                {"kind": "integer", "id": "weight", "required": True},
                {"kind": "text", "id": "note", "readonly": True},
                {"kind": "integer", "id": "boxes", "readonly": True, "default": "=hook('boxes')"},
            ],
            "actions": [
                {"kind": "extension", "id": "split", "hook": "split", "by": ["member", "admin"]}
            ],
        }
    ],
    "pages": [
        {"kind": "table", "id": "parcels", "entity": "parcel"},
        {"kind": "extension", "id": "overview", "name": "Overview", "hook": "overview"},
    ],
    "automations": [
        {
            "id": "marked",
            "entity": "parcel",
            "when": {"kind": "saved", "fields": ["weight"]},
            "do": [{"kind": "extension", "hook": "mark"}],
        }
    ],
    "extensions": [
        {"id": called, "kind": kind, "purpose": purpose, "source": source}
        for called, (kind, purpose, source) in CODE.items()
    ],
}


@pytest.fixture(autouse=True)
def _runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with private_runner() as path:
        mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": path})
        monkeypatch.setattr(settings, "SITEWRIGHT", mine)
        cache.clear()
        yield
        pool.close()


@pytest.fixture
def site(acme: Workspace, cast: Cast, browser_of: Callable[..., Client]) -> Iterator[Site]:
    """The tool, live, open to the workspace; its code was read by an admin."""
    build = start_build(by=cast.bea, plan=a_ready_plan(cast.bea, blueprint=BLUEPRINT))
    tasks.build(build.pk)
    build.refresh_from_db()
    version = build.version
    assert version is not None, build.error
    review = ask_for_review(by=cast.bea, version=version)
    ticked = [item["id"] for item in review.red_items]
    assert [one for one in ticked if one.startswith("code-")] == [
        f"code-app/extensions/{one}.py" for one in sorted(CODE)
    ]
    for person, address in (
        (cast.omar, f"/admin/reviews/review/{review.pk}/change/"),
        (cast.bea, f"/tools/{build.site.slug}/versions/{version.number}"),
    ):
        page = browser_of(person).get(address).content.decode()
        for text in ("no compiler wrote it", "Halves a parcel into two", "half = row.weight // 2"):
            assert text in page, (address, text)
    approve(by=cast.omar, review=review, digest=version.digest, ticked=ticked)
    deployment = deploy(by=cast.bea, version=version)
    tasks.deploy(deployment.pk)
    deployment.refresh_from_db()
    assert deployment.state == Deployment.State.LIVE, deployment.error
    set_access(by=cast.bea, site=build.site, mode="workspace")
    made = Site.objects.get(pk=build.site_id)
    yield made
    databases.drop_schema(acme.pk, made.schema)


def test_a_tool_with_code_of_its_own_is_built_read_and_used(
    site: Site, cast: Cast, browser_of: Callable[..., Client]
) -> None:
    mara = browser_of(cast.mara, f"{site.slug}--acme.localhost:8000")

    def send(address: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = mara.post(address, values, "application/json")
        return answer.status_code, answer.json()

    _, made = send("/parcel/new/", {"name": "Books", "weight": 31})
    status, _ = send(f"/parcel/{made['id']}/do/split/", {})
    assert status == 200
    page = mara.get("/overview/").content.decode()
    for text in ("In all", ">31<", "Books (2)", ">16<", ">15<", f"/parcel/{made['id']}/"):
        assert text in page, page
    row = mara.get(f"/parcel/{made['id']}/").content.decode()
    assert "light" in row
    assert mara.get(f"/api/v1/parcel/{made['id']}/").json()["boxes"] == 3

    _, small = send("/parcel/new/", {"name": "Card", "weight": 1})
    assert send(f"/parcel/{small['id']}/do/split/", {}) == (
        422,
        {
            "error": "There is nothing to split.",
            "id": "invalid",
            "errors": {"": ["There is nothing to split."]},
        },
    )
    status, _ = send("/parcel/new/", {"name": "Piano", "weight": 5000})
    assert status == 200
