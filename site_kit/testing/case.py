"""`ToolTestCase`: the cast, a clock that stands, and what a tool's tests assert."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.test import TestCase
from django.utils import timezone

from site_kit.actions import actions_for
from site_kit.apps import tool
from site_kit.asker import MEMBER, Asker, clock_stands_at
from site_kit.clock import run_due, timed
from site_kit.directory.models import Person, PersonGroup
from site_kit.fields import ChoiceField
from site_kit.messages import link_to
from site_kit.models import entity_id
from site_kit.records import Outgoing, Run, Watch
from site_kit.registry import declared
from site_kit.tasks import answer
from site_kit.testing.cast import CAST, CastMember, asker_of, outsider_at
from site_kit.testing.people import WAYS_IN, Player, Refusal
from site_kit.web.detail import page_of

A_WEDNESDAY = datetime(2026, 3, 11, 10, 0)


class ToolTestCase(TestCase):
    """A tool's tests: `self.ada`, `self.ines`, `self.mara`, `self.jon`, `self.otto`, `self.nobody`,
    `self.stranger`.

    `roles = {"jon": ["approver"]}` gives declared roles; left out, Ines has the first of the tool.
    """

    ada: ClassVar[Player]
    ines: ClassVar[Player]
    mara: ClassVar[Player]
    jon: ClassVar[Player]
    otto: ClassVar[Player]
    nobody: ClassVar[Player]
    stranger: ClassVar[Player]
    """Somebody without an account, to whom all public forms of the tool are open."""

    roles: ClassVar[Mapping[str, Sequence[str]]] = {}
    ways_in: ClassVar[Sequence[str]] = WAYS_IN
    _usual: ClassVar[dict[type[Model], Mapping[str, Any]]] = {}
    now: ClassVar[datetime]
    today: ClassVar[date]
    yesterday: ClassVar[date]
    tomorrow: ClassVar[date]

    @classmethod
    def setUpClass(cls) -> None:
        """Stop the clock, on a Wednesday at ten."""
        cls.now = timezone.make_aware(A_WEDNESDAY)
        cls.today = A_WEDNESDAY.date()
        cls.yesterday, cls.tomorrow = cls.today_minus(days=1), cls.today_minus(days=-1)
        cls.enterClassContext(clock_stands_at(cls.now))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        """Put the cast into the directory, where it is not there yet."""
        super().setUpTestData()
        cls._usual = {}
        there = set(Person.objects.values_list("pk", flat=True))
        for member in CAST:
            if member.id not in there:
                _put_into_directory(member)
            asker = cls._asker(member)
            setattr(cls, member.key, Player(member.key, asker, usual=cls._usual))
        cls.nobody = Player("nobody", None)
        public = [page.id for page in tool().pages if getattr(page, "public", False)]
        cls.stranger = Player("stranger", outsider_at(public))

    @classmethod
    def _asker(cls, member: CastMember) -> Asker:
        held = set(member.roles)
        declared = [role.id for role in tool().roles]
        if member.key == "ines":
            held |= set(declared[:1])
        if member.key in cls.roles:
            held = held & {MEMBER, "admin"} | set(cls.roles[member.key])
        return asker_of(member, tuple(held - {MEMBER}), let_in=MEMBER in held)

    @classmethod
    def usually(cls, model: type[Model], /, **values: Any) -> None:
        """What a new row has in these tests, wherever they say nothing else."""
        cls._usual[model] = values

    @classmethod
    def today_minus(cls, **length: float) -> date:
        """So long before: `today_minus(weeks=1)`."""
        return cls.today - timedelta(**length)

    @staticmethod
    def reload(row: Any) -> Any:
        """A row as it is by now, with everything of it."""
        return type(row).everything.get(pk=row.pk)

    def clock_strikes(self) -> None:
        """Let the tool do what is due by now, as if it had looked at the clock for two years."""
        for one in timed():
            Watch.objects.update_or_create(
                automation=one.id,
                trigger=repr(one.when),
                defaults={"since": self.now - timedelta(days=800)},
            )
        run_due()

    def assertRan(self, automation: str, row: Any = None) -> None:
        """The automation has run for this row, or without one at all, and all of it was done."""
        runs = Run.objects.filter(automation=automation, record=row.pk if row is not None else 0)
        assert runs.exists(), f"{automation} has not run for {row}."
        assert not runs.filter(ok=False), f"{automation}: {runs.filter(ok=False)[0].error}"

    def assertSent(self, host: str, row: Any) -> None:
        """A message about this row waits in the outbox, to be sent to this host."""
        link = link_to(row)
        waiting = Outgoing.objects.filter(to__host=host, link=link, sent_at=None)
        assert waiting.exists(), f"Nothing is to be sent to {host} about {row}."

    def assertAsked(self, automation: str, row: Any) -> None:
        """A task of this automation about this row waits for the language model."""
        assert self._task(automation, row), f"{automation} asks nothing about {row}."

    def model_answers(
        self, automation: str, row: Any, values: Mapping[str, Any], run: str = ""
    ) -> None:
        """The language model answers that task: these values, and perhaps an action."""
        task = self._task(automation, row)
        assert task is not None, f"{automation} asks nothing about {row}."
        several = (one for of_one in declared.automations.values() for one in of_one)
        step: Any = next(one for one in several if one.id == automation).do[task.to["step"]]
        said = json.loads(json.dumps({"set": values, "run": run}, cls=DjangoJSONEncoder))
        error = answer(task.pk, said, step.may)
        assert not error, f"{automation}: {error}"

    @staticmethod
    def _task(automation: str, row: Any) -> Outgoing | None:
        about = {"task": automation, "entity": entity_id(type(row)), "record": row.pk}
        several = Outgoing.objects.filter(to__contains=about)
        return several.exclude(to__has_key="answered").order_by("pk").last()

    def assertTold(self, row: Any, *people: Player) -> None:
        """Messages about this row wait for each of them: by name, or as one who holds a role."""
        waiting = list(Outgoing.objects.filter(link=link_to(row)).values_list("to", flat=True))
        for player in people:
            roles = set(player.asker.roles if player.asker else ())
            named = (player.person.pk in to.get("people", ()) for to in waiting)
            held = (bool(roles & set(to.get("roles", ()))) for to in waiting)
            assert any(named) or any(held), f"{player.key} is not told of {row}."

    @contextmanager
    def assertRefused(self, message: str, beside: str | None = None) -> Iterator[None]:
        """What is done inside is refused with this sentence, beside this field."""
        errors: Mapping[str, Sequence[str]] | None = None
        try:
            yield
        except Refusal as refusal:
            errors = refusal.errors
        assert errors is not None, f"It was done, and should be refused: {message}"
        among = [one for several in errors.values() for one in several]
        said = among if beside is None else errors.get(beside, [])
        assert message in said, f"It was refused, but what was said is {errors}"

    def assertHolds(self, row: Any, /, **expected: Any) -> None:
        """The row, as it is by now, holds these values: of a person, the player."""
        row = self.reload(row)
        for name, value in expected.items():
            wanted = value.person if isinstance(value, Player) else value
            found = getattr(row, name)
            assert found == wanted, f"{name} of {row} is {found!r}, not {wanted!r}."

    def assertRefusedEach(
        self, player: Player, model: type[Model], *rows: tuple[Mapping[str, Any], str]
    ) -> None:
        """New rows that somebody cannot make, whichever way in, each with the sentence."""
        for values, message in rows:
            with self.subTest(f"{message} {values}"), self.assertRefused(message):
                player.every_way.creates(model, **values)

    def assertMayEdit(
        self, row: Any, field: str, by: Sequence[Player], not_by: Sequence[Player]
    ) -> None:
        """These find the field in the row's form; the others do not, and cannot send it either."""
        for player in by:
            assert field in player.is_offered(row), f"{player.key} may not edit {field}."
        for player in not_by:
            assert field not in player.is_offered(row), f"{player.key} may edit {field}."
            with _refused(f"{player.key} changed {field}"):
                player.by("api").edits(row, **{field: _another(row, field)})

    def assertRights(self, expected: Mapping[Any, Mapping[str, str]]) -> None:
        """The whole table: what is offered to whom, and that the rest is refused.

        `{row: {"ada jon": "view edit approve", "mara": ""}}`: view, edit and delete, then actions
        in the order of their declaration. Of a model: `{Invoice: {"jon": "create import"}}`.
        """
        for place, by_people in expected.items():
            for keys, verbs in by_people.items():
                for key in keys.split():
                    with self.subTest(row=str(place), person=key):
                        player: Player = getattr(self, key)
                        if isinstance(place, type):
                            self._makes(player, place, verbs)
                        else:
                            self._does(player, place, verbs)

    def _makes(self, player: Player, model: type[Model], verbs: str) -> None:
        offered = " ".join(player.may_make(model))
        assert offered == verbs, f"{player.key} is offered {offered!r}, not {verbs!r}."

    def _does(self, player: Player, row: Model, verbs: str) -> None:
        offered = self._offered(player, row)
        assert offered == verbs, f"{player.key} is offered {offered!r}, not {verbs!r}."
        self._refused_else(player, row, verbs.split())

    def _offered(self, player: Player, row: Any) -> str:
        try:
            buttons = player.sees(row).buttons()
        except Refusal:
            return ""
        page = page_of(type(row))
        for action in actions_for(type(row)):
            is_left_out = page is not None and page.actions and action.id not in page.actions
            if is_left_out and player.asker and action.may_run(player.asker, row):
                buttons.append(action.id)
        known = ["edit", "delete", *(action.id for action in actions_for(type(row)))]
        return " ".join(["view", *(verb for verb in known if verb in buttons)])

    def _refused_else(self, player: Player, row: Any, given: Sequence[str]) -> None:
        caller = player.by("api")
        if "edit" not in given:
            with _refused(f"{player.key} may edit"):
                caller.edits(row)
        if "delete" not in given:
            with _refused(f"{player.key} may delete"):
                caller.deletes(row)
        for action in actions_for(type(row)):
            if action.id not in given:
                with _refused(f"{player.key} may {action.id}"):
                    caller.runs(action.id, row)


@contextmanager
def _refused(otherwise: str) -> Iterator[None]:
    """What is done inside is refused, with whatever sentence."""
    try:
        yield
    except Refusal:
        return
    raise AssertionError(f"{otherwise}, and should not.")


def _put_into_directory(member: CastMember) -> None:
    Person.objects.create(
        id=member.id,
        name=member.name,
        email=member.email,
        manager_id=member.manager_id,
        department=member.department,
        job_title=member.job_title,
    )
    PersonGroup.objects.bulk_create(
        PersonGroup(id=member.id * 10 + number, person_id=member.id, name=group)
        for number, group in enumerate(member.groups)
    )


def _another(row: Model, name: str) -> Any:
    """Another value than the row has, of the same kind."""
    field: Any = row._meta.get_field(name)
    value = getattr(row, name)
    if isinstance(field, ChoiceField) and field.values is not None:
        return next(one for one in field.values.values if one != value)
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=getattr(row, field.attname))
        return others.values_list("pk", flat=True).first()
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    return "7" if str(value) != "7" else "8"
