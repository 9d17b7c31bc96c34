"""Every address, tried by everybody whom it does not concern; new ones find themselves."""

from collections.abc import Callable

from django.test import Client
from django.urls import URLPattern

from apps.workbench.urls import urlpatterns
from apps.workspaces.actions import add_member
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.shop import Shop

FOR_EVERYBODY = {
    "home",
    "tools",
    "you",
    "begin",
    "nothing",
    "notices",
    "read_everything",
    "templates",
}
FOR_ADMINS = {"roles", "save_roles", "people", "add_person", "activity"}
NEEDS_THE_RUNNER = {"open_preview"}
PATTERNS = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
Browser = Callable[..., Client]
Answers = dict[str, tuple[int, int]]


def address(pattern: URLPattern, shop: Shop) -> str:
    """The address of a pattern with the numbers of things that are there."""
    path = str(pattern.pattern)
    if pattern.name == "nothing":
        return "/some/where/else"
    values = {
        "slug": shop.site.slug,
        "number": shop.plan.number if "plans" in path else shop.second.number,
        "pk": _pk(path, shop),
        "tab": "source",
    }
    for name, value in values.items():
        path = path.replace(f"<slug:{name}>", str(value)).replace(f"<int:{name}>", str(value))
    assert "<" not in path, f"Give the parts of “{pattern.name}” their values here."
    return f"/{path}"


def _pk(path: str, shop: Shop) -> int:
    if "/api/" in path:
        return shop.token.pk
    if "/forms/" in path:
        return shop.form.pk
    return shop.asked.pk if "requests" in path else shop.build.pk


def answers(client: Client, shop: Shop, names: set[str] | None = None) -> Answers:
    """For each address, the status of reading it and of posting to it."""
    client.raise_request_exception = False
    form = {"text": "x", "mode": "workspace", "key": "KEY", "kind": "env"}
    found = {}
    for pattern in PATTERNS:
        if names is None or pattern.name in names:
            path = address(pattern, shop)
            read, posted = client.get(path), client.post(path, form)
            found[str(pattern.name)] = (read.status_code, posted.status_code)
    return found


def of_a_tool() -> set[str]:
    return {str(p.name) for p in PATTERNS} - FOR_EVERYBODY - FOR_ADMINS


def let_through(found: Answers) -> Answers:
    """The addresses that answered anything but 404; 405 says nothing but that a form is wanted."""
    return {
        name: given
        for name, given in found.items()
        if not set(given) <= {404, 405} or 404 not in given
    }


def test_there_are_addresses_to_try() -> None:
    assert len(of_a_tool()) > 30


def test_a_member_finds_nothing_of_a_tool_that_others_answer_for(shop: Shop, mara: Client) -> None:
    assert let_through(answers(mara, shop, of_a_tool())) == {}


def test_another_builder_finds_nothing_of_it_either(
    shop: Shop, acme: Workspace, cast: Cast, browser_of: Browser
) -> None:
    add_member(by=cast.ada, workspace=acme, user=cast.tom, role="builder")
    assert let_through(answers(browser_of(cast.tom), shop, of_a_tool())) == {}


def test_people_of_another_workspace_get_404_for_everything(
    shop: Shop, cast: Cast, browser_of: Browser
) -> None:
    for stranger in (cast.nora, cast.nils, cast.otto):
        found = answers(browser_of(stranger), shop)
        assert {name: given for name, given in found.items() if set(given) != {404}} == {}


def test_the_same_addresses_in_another_workspace_lead_nowhere(
    shop: Shop, northwind: Workspace, cast: Cast, browser_of: Browser
) -> None:
    nils = browser_of(cast.nils, "northwind.localhost:8000")
    assert let_through(answers(nils, shop, of_a_tool())) == {}


def test_nobody_is_sent_to_sign_in_and_changes_nothing(shop: Shop, browser_of: Browser) -> None:
    nobody = browser_of(None)
    assert set(answers(nobody, shop).values()) == {(302, 302)}
    assert nobody.get("/tools/")["Location"] == "/__gate/start?next=%2Ftools%2F"
    assert nobody.post("/begin")["Location"] == "/__gate/start?next=%2F"


def test_what_is_for_admins_is_not_there_for_builders_and_members(
    shop: Shop, bea: Client, mara: Client
) -> None:
    assert let_through(answers(bea, shop, FOR_ADMINS)) == {}
    assert let_through(answers(mara, shop, FOR_ADMINS)) == {}


def test_no_address_answers_with_a_fault(shop: Shop, bea: Client, omar: Client) -> None:
    names = {str(p.name) for p in PATTERNS} - NEEDS_THE_RUNNER
    for client in (bea, omar):
        found = answers(client, shop, names)
        assert {name: given for name, given in found.items() if max(given) >= 500} == {}


def test_every_address_takes_one_method_and_says_which(shop: Shop, omar: Client) -> None:
    found = answers(omar, shop, {str(p.name) for p in PATTERNS} - NEEDS_THE_RUNNER - {"nothing"})
    assert {name for name, given in found.items() if 405 not in given} == set()


def test_nothing_of_a_tool_is_changed_by_reading_its_addresses(shop: Shop, bea: Client) -> None:
    before = shop.site.versions.count(), shop.site.plans.count(), shop.site.deployments.count()
    for pattern in PATTERNS:
        bea.get(address(pattern, shop))
    after = shop.site.versions.count(), shop.site.plans.count(), shop.site.deployments.count()
    assert before == after
