"""Form pages: their fields, and what outsiders would see of a public one."""

from apps.plans.blueprint.checks.filled import check_filled, written
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.rules import stored_fields
from apps.plans.blueprint.checks.told import is_hidden
from apps.plans.blueprint.expressions import Path, places
from apps.plans.blueprint.fields import FILES, PERSONS, RELATIONS, Field
from apps.plans.blueprint.pages import FormPage


def check_form(page: FormPage, at: str, found: Findings) -> None:
    """One form."""
    if not found.known(f"{at}.entity", page.entity, found.tool.entities, "entity"):
        return
    entity = found.tool.entity(page.entity)
    in_steps = [called for step in page.steps for called in step.fields]
    stored_fields(found, f"{at}.fields", entity.source, page.fields)
    stored_fields(found, f"{at}.steps", entity.source, in_steps)
    for called in in_steps if page.fields else ():
        found.known(f"{at}.steps", called, page.fields, "field of this form")
    held = found.assignments(f"{at}.set", page.set, places.own(page.entity), page.entity)
    offered = tuple(page.fields or in_steps or entity.typed_in)
    if len(held) == len(page.set):
        check_filled(found, at, page.entity, written(held) | set(offered), by_whom="this form")
    told = found.paths(f"{at}.reply", page.reply, page.entity)
    if not page.public:
        found.template(f"{at}.after", page.after, places.own(page.entity))
    if page.public:
        _check_public(page, offered, at, found)
        _check_reply(page, told, at, found)
    elif page.reply:
        found.say(f"{at}.reply", "public", "reply is for outsiders and goes with public")


def _check_public(page: FormPage, offered: tuple[str, ...], at: str, found: Findings) -> None:
    """What strangers would choose from, send, and read afterwards: closed where nothing is said."""
    fields = {field.id: field.source for field in found.tool.entity(page.entity).fields}
    for called in offered:
        if field := fields.get(called):
            _check_offered(field, f"{at}.fields.{called}", found)
    written_here = {text.partition("=")[0].strip() for text in page.set}
    for called in sorted(fields.keys() - {*offered, *written_here}):
        if fields[called].required and fields[called].default == "me":
            message = (
                f"outsiders are nobody, so “{called}”, which starts as me, stays empty; set it"
            )
            found.say(f"{at}.set", "public", message)
    references = {f.id for f in fields.values() if f.kind == "reference"}
    for path in found.template(f"{at}.after", page.after, places.own(page.entity)):
        if path.text not in {*offered, *references}:
            message = (
                f"outsiders read what they entered and a reference, not “{path.text}”; name a "
                "field of the form"
            )
            found.say(f"{at}.after", "public", message)


def _check_offered(field: Field, at: str, found: Findings) -> None:
    """One field that outsiders fill in."""
    called = field.id
    if field.kind in FILES:
        message = f"outsiders send no files: leave “{called}” out"
        found.say(at, "public", message)
    if field.kind in RELATIONS | PERSONS and not field.pick:
        whom = field.to or "the people of the workspace"
        message = (
            f"outsiders will read the names of all {whom} in “{called}”; say which by pick, "
            "such as one that is still open, or leave it out"
        )
        found.say(at, "public", message)
    if field.seen_by or field.edited_by:
        message = (
            f"“{called}” is for some people only, so outsiders cannot fill it in: leave it out"
        )
        found.say(at, "public", message)


def _check_reply(page: FormPage, told: list[Path], at: str, found: Findings) -> None:
    fields = [field.source for field in found.tool.entity(page.entity).fields]
    references = [f for f in fields if f.kind == "reference" and "{random}" in f.pattern]
    if page.reply and not references:
        message = f"reply needs a reference with {{random}} in {page.entity}: it is the way back"
        found.say(f"{at}.reply", "public", message)
    for path in told:
        if any(hop.field.kind in FILES for hop in path.hops):
            message = f"outsiders read no files: leave “{path.text}” out"
            found.say(f"{at}.reply", "public", message)
        elif is_hidden(path, found):
            message = f"“{path.text}” is for some people only: leave it out"
            found.say(f"{at}.reply", "public", message)
