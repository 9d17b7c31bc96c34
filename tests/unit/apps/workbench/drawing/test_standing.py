"""Where a version stands on its way to live, and the one step that comes next."""

import pytest

from apps.access.actions import set_switch
from apps.accounts.models import User
from apps.deployments.models import Deployment
from apps.reviews.actions import approve, ask_for_changes, reject
from apps.reviews.models import Review
from apps.reviews.queries import latest_review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workbench.drawing.standing import Standing, standing_of
from apps.workbench.drawing.timeline import timeline_of, under_way, what_it_is
from tests.cast import Cast
from tests.views.shop import Shop, a_frozen


def stands(version: Version, person: User) -> Standing:
    version.site = Site.objects.select_related("live_version").get(pk=version.site_id)
    return standing_of(version, person)


def review_of(version: Version) -> Review:
    review = latest_review(version)
    assert review is not None
    return review


def approved(cast: Cast, version: Version) -> None:
    review = review_of(version)
    ticked = [item["id"] for item in review.red_items]
    approve(by=cast.omar, review=review, digest=review.digest, ticked=ticked)


def test_a_new_version_is_to_be_read_and_reviewed(shop: Shop, cast: Cast) -> None:
    now = stands(a_frozen(cast.bea, shop.site), cast.bea)
    assert (now.stage, now.next, now.label.text) == (3, "review", "Not reviewed")
    assert now.sentence == "Read it, try the preview, then ask for a review."


def test_a_version_in_review_waits_for_a_second_person(shop: Shop, cast: Cast) -> None:
    now = stands(shop.second, cast.bea)
    assert (now.stage, now.next, now.label.text) == (4, "wait", "In review")


@pytest.mark.parametrize(
    ("who", "leads"), [("bea", False), ("mara", False), ("omar", True), ("ada", True)]
)
def test_only_who_may_decide_is_led_to_the_review(
    shop: Shop, cast: Cast, who: str, leads: bool
) -> None:
    address = stands(shop.second, getattr(cast, who)).review_address
    review = review_of(shop.second)
    assert address == (f"/admin/reviews/review/{review.pk}/change/" if leads else "")


def test_who_had_a_part_is_not_led_to_the_review_though_they_may_review(
    shop: Shop, cast: Cast
) -> None:
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    assert stands(shop.second, cast.bea).review_address == ""


def test_an_approved_version_can_go_live_and_says_who_approved_it(shop: Shop, cast: Cast) -> None:
    approved(cast, shop.second)
    now = stands(shop.second, cast.bea)
    assert (now.stage, now.next, now.label.text) == (5, "deploy", "Approved")
    assert now.sentence == "Omar Haddad approved it. It can go live."
    assert now.review_address == ""


@pytest.mark.parametrize(
    ("decide", "step", "sentence"),
    [
        (ask_for_changes, "review", "Omar Haddad asks for changes: Name the owner."),
        (reject, "", "Omar Haddad rejected it: Name the owner. Say what should change."),
    ],
)
def test_a_no_says_why(shop: Shop, cast: Cast, decide: object, step: str, sentence: str) -> None:
    assert callable(decide)
    decide(by=cast.omar, review=review_of(shop.second), reason="Name the owner.")
    now = stands(shop.second, cast.bea)
    assert (now.stage, now.next, now.sentence) == (3, step, sentence)


def test_a_review_that_went_stale_is_asked_for_again(shop: Shop, cast: Cast) -> None:
    Review.objects.filter(version=shop.second).update(state="stale", reason="It was too old.")
    now = stands(shop.second, cast.bea)
    assert (now.next, now.sentence) == ("review", "It must be reviewed again. It was too old.")


def test_the_live_version_is_what_the_address_serves(shop: Shop, cast: Cast) -> None:
    now = stands(shop.first, cast.bea)
    assert (now.stage, now.next, now.sentence) == (5, "live", "This is what the address serves.")


def test_a_version_on_its_way_says_so_before_anything_else(shop: Shop, cast: Cast) -> None:
    approved(cast, shop.second)
    going = Deployment.objects.create(
        site=shop.site, version=shop.second, asked_by=cast.bea, state="running"
    )
    now = stands(shop.second, cast.bea)
    assert (now.next, now.under_way) == ("going", going)
    assert stands(shop.first, cast.bea).next == "live"


def test_an_older_version_points_at_the_newer_one(shop: Shop, cast: Cast) -> None:
    third = a_frozen(cast.bea, shop.site)
    assert stands(shop.second, cast.bea).sentence == f"Version {third.number} is newer."
    assert stands(shop.second, cast.bea).next == ""


def test_what_was_live_before_can_come_back(shop: Shop, cast: Cast) -> None:
    Site.objects.filter(pk=shop.site.pk).update(live_version=shop.second)
    Deployment.objects.create(site=shop.site, version=shop.second, asked_by=cast.bea, state="live")
    sentence = stands(shop.first, cast.bea).sentence
    assert sentence == "It was live before. Rolling back brings it back."


def test_the_timeline_begins_with_the_newest_and_marks_what_is_live(shop: Shop, cast: Cast) -> None:
    points = timeline_of(Site.objects.select_related("live_version").get(pk=shop.site.pk))
    said = [(one.version.number, one.state.text, one.is_live) for one in points]
    assert said == [(2, "In review", False), (1, "Live", True)]
    assert points[1].review is not None
    assert points[1].review.decided_by == cast.omar


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([], "Who asked for what, and whether they get it."),
        (["One thing."], "One thing."),
        (["One thing.", "Two."], "One thing. And 1 more change."),
        (["One thing.", "Two.", "Three."], "One thing. And 2 more changes."),
    ],
)
def test_a_version_in_a_line(shop: Shop, changes: list[str], says: str) -> None:
    shop.second.changes = [{"text": text, "risk": "adds"} for text in changes]
    assert what_it_is(shop.second) == says


def test_a_version_without_a_summary_is_told_by_what_was_asked(shop: Shop) -> None:
    shop.second.changes, shop.second.blueprint = [], {}
    shop.second.asked = "A list of keys.\nWith owners."
    assert what_it_is(shop.second) == "A list of keys."


@pytest.mark.parametrize(
    ("state", "going"),
    [("queued", True), ("running", True), ("live", False), ("failed", False), ("replaced", False)],
)
def test_only_what_a_worker_carries_out_is_under_way(
    shop: Shop, cast: Cast, state: str, going: bool
) -> None:
    Deployment.objects.create(site=shop.site, version=shop.second, asked_by=cast.bea, state=state)
    assert bool(under_way(shop.site)) == going
