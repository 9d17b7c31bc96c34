"""What holds on every page: no inline script or style, one heading, a way back, labels."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.access.actions import set_switch
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.shop import BLUEPRINT, Shop, a_build, a_draft, a_plan

STYLE = re.compile(r"<[^>]*\sstyle=")
HANDLER = re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>")
ICON_BUTTON = re.compile(
    r'<(?:button|a)[^>]*class="[^"]*\bicon\b[^"]*"[^>]*>(.*?)</(?:button|a)>', re.S
)
INPUT = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


READ: dict[str, str] = {}


@pytest.fixture
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    """Every page of a workspace, by address; read once, since all tests here only look at it."""
    if not READ:
        READ.update(request.getfixturevalue("fresh_pages"))
    return READ


@pytest.fixture
def fresh_pages(
    shop: Shop, cast: Cast, acme: Workspace, bea: Client, omar: Client
) -> dict[str, str]:
    """Every page, read now."""
    tool = f"/tools/{shop.site.slug}"
    ready = a_plan(cast.bea, "A list of keys.", blueprint=BLUEPRINT)
    building = a_build(cast.bea, a_plan(cast.bea, "A list of vans.", blueprint=BLUEPRINT))
    paths = ["/", "/tools/", "/you", f"{tool}/", f"{tool}/conversation", f"{tool}/versions/"]
    paths += [f"{tool}/access?person=Jon", f"{tool}/environment", f"{tool}/api/"]
    paths += [f"{tool}/plans/1", f"{tool}/versions/2"]
    paths += ["/notices/", f"{tool}/automations"]
    paths += [f"{tool}/versions/2/{tab}" for tab in ("preview", "source", "database", "checks")]
    paths += [f"/tools/{ready.site.slug}/plans/1"]
    paths += [f"/tools/{building.site.slug}/builds/{building.pk}"]
    found = {path: bea.get(path) for path in paths}
    set_switch(by=cast.ada, role="admin", capability="make_public", on=True)
    for path in ("/forms/", "/workspace/roles", "/workspace/people", "/workspace/activity?check=1"):
        found[path] = omar.get(path)
    assert {path: page.status_code for path, page in found.items() if page.status_code != 200} == {}
    return {path: page.content.decode() for path, page in found.items()}


def where(pages: dict[str, str], pattern: re.Pattern[str]) -> dict[str, list[str]]:
    return {path: pattern.findall(html) for path, html in pages.items() if pattern.search(html)}


def test_nothing_on_a_page_needs_an_inline_style_or_script(pages: dict[str, str]) -> None:
    assert where(pages, STYLE) == {}
    assert where(pages, HANDLER) == {}
    assert where(pages, SCRIPT) == {}


def test_every_page_has_one_heading_a_title_and_a_main_part(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        assert len(re.findall(r"<h1\b", html)) == 1, path
        assert len(re.findall(r"<main\b", html)) == 1, path
        assert re.search(r"<title>\s*\S.+ · .+</title>", html), path
        assert '<html lang="en">' in html, path


def test_every_page_but_the_first_has_a_way_back(pages: dict[str, str]) -> None:
    missing = [path for path, html in pages.items() if 'class="crumbs"' not in html and path != "/"]
    assert missing == []


def test_every_form_that_changes_something_carries_its_proof(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        for form in re.findall(r'<form\b[^>]*method="post".*?</form>', html, re.S):
            assert "csrfmiddlewaretoken" in form, path


def test_icon_buttons_say_what_they_do_in_hidden_words(pages: dict[str, str]) -> None:
    silent = {
        path: [inside for inside in ICON_BUTTON.findall(html) if 'class="vh"' not in inside]
        for path, html in pages.items()
    }
    assert {path: found for path, found in silent.items() if found} == {}


def test_every_control_has_a_label(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
        inside = "".join(re.findall(r"<label\b.*?</label>", html, re.S))
        for control in INPUT.findall(html):
            if 'type="hidden"' in control or "aria-label=" in control or control in inside:
                continue
            found = re.search(r'\bid="([^"]+)"', control)
            assert found, f"{path}: {control}"
            assert found[1] in labelled, f"{path}: {control}"


def test_no_id_is_given_twice(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert {one for one in ids if ids.count(one) > 1} == set(), path


def test_no_page_asks_another_host_for_anything(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        loaded = re.findall(r'<(?:script|link|img|iframe)\b[^>]*(?:src|href)="([^"]+)"', html)
        assert [one for one in loaded if not one.startswith(("/static/", "#"))] == [], path


def test_icons_are_in_the_sprite(pages: dict[str, str]) -> None:
    from look import LOOK_DIR

    known = set(re.findall(r'id="(i-[a-z]+)"', (LOOK_DIR / "look" / "icons.svg").read_text()))
    used = {name for html in pages.values() for name in re.findall(r"icons\.svg#(i-[a-z]+)", html)}
    assert used
    assert used - known == set()


def test_the_policy_of_the_pages_allows_our_own_files_only(shop: Shop, bea: Client) -> None:
    policy = bea.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def questions(client: Client, path: str) -> int:
    """How many questions a page asks the database, besides choosing the schema."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return sum(not query["sql"].startswith("SET search_path") for query in captured)


def test_more_tools_do_not_cost_the_first_page_more_questions(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    a_draft(cast.bea, "Pens")
    one = questions(bea, "/"), questions(bea, "/tools/")
    for name in ("Keys", "Vans", "Desks", "Visitors"):
        a_draft(cast.bea, name)
    assert (questions(bea, "/"), questions(bea, "/tools/")) == one
    assert max(one) <= 20


def test_asking_for_progress_is_cheap(cast: Cast, acme: Workspace, bea: Client) -> None:
    plan = a_plan(cast.bea, "A list of keys.", blueprint=BLUEPRINT)
    build = a_build(cast.bea, plan)
    assert questions(bea, f"/tools/{plan.site.slug}/builds/{build.pk}/steps") <= 8
