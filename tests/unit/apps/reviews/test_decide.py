"""Reviews: a second person, one digest, everything red read, nothing moved."""

import pytest

from apps.access.actions import set_switch
from apps.access.errors import NotAllowed
from apps.reviews.actions import approve, ask_for_changes, ask_for_review, reject
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.queries import approval_of, latest_review
from apps.reviews.red_items import red_items
from apps.sites.models import Site
from apps.versions.digest import POLICY
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


@pytest.fixture
def version(site: Site, cast: Cast) -> Version:
    return a_version(cast.bea, site)


@pytest.fixture
def review(version: Version, cast: Cast) -> Review:
    return ask_for_review(by=cast.bea, version=version)


def yes(cast: Cast, review: Review, **given: object) -> Review:
    values = {"by": cast.omar, "review": review, "digest": review.digest, "ticked": []} | given
    return approve(**values)


def test_an_admin_approves_what_a_builder_made(
    cast: Cast, version: Version, review: Review
) -> None:
    decided = yes(cast, review, reason="Fine.")
    assert (decided.state, decided.decided_by, decided.reason) == ("approved", cast.omar, "Fine.")
    assert approval_of(version) == decided


def test_asking_twice_is_asking_once(cast: Cast, version: Version, review: Review) -> None:
    assert ask_for_review(by=cast.bea, version=version) == review


@pytest.mark.parametrize("who", ["mara", "nils", "otto"])
def test_who_may_not_review_decides_nothing(cast: Cast, review: Review, who: str) -> None:
    with pytest.raises(NotAllowed):
        yes(cast, review, by=getattr(cast, who))


def test_nobody_approves_their_own(acme: Workspace, cast: Cast) -> None:
    review = ask_for_review(by=cast.omar, version=a_version(cast.omar, a_site(cast.omar)))
    with pytest.raises(ReviewRefused, match="You had a part"):
        yes(cast, review)


def test_one_character_makes_an_author(site: Site, cast: Cast, version: Version) -> None:
    review = ask_for_review(by=cast.bea, version=a_version(cast.omar, site))
    with pytest.raises(ReviewRefused, match="You had a part"):
        yes(cast, review)
    assert yes(cast, review, by=cast.ada).state == "approved"


def test_a_builder_with_the_right_to_review_still_not_their_own(cast: Cast, review: Review) -> None:
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    with pytest.raises(ReviewRefused, match="You had a part"):
        yes(cast, review, by=cast.bea)


def test_an_approval_is_for_the_digest_on_the_page(cast: Cast, review: Review) -> None:
    with pytest.raises(ReviewRefused, match="showed something else"):
        yes(cast, review, digest="0" * 64)
    review.refresh_from_db()
    assert review.state == Review.State.WAITING


def test_another_policy_makes_a_review_stale(
    cast: Cast, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.versions.digest.POLICY", POLICY + "x")
    with pytest.raises(ReviewRefused, match="not what it was"):
        yes(cast, review)
    review.refresh_from_db()
    assert review.state == Review.State.STALE


def test_a_decision_is_taken_once(cast: Cast, review: Review) -> None:
    yes(cast, review)
    with pytest.raises(ReviewRefused, match="settled already: approved"):
        reject(by=cast.ada, review=review, reason="No")


def test_an_approval_does_not_carry_over_to_the_next_version(
    site: Site, cast: Cast, review: Review
) -> None:
    yes(cast, review)
    assert approval_of(a_version(cast.bea, site, files={"a.py": "b"})) is None


def test_only_the_newest_version_is_reviewed(site: Site, cast: Cast, version: Version) -> None:
    a_version(cast.bea, site)
    with pytest.raises(ReviewRefused, match="Version 2 is newer"):
        ask_for_review(by=cast.bea, version=version)


def test_a_newer_version_makes_the_older_review_stale(
    site: Site, cast: Cast, review: Review
) -> None:
    ask_for_review(by=cast.bea, version=a_version(cast.bea, site))
    review.refresh_from_db()
    assert review.state == Review.State.STALE


@pytest.mark.parametrize("decide", [ask_for_changes, reject])
def test_a_no_needs_a_reason(cast: Cast, review: Review, decide: object) -> None:
    with pytest.raises(ReviewRefused, match="Say why"):
        decide(by=cast.omar, review=review, reason="  ")


def test_after_changes_were_asked_a_review_can_be_asked_again(
    cast: Cast, version: Version, review: Review
) -> None:
    ask_for_changes(by=cast.omar, review=review, reason="Name it better.")
    again = ask_for_review(by=cast.bea, version=version)
    assert (again != review, latest_review(version)) == (True, again)


RIGHTS = [{"id": "member", "by": ["member"], "can": ["view"]}]


def with_rights(rights: list[object]) -> dict[str, object]:
    entity = BLUEPRINT["entities"][0] | {"permissions": rights}
    return BLUEPRINT | {"entities": [entity]}


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (
            {"changes": [{"text": "The field Fax is removed.", "risk": "loses"}]},
            "The field Fax is removed.",
        ),
        ({"blueprint": with_rights(RIGHTS)}, "Who may do what with “Key” changes."),
        (
            {
                "blueprint": BLUEPRINT
                | {"settings_needed": [{"key": "CHAT_URL", "kind": "secret", "why": "x"}]}
            },
            "The tool is given CHAT_URL.",
        ),
        (
            {"files": {"app/extensions/merge.py": "1"}},
            "app/extensions/merge.py was not written by the compiler.",
        ),
    ],
    ids=["rows lost", "rights", "secret", "own code"],
)
def test_what_weighs_is_red_and_must_be_ticked(
    site: Site, cast: Cast, version: Version, given: dict[str, object], title: str
) -> None:
    second = a_version(cast.bea, site, **given)
    assert [item["title"] for item in red_items(second)] == [title]
    review = ask_for_review(by=cast.bea, version=second)
    with pytest.raises(ReviewRefused, match="tick everything in red"):
        yes(cast, review)
    assert yes(cast, review, ticked=[review.red_items[0]["id"]]).state == "approved"
