"""Form pages: their fields, and what outsiders would see of a public one."""

from apps.plans.blueprint.checks.filled import check_filled, written
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.rules import stored_fields
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import PERSONS, RELATIONS
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
    found.template(f"{at}.after", page.after, places.own(page.entity))
    found.paths(f"{at}.reply", page.reply, page.entity)
    if page.public:
        _check_public(page, offered, at, found)
    elif page.reply:
        found.say(f"{at}.reply", "public", "reply is for outsiders and goes with public")


def _check_public(page: FormPage, offered: tuple[str, ...], at: str, found: Findings) -> None:
    fields = {field.id: field.source for field in found.tool.entity(page.entity).fields}
    for called in offered:
        field = fields.get(called)
        if field and field.kind in RELATIONS | PERSONS and not field.pick:
            whom = field.to or "the people of the workspace"
            message = (
                f"outsiders will read the names of all {whom} in “{called}”; narrow it by pick"
            )
            found.warn(f"{at}.fields.{called}", "outsiders-read", message)
    references = [f for f in fields.values() if f.kind == "reference" and "{random}" in f.pattern]
    if page.reply and not references:
        message = f"reply needs a reference with {{random}} in {page.entity}: it is the way back"
        found.say(f"{at}.reply", "public", message)
