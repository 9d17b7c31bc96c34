"""Every route of the Django admin, as Django itself lists them: to read for those who review or
administer, and simply not there for everybody else.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver

from apps.access.actions import set_switch
from apps.audit.models import Line
from apps.workspaces.models import Workspace
from apps.workspaces.queries import groups_of
from tests.cast import Cast
from tests.views.reading import words
from tests.views.shop import Shop

Browser = Callable[..., Client]
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def patterns(entries: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The patterns below a URLconf, each with what stands before it."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, before + str(entry.pattern))
        else:
            yield before, entry


def row_of(path: str) -> str:
    """The number of a row of the model that a path is about; one that is not there if none is."""
    for model in admin.site._registry:
        if path.startswith(f"{model._meta.app_label}/{model._meta.model_name}/"):
            shown = admin.site.get_model_admin(model).get_queryset(None).first()  # type: ignore[arg-type]
            return str(shown.pk) if shown else "1"
    return "1"


def routes() -> list[str]:
    """Every address of the admin, with real rows in it."""
    found = []
    for before, pattern in patterns(list(admin.site.urls[0])):
        path = before + str(pattern.pattern)
        if "(?P<app_label>" in path:
            found += [f"/admin/{app}/" for app in sorted({m._meta.app_label for m in models()})]
        elif "(?P<url>" in path:
            found.append("/admin/no/such/page/")
        else:
            path = path.replace("<path:object_id>", row_of(path))
            found.append(f"/admin/{PART.sub('1', path)}")
    return found


def models() -> list[type[Model]]:
    """What the admin shows."""
    return list(admin.site._registry)


def statuses(client: Client, addresses: list[str]) -> dict[str, tuple[int, int]]:
    """The answer to reading each address and to posting to it."""
    client.raise_request_exception = False
    return {
        path: (client.get(path).status_code, client.post(path, {"post": "yes"}).status_code)
        for path in addresses
    }


def test_there_are_routes_for_each_model(shop: Shop) -> None:
    assert len(models()) >= 16
    assert len(routes()) >= 5 * len(models())


def but_404(found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {path: given for path, given in found.items() if given != (404, 404)}


def test_for_somebody_of_another_workspace_no_route_is_there(
    shop: Shop, cast: Cast, browser_of: Browser
) -> None:
    assert but_404(statuses(browser_of(cast.nils), routes())) == {}


def test_for_a_builder_no_route_is_there(shop: Shop, bea: Client) -> None:
    assert but_404(statuses(bea, routes())) == {}


@pytest.mark.parametrize("who", ["mara", "jon", "nora", "otto"])
def test_no_list_is_there_for_members_and_strangers(
    shop: Shop, cast: Cast, browser_of: Browser, who: str
) -> None:
    lists = [f"/admin/{m._meta.app_label}/{m._meta.model_name}/" for m in models()]
    assert but_404(statuses(browser_of(getattr(cast, who)), ["/admin/", *lists])) == {}


def test_nobody_is_sent_to_the_portal_to_sign_in(shop: Shop, browser_of: Browser) -> None:
    found = statuses(browser_of(None), ["/admin/", "/admin/sites/site/", "/admin/login/"])
    assert set(found.values()) == {(302, 302)}


def test_the_admins_own_ways_to_sign_in_are_not_there(shop: Shop, omar: Client) -> None:
    ways = ["login", "logout", "password_change", "password_change/done"]
    assert but_404(statuses(omar, [f"/admin/{way}/" for way in ways])) == {}


def test_an_admin_reads_everything_and_changes_nothing(shop: Shop, omar: Client) -> None:
    found = statuses(omar, routes())
    assert {path for path, (read, _) in found.items() if read >= 500} == set()
    unread = {path for path, (read, _) in found.items() if read not in {200, 301, 302, 403, 404}}
    assert unread == set()
    kept = {path: given for path, given in found.items() if path.endswith(("/add/", "/delete/"))}
    assert set(kept.values()) == {(403, 403)}
    assert shop.site.versions.count() == 2


def test_a_builder_who_may_review_enters(shop: Shop, cast: Cast, bea: Client) -> None:
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    assert bea.get("/admin/reviews/review/").status_code == 200
    set_switch(by=cast.ada, role="builder", capability="review", on=False)
    assert bea.get("/admin/reviews/review/").status_code == 404


def test_an_admin_of_another_workspace_sees_none_of_the_first_ones_rows(
    shop: Shop, northwind: Workspace, cast: Cast, browser_of: Browser
) -> None:
    nils = browser_of(cast.nils, "northwind.localhost:8000")
    for model in models():
        page = nils.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        assert page.status_code == 200
        said = words(page)
        assert "Equipment requests" not in said, model
        assert "Bea Lund" not in said, model
        assert "Finance" not in said, model


def test_rows_of_the_shared_tables_are_404_in_another_workspace(
    shop: Shop, acme: Workspace, cast: Cast, browser_of: Browser
) -> None:
    member = acme.memberships.get(user=cast.bea)
    line = Line.objects.filter(workspace=acme.schema_name).first()
    group = groups_of(acme).first()
    assert line is not None
    assert group is not None
    nils = browser_of(cast.nils, "northwind.localhost:8000")
    for kind, row in (
        ("workspaces/membership", member.pk),
        ("audit/line", line.pk),
        ("workspaces/group", group.pk),
    ):
        page = nils.get(f"/admin/{kind}/{row}/change/", follow=True)
        assert "Bea Lund" not in words(page)
        assert "Operations" not in words(page)
