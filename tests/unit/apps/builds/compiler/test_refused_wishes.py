"""Every kind of wish of the language is built, or refused with a sentence that names what and
where, one by one.
"""

from typing import Any, get_args

import pytest

from apps.builds.compiler import (
    unsupported,
)
from apps.builds.compiler.actions_py import BASES as ACTION_BASES
from apps.builds.compiler.fields import CLASSES
from apps.builds.compiler.pages_py import BASES as PAGE_BASES
from apps.plans.blueprint.actions import ActionKind
from apps.plans.blueprint.automations import AnyStep
from apps.plans.blueprint.fields import FieldKind
from apps.plans.blueprint.loading import load, shaped
from apps.plans.blueprint.pages import AnyPage
from apps.plans.blueprint.rules import AnyRule

from .trees import small

Data = dict[str, Any]
NAME = {"kind": "text", "id": "name", "required": True}
STATE = {
    "kind": "status",
    "id": "state",
    "values": [{"id": "open"}, {"id": "yes"}, {"id": "no"}],
}
FIELDS = [
    NAME,
    STATE,
    {"kind": "integer", "id": "size"},
    {"kind": "date", "id": "due"},
    {"kind": "date", "id": "until"},
    {"kind": "person", "id": "owner"},
    {"kind": "people", "id": "crew"},
    {"kind": "relation", "id": "twin", "to": "thing"},
]


def refused(data: Data) -> list[tuple[str, str]]:
    """What cannot be built of a tool whose shape is right, by address and sentence."""
    return [(one.where, one.message) for one in unsupported(shaped(data))]


def thing(**more: Any) -> Data:
    return small(**{"fields": FIELDS} | more)


def with_field(**field: Any) -> Data:
    return thing(fields=[*FIELDS, {"id": "x", **field}])


def automation(when: Data, *do: Data, **more: Any) -> Data:
    one = {"id": "auto", "entity": "thing", "when": when, "do": list(do) or [NOTIFY], **more}
    return thing() | {"automations": [one]}


NOTIFY = {"kind": "notify", "to": ["admin"], "text": "Look"}
CREATED = {"kind": "created"}


OWN_CODE = {
    "": "The extension “greet” has no source: write def run(row, person, asked).",
    "X = 1": (
        "The extension “greet” has no function of its kind: write def run(row, person, asked)."
    ),
    "def run(row):\n    pass": (
        "app/extensions/greet.py, line 4 (extension): The function run(row): "
        "code of a tool's own is one plain function over what it is handed."
    ),
    "import os\n\n\ndef run(row, person, asked):\n    pass": (
        "app/extensions/greet.py, line 3 (import): Importing os: "
        "a tool imports itself, the site kit and a short list from Django."
    ),
    "def run(": (
        "app/extensions/greet.py, line 1 (syntax): "
        "This is not Python that can be read: SyntaxError."
    ),
}


@pytest.mark.parametrize("source", OWN_CODE)
def test_an_extension_in_the_tool(source: str) -> None:
    one = {"kind": "action", "id": "greet", "purpose": "Greets", "source": source}

    assert refused(thing() | {"extensions": [one]}) == [
        ("extensions.greet.source", OWN_CODE[source])
    ]


WORTH = {"id": "worth", "kind": "value", "purpose": "So", "source": "def value(row):\n    return 1"}
IN_HAND = (
    "hook('worth') is worked out for one row by code of the tool's own, so nothing is computed, "
    "filtered, sorted or refused by it: keep it in a field, by set, a default or a case of decide."
)
OF_OWN_CODE: dict[str, tuple[Data, str, str]] = {
    "a computed field": (
        with_field(kind="integer", expr="hook('worth')"),
        "entities.thing.fields.x.expr",
        IN_HAND,
    ),
    "who may press": (
        thing(
            actions=[{"kind": "update", "id": "go", "when": "hook('worth') > 2", "needs": ["due"]}]
        ),
        "entities.thing.actions.go.when",
        IN_HAND,
    ),
    "which rows a page has": (
        thing()
        | {
            "pages": [{"kind": "table", "id": "p", "entity": "thing", "scope": "hook('worth') > 2"}]
        },
        "pages.p.scope",
        IN_HAND,
    ),
    "a rule": (
        thing(rules=[{"kind": "validation", "id": "so", "expr": "size > hook('worth')"}]),
        "entities.thing.rules.so",
        IN_HAND,
    ),
    "what another counts": (
        thing(
            actions=[
                {
                    "kind": "update",
                    "id": "go",
                    "set": ["size = count(thing, where=hook('worth') > 2)"],
                }
            ]
        ),
        "entities.thing.actions.go.set",
        IN_HAND,
    ),
    "what is not there": (
        with_field(kind="integer", default="=hook('other')"),
        "entities.thing.fields.x.default",
        "There is no extension of the kind value “other”.",
    ),
}


@pytest.mark.parametrize("name", OF_OWN_CODE)
def test_a_value_of_own_code_is_for_one_row(name: str) -> None:
    data, where, sentence = OF_OWN_CODE[name]
    assert (where, sentence) in refused(data | {"extensions": [WORTH]})


def test_a_value_of_own_code_is_written_by_a_set_a_default_and_a_case() -> None:
    fields = [*FIELDS, {"kind": "integer", "id": "x", "default": "=hook('worth') + 1"}]
    data = thing(
        fields=fields, actions=[{"kind": "update", "id": "go", "set": ["x = hook('worth')"]}]
    )
    case = {"when": "hook('worth') > 2", "value": "1"}
    step = {"kind": "decide", "field": "x", "cases": [case]}
    done = {"id": "auto", "entity": "thing", "when": CREATED, "do": [step]}
    assert refused(data | {"extensions": [WORTH], "automations": [done]}) == []


def test_a_table_that_two_would_share() -> None:
    data = thing()
    data["entities"].append({"id": "thing_crew", "fields": [NAME]})

    assert refused(data) == [
        (
            "entities.thing.fields.crew",
            "The field and the entity “thing_crew” would share a table: choose another id for one "
            "of them.",
        )
    ]


MINE = {"id": "p", "by": ["member"], "can": ["view"]}
ADD = {"kind": "create", "id": "add"}
EXPRESSIONS: dict[str, tuple[Data, str, str]] = {
    "how many values of another row": (
        thing(actions=[ADD | {"set": ["name = row.name", "size = count(row.crew)"]}]),
        "entities.thing.actions.add.set",
        "“row.crew” is asked of another row here: give that entity a computed field, and name it.",
    ),
    "who is above somebody else": (
        thing(permissions=[MINE | {"where": "owner in twin.owner.managers"}]),
        "entities.thing.permissions.p.where",
        "Who is above is asked of the asker: me in employee.managers.",
    ),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_is_refused_where_it_stands(name: str) -> None:
    data, where, sentence = EXPRESSIONS[name]

    assert refused(data) == [(where, sentence)]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_the_language_itself_allows_it(name: str) -> None:
    """Else the refusal would not be the compiler's to give."""
    assert load(EXPRESSIONS[name][0])


def kinds_of(union: Any) -> set[str]:
    """The `kind`s of the shapes of a union."""
    shapes = get_args(union)
    return {kind for one in shapes for kind in get_args(one.model_fields["kind"].annotation)}


WRITTEN_RULES = {"validation", "required_if", "empty_if", "unique", "lock", "creates"}
WRITTEN_RULES |= {"no_overlap", "limit", "stock", "approval"}
WRITTEN_STEPS = {"extension", "notify", "digest", "update", "create", "action", "decide"}
WRITTEN_STEPS |= {"webhook", "agent"}
WHOLE: dict[str, tuple[set[str], set[str]]] = {
    "fields": (set(get_args(FieldKind)), set(CLASSES)),
    "rules": (kinds_of(AnyRule), WRITTEN_RULES),
    "actions": (set(get_args(ActionKind)), set(ACTION_BASES)),
    "pages": (kinds_of(AnyPage), set(PAGE_BASES)),
    "steps": (kinds_of(AnyStep), WRITTEN_STEPS),
}


@pytest.mark.parametrize("name", WHOLE)
def test_every_kind_of_the_language_is_written(name: str) -> None:
    of_the_language, written = WHOLE[name]

    assert of_the_language == written


def test_several_wishes_are_refused_at_once_each_where_it_is() -> None:
    shared = {"kind": "no_overlap", "id": "few", "start": "due", "end": "until"}
    data = thing(rules=[shared | {"per": ["owner.name"]}], actions=[])
    line = {"kind": "chart", "id": "trend", "entity": "thing", "x": "state", "shape": "line"}
    data["pages"] = [{"kind": "dashboard", "id": "next", "parts": [line]}]
    data["extensions"] = [{"kind": "action", "id": "greet", "purpose": "Greets"}]

    assert [where for where, _ in refused(data)] == [
        "pages.next.parts.trend.shape",
        "extensions.greet.source",
        "entities.thing.rules.few.per",
    ]


BOARDS: dict[str, tuple[Data, str]] = {
    "two groups": ({"group_by": ["state", "owner"]}, "pages.lanes"),
    "lanes by a number": ({"group_by": ["size"]}, "pages.lanes.group_by"),
}


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_has_one_group_of_a_few_values(name: str) -> None:
    more, where = BOARDS[name]
    data = thing() | {"pages": [{"kind": "board", "id": "lanes", "entity": "thing", **more}]}

    assert [at for at, _ in refused(data)] == [where]


FILTERS = {
    "state": True,
    "state=open": False,
    "state='open'": True,
    "state=['open', 'yes']": True,
    "owner=me": True,
    "due=today": True,
    "due=today + days(3)": True,
    "due=week_start(today)": True,
    "size=-3.5": True,
    "size=size + 1": False,
    "owner=owner.manager": False,
}


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_starts_with_what_can_be_said_in_an_address(text: str) -> None:
    table = {"kind": "table", "id": "all", "entity": "thing", "filters": [text]}

    found = refused(thing() | {"pages": [table]})

    assert (found == []) is FILTERS[text]
    assert all(where == "pages.all.filters" for where, _ in found)
