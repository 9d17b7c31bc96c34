"""What a message tells: it says the same to all it goes to, so nothing that some may not see."""

from collections.abc import Iterator

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import ExpressionErrors, Path, parse, places
from apps.plans.blueprint.expressions.nodes import walk

Asked = frozenset[str]


def check_told(paths: list[Path], at: str, found: Findings) -> None:
    """The paths of a message; a title and a row are what their entity's `title` is made of."""
    for path in paths:
        if _is_hidden(path, found, frozenset()):
            message = (
                f"“{path.text}” is not for everybody to see (seen_by); leave it out: "
                "{link} leads to it, with the reader's own rights"
            )
            found.say(at, "hidden", message)


def _is_hidden(path: Path, found: Findings, asked: Asked) -> bool:
    if any(hop.field.source and hop.field.source.seen_by for hop in path.hops):
        return True
    called = _called_by(path)
    return called not in asked and any(
        _is_hidden(part, found, asked | {called}) for part in _of_title(called, found)
    )


def _called_by(path: Path) -> str:
    """The entity whose title is told at the end of a path; empty where it is a plain value."""
    if not path.hops:
        return path.entity
    last = path.hops[-1]
    if last.sort != "field":
        return last.to
    return last.field.entity if last.id == "title" else last.field.to


def _of_title(entity: str, found: Findings) -> Iterator[Path]:
    if entity not in found.tool.entities:
        return
    try:
        node = parse(found.tool.entity(entity).title, places.own(entity), found.world)
    except ExpressionErrors:
        return  # told where the title stands
    yield from (part for part in walk(node) if isinstance(part, Path))
