"""The licences of what we stand on: `python -m tests.architecture.licences` lists them, and fails
at an unknown one.
"""

import re
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from tests.architecture.source import ROOT

LOCKED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==", re.MULTILINE)
# Words by which a licence is known, and which of them we can ship beside.
FREE = (
    "MIT", "BSD", "0BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "HPND", "Unlicense",
    "Zero-Clause", "CC0", "PostgreSQL", "MIT-CMU",
)  # fmt: skip
# Used unchanged, as libraries of their own: their terms ask for no more than that.
AS_LIBRARY = {
    "psycopg": "LGPL-3.0, used unchanged",
    "psycopg-binary": "LGPL-3.0, used unchanged",
    "psycopg-pool": "LGPL-3.0, used unchanged",
    "certifi": "MPL-2.0, a list of certificates",
    "tqdm": "MPL-2.0 and MIT, used unchanged",
    "hypothesis": "MPL-2.0, used unchanged, in tests only",
    "pathspec": "MPL-2.0, used unchanged, in checks only",
    "axe-playwright-python": "MIT, with axe under MPL-2.0, used unchanged, in tests only",
    "djlint": "GPL-3.0, a program that checks templates; nothing of it is shipped",
}


def installed(lock: Path) -> list[Distribution]:
    """The packages of a lock that are installed here; some are for other systems."""
    found = []
    for name in sorted(set(LOCKED.findall(lock.read_text())), key=str.lower):
        try:
            found.append(distribution(name))
        except ModuleNotFoundError:
            continue
    return found


def licence(package: Distribution) -> str:
    """What a package says of itself, shortest form first."""
    said = package.metadata.get("License-Expression")
    if said:
        return said
    classes = package.metadata.get_all("Classifier") or []
    named = [c.rpartition(" :: ")[2] for c in classes if c.startswith("License ::")]
    if named:
        return ", ".join(named)
    lines = (package.metadata.get("License") or "says nothing").strip().splitlines()
    return lines[0][:60]


def judged(package: Distribution) -> tuple[str, str, bool]:
    """Name, licence, and whether we can use it."""
    name, said = package.metadata["Name"], licence(package)
    known = AS_LIBRARY.get(name.lower())
    return name, known or said, known is not None or any(word in said for word in FREE)


def main() -> int:
    """Print the list; 1 if a licence is unknown to it."""
    rows = [judged(package) for package in installed(ROOT / "requirements-dev.lock")]
    for name, said, good in rows:
        print(f"{'ok ' if good else 'NO '} {name:<32} {said}")
    return int(not all(good for *_, good in rows))


if __name__ == "__main__":
    sys.exit(main())
