"""The pages of the Django admin, in the workspace's own frame: found, narrowed, read, followed."""

import re

import pytest
from django.test import Client

from apps.access.actions import set_switch
from tests.cast import Cast
from tests.views.reading import words
from tests.views.shop import Shop


def test_the_records_stand_in_sections_with_a_way_to_each(shop: Shop, omar: Client) -> None:
    page = omar.get("/admin/")
    said = words(page)
    for name in ("To decide", "Reviews", "Requests for access", "Values and secrets", "Audit log"):
        assert name in said
    links = set(re.findall(r'href="(/admin/\w+/\w+/)"', page.content.decode()))
    assert len(links) == 21
    assert {omar.get(link).status_code for link in links} == {200}


def test_the_frame_leads_there_and_shows_where_one_is(shop: Shop, omar: Client) -> None:
    assert 'href="/admin/"' in omar.get("/").content.decode()
    for path, place in (("/admin/", "Records"), ("/admin/reviews/review/", "Reviews")):
        current = re.findall(
            r'aria-current="page">.*?<span>([^<]+)</span>', omar.get(path).content.decode()
        )
        assert current[0] == place


def test_a_builder_is_not_shown_the_way(shop: Shop, bea: Client) -> None:
    assert "/admin/" not in bea.get("/").content.decode()


def test_somebody_who_only_reviews_is_shown_the_reviews_and_not_the_people(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    html = bea.get("/").content.decode()
    assert "/admin/reviews/review/" in html
    assert "/workspace/people" not in html


def test_a_list_has_our_words_and_its_crumbs(shop: Shop, omar: Client) -> None:
    page = words(omar.get("/admin/access/siteaccess/"))
    assert "Home Records Access modes" in page
    assert "Who can open which tool." in page
    assert "Select" not in page


@pytest.mark.parametrize(
    ("path", "there", "gone"),
    [
        ("/admin/reviews/review/?state__exact=waiting", "version 2", "version 1"),
        ("/admin/reviews/review/?state__exact=approved", "version 1", "version 2"),
        ("/admin/audit/line/?verb=set_access", "changed who can open", "saved"),
        ("/admin/sites/site/?q=equipment", "Equipment requests", "Nothing fits"),
        ("/admin/sites/site/?q=bicycle", "Nothing fits", "equipment-requests"),
    ],
)
def test_a_list_is_narrowed_and_searched(
    shop: Shop, omar: Client, path: str, there: str, gone: str
) -> None:
    page = omar.get(path)
    rows = re.search(r"<main.*</main>", page.content.decode(), re.S)
    assert rows
    body = words(re.sub(r"<nav.*?</nav>", "", rows[0], flags=re.S))
    assert there in body
    assert gone not in body


def test_the_chosen_filter_is_marked_and_can_be_taken_back(shop: Shop, omar: Client) -> None:
    html = omar.get("/admin/reviews/review/?state__exact=waiting").content.decode()
    marked = re.findall(r'aria-current="true">([^<]+)<', html)
    assert marked == ["Waiting"]
    assert "Show all of them" in words(html)
    assert "Show all of them" not in words(omar.get("/admin/reviews/review/"))


def test_a_search_that_finds_nothing_leads_back_to_everything(shop: Shop, omar: Client) -> None:
    html = omar.get("/admin/sites/site/?q=bicycle").content.decode()
    assert "Try other words" in words(html)
    assert 'value="bicycle"' in html


def test_a_list_is_sorted_by_its_headings(shop: Shop, omar: Client) -> None:
    html = omar.get("/admin/versions/version/?o=1").content.decode()
    assert 'aria-sort="ascending"' in html
    assert 'aria-sort="descending"' in omar.get("/admin/versions/version/?o=-1").content.decode()


def test_a_record_is_read_field_by_field_and_leads_on(shop: Shop, omar: Client) -> None:
    page = omar.get(f"/admin/sites/site/{shop.site.pk}/change/")
    assert "Slug equipment-requests" in words(page)
    assert f"/admin/versions/version/{shop.first.pk}/change/" in page.content.decode()
    assert "<form" not in re.sub(r"<header class=\"rail\".*?</header>", "", page.content.decode())


def test_what_is_long_is_folded_away(shop: Shop, omar: Client) -> None:
    html = omar.get(f"/admin/versions/version/{shop.second.pk}/change/").content.decode()
    assert html.count("<details>") >= 1


def test_no_secret_is_on_any_page_of_it(shop: Shop, omar: Client) -> None:
    value = shop.site.environment.get(key="CHAT_URL")
    paths = ["/admin/environment/value/", f"/admin/environment/value/{value.pk}/change/"]
    for path in paths:
        html = omar.get(path).content.decode()
        assert "CHAT_URL" in html
        assert "hush.example" not in html


def test_a_record_that_is_not_there_is_led_back(shop: Shop, omar: Client) -> None:
    page = omar.get("/admin/sites/site/999999/change/")
    assert page.status_code in {302, 404}
    assert "Traceback" not in page.content.decode()


def test_nothing_in_a_record_becomes_a_mark_of_the_page(
    shop: Shop, cast: Cast, omar: Client
) -> None:
    from apps.sites.actions import create_site

    site = create_site(by=cast.bea, name="<img src=x onerror=alert(1)>")
    for path in ("/admin/sites/site/", f"/admin/sites/site/{site.pk}/change/"):
        assert "<img src=x" not in omar.get(path).content.decode()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/reviews/review/", "/admin/audit/line/", "/admin/sites/site/"]
)
def test_no_page_of_it_needs_a_style_or_a_script_of_its_own(
    shop: Shop, omar: Client, path: str
) -> None:
    html = omar.get(path).content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\sonclick=", html)
    assert "admin/css/" not in html
    assert "admin/js/" not in html


def test_times_and_truths_are_said_as_on_every_other_page(shop: Shop, omar: Client) -> None:
    listed = omar.get("/admin/versions/version/")
    told = omar.get(f"/admin/plans/plan/{shop.plan.pk}/change/")
    for page in (listed, told, omar.get("/admin/audit/line/")):
        assert re.search(r"today, \d\d:\d\d", words(page))
        assert re.search(r'<time datetime="[^"]+" title="[\d: -]+[A-Z]+">', page.content.decode())
        assert "a.m." not in words(page)
        assert "p.m." not in words(page)


def test_a_line_of_the_log_is_in_words_there_too(shop: Shop, omar: Client) -> None:
    page = words(omar.get("/admin/audit/line/"))
    assert "Omar Haddad approved Reviews Equipment requests, version 1" in page
    assert "review_approved" not in page
