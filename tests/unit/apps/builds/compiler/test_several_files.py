"""Several files in one field, from a blueprint to source."""

from typing import Any

from apps.builds.compiler import compile_blueprint, unsupported
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.loading import load

TOOL: dict[str, Any] = {
    "name": "Folders",
    "entities": [
        {
            "id": "folder",
            "fields": [
                {"kind": "text", "id": "name", "required": True},
                {"kind": "file", "id": "papers", "many": True, "types": ["pdf"], "max_mb": 2},
                {"kind": "image", "id": "pictures", "many": True, "required": True},
                {"kind": "integer", "id": "sheets", "expr": "count(papers)"},
                {"kind": "boolean", "id": "bare", "expr": "papers == empty"},
            ],
            "rules": [{"kind": "validation", "expr": "count(papers) <= 3"}],
            "actions": [{"kind": "update", "id": "empty", "set": ["papers = empty"]}],
        }
    ],
    "pages": [
        {"kind": "table", "id": "folders", "entity": "folder", "columns": ["name", "papers"]},
        {"kind": "form", "id": "add", "entity": "folder"},
    ],
}


def test_it_reads_as_written_by_hand() -> None:
    blueprint = load(TOOL).blueprint
    assert unsupported(blueprint) == []
    files = compile_blueprint(blueprint)

    assert inspect_source(files) == []
    for line in (
        'papers = kit.FilesField(blank=True, types=("pdf",), max_mb=2)',
        "pictures = kit.ImagesField()",
        'sheets = kit.Computed(kit.SizeOf("papers"), models.IntegerField())',
        'bare = kit.Computed(Q(papers=""), models.BooleanField())',
        'kit.Required("name", "pictures", name="folder_required")',
    ):
        assert line in files["app/models.py"], files["app/models.py"]
    assert 'sets = {"papers": ""}' in files["app/actions.py"]
