"""What is told to everybody: nothing that some may not see, and nothing that is made of it."""

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import ExpressionErrors, Node, Path, parse, places
from apps.plans.blueprint.expressions.nodes import Aggregate, walk
from apps.plans.blueprint.world import KnownField

Asked = frozenset[str]


def check_told(paths: list[Path], at: str, found: Findings) -> None:
    """The paths of a message; a title and a row are what their entity's `title` is made of."""
    for path in paths:
        if is_hidden(path, found):
            message = (
                f"“{path.text}” is not for everybody to see (seen_by); leave it out: "
                "{link} leads to it, with the reader's own rights"
            )
            found.say(at, "hidden", message)


def is_hidden(path: Path, found: Findings, asked: Asked = frozenset()) -> bool:
    """Whether something that a path tells of is seen by some only: a field on the way, what it is
    worked out of, or what the row at its end is called by."""
    if any(_tells(hop.field, found, asked) for hop in path.hops):
        return True
    called = _called_by(path)
    if called in asked or called not in found.tool.entities:
        return False
    title = found.tool.entity(called).title
    return _is_made_of_hidden(title, called, found, asked | {called})


def _tells(field: KnownField, found: Findings, asked: Asked) -> bool:
    said, here = field.source, f"{field.entity}.{field.id}"
    if said is None or here in asked:
        return False
    made = said.is_computed and _is_made_of_hidden(said.expr, field.entity, found, asked | {here})
    return bool(said.seen_by) or made


def _is_made_of_hidden(text: str, entity: str, found: Findings, asked: Asked) -> bool:
    try:
        node = parse(text, places.own(entity), found.world)
    except ExpressionErrors:
        return False  # told where it stands
    return any(_is_hidden_part(part, found, asked) for part in walk(node))


def _is_hidden_part(node: Node, found: Findings, asked: Asked) -> bool:
    if isinstance(node, Aggregate) and node.via is not None:
        return _tells(node.via, found, asked)
    return isinstance(node, Path) and is_hidden(node, found, asked)


def _called_by(path: Path) -> str:
    """The entity whose title is told at the end of a path; empty where it is a plain value."""
    if not path.hops:
        return path.entity
    last = path.hops[-1]
    if last.sort != "field":
        return last.to
    return last.field.entity if last.id == "title" else last.field.to
