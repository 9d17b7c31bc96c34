"""How often a page asks the database: a bound for each page, and the same number however much
there is to show.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.access.actions import ask_for_access
from apps.audit.actions import record
from apps.sites.actions import name_site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.shop import Shop, a_draft, a_frozen, a_plan

OF_A_TOOL = {
    "": 30,
    "conversation": 14,
    "versions/": 14,
    "access": 18,
    "environment": 16,
    "api/": 15,
    "automations": 16,
    "plans/1": 18,
    "versions/2": 21,
    "versions/2/preview": 21,
    "versions/2/source": 21,
    "versions/2/database": 21,
    "versions/2/checks": 21,
}
OF_THE_WORKSPACE = {
    "/": 20,
    "/tools/": 18,
    "/you": 10,
    "/notices/": 10,
    "/workspace/people": 16,
    "/workspace/roles": 13,
    "/workspace/activity?check=1": 15,
    "/admin/": 11,
    "/admin/reviews/review/": 13,
    "/admin/sites/site/": 15,
    "/admin/audit/line/": 17,
}


def asked(client: Client, path: str) -> int:
    """How many questions a page asks the second time it is read."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_no_page_of_a_tool_asks_more_than_its_bound(shop: Shop, bea: Client) -> None:
    found = {path: asked(bea, f"/tools/{shop.site.slug}/{path}") for path in OF_A_TOOL}
    assert {path: number for path, number in found.items() if number > OF_A_TOOL[path]} == {}


def test_no_page_of_the_workspace_asks_more_than_its_bound(shop: Shop, omar: Client) -> None:
    found = {path: asked(omar, path) for path in OF_THE_WORKSPACE}
    assert {path: n for path, n in found.items() if n > OF_THE_WORKSPACE[path]} == {}


def test_the_review_asks_as_much_as_the_version(shop: Shop, omar: Client) -> None:
    review = shop.second.reviews.latest("pk")
    assert asked(omar, f"/admin/reviews/review/{review.pk}/change/") <= 24


def more_tools(cast: Cast) -> None:
    for number in range(5):
        name_site(by=cast.bea, site=a_draft(cast.bea), name=f"Tool {number}")


def more_said(cast: Cast, shop: Shop) -> None:
    for number in range(5):
        a_plan(cast.bea, f"Add the field {number}.", site=shop.site)


def more_versions(cast: Cast, shop: Shop) -> None:
    for _ in range(4):
        a_frozen(cast.bea, shop.site)


def more_lines(shop: Shop) -> None:
    for _ in range(10):
        record(by=None, verb="resume_site", of=shop.site)


def more_requests(cast: Cast, shop: Shop) -> None:
    for person in (cast.tom,):
        ask_for_access(by=person, site=shop.site)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/", lambda cast, shop: more_tools(cast)),
        ("/tools/", lambda cast, shop: more_tools(cast)),
        ("/tools/{}/", more_versions),
        ("/tools/{}/versions/", more_versions),
        ("/tools/{}/conversation", more_said),
        ("/tools/{}/access", more_requests),
        ("/workspace/activity", lambda cast, shop: more_lines(shop)),
        ("/admin/sites/site/", lambda cast, shop: more_tools(cast)),
        ("/admin/versions/version/", more_versions),
        ("/admin/audit/line/", lambda cast, shop: more_lines(shop)),
    ],
)
def test_more_to_show_is_not_more_to_ask(
    shop: Shop,
    cast: Cast,
    acme: Workspace,
    omar: Client,
    path: str,
    more: Callable[[Cast, Shop], None],
) -> None:
    path = path.format(shop.site.slug)
    before = asked(omar, path)
    more(cast, shop)
    assert asked(omar, path) <= before
