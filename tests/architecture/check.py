"""`make check`: everything that can be judged without running the product. Each step is quiet
unless it fails.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.source import PACKAGES, ROOT

BIN = Path(sys.executable).parent
PYTHON_FILES = ("manage.py", *PACKAGES, "tests", "bench", "generated_sites/_example")


def steps() -> dict[str, list[str]]:
    """The steps by name, as commands."""
    here = [name for name in PYTHON_FILES if (ROOT / name).exists()]
    module = [sys.executable, "-m"]
    return {
        "ruff, rules": [str(BIN / "ruff"), "check", "--quiet", *here],
        "ruff, format": [str(BIN / "ruff"), "format", "--check", "--quiet", *here],
        "templates": [str(BIN / "djlint"), "apps", "site_kit", "--lint", "--quiet"],
        "walls between rooms": [str(BIN / "lint-imports"), "--no-cache"],
        "figures of the code": [*module, "tests.architecture.figures"],
        "licences": [*module, "tests.architecture.licences"],
        "types": [*module, "mypy"],
    }


def run(name: str, command: Sequence[str]) -> bool:
    """Whether a step passes; what it says is shown only when it does not."""
    began = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    print(f"{'ok ' if result.returncode == 0 else 'NO '} {name} ({seconds:.1f} s)", flush=True)
    if result.returncode:
        print((result.stdout + result.stderr).rstrip(), flush=True)
    return result.returncode == 0


def main(wanted: Sequence[str]) -> int:
    """Run the steps whose name holds a wanted word; all, if there is none."""
    chosen = {
        name: command
        for name, command in steps().items()
        if not wanted or any(word in name for word in wanted)
    }
    passed = [run(name, command) for name, command in chosen.items()]
    print(f"check: {sum(passed)} of {len(passed)} passed")
    return int(not all(passed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
