"""A review from waiting to its end: every arrow of docs/states.md, and every one that is not
there; who may, once, also in the same moment; and nothing half-made.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from apps.access.actions import set_switch
from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.prompts.models import Message
from apps.reviews.actions import approve, ask_for_changes, ask_for_review, reject
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.queries import approval_of, latest_review, waiting
from apps.reviews.signals import review_decided
from apps.sites.models import Site
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.workspaces.models import Membership, Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import a_site, a_version

State = Review.State
DECISIONS: dict[str, Callable[[Any, Review], Review]] = {
    "approved": lambda by, review: approve(by=by, review=review, digest=review.digest, ticked=[]),
    "changes": lambda by, review: ask_for_changes(by=by, review=review, reason="Another name."),
    "rejected": lambda by, review: reject(by=by, review=review, reason="Not needed."),
}
SETTLED = [State.CHANGES, State.APPROVED, State.REJECTED, State.STALE]


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


@pytest.fixture
def version(site: Site, cast: Cast) -> Version:
    return a_version(cast.bea, site)


@pytest.fixture
def review(version: Version, cast: Cast) -> Review:
    return ask_for_review(by=cast.bea, version=version)


def lines(verb: str) -> list[Any]:
    found = Line.objects.filter(verb=verb).order_by("id")
    return [(line.person_name, line.detail) for line in found]


class TestArrows:
    @pytest.mark.parametrize("end", DECISIONS)
    def test_from_waiting_to(self, review: Review, cast: Cast, end: str) -> None:
        decided = DECISIONS[end](cast.omar, review)
        assert (decided.state, decided.decided_by) == (end, cast.omar)
        assert decided.decided_at is not None

    @pytest.mark.parametrize("start", SETTLED)
    @pytest.mark.parametrize("verb", DECISIONS)
    def test_from_a_settled_one_no_decision_leads_on(
        self, review: Review, cast: Cast, start: str, verb: str
    ) -> None:
        Review.objects.update(state=start, decided_by=cast.ada)
        review.refresh_from_db()
        with pytest.raises(ReviewRefused, match="settled already"):
            DECISIONS[verb](cast.omar, review)
        review.refresh_from_db()
        assert (review.state, review.decided_by) == (start, cast.ada)

    @pytest.mark.parametrize(
        ("start", "anew"),
        [
            (State.WAITING, False),
            (State.APPROVED, False),
            (State.CHANGES, True),
            (State.REJECTED, True),
            (State.STALE, True),
        ],
    )
    def test_asking_again_is_a_new_question_where_the_last_one_is_settled_without_a_yes(
        self, version: Version, review: Review, cast: Cast, start: str, anew: bool
    ) -> None:
        Review.objects.update(state=start)
        again = ask_for_review(by=cast.bea, version=version)
        assert (again != review) is anew
        assert again.state == (State.WAITING if anew else start)

    @pytest.mark.parametrize("start", State.values)
    def test_an_approval_is_a_yes_and_nothing_else(
        self, version: Version, review: Review, start: str
    ) -> None:
        Review.objects.update(state=start)
        assert (approval_of(version) is not None) is (start == State.APPROVED)

    def test_a_newer_version_settles_what_waited_and_no_answer(
        self, site: Site, version: Version, review: Review, cast: Cast
    ) -> None:
        ask_for_review(by=cast.bea, version=a_version(cast.bea, site))
        review.refresh_from_db()
        assert (review.state, review.decided_by) == (State.STALE, None)
        assert lines("review_stale") == [("Bea Lund", {"newer": 2})]

    @pytest.mark.parametrize("start", [State.APPROVED, State.REJECTED, State.CHANGES])
    def test_a_newer_version_leaves_what_was_decided(
        self, site: Site, review: Review, cast: Cast, start: str
    ) -> None:
        Review.objects.update(state=start)
        ask_for_review(by=cast.bea, version=a_version(cast.bea, site))
        review.refresh_from_db()
        assert review.state == start

    def test_a_newer_version_of_another_tool_leaves_it_too(
        self, review: Review, cast: Cast
    ) -> None:
        ask_for_review(by=cast.omar, version=a_version(cast.omar, a_site(cast.omar, "Vans")))
        review.refresh_from_db()
        assert review.state == State.WAITING

    def test_the_database_holds_one_open_question_of_a_version(
        self, version: Version, review: Review, cast: Cast
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(version=version, digest=version.digest, asked_by=cast.bea)


class TestTheDigest:
    @pytest.mark.parametrize("shown", ["", "0" * 64, " ", "approved"])
    def test_another_one_on_the_page_settles_nothing(
        self, review: Review, cast: Cast, shown: str
    ) -> None:
        with pytest.raises(ReviewRefused, match="showed something else"):
            approve(by=cast.omar, review=review, digest=shown, ticked=[])
        review.refresh_from_db()
        assert review.state == State.WAITING

    def test_the_one_of_the_next_version_is_another(
        self, site: Site, review: Review, cast: Cast
    ) -> None:
        newer = a_version(cast.bea, site, files={"app/models.py": "newer\n"})
        with pytest.raises(ReviewRefused, match="showed something else"):
            approve(by=cast.omar, review=review, digest=newer.digest, ticked=[])

    def test_files_that_were_altered_are_not_approved(self, site: Site, cast: Cast) -> None:
        version = a_version(cast.bea, site, files={"app/models.py": "of this test alone\n"})
        review = ask_for_review(by=cast.bea, version=version)
        name = version.manifest["app/models.py"]
        storage, path = storages["versions"], f"{name[:2]}/{name[2:]}"
        storage.delete(path)
        storage.save(path, ContentFile(b"import os\n"))
        try:
            with pytest.raises(Tampered):
                approve(by=cast.omar, review=review, digest=version.digest, ticked=[])
        finally:
            storage.delete(path)
        assert approval_of(version) is None

    def test_a_changed_runtime_settles_it_as_stale_with_the_reason(
        self, review: Review, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("apps.versions.digest.runtime_lock", lambda: "another")
        with pytest.raises(ReviewRefused, match="has to be built again"):
            DECISIONS["approved"](cast.omar, review)
        review.refresh_from_db()
        assert review.state == State.STALE
        assert "built again" in review.reason
        assert [who for who, _ in lines("review_stale")] == ["Omar Haddad"]

    def test_a_no_needs_no_unchanged_runtime(
        self, review: Review, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("apps.versions.digest.runtime_lock", lambda: "another")
        assert DECISIONS["rejected"](cast.omar, review).state == State.REJECTED


class TestFourEyes:
    def test_the_second_admin_can_when_the_first_has_a_part(
        self, site: Site, review: Review, cast: Cast
    ) -> None:
        review = ask_for_review(by=cast.bea, version=a_version(cast.omar, site))
        for decide in DECISIONS.values():
            with pytest.raises(ReviewRefused, match="You had a part"):
                decide(cast.omar, review)
        assert DECISIONS["approved"](cast.ada, review).decided_by == cast.ada

    def test_who_asked_for_the_review_without_a_part_may_decide(
        self, version: Version, cast: Cast
    ) -> None:
        review = ask_for_review(by=cast.omar, version=version)
        assert DECISIONS["approved"](cast.omar, review).state == State.APPROVED

    def test_a_builder_who_is_let_review_decides_on_anothers(
        self, acme: Workspace, cast: Cast
    ) -> None:
        set_switch(by=cast.ada, role="builder", capability="review", on=True)
        review = ask_for_review(by=cast.omar, version=a_version(cast.omar, a_site(cast.omar)))
        assert DECISIONS["approved"](cast.bea, review).decided_by == cast.bea

    def test_who_lost_the_right_since_the_page_was_opened_decides_nothing(
        self, review: Review, cast: Cast
    ) -> None:
        Membership.objects.filter(user=cast.omar).update(role="member")
        for decide in DECISIONS.values():
            with pytest.raises(NotAllowed):
                decide(cast.omar, review)
        review.refresh_from_db()
        assert review.state == State.WAITING

    def test_the_right_is_asked_for_before_anything_is_told(
        self, review: Review, cast: Cast
    ) -> None:
        Review.objects.update(red_items=[{"id": "x", "title": "A secret plan.", "detail": ""}])
        review.refresh_from_db()
        with pytest.raises(NotAllowed) as refused:
            DECISIONS["approved"](cast.mara, review)
        assert "secret plan" not in str(refused.value)

    def test_in_the_same_moment_one_of_them_decides(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        version = a_version(shared_cast.bea, a_site(shared_cast.bea))
        review = ask_for_review(by=shared_cast.bea, version=version)
        found = at_once(
            shared_acme,
            lambda: DECISIONS["approved"](shared_cast.omar, review),
            lambda: DECISIONS["rejected"](shared_cast.ada, review),
            lambda: DECISIONS["approved"](shared_cast.omar, review),
        )
        assert errors(found) == [ReviewRefused, ReviewRefused]
        decided = Line.objects.filter(verb__in=["review_approved", "review_rejected"])
        assert decided.count() == 1

    def test_two_questions_in_the_same_moment_are_one(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        version = a_version(shared_cast.bea, a_site(shared_cast.bea))
        found = at_once(
            shared_acme, *[lambda: ask_for_review(by=shared_cast.bea, version=version)] * 4
        )
        assert errors(found) == []
        assert len({review.pk for review in found}) == 1


class TestReasonsAndTicks:
    @pytest.mark.parametrize("reason", ["", "   ", "\n\t", "\0", " \0 "])
    @pytest.mark.parametrize("verb", ["changes", "rejected"])
    def test_a_no_says_why(self, review: Review, cast: Cast, verb: str, reason: str) -> None:
        decide = ask_for_changes if verb == "changes" else reject
        with pytest.raises(ReviewRefused, match="Say why in a sentence"):
            decide(by=cast.omar, review=review, reason=reason)

    def test_a_reason_may_be_anything_that_people_paste(self, review: Review, cast: Cast) -> None:
        decided = reject(by=cast.omar, review=review, reason=" a\0b “ü” 鍵 <script>\n")
        assert decided.reason == "ab “ü” 鍵 <script>"
        assert lines("review_rejected")[0][1]["reason"] == decided.reason

    def test_a_reason_of_a_megabyte_is_cut(self, review: Review, cast: Cast) -> None:
        assert len(reject(by=cast.omar, review=review, reason="x" * 1_000_000).reason) == 4_000

    def test_ticks_that_are_none_are_not_kept(self, review: Review, cast: Cast) -> None:
        ticked = ["loses-0", "x" * 10_000, "loses-0"]
        decided = approve(by=cast.omar, review=review, digest=review.digest, ticked=ticked)
        assert decided.ticked == []

    def test_what_is_missing_is_named(self, review: Review, cast: Cast) -> None:
        items = [{"id": n, "title": f"{n} goes.", "detail": ""} for n in ("Fax", "Phone")]
        Review.objects.update(red_items=items)
        review.refresh_from_db()
        with pytest.raises(ReviewRefused, match=r"in red first: Phone goes\.$"):
            approve(by=cast.omar, review=review, digest=review.digest, ticked=["Fax"])
        decided = approve(
            by=cast.omar, review=review, digest=review.digest, ticked=["Phone", "Fax"]
        )
        assert decided.ticked == ["Fax", "Phone"]
        assert lines("review_approved")[0][1]["ticked"] == ["Fax", "Phone"]


class TestNothingIsHalfMade:
    def test_when_the_log_cannot_be_written_nothing_is_decided(
        self, review: Review, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(**given: Any) -> None:
            raise LookupError

        monkeypatch.setattr(import_module("apps.reviews.actions.decide"), "record", fail)
        said = Message.objects.count()
        with pytest.raises(LookupError), transaction.atomic():
            DECISIONS["approved"](cast.omar, review)
        review.refresh_from_db()
        assert (review.state, Message.objects.count()) == (State.WAITING, said)

    def test_when_somebody_who_listens_fails_nothing_is_decided(
        self, review: Review, cast: Cast
    ) -> None:
        def fail(**given: Any) -> None:
            raise LookupError

        review_decided.connect(fail)
        try:
            with pytest.raises(LookupError), transaction.atomic():
                DECISIONS["approved"](cast.omar, review)
        finally:
            review_decided.disconnect(fail)
        review.refresh_from_db()
        assert review.state == State.WAITING
        assert lines("review_approved") == []


class TestTheQueue:
    def test_what_waits_comes_oldest_first(self, review: Review, cast: Cast) -> None:
        other = ask_for_review(by=cast.omar, version=a_version(cast.omar, a_site(cast.omar, "V")))
        assert list(waiting()) == [review, other]
        DECISIONS["approved"](cast.omar, review)
        assert list(waiting()) == [other]

    def test_the_newest_answer_of_a_version_is_the_latest(
        self, version: Version, review: Review, cast: Cast
    ) -> None:
        DECISIONS["changes"](cast.omar, review)
        again = ask_for_review(by=cast.bea, version=version)
        assert latest_review(version) == again

    def test_in_another_workspace_nothing_waits(self, review: Review, northwind: Workspace) -> None:
        with northwind:
            assert list(waiting()) == []
