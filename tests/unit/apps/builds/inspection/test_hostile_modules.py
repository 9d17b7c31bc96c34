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


RUN = "def run(row, person, asked):\n"
OWN = "extension"
EXTENSIONS = {
    "evaluates what was typed": ('    return eval(asked["formula"])\n', "name"),
    "compiles": ('    return compile("1", "x", "exec")\n', "name"),
    "executes": ('    exec("1")\n', "name"),
    "opens a file": ('    return open("/etc/passwd")\n', "name"),
    "reads an attribute by name": ('    return getattr(row, asked["a"])\n', "name"),
    "asks for the kind of a value": ("    return type(row)\n", "name"),
    "reads the names in hand": ("    return vars(row)\n", "name"),
    "walks to subclasses": ("    return ().__class__.__mro__[1].__subclasses__()\n", "attribute"),
    "walks an exception": ("    return row.__traceback__.tb_frame\n", "attribute"),
    "reaches what a row stands for": ("    return row._row\n", "attribute"),
    "formats with a text from outside": ('    return asked["text"].format(row)\n', "attribute"),
    "hides a call in a formatted text": ('    return f"{eval(row)}"\n', "name"),
    "reads inner parts in a formatted text": ('    return f"{row.__class__}"\n', "attribute"),
    "chooses a lookup by data": ("    return row.filter(**asked)\n", "spread"),
    "hands over a list as arguments": ("    return max(*asked)\n", "spread"),
    "sorts by data": ('    return row.order_by(asked["o"])\n', OWN),
    "goes round the rights": ("    return row.objects.all()\n", OWN),
    "sees all rows": ("    return row.everything.all()\n", "attribute"),
    "saves past the rules": ("    row.save()\n", OWN),
    "deletes past the rules": ("    row.delete()\n", OWN),
    "writes into a row": ("    row.amount = 1\n", OWN),
    "adds to a relation": ("    row.members.set([1])\n", OWN),
    "uses extra": ('    return row.extra(where=["1=1"])\n', "attribute"),
    "uses a cursor": ('    return row.cursor().execute("SELECT 1")\n', "attribute"),
    "swallows errors": (
        "    try:\n        pass\n    except Exception:\n        pass\n",
        "statement",
    ),
    "raises what it likes": ("    raise SystemExit\n", "statement"),
    "loops for ever": ("    while True:\n        pass\n", "statement"),
    "imports late": ("    import os\n", "statement"),
    "reaches the globals": ("    global row\n", "statement"),
    "takes a name away": ("    del row\n", "statement"),
    "waits": ("    yield row\n", "statement"),
    "gives a name while it reads": ("    return (x := 1)\n", "statement"),
    "has a function inside": ("    def inner():\n        pass\n", "statement"),
    "calls a function without a name": ("    return (lambda: 1)()\n", "call"),
    "keeps a function without a name": ("    x = lambda: 1\n", OWN),
    "gives a built-in function another name": ("    x = sum\n", OWN),
    "gives a name of Python's to something": ("    sum = 1\n", OWN),
    "loops with a name of Python's": ("    for len in row:\n        pass\n", OWN),
    "calls a method by another name": ('    x = "".upper\n    return x()\n', OWN),
    "calls what it was handed": ("    return asked(row)\n", OWN),
    "hands a built-in function on": ("    return sorted(row, key=len)\n", OWN),
    "sorts by what it was handed": ('    return sorted(["x"], key="a".encode)\n', OWN),
    "sorts a list by what it was handed": ("    asked.sort(key=row.x)\n", OWN),
    "picks by what it was handed": ("    return max(asked, key=row.x)\n", OWN),
    "reads a generator's code": ("    g = (x for x in asked)\n    g.gi_code\n", "attribute"),
    "reads what a generator waits for": ("    row.gi_yieldfrom\n", "attribute"),
    "puts a built-in function into a list": ("    return [str]\n", OWN),
    "calls what a call gave": ("    return row.get()()\n", "call"),
    "has a condition's name": ('    Q = row.lower\n    return Q("x")\n', "target"),
    "has a second function": ("    return 1\n\n\ndef job(rows):\n    pass\n", OWN),
    "has a function of another name": ("    return 1\n\n\ndef helper():\n    pass\n", "function"),
    "has a computed default": ("    return 1\n\n\ndef job(rows=dict()):\n    pass\n", "function"),
    "has a class": ("    return 1\n\n\nclass A:\n    pass\n", OWN),
}
IMPORTED = {
    "imports os": ("import os", "os.system('id')", "import"),
    "imports socket": ("import socket", "1", "import"),
    "imports sys through another module": ("import datetime", "datetime.sys", OWN),
    "imports the tool's models": ("from app.models import Invoice", "1", "import"),
    "imports Django's models": ("from django.db import models", "1", "import"),
    "imports the whole kit": ("import site_kit as kit", "kit.write", "import"),
    "imports the kit's own parts": ("from site_kit import write", "1", "import"),
    "imports what the surface imports": ("from site_kit.extensions import write", "1", "import"),
    "imports the tool as who acts": ("from site_kit.asker import TOOL", "1", "import"),
    "imports everything": ("from site_kit.extensions import *", "1", "import"),
    "imports by another name": ("from site_kit.extensions import find as f", "f('x')", "import"),
    "imports another extension": ("from app.extensions import other", "1", "import"),
    "keeps a function": ("from site_kit.extensions import find", "[find]", OWN),
    "reads a function's inner parts": (
        "from site_kit.extensions import find",
        "find.__globals__",
        "attribute",
    ),
    "keeps a module": ("import math", "[math]", OWN),
    "reaches a part that is not listed": ("import math", "math.factorial(9)", OWN),
    "keeps a part of a module": ("import datetime", "[datetime.date]", OWN),
    "calls a part by its method's name": (
        "import datetime",
        "sorted([1], key=datetime.date.fromordinal)",
        OWN,
    ),
    "calls by another way": ("import datetime", "datetime.date.mro()", "attribute"),
}
SIGNED = {
    "another hook's arguments": "def run(rows):\n    pass\n",
    "more arguments": "def run(row, person, asked, more):\n    pass\n",
    "fewer arguments": "def run(row):\n    pass\n",
    "all arguments": "def run(*row, **asked):\n    pass\n",
    "a default": "def run(row, person, asked=1):\n    pass\n",
    "code among the types": "def run(row: print(1), person, asked):\n    pass\n",
    "code as the type of the answer": "def run(row, person, asked) -> row():\n    pass\n",
    "only named arguments": "def run(row, person, *, asked):\n    pass\n",
}


@pytest.mark.parametrize("name", EXTENSIONS)
def test_an_extension_is_refused_that(name: str) -> None:
    source, rule = EXTENSIONS[name]
    found = findings(EXTENSION, RUN + source)
    assert rule in {one.rule for one in found}
    assert all((one.path, one.line > 0) == (EXTENSION, True) for one in found)


@pytest.mark.parametrize("name", IMPORTED)
def test_an_extension_is_refused_for_what_it_imports(name: str) -> None:
    line, said, rule = IMPORTED[name]
    assert rule in rules(EXTENSION, f"{line}\n\n\n{RUN}    return {said}\n")


@pytest.mark.parametrize("name", SIGNED)
def test_an_extension_is_refused_for_its_signature(name: str) -> None:
    assert OWN in rules(EXTENSION, SIGNED[name])


def test_an_extension_without_a_function_is_refused() -> None:
    assert rules(EXTENSION, '"""Greets."""\n') == {OWN}


def test_a_plain_extension_passes() -> None:
    source = (
        '"""Greets."""\n\nimport datetime\nimport math\nfrom decimal import Decimal\n\n'
        "from site_kit.extensions import change, find, today\n\n\n"
        "def run(row, person, asked) -> str:\n"
        '    found = sorted(find("line", order=row), key=lambda one: one.amount)\n'
        "    total = sum((one.amount for one in found), Decimal(0))\n"
        "    days = {one.day: [one.title] for one in found if one.day > today()}\n"
        '    days["late"] = [str(math.ceil(total))]\n'
        "    for one in found:\n"
        "        if one.day < datetime.date(2026, 1, 1):\n"
        "            continue\n"
        "        change(one, template=asked['note'].strip(), count=days[one.day])\n"
        "    return f\"Hello {person.name}: {total:.2f}, {', '.join(days)}\"\n"
    )
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
