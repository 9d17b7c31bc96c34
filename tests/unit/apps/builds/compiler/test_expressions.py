"""What each expression of the language becomes: a `Q`, a value, an aggregate."""

import ast

import pytest

from apps.builds.compiler.expressions import NotWritten, Reading
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import Place, places

from .trees import blueprint

TOOL = Tool(blueprint("workshop"))
MACHINE = places.own("machine")

CONDITIONS = {
    "name == 'x'": "Q(name='x')",
    "name != 'x'": "~Q(name='x')",
    "not insured": "Q(insured=False)",
    "insured and load > 5": "Q(insured=True, load__gt=5)",
    "load > 5 or load < 2": "Q(load__gt=5) | Q(load__lt=2)",
    "(load > 5 or load < 2) and insured": "(Q(load__gt=5) | Q(load__lt=2)) & Q(insured=True)",
    "not (load > 5 or insured)": "~(Q(load__gt=5) | Q(insured=True))",
    "1 < load < 5": "Q(load__gt=1, load__lt=5)",
    "5 >= load": "Q(load__lte=5)",
    "load == 1.5": "Q(load=Decimal('1.5'))",
    "state == 'idle'": "Q(state=Machine.State.IDLE)",
    "state in ['idle', 'broken']": "Q(state__in=[Machine.State.IDLE, Machine.State.BROKEN])",
    "state not in ['idle']": "~Q(state__in=[Machine.State.IDLE])",
    "state.closed": "Q(state__closed=True)",
    "not state.closed": "Q(state__closed=False)",
    "keeper == me": "Q(keeper=kit.Me())",
    "me in crew": "Q(crew=kit.Me())",
    "me in [keeper, created_by]": "Q(keeper=kit.Me()) | Q(created_by=kit.Me())",
    "'noise' in dangers": "Q(dangers__contains=Machine.Dangers.NOISE)",
    "'planner' in my_roles": "Q(kit.HasRole('planner'))",
    "'Finance' in me.groups": "Q(kit.InGroup('Finance'))",
    "keeper == me.manager": "Q(keeper=kit.Mine('manager'))",
    "keeper.department == me.manager.department": (
        "Q(keeper__department=kit.Mine('manager.department'))"
    ),
    "me in keeper.managers": "Q(kit.Leads('keeper'))",
    "'Finance' in keeper.groups": "Q(kit.InGroup('Finance', 'keeper'))",
    "keeper == empty": "Q(keeper__isnull=True)",
    "keeper != empty": "Q(keeper__isnull=False)",
    "notes == empty": "Q(notes='')",
    "notes != empty": "~Q(notes='')",
    "dangers == empty": "Q(dangers=[])",
    "twin.serial == empty": "Q(twin__serial='') | Q(twin__serial__isnull=True)",
    "hall.head == me": "Q(hall__head=kit.Me())",
    "bought < today": "Q(bought__lt=kit.Today())",
    "bought == next_check": "Q(bought=F('next_check'))",
    "bought <= today - days(3)": "Q(bought__lte=kit.Later(kit.Today(), days=-3))",
    "date(last_seen) == today": "Q(last_seen__date=kit.Today())",
    "date(bought) == today": "Q(bought=kit.Today())",
    "year(bought) == 2024": "Q(bought__year=2024)",
    "abs(load) <= 5": "Q(load__abs__lte=5)",
    "lower(name) == 'x'": "Q(name__lower='x')",
    "contains(name, 'x')": "Q(name__icontains='x')",
    "week_start(bought) == week_start(today)": (
        "Q(models.lookups.Exact(kit.WeekStart(F('bought')), kit.WeekStart(kit.Today())))"
    ),
    "load + weight > 5": "Q(models.lookups.GreaterThan(F('load') + F('weight'), 5))",
    "load > weight - 1": "Q(load__gt=F('weight') - 1)",
    "exists(job, where=late)": "Q(kit.ExistsOf('Job', via='machine', where=Q(late=True)))",
    "count(job) > 2": "Q(models.lookups.GreaterThan(kit.CountOf('Job', via='machine'), 2))",
    "insured if load > 1 else overdue": (
        "Q(load__gt=1, insured=True) | (~Q(load__gt=1) & Q(overdue=True))"
    ),
    "exists(hall, where=head == row.keeper)": (
        "Q(kit.ExistsOf('Hall', where=Q(head=models.OuterRef('keeper'))))"
    ),
}
VALUES = {
    "load * (weight + 1)": "F('load') * (F('weight') + 1)",
    "load - (weight - 1)": "F('load') - (F('weight') - 1)",
    "-load": "-F('load')",
    "load / weight": "kit.Divide(F('load'), F('weight'))",
    "year_built % 4": "kit.Remainder(F('year_built'), 4)",
    "round(load, 1)": "models.functions.Round(F('load'), 1)",
    "coalesce(load, 0)": "models.functions.Coalesce(F('load'), 0)",
    "max(load, weight)": "models.functions.Greatest(F('load'), F('weight'))",
    "text(name, hall)": "kit.Text('name', 'hall')",
    "format('{name} of {hall.name}')": "kit.Format('{name} of {hall.name}')",
    "format('{from}')": "kit.Format('{from_field}')",
    "days(bought, today)": "kit.Days(F('bought'), kit.Today())",
    "workdays(bought, today)": "kit.Workdays(F('bought'), kit.Today())",
    "workdays(bought, today, without=job.due)": (
        "kit.Workdays(F('bought'), kit.Today(), without='Job.due')"
    ),
    "count(crew)": "kit.SizeOf('crew')",
    "count(twin.dangers) + 1": "kit.SizeOf('twin.dangers') + 1",
    "entered(state, 'idle')": "kit.Entered('state', 'idle')",
    "entered(twin.state, 'idle') + years(1)": (
        "kit.Later(kit.Entered('twin.state', 'idle'), years=1)"
    ),
    "bought + months(load)": "kit.Later(F('bought'), months=F('load'))",
    "link": "kit.LinkAt()",
    "text(twin.title, load)": "kit.Text(kit.TitleAt('twin'), 'load')",
    "sum(job.machine.load)": "kit.SumOf('Job.machine__load', via='machine')",
    "last(job.name, order=-due)": "kit.LastOf('Job.name', via='machine', order='-due')",
    "'old' if load > 1 else 'new'": (
        "models.Case(models.When(Q(load__gt=1), then=models.Value('old')), "
        "default=models.Value('new'))"
    ),
}
REFUSED = {
    "count(crew.groups)": "name a stored field of one row",
    "format('{link}')": "leave it to messages",
}


def plain(source: str) -> str:
    """Source without a choice of quotes and brackets."""
    return ast.unparse(ast.parse(source))


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition(text: str) -> None:
    assert plain(Reading.at(TOOL, MACHINE).condition(text, "here")) == plain(CONDITIONS[text])


@pytest.mark.parametrize("text", VALUES)
def test_a_value(text: str) -> None:
    assert plain(Reading.at(TOOL, MACHINE).value(text, "here")) == plain(VALUES[text])


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_written_is_refused_with_a_way_out(text: str) -> None:
    tool = Tool(blueprint("workshop"))

    Reading.at(tool, MACHINE).value(text, "entities.machine.title")

    (problem,) = tool.refused
    assert problem.where == "entities.machine.title"
    assert REFUSED[text] in problem.message


def test_in_a_models_body_choices_are_plain_texts() -> None:
    reading = Reading.at(TOOL, MACHINE, in_models=True)

    assert reading.condition("state == 'idle'", "") == "Q(state='idle')"


def test_a_constraint_names_the_end_states() -> None:
    reading = Reading.at(TOOL, places.own("job"), in_models=True).spelled()

    assert reading.condition("status.closed", "") == "Q(status__in=['done', 'dropped'])"


MEASURES = {
    "count()": "models.Count('pk')",
    "count(where=insured)": "models.Count('pk', filter=Q(insured=True))",
    "sum(load)": "models.Sum('load')",
    "100 * sum(load) / sum(weight)": (
        "kit.Divide(100 * models.Sum('load', default=0), models.Sum('weight', default=0))"
    ),
}


@pytest.mark.parametrize("text", MEASURES)
def test_a_measure(text: str) -> None:
    reading = Reading.at(TOOL, places.measured("machine"))

    assert plain(reading.value(text, "")) == plain(MEASURES[text])


PLACES: dict[str, tuple[Place, str, str]] = {
    "a candidate": (
        places.picked("machine", "job"),
        "hall == row.machine.hall and it != row.machine",
        "Q(hall=kit.Of('row', 'machine__hall')) & ~Q(pk=kit.Of('row', 'machine'))",
    ),
    "the row before": (
        places.automated("machine", after_change=True),
        "before.state == 'idle'",
        "Q(models.lookups.Exact(kit.Of('before', 'state'), models.Value(Machine.State.IDLE)))",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_names_mean_what_the_place_says(name: str) -> None:
    place, text, expected = PLACES[name]

    assert Reading.at(TOOL, place).condition(text, "") == expected


def test_assignments_have_attributes_on_the_left() -> None:
    reading = Reading.at(TOOL, places.changed("machine"))
    texts = ["from = name", "notes = empty", "twin.notes = 'x'"]

    written = reading.assignments(texts, "machine", "")

    assert written == "{'from_field': F('name'), 'notes': \"\", 'twin.notes': 'x'}"


def test_the_new_row_of_a_create_starts_from_another() -> None:
    reading = Reading.at(TOOL, places.made("job", "machine"))

    written = reading.assignments(["machine = row", "due = row.next_check"], "job", "")

    assert written == "{'machine': kit.Of('row'), 'due': kit.Of('row', 'next_check')}"


def test_a_refusal_is_an_exception_of_its_own() -> None:
    with pytest.raises(NotWritten):
        Reading.at(TOOL, MACHINE).piece("count(crew.groups) > 1")
