"""Starting from the gallery."""

import pytest

from apps.access.errors import NotAllowed
from apps.builds.compiler import unsupported
from apps.plans.actions import think, use_template
from apps.plans.blueprint.canonical import canonical
from apps.plans.blueprint.loading import load
from apps.plans.models import Plan
from apps.plans.templates_gallery import TOOLS, Template, templates
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast

one_each = pytest.mark.parametrize("template", templates(), ids=lambda template: template.id)


@one_each
def test_a_template_holds_and_answers_its_brief(template: Template) -> None:
    loaded = load(template.blueprint, template.brief)
    assert not loaded.notes
    assert unsupported(loaded.blueprint) == []
    assert template.summary
    assert template.blueprint["samples"]


@one_each
def test_a_template_is_written_in_canonical_form(template: Template) -> None:
    kept = (TOOLS / f"{template.id}.json").read_text(encoding="utf-8")
    assert kept == canonical(load(template.blueprint).blueprint)


def test_it_becomes_a_plan_that_is_ready_to_read(acme: Workspace, cast: Cast) -> None:
    template = templates()[0]
    plan = use_template(by=cast.bea, template=template)
    assert (plan.state, plan.planner) == (Plan.State.READY, f"the template {template.name}")
    assert plan.message.text == template.brief
    assert plan.site.name == template.name
    assert plan.blueprint == template.blueprint


def test_no_planner_thinks_about_it_again(acme: Workspace, cast: Cast) -> None:
    plan = use_template(by=cast.bea, template=templates()[0])
    before = plan.blueprint
    assert think(plan_id=plan.pk).blueprint == before


def test_who_may_not_build_begins_nothing(acme: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        use_template(by=cast.mara, template=templates()[0])
    assert not Site.objects.exists()
