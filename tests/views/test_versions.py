"""A version's page: its tabs, and its way to review and live."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from apps.deployments.models import Deployment
from apps.reviews.actions import approve, reject
from apps.reviews.models import Review
from apps.runners.errors import RunnerUnavailable
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workbench.views import versions as module
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.reading import actions_on, done, refusal, words
from tests.views.shop import Shop, a_draft, a_frozen


def at(version: Version, rest: str = "") -> str:
    return f"/tools/{version.site.slug}/versions/{version.number}{'/' + rest if rest else ''}"


@pytest.fixture
def version(acme: Workspace, cast: Cast) -> Version:
    """The first version of a tool, new."""
    return a_frozen(cast.bea, a_draft(cast.bea, "Keys"))


def test_whoever_may_export_gets_the_source_as_one_file(
    shop: Shop, omar: Client, bea: Client
) -> None:
    where = f"/tools/{shop.site.slug}/versions/1"
    assert "Download all files" in words(omar.get(f"{where}/source"))
    assert "Download all files" not in words(bea.get(f"{where}/source"))
    answer = omar.post(f"{where}/export")
    assert answer["Content-Disposition"] == f'attachment; filename="{shop.site.slug}-1.zip"'
    assert answer.content[:2] == b"PK"


def test_the_title_block_says_which_version_by_whom_and_what_it_risks(
    shop: Shop, bea: Client
) -> None:
    page = words(bea.get(at(shop.second)))
    assert "Version 2, from 1 In review" in page
    assert "Bea Lund" in page
    assert shop.second.short_digest in page
    assert "all 2 hold" in page
    assert "Risk Loses data" in page


def test_changes_are_told_in_words_each_with_its_risk(shop: Shop, bea: Client) -> None:
    page = words(bea.get(at(shop.second)))
    assert "The table Requests gets a filter for the owner. Adds only" in page
    assert "The field “Fax” is removed. Loses data" in page


def test_the_line_below_the_name_is_short_however_much_changes(shop: Shop, bea: Client) -> None:
    page = words(bea.get(at(shop.second)))
    assert "The table Requests gets a filter for the owner. And 1 more change." in page


def test_a_first_version_shows_what_it_does(version: Version, bea: Client) -> None:
    page = words(bea.get(at(version)))
    assert "What it does" in page
    assert "What it keeps" in page


def test_the_conversation_stands_beside_it(shop: Shop, bea: Client) -> None:
    page = bea.get(at(shop.second))
    assert "Version 2 is saved. All 2 checks hold." in words(page)
    assert f"/tools/{shop.site.slug}/conversation/ask" in actions_on(page)


def test_source_of_a_first_version_is_read_file_by_file(version: Version, bea: Client) -> None:
    page = bea.get(at(version, "source"))
    html = page.content.decode()
    assert 'data-file="app/models.py"' in html
    assert '<span class="k">class</span>' in html
    assert "?file=app/__init__.py" in html
    other = bea.get(at(version, "source") + "?file=app/__init__.py").content.decode()
    assert 'data-file="app/__init__.py"' in other


def test_source_is_escaped(version: Version, bea: Client) -> None:
    html = bea.get(at(version, "source")).content.decode()
    assert "<b>" not in html.split('class="code-view')[1].split("</table>")[0]
    assert "&lt;b&gt;" in html


def test_a_file_that_is_not_there_shows_the_usual_one(version: Version, bea: Client) -> None:
    page = bea.get(at(version, "source") + "?file=../../etc/passwd")
    assert page.status_code == 200
    assert 'data-file="app/models.py"' in page.content.decode()


def test_source_of_a_later_version_is_what_differs(shop: Shop, cast: Cast, bea: Client) -> None:
    third = a_frozen(cast.bea, shop.site, files={"app/pages.py": "PAGES = ['requests', 'board']\n"})
    html = bea.get(at(third, "source")).content.decode()
    assert 'data-file="app/pages.py"' in html
    assert 'data-file="app/models.py"' not in html
    assert "+1" in html


def test_the_database_change_is_told_in_words_and_sql(version: Version, bea: Client) -> None:
    page = words(bea.get(at(version, "database")))
    assert "A table for requests is made. Adds only" in page
    assert "0001_initial" in page
    assert 'CREATE TABLE "request"' in page


def test_a_version_without_database_change_says_so(
    version: Version, cast: Cast, bea: Client
) -> None:
    migration = {"operations": [], "sql": [], "statements": [], "names": ["0001_initial"]}
    second = a_frozen(cast.bea, version.site, migration=migration)
    assert "needs no change of the database" in words(bea.get(at(second, "database")))


def test_checks_are_listed_with_their_seconds(version: Version, bea: Client) -> None:
    page = words(bea.get(at(version, "checks")))
    assert "Holds: It starts At once. 0.2 s" in page
    assert "Nobody else gets in" in page


def test_the_access_proof_is_a_table_of_who_gets_in_where(
    version: Version, cast: Cast, bea: Client
) -> None:
    table = {
        "/": {"anonymous": 401, "outsider": 403, "member": 200, "approver": 200},
        "/request/<row>/edit/": {"anonymous": 401, "outsider": 403, "member": 403, "approver": 200},
    }
    check = {"id": "access", "title": "Who gets in", "ok": True, "seconds": 1.0, "table": table}
    second = a_frozen(cast.bea, version.site, checks=[check])
    page = words(bea.get(at(second, "checks")))
    assert "Page Signed out Not let in Member Approver" in page
    assert "Home Refused Refused Opens Opens" in page
    assert "Edit one request Refused Refused Refused Opens" in page


def test_an_unknown_tab_is_404(version: Version, bea: Client) -> None:
    assert bea.get(at(version, "secrets")).status_code == 404


def test_asking_for_a_review_says_that_a_second_person_decides(
    version: Version, bea: Client
) -> None:
    assert at(version, "review") in actions_on(bea.get(at(version)))
    page = bea.post(at(version, "review"), follow=True)
    assert "waits for a second person" in done(page)
    assert Review.objects.get().version == version
    assert at(version, "review") not in actions_on(page)


def test_an_older_version_cannot_be_put_up_for_review(shop: Shop, bea: Client) -> None:
    page = bea.post(at(shop.first, "review"))
    assert page.status_code == 409
    assert "Version 2 is newer." in refusal(page)


def test_deploying_what_nobody_approved_is_refused_with_the_reason(
    version: Version, bea: Client
) -> None:
    page = bea.post(at(version, "deploy"))
    assert page.status_code == 409
    assert "Version 1 is not approved." in refusal(page)
    assert not Deployment.objects.exists()


def approved(version: Version, cast: Cast) -> Review:
    from apps.reviews.actions import ask_for_review

    review = ask_for_review(by=cast.bea, version=version)
    ticked = [item["id"] for item in review.red_items]
    return approve(by=cast.omar, review=review, digest=version.digest, ticked=ticked)


def test_an_approved_version_offers_to_deploy(shop: Shop, cast: Cast, bea: Client) -> None:
    approved(shop.second, cast)
    page = bea.get(at(shop.second))
    assert "Omar Haddad approved it. It can go live." in words(page)
    assert at(shop.second, "deploy") in actions_on(page)


def test_a_version_whose_settings_are_empty_is_refused_and_says_which(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    approved(shop.second, cast)
    page = bea.post(at(shop.second, "deploy"))
    assert page.status_code == 409
    assert "Nobody has filled in LIMIT." in refusal(page)


def test_deploying_leads_to_the_tool_where_one_sees_it_going_live(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    from apps.environment.actions import set_value

    set_value(by=cast.bea, site=shop.site, key="LIMIT", kind="env", text="5000")
    approved(shop.second, cast)
    answer = bea.post(at(shop.second, "deploy"))
    assert answer["Location"] == f"/tools/{shop.site.slug}/"
    assert "Version 2 is going live." in words(bea.get(answer["Location"]))
    assert "It is going live." in words(bea.get(at(shop.second)))


def test_a_rejected_version_says_who_and_why(version: Version, cast: Cast, bea: Client) -> None:
    from apps.reviews.actions import ask_for_review

    reject(by=cast.omar, review=ask_for_review(by=cast.bea, version=version), reason="Too wide.")
    page = words(bea.get(at(version)))
    assert "Omar Haddad rejected it: Too wide." in page


def test_who_may_review_and_had_no_part_is_led_to_the_review(shop: Shop, omar: Client) -> None:
    assert "/admin/reviews/review/" in omar.get(at(shop.second)).content.decode()


def test_the_author_is_not_led_to_the_review(shop: Shop, bea: Client) -> None:
    assert "/admin/reviews/review/" not in bea.get(at(shop.second)).content.decode()


def test_the_live_version_says_so_and_opens_the_tool(shop: Shop, bea: Client) -> None:
    page = bea.get(at(shop.first))
    assert "This is what the address serves." in words(page)
    assert "equipment-requests--acme.localhost" in page.content.decode()


def test_a_preview_can_be_seen_as_each_role(shop: Shop, bea: Client) -> None:
    page = words(bea.get(at(shop.second, "preview")))
    for persona in ("Owner or admin", "Approver Decides on requests.", "Member"):
        assert persona in page


def opened(monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> list[str]:
    """Previews that were asked for, by persona; nothing is started."""
    personas: list[str] = []

    def open_preview(*, by: Any, version: Version, persona: str) -> Any:
        if error:
            raise error
        personas.append(persona)
        return SimpleNamespace(label="pv-abc")

    monkeypatch.setattr(module, "open_preview", open_preview)
    return personas


def test_opening_a_preview_leads_to_its_throw_away_address(
    shop: Shop, bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    personas = opened(monkeypatch)
    answer = bea.post(at(shop.second, "open"), {"persona": "approver"})
    assert answer["Location"] == "http://pv-abc--acme.localhost:8000/"
    assert personas == ["approver"]


def test_an_unknown_persona_is_taken_for_the_admin(
    shop: Shop, bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    personas = opened(monkeypatch)
    bea.post(at(shop.second, "open"), {"persona": "root"})
    assert personas == ["admin"]


def test_a_missing_runner_is_a_sentence_on_the_page(
    shop: Shop, bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(monkeypatch, RunnerUnavailable("The runner does not answer. Try again in a minute."))
    page = bea.post(at(shop.second, "open"), {"persona": "admin"})
    assert page.status_code == 503
    assert "The runner does not answer." in refusal(page)


def test_who_may_review_reads_versions_of_tools_that_are_not_theirs(
    shop: Shop, cast: Cast, acme: Workspace, browser_of: Any
) -> None:
    from apps.access.actions import set_switch
    from apps.workspaces.actions import add_member

    add_member(by=cast.ada, workspace=acme, user=cast.tom, role="builder")
    tom = browser_of(cast.tom)
    assert tom.get(at(shop.second)).status_code == 404
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    assert tom.get(at(shop.second, "source")).status_code == 200
    assert tom.post(at(shop.second, "review")).status_code == 403


def test_a_tampered_file_is_a_sentence_not_a_fault(
    shop: Shop, site: Site, bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.versions.errors import Tampered

    def tampered(**given: Any) -> Any:
        raise Tampered("The stored file ab is not what was saved.")

    monkeypatch.setattr(module, "deploy", tampered)
    page = bea.post(at(shop.second, "deploy"))
    assert page.status_code == 409
    assert "is not what was saved" in refusal(page)
