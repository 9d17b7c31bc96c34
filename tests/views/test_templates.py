"""The gallery."""

from typing import Any

from django.test import Client

from apps.plans.models import Plan
from apps.plans.templates_gallery import template_named
from tests.views.reading import words


def test_a_card_leads_to_the_plan(bea: Client) -> None:
    template: Any = template_named("ops-requests")
    assert template.name in words(bea.get("/templates/").content.decode())
    answer = bea.post("/templates/use", {"template": template.id})
    assert answer["Location"] == f"/tools/{Plan.objects.get().site.slug}/plans/1"


def test_a_template_that_is_none_is_not_found(bea: Client) -> None:
    assert bea.post("/templates/use", {"template": "../../etc"}).status_code == 404


def test_the_first_page_offers_some_of_them(bea: Client) -> None:
    assert "Start from a working tool" in words(bea.get("/").content.decode())


def test_who_may_not_build_sees_them_and_no_button(mara: Client) -> None:
    page = mara.get("/templates/")
    assert page.status_code == 200
    assert b'name="template"' not in page.content
