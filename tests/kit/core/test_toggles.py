"""My one row there, made or taken back: once a person, in the database; it goes with its target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

import site_kit as kit
from site_kit import write
from site_kit.actions import Toggle, action_named
from site_kit.asker import TOOL, Asker, acting
from site_kit.checks import of_action
from site_kit.directory.models import Person, PersonGroup
from site_kit.errors import Invalid, Locked, NotThere, Refused, Stale
from site_kit.records import HistoryLine, Run
from site_kit.registry import only_here
from site_kit.testing import CAST, asker_of
from tests.kit.core.conftest import Cast
from tests.kit.core.test_concurrency import at_once
from tests.kit.lab.deeds import Idea, Nod, Vote
from tests.kit.lab.models import Task


def button(name: str) -> Toggle:
    found = action_named(Idea, name)
    assert isinstance(found, Toggle)
    return found


def press(name: str, row: Idea, by: Asker, **asked: Any) -> None:
    write.run(button(name), row, asked, by=by)


def votes() -> list[int | None]:
    return list(Vote.everything.order_by("pk").values_list("created_by", flat=True))


@pytest.fixture
def shade(make: Any) -> Idea:
    made: Idea = make(Idea, name="Shade")
    return made


def test_pressing_makes_mine_and_pressing_again_takes_it_back(cast: Cast, shade: Idea) -> None:
    press("vote", shade, cast.mara)
    press("vote", shade, cast.jon)
    assert votes() == [cast.mara.id, cast.jon.id]
    press("vote", shade, cast.mara)
    assert votes() == [cast.jon.id]


@pytest.mark.parametrize(("wishes", "there"), [([True, True], 1), ([True, False, False], 0)])
def test_a_click_that_says_what_it_wants_is_as_good_twice(
    cast: Cast, shade: Idea, wishes: list[bool], there: int
) -> None:
    for wish in wishes:
        press("vote", shade, cast.mara, on=wish)
    assert len(votes()) == there


def test_each_is_written_in_history(cast: Cast, shade: Idea) -> None:
    for wish in (True, True, False):
        press("vote", shade, cast.mara, on=wish)
    lines = HistoryLine.objects.filter(entity="vote").order_by("pk")
    assert [line.action for line in lines] == ["created", "deleted"]
    assert {line.by_id for line in lines} == {cast.mara.id}


@pytest.mark.parametrize("asked", [{"on": "yes"}, {"idea": 3}])
def test_nothing_else_comes_along(cast: Cast, shade: Idea, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        press("vote", shade, cast.mara, **asked)
    assert votes() == []


def test_whoever_sees_the_row_may_and_needs_no_right_on_the_other(cast: Cast, make: Any) -> None:
    hidden, shut = make(Idea, name="hidden one"), make(Idea, name="Late", shut=True)
    with pytest.raises(NotThere):
        press("vote", hidden, cast.mara)
    with pytest.raises(Stale, match="not while Idea Late is as it is"):
        press("vote", shut, cast.mara)
    with pytest.raises(Refused, match="create votes"):
        write.create(Vote, {"idea": shut}, by=cast.mara)
    press("vote", hidden, cast.ines)
    assert votes() == [cast.ines.id]


def test_the_tool_itself_has_none(cast: Cast, shade: Idea) -> None:
    with pytest.raises(Refused, match="each for themselves"):
        press("vote", shade, TOOL)


def test_what_is_only_added_to_stays(cast: Cast, shade: Idea) -> None:
    press("nod", shade, cast.mara)
    press("nod", shade, cast.mara, on=True)
    with pytest.raises(Stale, match="I have read this: done already, and it stays"):
        press("nod", shade, cast.mara)
    assert Nod.everything.count() == 1


def test_votes_go_with_their_target_and_what_stays_protects_it(cast: Cast, make: Any) -> None:
    gone, kept = make(Idea, name="Gone"), make(Idea, name="Kept")
    press("vote", gone, cast.mara)
    press("nod", kept, cast.mara)
    write.delete(gone, by=cast.ines)
    with pytest.raises(Locked, match="still used by nods"):
        write.delete(kept, by=cast.ines)
    assert votes() == []
    (line,) = HistoryLine.objects.filter(entity="vote", action="deleted")
    assert line.kept == {"idea": gone.pk}


def test_the_database_holds_one_a_person(cast: Cast, make: Any, shade: Idea) -> None:
    make(Vote, idea=shade, created_by_id=cast.mara.id)
    with pytest.raises(IntegrityError, match="vote_once"), transaction.atomic():
        make(Vote, idea=shade, created_by_id=cast.mara.id)
    with pytest.raises(Invalid, match="Yours is here already"):
        write.create(Vote, {"idea": shade}, by=asker_of(CAST[2], ("admin",)))


def test_whoever_comes_second_finds_it_there(
    cast: Cast, make: Any, shade: Idea, monkeypatch: Any
) -> None:
    """Another way in made it after this one had looked."""
    looked = Toggle.mine

    def late(self: Toggle, asker: Asker) -> Any:
        make(Vote, idea=shade, created_by_id=asker.id)
        return _First(looked(self, asker))

    monkeypatch.setattr(Toggle, "mine", late)
    press("vote", shade, cast.mara, on=True)
    assert votes() == [cast.mara.id]


class _First:
    """Rows that are not there at the first look."""

    def __init__(self, found: Any) -> None:
        self.first, self.exists = found.none().first, found.exists

    def filter(self, **_: Any) -> _First:
        return self


def test_what_follows_an_action_follows_this_one_too(cast: Cast, shade: Idea) -> None:
    with only_here():

        class Tell(kit.Automation):
            model = Idea
            when = kit.Acted("vote")
            do = (kit.Set({"shut": True}),)

        press("vote", shade, cast.mara, on=True)
    shade.refresh_from_db()
    assert shade.shut
    assert Run.objects.get().ok


def test_a_toggle_of_nothing_is_refused_when_the_tool_starts() -> None:
    with only_here():

        class PressIdea(kit.Toggle):
            model = Idea
            entity = Task

        class ChooseTask(kit.Toggle):
            model = Task.project.field.related_model
            entity = Task

        said = [wrong for wrong, _ in of_action(PressIdea(), [])]
        assert said == ["Its entity has no relation that leads here."]
        assert [wrong for wrong, _ in of_action(ChooseTask(), [])] == [
            "Task is not unique with its maker."
        ]
        assert list(of_action(button("vote"), [])) == []


class TestAtOnce:
    """On real connections."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture(autouse=True)
    def people(self, transactional_db: None) -> Iterator[None]:
        for member in CAST:
            Person.objects.create(id=member.id, name=member.name, email=member.email)
        yield
        for table in (Person, PersonGroup):
            table.objects.all().delete()

    def test_a_double_click_is_one_vote(self) -> None:
        mara = asker_of(CAST[2])
        with acting(TOOL):
            row = Idea.everything.create(name="Shade")
        found = at_once(*[lambda: press("vote", row, mara, on=True)] * 4)
        assert found == ["done"] * 4
        assert votes() == [mara.id]

    def test_the_votes_of_many_all_count(self) -> None:
        people = [asker_of(member) for member in CAST[:4]]
        with acting(TOOL):
            row = Idea.everything.create(name="Shade")

        def one(person: Asker) -> Any:
            return lambda: press("vote", row, person)

        assert at_once(*[one(person) for person in people]) == ["done"] * 4
        assert sorted(filter(None, votes())) == [1, 2, 3, 4]
