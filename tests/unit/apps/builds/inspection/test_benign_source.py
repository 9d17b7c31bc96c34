"""Zero false alarms: what the compiler and the autodetector write passes."""

from pathlib import Path

import pytest

from apps.builds.inspection import Finding, inspect_source
from apps.builds.inspection.findings import Kind
from apps.builds.inspection.kinds import kind_of

EXAMPLE = Path(__file__).parents[5] / "generated_sites" / "_example"


def files() -> dict[str, str]:
    """The example site, with its migration."""
    found = (path for path in EXAMPLE.rglob("*") if path.is_file())
    kept = (path for path in found if "__pycache__" not in path.parts)
    return {str(path.relative_to(EXAMPLE)): path.read_text("utf-8") for path in kept}


def test_the_example_site_passes() -> None:
    assert len(files()) > 10
    assert inspect_source(files()) == []


@pytest.mark.parametrize("path", sorted(files()))
def test_one_hostile_line_more_does_not(path: str) -> None:
    if not path.endswith(".py"):
        return

    assert inspect_source(files() | {path: files()[path] + "\nimport os\n"})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("app/models.py", Kind.DECLARATION),
        ("app/migrations/0001_initial.py", Kind.MIGRATION),
        ("app/tests/test_requirements.py", Kind.TEST),
        ("app/extensions/greet.py", Kind.EXTENSION),
        ("app/__init__.py", Kind.EMPTY),
        ("README.md", Kind.DATA),
        ("app/views.py", Kind.UNKNOWN),
    ],
)
def test_each_path_is_of_a_kind(path: str, kind: Kind) -> None:
    assert kind_of(path) is kind


def test_a_finding_reads_as_file_line_sentence_and_rule() -> None:
    finding = Finding("import", "app/models.py", 3, "Importing os: no.")

    assert str(finding) == "app/models.py:3: Importing os: no. [import]"


def test_findings_come_in_the_order_of_files_and_lines() -> None:
    source = '"""X."""\n\nimport os\nimport sys\n'

    found = inspect_source({"app/pages.py": source, "app/actions.py": source})

    assert [(f.path, f.line) for f in found] == [
        ("app/actions.py", 3),
        ("app/actions.py", 4),
        ("app/pages.py", 3),
        ("app/pages.py", 4),
    ]


def test_an_index_may_say_which_way_it_goes() -> None:
    source = (
        '"""X."""\n\nfrom django.db import models\nfrom django.db.models import F\n\n\n'
        'class A:\n    x = models.Index(F("due").desc(nulls_last=True), name="a_sort")\n'
    )

    assert inspect_source({"app/models.py": source}) == []


def test_data_may_hold_an_emoji_with_a_joiner_but_nothing_that_turns_a_line() -> None:
    assert inspect_source({"blueprint.json": '"👩\u200d🔧"'}) == []
    assert inspect_source({"blueprint.json": '"\u202e"'})


def test_a_field_of_the_tool_may_be_called_as_a_part_of_sql() -> None:
    source = (
        '"""X."""\n\nfrom django.db import models\nfrom django.db.models import Q\n\n\n'
        'class A:\n    template = models.CharField("Made from", max_length=48)\n'
        '    x = Q(template="letter") | Q(function="sales")\n'
    )

    assert inspect_source({"app/models.py": source}) == []
