"""The page on which a person decides: what is sent is for the digest that was shown, and a refusal
is said there with what was typed.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from apps.access.actions import set_switch
from apps.reviews.actions import ask_for_review
from apps.reviews.admin import risk_of
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version

Browser = Callable[..., Client]
NEEDS = BLUEPRINT | {"settings_needed": [{"key": "CHAT_URL", "kind": "secret", "why": "x"}]}


@pytest.fixture
def review(acme: Workspace, cast: Cast) -> Review:
    """Of version 2, which is given a value: one item is red."""
    site = a_site(cast.bea)
    a_version(cast.bea, site)
    files = {"app/models.py": "# <b>two</b>\n", "app/rules.py": "# new\n"}
    return ask_for_review(
        by=cast.bea, version=a_version(cast.bea, site, blueprint=NEEDS, files=files)
    )


def at(review: Review) -> str:
    return f"/admin/reviews/review/{review.pk}/change/"


def sent(review: Review, decision: str = "approve", **other: Any) -> dict[str, Any]:
    ticks = [item["id"] for item in review.red_items]
    return {"decision": decision, "digest": review.digest, "tick": ticks, "reason": "Yes."} | other


def state(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def test_it_shows_the_change_as_text_with_what_must_be_ticked(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    page = browser_of(cast.omar).get(at(review))
    said = page.content.decode()
    assert page.status_code == 200
    assert "&lt;b&gt;two&lt;/b&gt;" in said
    assert "<b>two" not in said
    for wanted in ("app/rules.py", "The tool is given CHAT_URL.", review.digest, "Bea Lund"):
        assert wanted in said


@pytest.mark.parametrize(
    ("decision", "end"), [("approve", "approved"), ("changes", "changes"), ("reject", "rejected")]
)
def test_each_button_decides(
    review: Review, cast: Cast, browser_of: Browser, decision: str, end: str
) -> None:
    answer = browser_of(cast.omar).post(at(review), sent(review, decision))
    assert (answer.status_code, answer["Location"]) == (302, at(review))
    review.refresh_from_db()
    assert (review.state, review.decided_by, review.reason) == (end, cast.omar, "Yes.")


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"tick": []}, "Read and tick everything in red first: The tool is given CHAT_URL."),
        ({"digest": "0" * 64}, "The page showed something else than what waits here."),
        ({"digest": ""}, "The page showed something else than what waits here."),
        ({"decision": "reject", "reason": " "}, "Say why in a sentence"),
        ({"decision": "changes", "reason": ""}, "Say why in a sentence"),
    ],
    ids=["no tick", "another digest", "no digest", "no without reason", "changes without reason"],
)
def test_a_refusal_is_said_on_the_page_and_nothing_is_decided(
    review: Review, cast: Cast, browser_of: Browser, other: dict[str, Any], says: str
) -> None:
    answer = browser_of(cast.omar).post(at(review), sent(review) | other)
    assert answer.status_code == 409
    assert says in answer.content.decode()
    assert state(review) == "waiting"


def test_what_was_typed_is_still_there_after_a_refusal(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    typed = sent(review, tick=[], reason="I <read> it.")
    answer = browser_of(cast.omar).post(at(review), typed).content.decode()
    assert "I &lt;read&gt; it." in answer


@pytest.mark.parametrize("decision", ["", "approved", "APPROVE", "delete", "_save"])
def test_a_button_that_there_is_not_decides_nothing(
    review: Review, cast: Cast, browser_of: Browser, decision: str
) -> None:
    answer = browser_of(cast.omar).post(at(review), sent(review, decision))
    assert (answer.status_code, state(review)) == (302, "waiting")


def test_a_double_click_decides_once(review: Review, cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.omar)
    assert browser.post(at(review), sent(review)).status_code == 302
    again = browser.post(at(review), sent(review))
    assert again.status_code == 409
    assert "settled already: approved" in again.content.decode()


def test_a_form_of_one_review_decides_no_other(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    other = ask_for_review(by=cast.bea, version=a_version(cast.bea, a_site(cast.bea, "Vans")))
    answer = browser_of(cast.omar).post(at(other), sent(review))
    assert (answer.status_code, state(review), state(other)) == (409, "waiting", "waiting")


@pytest.mark.parametrize("who", ["bea", "mara", "nils", "nora", "otto"])
def test_others_find_no_page_and_decide_nothing(
    review: Review, cast: Cast, browser_of: Browser, who: str
) -> None:
    browser = browser_of(getattr(cast, who))
    assert browser.get(at(review)).status_code == 404
    assert browser.post(at(review), sent(review)).status_code == 404
    assert state(review) == "waiting"


def test_nobody_is_sent_to_sign_in_and_decides_nothing(review: Review, browser_of: Browser) -> None:
    assert browser_of(None).post(at(review), sent(review)).status_code == 302
    assert state(review) == "waiting"


def test_a_form_from_another_origin_is_refused(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    """A page of a tool posts into the admin with the reviewer's cookie."""
    for origin in ("http://office-keys--acme.localhost:8000", "http://evil.example", "null"):
        browser = browser_of(cast.omar)
        browser.defaults["HTTP_ORIGIN"] = origin
        assert browser.post(at(review), sent(review)).status_code == 403
    assert state(review) == "waiting"


def test_who_had_a_part_reads_it_and_is_told_that_somebody_else_decides(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    browser = browser_of(cast.bea)
    assert browser.get(at(review)).status_code == 200
    answer = browser.post(at(review), sent(review))
    assert answer.status_code == 409
    assert "You had a part in this version" in answer.content.decode()
    assert state(review) == "waiting"


def test_files_that_were_altered_are_a_sentence_and_no_approval(
    review: Review, cast: Cast, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered(version: Version) -> str:
        raise Tampered("The stored file abc is not what was saved.")

    monkeypatch.setattr(import_module("apps.reviews.actions.decide"), "digest_now", altered)
    answer = browser_of(cast.omar).post(at(review), sent(review))
    assert answer.status_code == 409
    assert "is not what was saved" in answer.content.decode()
    assert state(review) == "waiting"


@pytest.mark.parametrize("pk", ["0", "999999", "x", "1%27"])
def test_a_review_that_there_is_not_is_not_found(
    review: Review, cast: Cast, browser_of: Browser, pk: str
) -> None:
    answer = browser_of(cast.omar).get(f"/admin/reviews/review/{pk}/change/")
    assert answer.status_code == 404


def test_the_queue_shows_what_waits(review: Review, cast: Cast, browser_of: Browser) -> None:
    listed = browser_of(cast.omar).get("/admin/reviews/review/")
    assert listed.status_code == 200
    assert "Office keys" in listed.content.decode()


@pytest.mark.parametrize(
    ("risks", "heaviest"),
    [
        ([], "adds"),
        (["adds"], "adds"),
        (["adds", "moves"], "moves"),
        (["moves", "loses", "adds"], "loses"),
        ([None], "adds"),
    ],
)
def test_the_risk_of_a_version_is_its_heaviest(
    acme: Workspace, cast: Cast, risks: list[str | None], heaviest: str
) -> None:
    changes = [{"text": "x"} | ({"risk": risk} if risk else {}) for risk in risks]
    site: Site = a_site(cast.bea)
    assert risk_of(a_version(cast.bea, site, changes=changes)) == heaviest


WISHES = [
    {"quote": "a list of keys", "meaning": "A list", "provides": ["entities.key"]},
    {
        "quote": "who has it",
        "meaning": "A holder",
        "provides": ["entities.key.fields.label"],
        "partly": "Not taken up: “since when”.",
    },
]
OUT = [{"quote": "and fax it", "reason": "There is no fax."}]


def wished(page: str) -> tuple[str, str]:
    """What came with this version, and what is folded as of before."""
    now, _, rest = page.partition("<details>")
    return now, rest.partition("</details>")[0]


def test_each_wish_is_provided_in_part_or_left_out_and_older_ones_are_folded(
    acme: Workspace, cast: Cast, browser_of: Browser
) -> None:
    site = a_site(cast.bea)
    first = BLUEPRINT | {"requirements": WISHES[:1], "left_out": OUT}
    a_version(cast.bea, site, blueprint=first)
    lost = [{"text": "The field “Fax” is removed.", "risk": "loses"}]
    second = a_version(cast.bea, site, blueprint=first | {"requirements": WISHES}, changes=lost)
    review = ask_for_review(by=cast.bea, version=second)
    page = browser_of(cast.omar).get(at(review)).content.decode()
    assert page.count("Loses data</span>") == 2, "above, and beside the change"
    now, before = wished(page)
    assert "In part</span>" in now
    assert "Not taken up: “since when”." in now
    assert "a list of keys" not in now
    assert "and fax it" not in now
    assert "Provided</span>" in before
    assert "Left out</span>" in before
    assert "a list of keys" in before
    assert "There is no fax." in before


def test_the_history_says_who_did_what_to_which_version(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    omar = browser_of(cast.omar)
    omar.post(at(review), sent(review))
    page = omar.get(at(review)).content.decode()
    assert "<b>Bea Lund</b> asked for a review of version 2<p><time" in page
    assert "<b>Omar Haddad</b> approved version 2<p><time" in page
    assert "just now" in page
