"""The inspector at its limits: sizes, depths, paths, characters, and what each rule says."""

import pytest

from apps.builds.inspection import Finding, inspect_source, inspector
from apps.builds.inspection.findings import Kind
from apps.builds.inspection.kinds import DECLARATIONS, kind_of
from apps.builds.inspection.rules import ALWAYS, IN_PYTHON

MODELS = "app/models.py"
TEST = "app/tests/test_requirements.py"
MIGRATION = "app/migrations/0002_more.py"
HEAD = '"""X."""\n\nimport site_kit as kit\nfrom django.db import models\n\n\n'


def found(source: str, path: str = MODELS) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in inspect_source({path: source})]


def said(source: str, path: str = MODELS) -> str:
    return " | ".join(one.message for one in inspect_source({path: source}))


def test_as_many_files_as_may_be_and_no_more() -> None:
    most = {f"app/tests/test_{number}.py": "" for number in range(inspector.MOST_FILES)}

    assert inspect_source(most) == []
    (finding,) = inspect_source(most | {"app/models.py": ""})
    assert finding.message == "A tool has at most 500 files."


def test_too_many_files_are_not_even_read() -> None:
    many = {f"app/tests/test_{number}.py": "import os" for number in range(501)}

    assert [one.rule for one in inspect_source(many)] == ["size"]


def test_a_file_as_long_as_may_be_and_no_longer() -> None:
    text = "#" + "x" * (inspector.MOST_CHARACTERS - 1)

    assert found(text) == []
    assert found(text + "x") == [("size", 1)]


def nested(depth: int) -> str:
    return f"{HEAD}class A:\n    x = {'[' * depth}1{']' * depth}\n"


def test_as_deep_as_may_be_and_no_deeper() -> None:
    deep = next(depth for depth in range(1, 90) if found(nested(depth)))

    assert found(nested(deep - 1)) == []
    assert "nested at most 60 deep" in said(nested(deep))
    assert 50 < deep < inspector.DEEPEST


@pytest.mark.parametrize(
    "source",
    ["class A(", "x = 'a", "\x00", "def f():\nx", "1" * 5000 + "x", "(" * 300 + ")" * 300],
    ids=["open", "text", "zero", "indent", "number", "brackets"],
)
def test_what_does_not_parse_is_one_sentence_and_no_crash(source: str) -> None:
    findings = inspect_source({MODELS: source})

    assert "syntax" in {one.rule for one in findings}
    assert all(isinstance(one, Finding) for one in findings)


PATHS = {
    "app/models.py": Kind.DECLARATION,
    "app/automations.py": Kind.DECLARATION,
    "app/Models.py": Kind.UNKNOWN,
    "models.py": Kind.UNKNOWN,
    "app/views.py": Kind.UNKNOWN,
    "app/../app/models.py": Kind.UNKNOWN,
    "/app/models.py": Kind.UNKNOWN,
    "app//models.py": Kind.UNKNOWN,
    "app/models.py\n": Kind.UNKNOWN,
    "app/models.pyc": Kind.UNKNOWN,
    "app/migrations/0001_initial.py": Kind.MIGRATION,
    "app/migrations/1_initial.py": Kind.UNKNOWN,
    "app/migrations/0001_Initial.py": Kind.UNKNOWN,
    f"app/migrations/0001_{'a' * 80}.py": Kind.MIGRATION,
    f"app/migrations/0001_{'a' * 81}.py": Kind.UNKNOWN,
    "app/tests/test_a.py": Kind.TEST,
    "app/tests/conftest.py": Kind.UNKNOWN,
    "app/tests/deeper/test_a.py": Kind.UNKNOWN,
    "app/extensions/greet.py": Kind.EXTENSION,
    "app/extensions/_greet.py": Kind.UNKNOWN,
    "app/management/commands/run.py": Kind.UNKNOWN,
    "app/templates/x.html": Kind.UNKNOWN,
    "app/__init__.py": Kind.EMPTY,
    "app/migrations/__init__.py": Kind.EMPTY,
    "blueprint.json": Kind.DATA,
    "README.md": Kind.DATA,
    "app/blueprint.json": Kind.UNKNOWN,
    "": Kind.UNKNOWN,
}


@pytest.mark.parametrize("path", PATHS)
def test_the_list_of_paths_is_closed(path: str) -> None:
    assert kind_of(path) is PATHS[path]


@pytest.mark.parametrize("path", [path for path in PATHS if PATHS[path] is Kind.UNKNOWN])
def test_a_file_of_another_name_is_refused_even_if_it_is_empty(path: str) -> None:
    (finding,) = inspect_source({path: ""})

    assert (finding.rule, finding.path) == ("path", path)
    assert "a tool holds blueprint.json, README.md and the known files of app/" in finding.message


def test_what_marks_a_package_is_empty() -> None:
    assert found("", "app/__init__.py") == []
    assert found("\n  \n", "app/__init__.py") == []
    assert ("path", 1) in found("X = 1\n", "app/__init__.py")


CHARACTERS = {
    "bell": "\x07",
    "tab": "\t",
    "return": "\r",
    "zero width space": "\u200b",
    "joiner": "\u200d",
    "right to left override": "\u202e",
    "isolate": "\u2066",
    "line separator": "\u2028",
    "private": "\ue000",
    "unassigned": "\U0003fffe",
    "lone surrogate": "\ud800",
}
IN_JSON = {"bell", "tab", "return", "right to left override", "isolate", "lone surrogate"}


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_character_that_nobody_sees_is_named_by_its_number(name: str) -> None:
    sign = CHARACTERS[name]

    findings = inspect_source({"README.md": f"one\ntwo{sign}\n"})

    assert [(one.rule, one.line) for one in findings] == [("characters", 2)]
    assert f"The character U+{ord(sign):04X}" in findings[0].message


@pytest.mark.parametrize("name", CHARACTERS)
def test_in_data_only_what_steers_the_reader_is_refused(name: str) -> None:
    findings = inspect_source({"blueprint.json": f'"{CHARACTERS[name]}"'})

    assert bool(findings) is (name in IN_JSON)


@pytest.mark.parametrize("letter", ["é", "漢", "Ω", "“", "…", "👩"])
def test_a_character_that_people_see_is_fine_in_a_text(letter: str) -> None:
    assert found(f'{HEAD}class A:\n    x = "{letter}"\n') == []


@pytest.mark.parametrize("line", [1, 2])
def test_an_encoding_cookie_is_refused_where_python_would_read_it(line: int) -> None:
    source = "\n" * (line - 1) + "# -*- coding: utf-7 -*-\n"

    assert ("characters", line) in found(source)


def test_the_word_coding_further_down_is_a_comment() -> None:
    assert found("\n\n# coding: is fun\n") == []


SPREADS = {
    "a list": f"{HEAD}class A:\n    x = kit.Text(*[])\n",
    "options": f"{HEAD}class A:\n    x = kit.Text(**{{}})\n",
    "a dictionary": f"{HEAD}class A:\n    x = {{**{{}}}}\n",
    "a tuple": f"{HEAD}class A:\n    x = (*(),)\n",
}


@pytest.mark.parametrize("name", SPREADS)
def test_nothing_is_spread(name: str) -> None:
    assert ("spread", 8) in found(SPREADS[name])


def migration(body: str) -> str:
    return (
        '"""X."""\n\nfrom django.db import migrations, models\n\n\n'
        f"class Migration(migrations.Migration):\n{body}\n"
    )


MIGRATIONS = {
    "an added field": (
        '    operations = [migrations.AddField("job", "x", models.IntegerField(null=True))]',
        set(),
    ),
    "code to run": ("    operations = [migrations.RunPython(print)]", {"operation"}),
    "SQL to run": ('    operations = [migrations.RunSQL("DROP TABLE x")]', {"operation"}),
    "operations worked out": ("    operations = list()", {"operation"}),
    "operations of nobody": ("    operations = [1]", {"operation"}),
    "another app's tables": ('    dependencies = [("auth", "0001_initial")]', {"operation"}),
    "a dependency that is none": ("    dependencies = [1]", {"operation"}),
    "a dependency worked out": ("    dependencies = models", {"operation"}),
    "the site kit's": ('    dependencies = [("site_kit", "0001_initial")]', set()),
    "a key of its own": ("    atomic = False", {"operation"}),
    "a relation into the portal": (
        '    operations = [migrations.AddField("a", "b", models.ForeignKey(to="auth.user"))]',
        {"operation"},
    ),
    "a relation to a person": (
        "    operations = [\n        migrations.AddField("
        '"a", "b", models.ForeignKey(to="directory.person"))\n    ]',
        set(),
    ),
    "files put elsewhere": (
        '    operations = [migrations.AddField("a", "b", models.CharField(upload_to="/etc"))]',
        {"operation"},
    ),
}


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_migration_changes_the_tools_own_tables_in_known_ways(name: str) -> None:
    body, rules = MIGRATIONS[name]

    hit = {rule for rule, _ in found(migration(body), MIGRATION)}

    assert rules <= hit
    assert bool(hit) is bool(rules)


def test_a_migration_has_one_class_of_one_name() -> None:
    source = migration("    operations = []").replace("class Migration(", "class Other(")

    assert "The class Other" in said(source, MIGRATION)


ROWS = "    @{}\n    def {}(cls) -> None:\n        cls.row = cls.ada.creates()\n"
TESTS = {
    "a method": ("    def test_a(self) -> None:\n        self.ada.opens()\n", False),
    "a loop": (
        "    def test_a(self) -> None:\n        for x in (1, 2):\n            self.ada.opens()\n",
        False,
    ),
    "a hidden attribute": ("    def test_a(self) -> None:\n        self._client()\n", True),
    "a look under the kit": (
        "    def test_a(self) -> None:\n        self.ada.connection.close()\n",
        True,
    ),
    "an import inside": ("    def test_a(self) -> None:\n        import os\n", True),
    "an exception caught": (
        "    def test_a(self) -> None:\n        try:\n            pass\n        except KeyError:\n"
        "            pass\n",
        True,
    ),
    "a while": ("    def test_a(self) -> None:\n        while True:\n            pass\n", True),
    "a function inside": (
        "    def test_a(self) -> None:\n        def b() -> None:\n            pass\n",
        True,
    ),
    "a global": ("    def test_a(self) -> None:\n        global x\n", True),
    "rows of a class": (ROWS.format("classmethod", "setUpTestData"), False),
    "rows of nothing": (ROWS.format("staticmethod", "setUpTestData"), True),
    "a method of a class": (ROWS.format("classmethod", "test_a"), True),
    "a decorator that is called": (ROWS.format("classmethod()", "setUpTestData"), True),
    "a decorator of its own": (
        "    classmethod = None\n\n" + ROWS.format("classmethod", "setUpTestData"),
        True,
    ),
}


@pytest.mark.parametrize("name", TESTS)
def test_a_tools_tests_are_sentences_and_no_more(name: str) -> None:
    body, is_refused = TESTS[name]
    source = (
        '"""X."""\n\nfrom site_kit.testing import ToolTestCase\n\n\n'
        f"class RequirementTests(ToolTestCase):\n{body}"
    )

    assert bool(found(source, TEST)) is is_refused


@pytest.mark.parametrize("name", DECLARATIONS)
def test_every_file_of_declarations_is_held_to_the_same(name: str) -> None:
    hostile = '"""X."""\n\nimport os\n\nos.system("id")\n'

    rules = {rule for rule, _ in found(hostile, f"app/{name}.py")}

    assert {"import", "statement"} <= rules


def test_every_rule_has_an_id_of_its_own_and_a_sentence() -> None:
    rules = [*ALWAYS, *IN_PYTHON]

    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.sentence.endswith(".") for rule in rules)


def test_the_same_thing_twice_on_a_line_is_one_finding() -> None:
    assert found('"""X."""\n\nimport os, os\n') == [("import", 3)]


def test_nothing_of_what_is_read_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    inspect_source({MODELS: 'print("run")\nraise SystemExit\n'})

    assert capsys.readouterr().out == ""
