"""A version that has moved since it was built: nobody is asked to review it in vain; the same plan
is built again.
"""

import pytest
from django.test import Client

from apps.access.actions import set_switch
from apps.builds.models import Build
from apps.plans.models import Plan
from apps.reviews.actions import approve, ask_for_changes
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.queries import latest_review
from apps.versions import digest
from apps.workbench.drawing.again import has_moved, to_build_again
from apps.workbench.drawing.standing import standing_of
from tests.cast import Cast
from tests.views.reading import actions_on, words
from tests.views.shop import Shop, a_frozen, a_plan

WHY = "is not what it was when it was built, so no approval of it holds."


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, what versions run on is something else."""
    monkeypatch.setattr(digest, "POLICY", "another")


def version_page(shop: Shop) -> str:
    return f"/tools/{shop.site.slug}/versions/{shop.second.number}"


def plan_page(shop: Shop) -> str:
    return f"/tools/{shop.site.slug}/plans/{shop.plan.number}"


def test_a_version_that_stands_as_it_was_is_not_built_again(shop: Shop, bea: Client) -> None:
    assert not has_moved(shop.second)
    assert to_build_again(shop.second) is None
    for page in (version_page(shop), plan_page(shop)):
        assert "Build again" not in words(bea.get(page))


def test_the_plan_of_a_version_leads_to_it(shop: Shop, bea: Client) -> None:
    page = words(bea.get(plan_page(shop)))
    assert "This plan became version 2. Open version 2" in page


def test_a_version_that_has_moved_says_why_and_offers_to_build_again(
    shop: Shop, moved: None, bea: Client
) -> None:
    page = bea.get(version_page(shop))
    assert f"Version 2, or what it would run on, {WHY}" in words(page)
    assert "Build plan 1 again" in words(page)
    assert f"{plan_page(shop)}/build" in actions_on(page)
    assert f"{version_page(shop)}/review" not in actions_on(page)
    assert f"{version_page(shop)}/deploy" not in actions_on(page)


def test_its_plan_offers_the_same(shop: Shop, moved: None, bea: Client) -> None:
    page = bea.get(plan_page(shop))
    assert WHY in words(page)
    assert f"{plan_page(shop)}/build" in actions_on(page)


def test_building_again_queues_the_same_plan(shop: Shop, moved: None, bea: Client) -> None:
    page = bea.post(f"{plan_page(shop)}/build")
    build = Build.objects.latest("pk")
    assert page["Location"] == f"/tools/{shop.site.slug}/builds/{build.pk}"
    assert (build.plan, build.state) == (shop.plan, "queued")


def test_while_it_is_being_built_the_plan_says_so_instead(
    shop: Shop, moved: None, bea: Client
) -> None:
    bea.post(f"{plan_page(shop)}/build")
    page = words(bea.get(plan_page(shop)))
    assert "It is being built." in page
    assert "Build again" not in page


def test_an_approval_of_something_else_sends_it_back_to_be_built(
    shop: Shop, cast: Cast, moved: None, bea: Client
) -> None:
    review = latest_review(shop.second)
    assert review is not None
    ticked = [item["id"] for item in review.red_items]
    with pytest.raises(ReviewRefused, match="built again"):
        approve(by=cast.omar, review=review, digest=review.digest, ticked=ticked)
    review.refresh_from_db()
    assert review.state == Review.State.STALE
    assert "Build again" in words(bea.get(version_page(shop)))


def test_what_a_reviewer_asked_to_change_comes_first(
    shop: Shop, cast: Cast, moved: None, bea: Client
) -> None:
    review = latest_review(shop.second)
    assert review is not None
    ask_for_changes(by=cast.omar, review=review, reason="Name the owner.")
    page = words(bea.get(version_page(shop)))
    assert "Omar Haddad asks for changes: Name the owner." in page
    assert "Build again" not in page


def test_an_older_version_is_not_built_again(shop: Shop, moved: None, bea: Client) -> None:
    assert has_moved(shop.first)
    assert to_build_again(shop.first) is None
    assert "Build again" not in words(bea.get(f"/tools/{shop.site.slug}/versions/1"))


def test_what_is_live_goes_on_and_is_not_built_again(shop: Shop, cast: Cast, moved: None) -> None:
    shop.site.live_version = shop.second
    shop.site.save(update_fields=["live_version"])
    shop.second.site = shop.site
    assert to_build_again(shop.second) is None
    assert standing_of(shop.second, cast.bea).next == "live"


def test_a_version_without_a_plan_that_was_built_has_nothing_to_build(
    shop: Shop, moved: None
) -> None:
    Plan.objects.filter(pk=shop.plan.pk).update(state=Plan.State.DISCARDED)
    assert to_build_again(shop.second) is None


def test_it_is_the_plan_that_was_built_last(
    shop: Shop, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = a_plan(cast.bea, "Add a due date.", site=shop.site, blueprint=shop.plan.blueprint)
    Plan.objects.filter(pk=later.pk).update(state=Plan.State.BUILT)
    third = a_frozen(cast.bea, shop.site)
    monkeypatch.setattr(digest, "POLICY", "another")
    again = to_build_again(third)
    assert again is not None
    assert again.plan == later
    assert "Version 3" in again.why


def test_files_that_were_altered_count_as_moved(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.versions.errors import Tampered
    from apps.workbench.drawing import again

    def altered(version: object) -> str:
        raise Tampered("A file is gone.")

    monkeypatch.setattr(again, "digest_now", altered)
    assert has_moved(shop.second)


def test_a_version_whose_files_are_gone_is_a_sentence(
    shop: Shop, bea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.versions.errors import Tampered
    from apps.workbench.views import versions

    def altered(*_: object) -> None:
        raise Tampered("The file app/models.py of version 2 is not the one that was saved.")

    monkeypatch.setattr(versions, "file_changes", altered)
    page = bea.get(version_page(shop))
    assert page.status_code == 409
    assert "is not the one that was saved" in words(page)
    assert "Traceback" not in page.content.decode()


def test_who_may_not_build_reads_why_and_is_offered_nothing(
    shop: Shop, cast: Cast, moved: None, bea: Client
) -> None:
    set_switch(by=cast.ada, role="builder", capability="build", on=False)
    for path in (version_page(shop), plan_page(shop)):
        assert f"{plan_page(shop)}/build" not in actions_on(bea.get(path))
    assert bea.post(f"{plan_page(shop)}/build").status_code == 403
