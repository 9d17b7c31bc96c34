"""Hostile files, one thing a file: each is refused with a rule's id and a line, and never run."""

import builtins
from typing import Any

import pytest

from apps.builds.inspection import Finding, inspect_source

PAGES = "app/pages.py"
EXTENSION = "app/extensions/greet.py"
MIGRATION = "app/migrations/0002_more.py"


def findings(path: str, source: str) -> list[Finding]:
    return inspect_source({path: source})


def rules(path: str, source: str) -> set[str]:
    return {finding.rule for finding in findings(path, source)}


KEY = "keyword"


def raw(value: str) -> str:
    """A class of a declaration that holds this value."""
    head = "import site_kit as kit\nfrom django.db import models\n\n\nclass A:\n"
    return f"{head}    x = {value}\n"


DECLARATIONS = {
    "imports os and calls it": ("import os\n\nos.system('id')\n", "import"),
    "imports by a built-in name": ('X = __import__("o" + "s")\n', "name"),
    "imports socket": ("import socket\n", "import"),
    "imports from the portal": ("from apps.accounts.models import User\n", "import"),
    "imports from its own parent": ("from ..portal import settings\n", "import"),
    "imports everything": ("from django.db.models import *\n", "import"),
    "gives an import another name": ("from django.db import models as kit\n", "import"),
    "imports pickle": ("import pickle\n", "import"),
    "marks text as safe": ("from django.utils.safestring import mark_safe\n", "import"),
    "registers in the admin": ("from django.contrib import admin\n", "import"),
    "registers a template tag": ("from django import template\n", "import"),
    "calls at the top": ('print("hello")\n', "statement"),
    "loops at the top": ("for one in ():\n    pass\n", "statement"),
    "defines a function": ("def run():\n    return 1\n", "statement"),
    "uses a lambda": ("class A:\n    x = lambda: 1\n", "statement"),
    "computes a list": ("class A:\n    x = [y for y in ()]\n", "statement"),
    "formats a text": ('class A:\n    x = f"{1}"\n', "statement"),
    "uses eval": ('class A:\n    x = eval("1")\n', "name"),
    "uses getattr": ('class A:\n    x = getattr(A, "b")\n', "name"),
    "opens a file": ('class A:\n    x = open("/etc/passwd")\n', "name"),
    "walks to subclasses": ("class A:\n    x = ().__class__.__mro__\n", "attribute"),
    "reads the modules": ("import sys\n\n\nclass A:\n    x = sys.modules\n", "import"),
    "decorates a class": ("@staticmethod\nclass A:\n    pass\n", "decorator"),
    "has a metaclass": ("class A(metaclass=type):\n    pass\n", "base"),
    "derives from elsewhere": ("class A(object):\n    pass\n", "base"),
    "takes over the kit's name": (
        "import site_kit as kit\n\n\nclass A:\n    kit = 1\n",
        "target",
    ),
    "spreads data into a query": (
        "from django.db.models import Q\n\n\nclass A:\n    x = Q(**{})\n",
        "spread",
    ),
    "uses raw SQL": (
        'from django.db import models\n\n\nclass A:\n    x = models.expressions.RawSQL("1", ())\n',
        "attribute",
    ),
    "calls a function of the database by name": (
        'from django.db import models\n\n\nclass A:\n    x = models.Func(function="pg_sleep")\n',
        "attribute",
    ),
    "writes SQL into a function": (raw("models.functions.Lower('x', template='(SELECT 1)')"), KEY),
    "writes SQL into the kit's": (raw("kit.Divide('a', 'b', template='(SELECT 1)')"), KEY),
    "names a function of SQL": (raw("models.Sum('x', function='pg_sleep')"), KEY),
    "joins arguments by SQL": (raw("models.functions.Concat('a', 'b', arg_joiner=')')"), KEY),
    "names a class of operators": (
        raw("models.Index(fields=['a'], name='a', opclasses=['x); DROP TABLE a'])"),
        KEY,
    ),
    "writes SQL into a length": (raw("models.CharField(max_length='9); DROP TABLE a')"), KEY),
    "writes SQL into the type of a cast": (
        raw("models.functions.Cast('x', models.DecimalField(max_digits='9) + (SELECT 1'))"),
        KEY,
    ),
    "hides a length among the first arguments": (
        raw("models.CharField('a', 'b', False, '9); DROP TABLE a')"),
        KEY,
    ),
    "calls a function of the kit's Q": (
        "import site_kit as kit\n\n\nclass Q(kit.Divide):\n    template = '(SELECT 1)'\n",
        "target",
    ),
    "gives a function the name F": (
        "from django.db import models\n\n\nclass A:\n    F = models.functions.Lower\n",
        "target",
    ),
    "has parts of its own in place of Django's": (
        "from django.db import models\n\n\nclass models:\n    Q = models.functions.Lower\n",
        "target",
    ),
    "sees all rows": (
        "from app.models import Row\n\n\nclass A:\n    x = Row.everything\n",
        "attribute",
    ),
    "goes round the manager": (
        "from app.models import Row\n\n\nclass A:\n    x = Row._base_manager\n",
        "attribute",
    ),
    "takes the portal's table": (
        'class A:\n    class Meta:\n        db_table = \'"public"."auth_user"\'\n',
        "meta",
    ),
    "leaves its table unmanaged": ("class A:\n    class Meta:\n        managed = False\n", "meta"),
    "claims another app": ('class A:\n    class Meta:\n        app_label = "auth"\n', "meta"),
    "shadows the directory": ('class A:\n    class Meta:\n        db_table = "person"\n', "meta"),
}


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_declaration_is_refused_that(name: str) -> None:
    source, rule = DECLARATIONS[name]

    found = findings(PAGES, f'"""Pages."""\n\n{source}')

    assert rule in {finding.rule for finding in found}
    assert all(finding.path == PAGES and finding.line > 1 for finding in found)


EXTENSIONS = {
    "evaluates what was typed": ('    return eval(asked["formula"])\n', "name"),
    "compiles": ('    return compile("1", "x", "exec")\n', "name"),
    "reads an attribute by name": ('    return getattr(row, asked["a"])\n', "name"),
    "walks an exception": ("    return row.__traceback__.tb_frame\n", "attribute"),
    "formats with a text from outside": ('    return asked["text"].format(row)\n', "attribute"),
    "hides a call in a formatted text": ('    return f"{eval(row)}"\n', "name"),
    "chooses a lookup by data": ("    return row.filter(**asked)\n", "spread"),
    "sorts by data": ('    return row.order_by(asked["o"])\n', "call"),
    "uses extra": ('    return row.extra(where=["1=1"])\n', "attribute"),
    "swallows errors": (
        "    try:\n        pass\n    except Exception:\n        pass\n",
        "statement",
    ),
    "loops for ever": ("    while True:\n        pass\n", "statement"),
    "imports late": ("    import os\n", "statement"),
    "reaches the globals": ("    global row\n", "statement"),
    "writes SQL into a query": (
        '    return row.annotate(x=Lower("x", template="(SELECT 1)"))\n',
        "keyword",
    ),
    "writes SQL into a condition by a name of its own": (
        '    Q = row.lower\n    return Q("x", template="(SELECT 1)")\n',
        "target",
    ),
    "writes SQL into a function afterwards": (
        '    low = Lower("x")\n    low.template = "(SELECT 1)"\n    return low\n',
        "keyword",
    ),
    "has a parameter for a condition": ("    return 1\n\n\ndef job(Q):\n    pass\n", "target"),
    "has a computed default": ("    return 1\n\n\ndef job(rows=dict()):\n    pass\n", "function"),
    "has a function of another name": ("    return 1\n\n\ndef helper():\n    pass\n", "function"),
}


@pytest.mark.parametrize("name", EXTENSIONS)
def test_an_extension_is_refused_that(name: str) -> None:
    source, rule = EXTENSIONS[name]

    assert rule in rules(EXTENSION, f"def run(row, person, asked):\n{source}")


def test_a_plain_extension_passes() -> None:
    source = '"""Greets."""\n\n\ndef run(row, person, asked):\n    return f"Hello {person.name}"\n'

    assert findings(EXTENSION, source) == []


EXCLUDES = "django.contrib.postgres.constraints.ExclusionConstraint("
COMBINES = "django.db.models.expressions.CombinedExpression"
MIGRATIONS = {
    "runs Python": ("operations = [migrations.RunPython(None)]", "operation"),
    "carries rows to a table of the portal's": (
        'operations = [site_kit.operations.RowsToTexts("a", "b", to="auth.user", title="email")]',
        "operation",
    ),
    "carries rows by something else of the kit's": (
        'operations = [site_kit.operations.Column("a", "b")]',
        "operation",
    ),
    "runs SQL": ('operations = [migrations.RunSQL("DROP TABLE x")]', "operation"),
    "separates state and database": (
        "operations = [migrations.SeparateDatabaseAndState()]",
        "operation",
    ),
    "carries rows to a table of the portal's in place": (
        'operations = [site_kit.operations.TextsToRows("a", "b", "site_kit.outgoing", "text")]',
        "operation",
    ),
    "reads rows of a table of the portal's in place": (
        'operations = [site_kit.operations.RowsToTexts("a", "b", "site_kit.outgoing", "text")]',
        "operation",
    ),
    "points to a user of the portal in place": (
        'operations = [migrations.AddField("a", "b", models.ForeignKey("auth.user", None))]',
        "operation",
    ),
    "points to several users in place": (
        'operations = [migrations.AddField("a", "b", models.ManyToManyField("auth.user"))]',
        "operation",
    ),
    "makes an index of what the kit imports": (
        'operations = [migrations.AddIndex("a", site_kit.indexes.GinIndex(fields=["a"]))]',
        "call",
    ),
    "makes a function of what the kit imports": (
        'operations = [migrations.AddIndex("a", models.Index(site_kit.constraints.Func("a")))]',
        "call",
    ),
    "reaches a column through the kit's imports": (
        'operations = [migrations.AddIndex("a", site_kit.operations.Column("a"))]',
        "call",
    ),
    "makes an index by SQL": (
        'operations = [migrations.AddIndex("a", models.Index(fields=["a"], opclasses=["x)"]))]',
        "keyword",
    ),
    "makes a length by SQL": (
        'operations = [migrations.AddField("a", "b", models.CharField(max_length="9) x"))]',
        "keyword",
    ),
    "hides a length": (
        'operations = [migrations.AddField("a", "b", models.CharField("a", "b", False, "9) x"))]',
        "keyword",
    ),
    "excludes by an operator of its own": (
        f'operations = [{EXCLUDES}name="a", expressions=[("a", "= ANY(SELECT 1) --")])]',
        "keyword",
    ),
    "excludes by operators that are worked out": (
        f'operations = [{EXCLUDES}name="a", expressions=list())]',
        "keyword",
    ),
    "excludes by another index": (
        f'operations = [{EXCLUDES}name="a", expressions=[("a", "=")], index_type="spgist")]',
        "keyword",
    ),
    "combines values by SQL": (
        f'operations = [{COMBINES}(models.F("a"), "+ (SELECT 1) +", models.F("b"))]',
        "keyword",
    ),
    "ends the name of an index": (
        """operations = [migrations.AddIndex("a", models.Index("x", name='a" ON b (c); --'))]""",
        "identifier",
    ),
    "ends the name of a column": (
        """operations = [migrations.CreateModel("P", [('a" int); --', models.TextField())])]""",
        "identifier",
    ),
    "ends the name of a table": (
        """operations = [migrations.CreateModel('P" (a int); --', [])]""",
        "identifier",
    ),
    "ends the name of a new column": (
        """operations = [migrations.RenameField("p", "a", new_name='"b" TO c; --"')]""",
        "identifier",
    ),
    "works out a name": (
        """operations = [migrations.RenameField("p", "a", new_name="b" + '"')]""",
        "identifier",
    ),
    "ends the name of a collation": (
        """operations = [migrations.AddField("a", "b", models.TextField(db_collation='"C" x"'))]""",
        "identifier",
    ),
    "puts a table where the options say": (
        """operations = [migrations.CreateModel("P", [], {"db_tablespace": '"a"; --"'})]""",
        "identifier",
    ),
    "renames a table to the directory's": (
        'operations = [migrations.AlterModelTable("p", table="person")]',
        "meta",
    ),
    "refers to a column by SQL": (
        """operations = [models.Index(django.db.models.expressions.Ref('"a" x"', F("b")))]""",
        "call",
    ),
    "replaces others": ('replaces = [("app", "0001_initial")]', "operation"),
    "runs before others": ('run_before = [("auth", "0001_initial")]', "operation"),
    "depends on another app": ('dependencies = [("auth", "0001_initial")]', "operation"),
    "computes its operations": ("operations = [] + []", "operation"),
    "points to a user of the portal": (
        'operations = [migrations.AddField("a", "b", models.ForeignKey(to="auth.user"))]',
        "operation",
    ),
    "writes files elsewhere": (
        'operations = [migrations.AddField("a", "b", models.FileField(upload_to="../../x"))]',
        "operation",
    ),
    "writes files where a function says": (
        'operations = [migrations.AddField("a", "b", models.FileField(upload_to=lambda i, f: f))]',
        "statement",
    ),
    "makes a table of the directory": (
        'operations = [migrations.CreateModel("P", [], {"db_table": "person"})]',
        "meta",
    ),
}


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_migration_is_refused_that(name: str) -> None:
    line, rule = MIGRATIONS[name]
    head = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"

    assert rule in rules(MIGRATION, f"{head}    {line}\n")


@pytest.mark.parametrize(
    "path",
    [
        *("conftest.py", "sitecustomize.py", "manage.py", "settings.py", "requirements.txt"),
        *("app/settings.py", "app/middleware.py", "app/management/commands/x.py", "app/.env"),
        *("../app/models.py", "/app/models.py", "app/../models.py", "app\\models.py", "app/x.pth"),
        *("pyproject.toml", "app/models.pyc", "app/templates/x.html", "app/fixtures/x.json"),
        *(".git/hooks/post-checkout", "app/models.py\n", "App/models.py", ""),
    ],
)
def test_a_file_outside_the_list_is_refused(path: str) -> None:
    assert "path" in rules(path, "")


CHARACTERS = {
    "a direction mark": "# \u202e\n",
    "a zero width space": 'X = "a\u200bb"\n',
    "a null byte": "X = 1\x00\n",
    "a byte order mark": "\ufeffX = 1\n",
    "a form feed": "\fX = 1\n",
    "a carriage return": "X = 1\r\nY = 2\r\n",
    "an encoding cookie": "# -*- coding: latin-1 -*-\n",
    "a lone surrogate": 'X = "\ud800"\n',
}


@pytest.mark.parametrize("name", CHARACTERS)
def test_hidden_characters_are_refused(name: str) -> None:
    assert "characters" in rules(PAGES, CHARACTERS[name])


def test_letters_that_python_folds_into_others_are_refused() -> None:
    found = findings(PAGES, 'class A:\n    x = ｅval("1")\n')

    assert "name" in {finding.rule for finding in found}


@pytest.mark.parametrize("source", ["def (", "(" * 5000, "x = " + "-" * 20000 + "1", "a" * 600_000])
def test_what_cannot_be_read_is_refused_with_a_sentence(source: str) -> None:
    found = findings(PAGES, source)

    assert found
    assert all(finding.message.endswith(".") for finding in found)


def test_deep_nesting_is_refused() -> None:
    assert "syntax" in rules(PAGES, "class A:\n    x = " + "[" * 80 + "]" * 80 + "\n")


def test_more_files_than_a_tool_has_are_refused() -> None:
    files = {f"app/extensions/x{number}.py": "" for number in range(501)}

    assert [finding.rule for finding in inspect_source(files)] == ["size"]


def test_source_in_an_init_file_is_refused() -> None:
    assert rules("app/__init__.py", "import app.models\n") >= {"path", "import"}


def test_nothing_of_what_is_read_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = builtins.__import__

    def noted(name: str, *rest: Any) -> Any:
        asked.append(name)
        return real(name, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", noted)
        found = [findings(PAGES, source) for source, _rule in DECLARATIONS.values()]

    assert all(found)
    assert not {name.split(".")[0] for name in asked} & {"os", "socket", "django", "app", "apps"}
