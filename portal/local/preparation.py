"""What has to be done on the data before the portal serves: tables, and on the first start the
demo.

A mark in the database says for which code it was done, so that a start with nothing to do costs
nothing.
"""

import time
from collections.abc import Sequence

from portal.local import children, database
from portal.local.children import Child, Watch
from portal.local.errors import LocalError
from portal.local.installation import ROOT, Installation
from portal.local.output import Printer, Voice
from portal.local.signals import raise_if_seen


def prepare(installation: Installation, url: str, watch: Watch, printer: Printer) -> None:
    """Bring tables and demo to where this code wants them."""
    wanted = database.fingerprint()
    mark = database.read_mark(url)
    if mark.get("code") != wanted:
        printer.line("setup", "Bringing the tables up to date.")
        manage(installation, watch, printer, "migrate_schemas", "--verbosity", "0")
        mark["code"] = wanted
        database.write_mark(url, mark)
    if installation.demo and not mark.get("demo"):
        printer.line("setup", "Making the demo: two invented firms and their people.")
        remember_sign_in(installation, manage(installation, watch, printer, "create_demo"))
        mark["demo"] = True
        database.write_mark(url, mark)


def manage(
    installation: Installation, watch: Watch, printer: Printer, *arguments: str
) -> Sequence[str]:
    """Run one management command to its end and return its lines; print them if it fails.

    Raises LocalError then.
    """
    child = children.start(
        f"manage.py {arguments[0]}",
        installation.python("manage.py", *arguments),
        watch=watch,
        env=installation.for_children(),
        cwd=ROOT,
    )
    try:
        said = _to_the_end(child)
    finally:
        child.ask_to_stop()
        child.end(5)
    if child.process.returncode:
        for text in said:
            printer.line("setup", text)
        last = said[-1] if said else "It said nothing."
        raise LocalError(f"manage.py {arguments[0]} failed, so nothing was started. {last}")
    return said


def _to_the_end(child: Child) -> list[str]:
    assert child.process.stdout is not None
    voice, said = Voice(child.process.stdout), []
    while not voice.over:
        raise_if_seen()
        said += voice.lines()
        time.sleep(0.02)
    child.process.wait()
    return said


def remember_sign_in(installation: Installation, said: Sequence[str]) -> None:
    """Keep how to sign in to the demo, for the next start."""
    path = installation.folder / "demo.txt"
    path.touch(mode=0o600)
    path.write_text("\n".join(said) + "\n")


def wants_tools(installation: Installation, url: str) -> bool:
    """Whether the demo's tools have not been made on this database yet."""
    return installation.demo_tools and not database.read_mark(url).get("tools")


def tools_made(url: str) -> None:
    """Remember that they have."""
    database.write_mark(url, database.read_mark(url) | {"tools": True})


def sign_in_lines(installation: Installation) -> list[str]:
    """How to sign in to the demo, if there is one."""
    path = installation.folder / "demo.txt"
    if not installation.demo or not path.is_file():
        return []
    return path.read_text().splitlines()
