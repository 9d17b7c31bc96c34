"""Comparisons, functions and roll-ups as Django source: the corners, each beside its meaning."""

import ast

import pytest

from apps.builds.compiler.expressions import NotWritten, Reading, who
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.loading import load

FIELDS = [
    {"kind": "text", "id": "name", "required": True},
    {"kind": "text", "id": "note"},
    {"kind": "integer", "id": "size"},
    {"kind": "decimal", "id": "rate"},
    {"kind": "date", "id": "due"},
    {"kind": "datetime", "id": "seen_at"},
    {"kind": "time", "id": "opens_at"},
    {"kind": "boolean", "id": "loud"},
    {"kind": "person", "id": "owner"},
    {"kind": "people", "id": "crew"},
    {"kind": "file", "id": "paper"},
    {"kind": "choices", "id": "tags", "values": [{"id": "red"}, {"id": "blue"}]},
    {
        "kind": "status",
        "id": "state",
        "values": [{"id": "open"}, {"id": "busy"}, {"id": "shut", "closed": True}],
    },
    {"kind": "relation", "id": "twin", "to": "thing"},
    {"kind": "relation", "id": "house", "to": "house", "required": True},
    {"kind": "boolean", "id": "large", "expr": "size > 10"},
]
HOUSE = {
    "id": "house",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "text", "id": "motto"},
        {"kind": "person", "id": "keeper"},
    ],
}
MOVES = [
    {"kind": "transition", "id": "start", "to": "busy"},
    {"kind": "transition", "id": "close", "to": "shut"},
]
TOOL = Tool(
    load(
        {
            "name": "Things",
            "roles": [{"id": "keeper"}],
            "entities": [HOUSE, {"id": "thing", "fields": FIELDS, "actions": MOVES}],
        }
    ).blueprint
)
OWN = places.own("thing")


def plain(source: str) -> str:
    """Source without a choice of quotes and brackets."""
    return ast.unparse(ast.parse(source))


CONDITIONS = {
    # emptiness
    "note == empty": "Q(note='')",
    "note != empty": "~Q(note='')",
    "empty == note": "Q(note='')",
    "size == empty": "Q(size__isnull=True)",
    "due != empty": "Q(due__isnull=False)",
    "tags == empty": "Q(tags=[])",
    "paper == empty": "Q(paper='')",
    "owner == empty": "Q(owner__isnull=True)",
    "house.motto == empty": "Q(house__motto='')",
    "twin.note == empty": "Q(twin__note='') | Q(twin__note__isnull=True)",
    "today == empty": "Q(models.lookups.IsNull(kit.Today(), True))",
    "created_by == empty": "Q(created_by__isnull=True)",
    # either side
    "10 < size": "Q(size__gt=10)",
    "10 <= size": "Q(size__gte=10)",
    "10 > size": "Q(size__lt=10)",
    "10 == size": "Q(size=10)",
    "10 != size": "~Q(size=10)",
    "today > due": "Q(due__lt=kit.Today())",
    "size == rate": "Q(size=F('rate'))",
    # lists
    "size in [1, 2]": "Q(size__in=[1, 2])",
    "size not in [1, 2]": "~Q(size__in=[1, 2])",
    "state in ['open', 'busy']": "Q(state__in=[Thing.State.OPEN, Thing.State.BUSY])",
    "me in [owner, house.keeper]": "Q(owner=kit.Me()) | Q(house__keeper=kit.Me())",
    "'red' in tags": "Q(tags__contains=Thing.Tags.RED)",
    "'red' not in tags": "~Q(tags__contains=Thing.Tags.RED)",
    "me in crew": "Q(crew=kit.Me())",
    # roles and groups
    "'keeper' in my_roles": "Q(kit.HasRole('keeper'))",
    "'Finance' in me.groups": "Q(kit.InGroup('Finance'))",
    "'Finance' in owner.groups": "Q(kit.InGroup('Finance', 'owner'))",
    "'Finance' in house.keeper.groups": "Q(kit.InGroup('Finance', 'house__keeper'))",
    # put together
    "loud": "Q(loud=True)",
    "not loud": "Q(loud=False)",
    "not (loud and large)": "~Q(loud=True, large=True)",
    "loud or large": "Q(loud=True) | Q(large=True)",
    "loud and (large or size > 1)": "Q(loud=True) & (Q(large=True) | Q(size__gt=1))",
    "loud == True": "Q(loud=True)",
    "loud if size > 1 else empty": (
        "Q(size__gt=1, loud=True) | ~Q(size__gt=1) & Q(pk__isnull=True)"
    ),
    "coalesce(loud, twin.loud)": (
        "Q(models.lookups.Exact(models.functions.Coalesce(F('loud'), F('twin__loud')), True))"
    ),
    "first(thing.loud, via=twin)": (
        "Q(models.lookups.Exact(kit.FirstOf('Thing.loud', via='twin'), True))"
    ),
    "state.closed": "Q(state__closed=True)",
    "not state.closed": "Q(state__closed=False)",
    # functions of one path are lookups
    "time(seen_at) == '10:00'": "Q(seen_at__time=datetime.time(10, 0))",
    "month(due) == 3": "Q(due__month=3)",
    "weekday(due) == 1": "Q(due__iso_week_day=1)",
    "contains(lower(name), 'x')": (
        "Q(models.lookups.IContains(models.functions.Lower(F('name')), models.Value('x')))"
    ),
    "abs(size - 1) < 3": "Q(models.lookups.LessThan(models.functions.Abs(F('size') - 1), 3))",
    "size - 1 != 3": "~Q(models.lookups.Exact(F('size') - 1, 3))",
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_is_written_as_a_query(text: str) -> None:
    written = Reading.at(TOOL, OWN).condition(text, "here")

    assert plain(written) == plain(CONDITIONS[text])
    assert TOOL.refused == []


OF_HOUSES = {
    "exists(thing)": "Q(kit.ExistsOf('Thing', via='house'))",
    "not exists(thing, where=loud)": "~Q(kit.ExistsOf('Thing', via='house', where=Q(loud=True)))",
    "count(thing) == 0": "Q(models.lookups.Exact(kit.CountOf('Thing', via='house'), 0))",
    "sum(thing.size) > 5": (
        "Q(models.lookups.GreaterThan(kit.SumOf('Thing.size', via='house'), 5))"
    ),
    "exists(thing, where=owner == row.keeper)": (
        "Q(kit.ExistsOf('Thing', via='house', where=Q(owner=models.OuterRef('keeper'))))"
    ),
}


@pytest.mark.parametrize("text", OF_HOUSES)
def test_rows_below_are_asked_through_the_relation(text: str) -> None:
    written = Reading.at(TOOL, places.own("house")).condition(text, "here")

    assert plain(written) == plain(OF_HOUSES[text])


VALUES = {
    "avg(thing.rate)": "kit.AvgOf('Thing.rate', via='house')",
    "min(thing.due)": "kit.MinOf('Thing.due', via='house')",
    "first(thing.name, order=due)": "kit.FirstOf('Thing.name', via='house', order='due')",
    "last(thing.name, order=-due)": "kit.LastOf('Thing.name', via='house', order='-due')",
    "count(thing, where=large)": "kit.CountOf('Thing', via='house', where=Q(large=True))",
}


@pytest.mark.parametrize("text", VALUES)
def test_rows_below_are_rolled_up(text: str) -> None:
    written = Reading.at(TOOL, places.own("house")).value(text, "here")

    assert plain(written) == plain(VALUES[text])


PLAIN_VALUES = {
    "min(size, 3)": "models.functions.Least(F('size'), 3)",
    "lower(note)": "models.functions.Lower(F('note'))",
    "text(name, ' of ', owner)": "kit.Text('name', models.Value(' of '), 'owner')",
    "date(seen_at)": "kit.Day(F('seen_at'))",
    "year(due)": "kit.Year(F('due'))",
    "quarter_start(due)": "kit.QuarterStart(F('due'))",
    "due - days(size)": "kit.Later(F('due'), days=-F('size'))",
    "due + weeks(2)": "kit.Later(F('due'), weeks=2)",
    "hours(seen_at, now)": "kit.Hours(F('seen_at'), kit.Now())",
    "-size * 2": "-F('size') * 2",
    "-(size + 1)": "-(F('size') + 1)",
    "size * (rate - 1) - 2": "F('size') * (F('rate') - 1) - 2",
    "size - (rate - 1)": "F('size') - (F('rate') - 1)",
    "size % 2": "kit.Remainder(F('size'), 2)",
    "'late' if due < today else note": (
        "models.Case(models.When(Q(due__lt=kit.Today()), then=models.Value('late')), "
        "default=F('note'))"
    ),
    "1 if loud else 2 if large else 3": (
        "models.Case(models.When(Q(loud=True), then=1), models.When(Q(large=True), then=2), "
        "default=3)"
    ),
    "due if loud else empty": "models.Case(models.When(Q(loud=True), then=F('due')))",
}


@pytest.mark.parametrize("text", PLAIN_VALUES)
def test_a_value_is_written_with_the_fewest_brackets(text: str) -> None:
    assert plain(Reading.at(TOOL, OWN).value(text, "here")) == plain(PLAIN_VALUES[text])


WHO = {
    "member": "member",
    "keeper": "keeper",
    "admin": "admin",
    "row.owner": "row.owner",
    "row.created_by": "row.created_by",
    "row.house.keeper": "row.house.keeper",
    "row.crew": "row.crew",
}


@pytest.mark.parametrize("entry", WHO)
def test_a_list_of_people_is_written_as_paths(entry: str) -> None:
    assert who(TOOL, (entry,), "thing", "here") == [WHO[entry]]


def test_two_readings_of_a_text_are_read_once() -> None:
    first = TOOL.question("size > 1", OWN)

    assert TOOL.question("size > 1", OWN) is first


def test_what_cannot_be_written_says_so_and_the_rest_goes_on() -> None:
    tool = Tool(TOOL.blueprint)

    Reading.at(tool, OWN).condition("format('{link}') == name", "entities.thing.rules.a.expr")
    Reading.at(tool, OWN).condition("format('{link}') == name", "entities.thing.rules.a.expr")

    (problem,) = tool.refused
    assert str(problem).startswith("entities.thing.rules.a.expr: “link” cannot be used")


def test_a_refusal_can_be_caught_by_whoever_asks() -> None:
    with pytest.raises(NotWritten, match="computed field"):
        Reading.at(TOOL, places.changed("thing")).piece("count(row.crew) > 1")
