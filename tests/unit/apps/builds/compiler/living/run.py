"""Let compiled tools live: `python run.py FILE`, each tool in processes of its own.

The file is JSON: a list of `{"folder", "blueprint"}`, and of a tool that is changed also `next`,
the same of its next version with what is `carried`, `kept`: entity -> fields, and `moved`:
`entity.field` -> value -> value. Printed is a line of JSON for each tool:
what went wrong, a sentence each, and how much was done.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[6]))

from apps.builds.compiler.formatting import format_sources
from apps.builds.inspection import inspect_source
from site_runtime.inside.warm import warm_up
from tests.unit.apps.builds.compiler.living import site

Data = dict[str, Any]


def in_a_process(work: Callable[..., Data], *given: Any) -> Data:
    """What the work gives, in a process that ends with it; where it breaks, `wrong` says so."""
    read, write = os.pipe()
    if not (child := os.fork()):
        os.close(read)
        try:
            said = work(*given)
        except BaseException as error:  # noqa: BLE001  # told to the parent, whatever it is
            lines = traceback.format_exception(error)[-4:]
            said = {"wrong": [f"{work.__name__}: {type(error).__name__}: {error} {lines}"]}
        with os.fdopen(write, "w") as answer:
            json.dump(said, answer)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    found: Data = json.loads(text or '{"wrong": ["the process broke"]}')
    return found


def migrations(folder: Path, schema: str, blueprint: Data, carried: list[Data]) -> Data:
    """What Django's autodetector writes for a tree."""
    from site_runtime.inside.jobs import write_migrations

    config = site.config_of(folder, schema, blueprint)
    site.start(config)
    return write_migrations.work(config, {"carried": carried}, _silent)


def _silent(step: str, words: str) -> None:
    """Nobody listens."""


def write_migrations(
    folder: Path, schema: str, blueprint: Data, carried: list[Data] | None = None
) -> list[str]:
    """Put the missing migrations into a tree; what is wrong with them, or with the whole."""
    made = in_a_process(migrations, folder, schema, blueprint, carried or [])
    if "files" not in made:
        return list(made["wrong"])
    for path, text in format_sources(made["files"]).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    (folder / "app/migrations/__init__.py").touch()
    tree = {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return [f"inspector: {finding}" for finding in inspect_source(tree)]


def live(folder: Path, schema: str, blueprint: Data) -> Data:
    """Check, migrate, fill and use a tool."""
    config = site.config_of(folder, schema, blueprint)
    site.start(config)
    from tests.unit.apps.builds.compiler.living import using

    return using.all_of(config, blueprint)


def keep(what: str, folder: Path, schema: str, blueprint: Data) -> Data:
    """One of the ways of `keeping`, in the process of a tool."""
    config = site.config_of(folder, schema, blueprint)
    site.start(config)
    from tests.unit.apps.builds.compiler.living import keeping

    if what == "first":
        return keeping.first(config, blueprint)
    return keeping.changed(config) if what == "changed" else keeping.again(config)


def change(schema: str, job: Data) -> Data:
    """Fill a tool, put its next version onto the same tables, and compare the rows."""
    folder, blueprint, later = Path(job["folder"]), job["blueprint"], job["next"]
    site.make_schema(schema)
    wrong = write_migrations(folder, schema, blueprint)
    if wrong:
        return {"wrong": wrong, "refused": "", "rows": 0}
    before = in_a_process(keep, "first", folder, schema, blueprint)
    wrong += before["wrong"]
    following = Path(later["folder"])
    shutil.copytree(folder / "app/migrations", following / "app/migrations", dirs_exist_ok=True)
    wrong += write_migrations(following, schema, later["blueprint"], later["carried"])
    after = in_a_process(keep, "changed", following, schema, later["blueprint"])
    wrong += after["wrong"]
    refused = after.get("refused", "")
    if refused:
        after = in_a_process(keep, "again", folder, schema, blueprint)
    site.drop_schema(schema)
    if not wrong:
        wrong += list(lost(before["rows"], after["rows"], job["kept"], job["moved"]))
    rows = sum(map(len, before.get("rows", {}).values()))
    return {"wrong": wrong, "refused": refused, "rows": rows}


def lost(before: Data, after: Data, kept: Data, moved: Data) -> Iterator[str]:
    """Rows that are not there any more, and values that are not what they were."""
    for entity, fields in kept.items():
        for key, row in before[entity].items():
            if key not in after[entity]:
                yield f"{entity} {key} is lost"
                continue
            for field in fields:
                was, now = row.get(field), after[entity][key].get(field)
                was = _heir(was, moved.get(f"{entity}.{field}", {}))
                if was != now:
                    yield f"{entity} {key} {field} was {was!r}, is {now!r}"


def _heir(was: Any, heirs: Data) -> Any:
    """What a value has to be where it went: in a list, once."""
    if isinstance(was, list):
        return list(dict.fromkeys(heirs.get(one, one) for one in was)) if heirs else was
    return heirs.get(was, was)


def one(number: int, folder: Path, blueprint: Data) -> Data:
    """The whole life of one tool."""
    schema = f"t{number}"
    began = time.perf_counter()
    site.make_schema(schema)
    wrong = write_migrations(folder, schema, blueprint)
    told = in_a_process(live, folder, schema, blueprint)
    site.drop_schema(schema)
    wrong += told.pop("wrong")
    return told | {"wrong": wrong, "seconds": round(time.perf_counter() - began, 1)}


def main(file: str) -> None:
    """All of them."""
    warm_up()
    site.make_database()
    try:
        for number, job in enumerate(json.loads(Path(file).read_text("utf-8"))):
            folder, blueprint = Path(job["folder"]), job["blueprint"]
            is_changed = "next" in job
            told = change(f"c{number}", job) if is_changed else one(number, folder, blueprint)
            print(json.dumps(told), flush=True)
    finally:
        site.drop_database()


if __name__ == "__main__":
    main(sys.argv[1])
