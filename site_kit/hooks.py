"""How code of a tool's own is called: `app/extensions/<id>.py` holds one function, its hook.

What goes wrong in it is a sentence for whoever waits for it, and a line in the log for whoever
looks after the tool. Nothing that it did is kept then.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from traceback import extract_tb
from typing import Any

from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.db.models import Model

from site_kit import write
from site_kit.actions import RunExtension
from site_kit.apps import tool
from site_kit.asker import TOOL, Asker, acting
from site_kit.asking import unseen
from site_kit.draft import Draft
from site_kit.errors import Broken, Locked
from site_kit.extensions import Seen, acts, doing, handed, on_its_way, plain, typed
from site_kit.history import snapshot
from site_kit.paths import walk
from site_kit.words import one_line

HOOKS: dict[str, tuple[str, ...]] = {
    "action": ("run", "row", "person", "asked"),
    "page": ("show", "request"),
    "job": ("job", "rows"),
    "value": ("value", "row"),
}
"""What each kind is called, and what it is given."""
STOPS = (
    *(ArithmeticError, AttributeError, LookupError, MemoryError, NameError, RuntimeError),
    *(TypeError, ValueError, FieldError, ObjectDoesNotExist, ValidationError, DataError),
)
"""What plain code can raise. The kit's own errors are sentences already."""
KEPT = (type(None), str, int, float, Decimal, date, time, timedelta)
"""What a field keeps, or a list of it."""
LONGEST = 500
SAID = "_kit_said"
"""Where a row carries what an extension said of it, on the way to the person."""
log = logging.getLogger("site_kit")

Said = tuple[str, str]


def wrong_hook(kind: str, called: str) -> Iterator[Said]:
    """Why an extension cannot be called, and the way out; nothing where it can."""
    name, *given = HOOKS[kind]
    place = f"extensions/{called}.py"
    if not called.isidentifier() or not _is_there(called):
        yield f"There is no {place}.", f"Write it, with def {name}({', '.join(given)})."
        return
    found = getattr(import_module(_module(called)), name, None)
    if not inspect.isfunction(found) or list(inspect.signature(found).parameters) != given:
        yield f"{place} has no {name}({', '.join(given)}).", f"A {kind} is def {name}(…)."


def _module(called: str) -> str:
    return f"{tool().name}.extensions.{called}"


def _is_there(called: str) -> bool:
    try:
        return find_spec(_module(called)) is not None
    except ModuleNotFoundError:
        return False


def call(kind: str, called: str, *given: Any) -> Any:
    """What the hook gives. Raises `Broken` where its code stops, and what the kit refused it."""
    function: Callable[..., Any] = getattr(import_module(_module(called)), HOOKS[kind][0])
    try:
        return function(*given)
    except STOPS as error:
        log.exception("The extension %s stopped.", called)
        lines = [one.lineno for one in extract_tb(error.__traceback__) if _is_of(one, called)]
        at = f" in line {lines[-1]}" if lines else ""
        raise Broken(
            f"The tool's own code “{called}” stopped{at} ({type(error).__name__}). "
            "Nothing of it was kept. Tell whoever looks after this tool."
        ) from error


def _is_of(frame: Any, called: str) -> bool:
    return str(frame.filename).endswith(f"extensions/{called}.py")


@contextmanager
def writing(called: str) -> Iterator[None]:
    """Inside, this extension may write; with "" nothing is written."""
    token = doing.set(called)
    try:
        yield
    finally:
        doing.reset(token)


def run_action(
    action: RunExtension, row: Model, asked: Mapping[str, Any], by: Asker, way_in: str
) -> Any:
    """Run the code of an action; gives the row as it is then, with what is to be said of it.

    What was asked is read by the kinds of its fields and handed over; the code writes what of it is
    to be kept. Where the row was deleted, what is given has no number any more.
    """
    if doing.get():
        raise Locked("Code of the tool's own presses no button of other such code.")
    there: Any = type(row)._base_manager
    before, given = snapshot(row), _asked(action, there.get(pk=row.pk), asked)
    with writing(action.hook):
        said = call("action", action.hook, Seen(row), acts(), given)
    if not isinstance(said, str | None):
        raise Broken(f"The tool's own code “{action.hook}” gave no text, so nothing was kept.")
    done = there.filter(pk=row.pk).first()
    if done is None:
        done = type(row)()
    else:
        write.acted_on(done, before, action.id, way_in)
    setattr(done, SAID, one_line(said or "")[:LONGEST])
    return done


def run_job(called: str, rows: Sequence[Any]) -> None:
    """Hand rows, or people, to the code of a job, as the tool. Raises `Broken` where it stops."""
    with writing(called), acting(TOOL):
        call("job", called, [handed(row) for row in rows])


def run_value(called: str, row: Model) -> Any:
    """What the code of a value gives for a row in hand. Raises `Broken` where it stops."""
    with writing(""):
        found = plain(call("value", called, on_its_way(row)))
    if not all(isinstance(one, KEPT) for one in (found if isinstance(found, list) else [found])):
        raise Broken(f"The tool's own code “{called}” gave what no field keeps.")
    return found


def _asked(action: RunExtension, row: Model, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked, by the names of the fields: as its small form, which begins with what
    whoever acts may see of the row."""
    draft = Draft(row)
    draft.forget(unseen(row, [*action.needs, *action.asks]))
    draft.ask(action, asked)
    draft.choose()
    names = [walk(action.model, name).name for name in (*action.needs, *action.asks)]
    return {name: typed(row, name, draft.many.get(name)) for name in names}


def said_by(done: Any) -> str:
    """What an extension says of what it did; empty where there was none."""
    return str(getattr(done, SAID, ""))
