"""Lists that admins extend, from a blueprint to source."""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load

KINDS = [{"id": "chair", "colour": "green"}, {"id": "stool"}]


def tool(**more: Any) -> dict[str, Any]:
    return {
        "name": "Seats",
        "entities": [
            {
                "id": "seat",
                "fields": [
                    {"kind": "text", "id": "name", "required": True},
                    {"kind": "choice", "id": "kind", "managed": True, "values": KINDS, **more},
                    {
                        "kind": "choices",
                        "id": "extras",
                        "managed": True,
                        "values": [{"id": "arms"}],
                    },
                    {"kind": "boolean", "id": "low", "expr": "kind == 'stool'"},
                ],
            }
        ],
        "pages": [
            {"kind": "table", "id": "seats", "entity": "seat", "filters": ["kind", "extras"]},
            {"kind": "board", "id": "kinds", "entity": "seat", "group_by": ["kind"]},
        ],
    }


def test_it_reads_as_written_by_hand() -> None:
    blueprint = load(tool()).blueprint
    assert unsupported(blueprint) == []
    files = compile_blueprint(blueprint)

    assert inspect_source(files) == []
    for line in (
        'kind = kit.ChoiceField(Kind, blank=True, colours={Kind.CHAIR: "green"}, managed=True)',
        "extras = kit.ChoicesField(Extras, blank=True, managed=True)",
        'low = kit.Computed(Q(kind="stool"), models.BooleanField())',
    ):
        assert line in files["app/models.py"], files["app/models.py"]


def test_what_is_worked_out_is_no_list_of_theirs() -> None:
    with pytest.raises(BlueprintErrors, match="has no “managed”"):
        load(tool(expr="'chair' if name == 'x' else 'stool'"))
