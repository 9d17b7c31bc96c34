"""A plan for each prompt, numbered within its tool."""

from apps.plans.actions import open_plan
from apps.prompts.actions import ask
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site, a_version


def test_plans_of_a_tool_are_numbered_one_by_one(acme: Workspace, cast: Cast) -> None:
    site, other = a_site(cast.bea), a_site(cast.bea, "Parcels")
    for text in ("Track keys", "Add a filter"):
        ask(by=cast.bea, text=text, site=site)
    ask(by=cast.bea, text="Track parcels", site=other)
    assert list(site.plans.order_by("id").values_list("number", flat=True)) == [1, 2]
    assert list(other.plans.values_list("number", flat=True)) == [1]


def test_a_plan_remembers_the_version_that_it_changes(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site)
    newest = a_version(cast.bea, site, files={"app/models.py": '"""Keys."""\n'})
    message = ask(by=cast.bea, text="Add a filter", site=site)
    assert open_plan(message=message).base_version == newest
