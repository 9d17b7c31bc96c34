"""Who may import whom. The order of the rooms is in `.importlinter`; what comes from outside is
here.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.figures import faults, figures, wide_nets
from tests.architecture.source import PACKAGES, ROOT, Source, sources

# Exhaustive: a package that is not named here may import the standard library and itself, no more.
ALLOWED = {
    "look": (),
    "site_contract": (),
    "site_kit": ("django", "site_contract", "look"),
    "site_runtime/runner": ("site_contract",),
    "site_runtime/inside": ("django", "site_kit", "site_contract"),
}


def outside_of(source: Source, allowed: tuple[str, ...], own: str) -> list[str]:
    """The imports of a file that its wall does not let through."""
    inside = (own, *allowed)
    return [
        f"{source.name}:{line} imports {module}"
        for module, line in source.imports()
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not any(module == name or module.startswith(f"{name}.") for name in inside)
    ]


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_its_wall_lets_through(package: str) -> None:
    own = package.replace("/", ".")
    found = [line for s in sources(package) for line in outside_of(s, ALLOWED[package], own)]
    assert found == [], "See “Walls” in docs/tour.md; what crosses them goes into site_contract."


def test_the_contracts_of_importlinter_hold() -> None:
    """Also run by `make check`; here too, because a broken wall is a failed test."""
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:]


def test_every_package_of_the_house_has_a_place() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found <= {*PACKAGES, "tests", "bench"}, (
        "A new package needs its place in `.importlinter`."
    )


def test_nothing_but_the_runtime_runs_generated_code() -> None:
    """In the portal no module is imported by a name that is made up while it runs."""
    ways = {"importlib", "runpy", "imp", "pkgutil"}
    # The supervisor asks where two wheels lie; it imports neither.
    known = {"portal/local/binaries.py"}
    found = [
        f"{source.name}:{line} uses {module}"
        for source in sources("portal", "apps")
        for module, line in source.imports()
        if module.partition(".")[0] in ways
        and module not in {"importlib.metadata", "importlib.resources"}
        and source.name not in known
    ]
    assert found == []


@pytest.mark.parametrize("word", ["exec", "eval", "compile", "__import__"])
def test_the_portal_evaluates_nothing(word: str) -> None:
    import ast

    found = [
        f"{source.name}:{node.lineno}"
        for source in sources("portal", "apps", "site_kit")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == word
    ]
    assert found == []


def test_a_wall_that_is_broken_is_seen(tmp_path: Path) -> None:
    """The test can fail: a module that breaks the wall, in a folder of its own."""
    package = tmp_path / "site_contract"
    package.mkdir()
    (package / "frames.py").write_text(
        "import json\nimport django.db\nfrom site_contract import x\n"
    )
    broken = Source(package / "frames.py", tmp_path)
    assert outside_of(broken, (), "site_contract") == [
        "site_contract/frames.py:2 imports django.db"
    ]


PLANTED = {
    "apps/accounts/upward.py": "from apps.reviews.models import Review\n",
    "apps/plans/sideways.py": "import apps.builds.models\n",
    "apps/serving/inside.py": "import site_kit.models\n",
    "apps/pipeline/wires.py": "import portal.urls\n",
    "site_kit/outward.py": "import apps.sites.models\n",
    "site_runtime/runner/portal.py": "import apps.sites.models\n",
    "apps/cellar/__init__.py": '"""A room without a place."""\n',
}
BROKEN = (
    "Rooms know only the rooms below them",
    "The portal wires the rooms; the rooms know only its settings",
    "The portal never touches the library or the runtime of generated code",
    "The site kit knows nothing of the portal and the runtime",
)


def test_every_contract_breaks_where_a_wall_is_broken(tmp_path: Path) -> None:
    """The contracts can fail: a copy of the house, with a hole in each wall."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=_all_but_python)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name, text in PLANTED.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr[-2000:]
    kept = [name for name in BROKEN if f"{name} BROKEN" not in " ".join(result.stdout.split())]
    assert kept == [], result.stdout[-4000:]


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    here = Path(folder)
    return {
        name
        for name in names
        if name == "__pycache__" or ((here / name).is_file() and not name.endswith(".py"))
    }


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("try:\n    x()\nexcept:\n    pass\n", True),
        ("try:\n    x()\nexcept Exception:\n    pass\n", True),
        ("try:\n    x()\nexcept BaseException as e:\n    pass\n", True),
        ("try:\n    x()\nexcept ValueError:\n    pass\n", False),
    ],
)
def test_a_net_that_is_too_wide_is_seen(tmp_path: Path, text: str, wide: bool) -> None:
    (tmp_path / "room.py").write_text(text)
    assert bool(list(wide_nets(Source(tmp_path / "room.py", tmp_path)))) is wide


def test_a_long_file_and_a_long_function_are_seen(tmp_path: Path) -> None:
    body = "".join(f"    x = {n}\n" for n in range(60))
    (tmp_path / "long.py").write_text(f"def f() -> None:\n{body}" + "\n" * 400)
    found = list(faults([Source(tmp_path / "long.py", tmp_path)]))
    assert found == [
        "long.py has 461 lines; divide it by subject (at most 400)",
        "long.py: f has 61 lines (at most 60)",
    ]


@pytest.mark.parametrize("lines", [0, 5, 10_000])
def test_too_few_and_too_many_tests_are_seen(tmp_path: Path, lines: int) -> None:
    (tmp_path / "room.py").write_text("def f() -> None:\n" + "    x = 1\n" * 20)
    found = figures([Source(tmp_path / "room.py", tmp_path)], lines)
    ratio = next(figure for figure in found if figure.name == "test lines to code lines")
    assert not ratio.good
