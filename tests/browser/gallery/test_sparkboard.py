"""Sparkboard: ideas with votes, comments and boards, and who leads."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.live import Said, Tool, Visitor
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.gallery.reading import column, listed
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT = {
    "submit in a modal": "The form is a page of its own: it has an address, and works alone.",
}
IDEA = {
    "title": "Show delivery windows",
    "problem": "People learn too late when their order can arrive.",
    "audience": "Customers of the web shop",
    "impact": "Fewer abandoned baskets.",
    "effort": "low",
    "category": "customers",
}
PAGES = ("discover", "boards", "my_ideas", "leaderboard", "contributors", "standings", "changes")


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    return live("sparkboard", roles={"curator": "ines"})


def submits(visitor: Visitor, title: str, **given: str) -> int:
    return visitor.post("/idea/new/", **IDEA | {"title": title} | given).row


def presses(visitor: Visitor, idea: int, action: str, **asked: object) -> Said:
    return visitor.post(f"/idea/{idea}/do/{action}/", **asked)


def found(visitor: Visitor, title: str, page: str = "leaderboard") -> dict[str, str]:
    return next(row for row in listed(visitor, page) if row["Title"] == title)


def test_an_idea_is_submitted_in_the_form_and_stands_among_ones_own(
    tool: Tool, person: Sits
) -> None:
    mara = person("mara")
    mara.enters(f"{tool.address}/discover/", **IDEA | {"category": "Customer experience"})
    mara.opens(f"{tool.address}/my_ideas/")
    expect(mara.rows()).to_have_count(1)
    expect(mara.rows().first).to_contain_text(IDEA["title"])
    assert listed(tool.as_("tom"), "my_ideas") == []
    assert found(tool.as_("tom"), IDEA["title"])["Author"] == "Mara Lind"


def test_an_upvote_counts_once_and_is_taken_back_by_pressing_again(
    tool: Tool, person: Sits
) -> None:
    submits(tool.as_("mara"), "Bicycle stands")
    tom = person("tom")
    for count in ("1 vote", "0 votes"):
        tom.opens(f"{tool.address}/discover/?q=bicycle")
        tom.presses("upvote", row="Bicycle stands")
        expect(tom.rows().first).to_contain_text(count)


def test_a_second_vote_is_refused_by_the_server(tool: Tool) -> None:
    tom, idea = tool.as_("tom"), submits(tool.as_("mara"), "A quiet hour")
    for _ in range(2):
        assert presses(tom, idea, "upvote", on=True).status == HTTPStatus.OK
    assert found(tom, "A quiet hour")["Votes"] == "1"
    for straight in ("/vote/new/", "/vote/import/"):
        assert tom.post(straight, idea=idea).status != HTTPStatus.OK
    assert found(tom, "A quiet hour")["Votes"] == "1"


def test_the_score_counts_low_effort_more_and_each_vote_leaves_a_snapshot(tool: Tool) -> None:
    ideas = [submits(tool.as_("mara"), f"Boxes, {effort}", effort=effort) for effort in EFFORTS]
    for idea in ideas:
        presses(tool.as_("tom"), idea, "upvote", on=True)
    scores = {row["Title"]: row["Score"] for row in listed(tool.as_("tom"), "leaderboard")}
    assert [scores[f"Boxes, {effort}"] for effort in EFFORTS] == ["3", "2", "1"]
    kept = [row for row in listed(tool.as_("tom"), "standings") if row["Idea"] == "Boxes, low"]
    assert [(row["Votes"], row["Score"]) for row in kept] == [("1", "3"), ("0", "0")]
    assert tool.as_("bea").post("/snapshot/new/", idea=ideas[0], votes=9).status != HTTPStatus.OK


EFFORTS = ("low", "medium", "high")


def test_three_votes_in_two_weeks_make_an_idea_trending(tool: Tool, person: Sits) -> None:
    idea = submits(tool.as_("mara"), "One search for all handbooks")
    for name in ("tom", "jon", "ines"):
        presses(tool.as_(name), idea, "upvote", on=True)
    jon = person("jon")
    jon.opens(f"{tool.address}/discover/")
    band = jon.page.locator("[data-part=trending_now]")
    expect(band).to_contain_text("One search for all handbooks")
    expect(band).to_contain_text("Votes in two weeks 3")
    expect(jon.page.locator("[data-part=top_contributors]")).to_contain_text("Mara Lind")
    jon.page.locator("[data-count=trending_ideas]").click()
    expect(jon.rows()).to_have_count(1)


def test_a_comment_is_read_by_everybody(tool: Tool, person: Sits) -> None:
    idea = submits(tool.as_("mara"), "Plain release notes")
    tom = person("tom")
    tom.opens(f"{tool.address}/idea/{idea}/")
    tom.page.get_by_label("Add a comment").fill("Our customers would read these.")
    tom.page.get_by_role("button", name="Comment").click()
    assert "Our customers would read these." in tool.as_("jon").get(f"/idea/{idea}/").text


def test_only_a_curator_moves_an_idea_and_each_move_is_kept(tool: Tool) -> None:
    idea = submits(tool.as_("mara"), "A loan pool for adapters")
    for name in ("mara", "tom"):
        assert presses(tool.as_(name), idea, "review").status == HTTPStatus.FORBIDDEN
    assert tool.as_("mara").post(f"/idea/{idea}/edit/", status="accepted").status != HTTPStatus.OK
    ines = tool.as_("ines")
    for action in ("review", "accept", "ship"):
        assert presses(ines, idea, action).status == HTTPStatus.OK
    moves = [row for row in listed(ines, "changes") if row["Idea"] == "A loan pool for adapters"]
    assert [(row["From"], row["To"]) for row in reversed(moves)] == [
        ("New", "Under review"),
        ("Under review", "Accepted"),
        ("Accepted", "Shipped"),
    ]
    assert {row["Moved by"] for row in moves} == {"Ines Roca"}
    assert presses(tool.as_("tom"), idea, "upvote", on=True).status != HTTPStatus.OK


def test_an_author_betters_an_idea_until_it_is_taken_up(tool: Tool) -> None:
    mara, idea = tool.as_("mara"), submits(tool.as_("mara"), "Stock screens in the dark")
    assert mara.post(f"/idea/{idea}/edit/", audience="The night shift").status == HTTPStatus.OK
    assert tool.as_("tom").post(f"/idea/{idea}/edit/", audience="x").status != HTTPStatus.OK
    presses(tool.as_("ines"), idea, "review")
    assert mara.post(f"/idea/{idea}/edit/", audience="Nobody").status != HTTPStatus.OK


def test_an_archived_idea_says_why_and_leaves_the_leaderboard(tool: Tool) -> None:
    ines, idea = tool.as_("ines"), submits(tool.as_("mara"), "Invoices in colour")
    assert "outcome" in presses(ines, idea, "archive").errors
    assert presses(ines, idea, "archive", outcome="It costs too much.").status == HTTPStatus.OK
    assert column(ines, "discover?status=archived", "Title") == ["Invoices in colour"]
    assert "Invoices in colour" not in column(ines, "leaderboard", "Title")


def test_ideas_are_found_by_words_category_status_and_put_in_order(
    tool: Tool, person: Sits
) -> None:
    mara, tom = tool.as_("mara"), tool.as_("tom")
    for title in ("Zebra crossing", "A map of the floors"):
        submits(mara, title, category="workplace", problem="Guests get lost on the way.")
    assert column(tom, "discover?q=guests&sort=title", "Title") == [
        "A map of the floors",
        "Zebra crossing",
    ]
    chosen = listed(tom, "discover?category=workplace&status=new")
    assert {(row["Category"], row["Status"]) for row in chosen} == {("Workplace", "New")}
    ada = person("tom")
    ada.opens(f"{tool.address}/boards/?category=workplace")
    expect(ada.page.locator("[data-lane=new] [data-row]")).to_have_count(2)


def test_the_leaderboard_ranks_ideas_and_those_who_brought_them(tool: Tool, person: Sits) -> None:
    idea = submits(tool.as_("jon"), "Self-service price sheets")
    for name in ("tom", "mara", "ines", "bea", "omar"):
        presses(tool.as_(name), idea, "upvote", on=True)
    jon = person("jon")
    jon.opens(f"{tool.address}/leaderboard/")
    expect(jon.rows().first).to_contain_text("Self-service price sheets")
    jon.opens(f"{tool.address}/contributors/")
    expect(jon.page.locator("tbody tr", has_text="Jon Vale")).to_contain_text("5")


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_are_right_at_a_desk_and_on_a_phone(
    tool: Tool, person: Sits, screen: dict[str, object]
) -> None:
    idea = submits(tool.as_("mara"), "Seen at a desk and on a phone")
    paths = [f"/{page}/" for page in PAGES]
    tom = person("tom", **screen)
    assert faults_of(tom, tool.address, [*paths, f"/idea/{idea}/", "/idea/new/"]) == {}


def test_nobody_from_elsewhere_comes_in(tool: Tool, person: Sits) -> None:
    nora = person("nora", domain="northwind.example")
    assert nora.status_of(f"{tool.address}/discover/") != HTTPStatus.OK or not nora.rows().count()
