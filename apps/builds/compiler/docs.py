"""Docstrings: why a thing is there.

The `description` where there is one, else what it declares, in the words of the README and the
review. For rules and automations, whose purpose their declaration does not show, what the
requirement means that asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apps.builds.compiler import names, words
from apps.builds.compiler.tool import OF_THE_KIT, Tool
from apps.plans.blueprint import times
from apps.plans.blueprint.automations import (
    AgentStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    ExtensionStep,
    Notify,
    UpdateStep,
    Webhook,
)
from apps.plans.blueprint.pages import ExtensionPage, RowPage
from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity, ResolvedPage
from apps.plans.blueprint.rights import Permission
from apps.plans.blueprint.rules import AnyRule, Validation
from apps.plans.blueprint.triggers import (
    Acted,
    AnyTrigger,
    Changed,
    OnDate,
    OnSchedule,
    Saved,
)

OF_CHOOSING = "pick_"
VERBS = ("view", "create", "edit", "delete", "import")


def _said(descriptions: Iterable[str]) -> str:
    """Descriptions as sentences."""
    return " ".join(words.sentence(text) for text in descriptions if text.strip())


def _meant(tool: Tool, *addresses: str) -> str:
    """What the first requirement means that asks for one of these things, and for no other such."""
    for requirement in tool.blueprint.requirements:
        provided = set(requirement.provides)
        alike = {one for one in provided if _sort_of(one) == _sort_of(addresses[0])}
        if provided & set(addresses) and alike <= set(addresses):
            return words.sentence(requirement.meaning)
    return ""


def _sort_of(address: str) -> str:
    """`entities.invoice.actions.approve` -> `entities.actions`: of what sort a thing is."""
    return ".".join(address.split(".")[::2])


def of_entity(entity: ResolvedEntity, held: Sequence[AnyRule]) -> str:
    """What a row is, and why the rules are there that its table holds."""
    why = _said(rule.description for rule in held if not _is_said_by_its_message(rule))
    return f"{_said([entity.source.description]) or _kept(entity)} {why}".strip()


def _is_said_by_its_message(rule: AnyRule) -> bool:
    return isinstance(rule, Validation) and not rule.message


def _kept(entity: ResolvedEntity) -> str:
    """How one row is told from others, and where it begins and ends: the fields say the rest."""
    noun = words.article(words.noun(entity))
    if entity.source.child_of:
        noun = f"{noun} of {words.article(entity.parent.replace('_', ' '))}"
    known = {field.id: words.low(field.name) for field in entity.fields}
    by = f", known by its {known[entity.title]}" if entity.title in known else ""
    end = " Once written it stays as it is." if entity.source.append_only else ""
    return words.sentence(f"{noun}{by}") + "".join(_lives(entity)) + end


def _lives(entity: ResolvedEntity) -> Iterator[str]:
    for field in entity.fields:
        if field.kind == "status" and not field.is_computed:
            first, *_ = (words.low(value.name) for value in field.values)
            last = [words.low(value.name) for value in field.values if value.closed]
            ends = f" and ends as {words.joined(last, 'or')}" if last else ""
            yield f" Its {words.low(field.name)} begins as {first}{ends}."


def of_permissions(tool: Tool, entity: ResolvedEntity) -> str:
    """Who does what, in a sentence or two."""
    if entity.as_parent:
        parent = words.noun(tool.entity(entity.parent))
        return f"As {words.article(parent)}, whose lines they are."
    said = _said(permission.description for permission in entity.permissions)
    return said or _rights(tool, entity)


def _rights(tool: Tool, entity: ResolvedEntity) -> str:
    given = [rights_in_words(tool, one) for one in entity.permissions]
    return words.sentence("; ".join(given)) or "Only admins do anything here."


def rights_in_words(tool: Tool, permission: Permission) -> str:
    """`members may view and create`."""
    verbs = VERBS if "all" in permission.can else permission.can
    condition = " some" if permission.where else ""
    return f"{who(tool, permission.by)} may {words.joined(list(verbs))}{condition}"


def who(tool: Tool, entries: Sequence[str]) -> str:
    """A who-list in words: `members, approvers and its owner`."""
    return words.joined([_who(tool, entry) for entry in entries])


def _who(tool: Tool, entry: str) -> str:
    if entry.startswith("row."):
        path = [names.words(part).lower() for part in entry.split(".")[1:]]
        return f"its {' of '.join(reversed(path))}".replace("created by", "author")
    if entry == "row":
        return "the person"
    known = {role.id: role.name for role in tool.resolved.roles}
    return words.many(words.low(known.get(entry, names.words(entry))))


def of_rules(tool: Tool, entity: ResolvedEntity, kept: Sequence[str]) -> str:
    """What the rules of an entity are for. `kept` are the ids of those that are written here."""
    rules = [rule for rule in entity.rules if rule.id in kept]
    meant = [_meant(tool, f"entities.{entity.id}.rules.{rule.id}") for rule in rules]
    said = _said(rule.description for rule in rules) or " ".join(filter(None, meant))
    noun, own = words.noun(entity), all(one.startswith(OF_CHOOSING) for one in kept)
    if own:
        return f"What may be chosen for {words.article(noun)}, and what is shown beside it."
    return said or f"What holds for every {noun}, whoever writes it."


def of_action(tool: Tool, entity: ResolvedEntity, action: ResolvedAction) -> str:
    """What pressing the button does."""
    said = _said([action.source.description]) if action.source else ""
    return said or _does(tool, entity, action)


def _does(tool: Tool, entity: ResolvedEntity, action: ResolvedAction) -> str:
    noun = words.article(words.noun(entity))
    source = action.source
    if action.kind == "transition" and source:
        values = {value.id: value.name for value in entity.field(action.field).values}
        before = words.joined([words.low(values[one]) for one in source.from_], "or")
        came = f" from {before}" if before else ""
        return f"Move {noun}{came} to {words.low(values[source.to])}."
    if action.kind == "extension" and source:
        return own_code(tool, source.hook)
    if action.kind == "print" and source:
        return f"A sheet of {noun}{'' if source.body else ' with all its fields'}, to be printed."
    if action.kind == "repeat" and source:
        each = f", and for each {_named(entity, source.each)} that is ticked" if source.each else ""
        return f"Make a series like {noun}, by its {_named(entity, [source.date])}{each}."
    if action.kind == "duplicate" and source:
        lines = " with its lines" if source.with_children else ""
        without = f", without {_named(entity, source.clear)}" if source.clear else ""
        return f"Copy {noun}{lines}{without}."
    if action.kind == "toggle":
        own = tool.entity(action.target)
        back = "add it once" if own.source.append_only else "make it or take it back"
        return f"One's own {words.noun(own)} for {noun}: {back}."
    if action.kind == "create":
        made = words.article(words.noun(tool.entity(action.target)))
        return (
            f"Make {made}, starting from {noun}." if action.target != entity.id else f"Make {made}."
        )
    written = (
        [*source.needs, *source.asks] or [_target(one) for one in source.set] if source else []
    )
    return f"Change {_named(entity, written)} of {noun}."


def own_code(tool: Tool, called: str) -> str:
    """What an extension is for, and where its code stands."""
    purpose = next((one.purpose for one in tool.blueprint.extensions if one.id == called), "")
    return f"{words.sentence(purpose)} Code of its own: extensions/{called}.py."


def _target(assignment: str) -> str:
    return assignment.partition("=")[0].strip()


LAID_OUT = {"calendar": "in a calendar", "timeline": "along a line of time"}

OF_ALL_TOOLS = {"history": "What changed, by whom and when", "person": "People of the workspace"}
AS_PAGE = {"calendar": ", in a calendar", "report": ", counted", "leaderboard": ", ranked"}


def of_page(tool: Tool, page: ResolvedPage) -> str:
    """What the page shows."""
    meant = _meant(tool, f"pages.{page.id}.scope") if getattr(page.source, "scope", "") else ""
    return _said([page.source.description]) or meant or _shows(tool, page)


def _shows(tool: Tool, page: ResolvedPage) -> str:
    if isinstance(page.source, ExtensionPage):
        return own_code(tool, page.source.hook)
    if not page.entity:
        return words.sentence(page.name)
    if page.entity in OF_THE_KIT:
        return f"{OF_ALL_TOOLS[page.entity]}{AS_PAGE.get(page.kind, '')}."
    entity = tool.entity(page.entity)
    if not isinstance(page.source, RowPage):
        by = " by anybody with the address" * getattr(page.source, "public", False)
        filled = f", to be filled in{by}."
        return f"One {words.noun(entity)}" + ("." if page.kind == "detail" else filled)
    if page.kind == "matrix":
        return words.sentence(_crossed(entity, page, page.source))
    if page.kind in LAID_OUT:
        return words.sentence(_in_time(entity, page, page.source))
    if page.kind == "board":
        group = words.low(_shown_path(entity, page.source.group_by[0]))
        field = tool.field(page.entity, page.source.group_by[0])
        is_moved = field is None or not field.is_computed
        return f"{entity.plural} by {group}{'; a card is moved to change it' * is_moved}."
    if page.kind in ("report", "leaderboard"):
        return words.sentence(_summed(entity, page, page.source))
    groups = _in_groups(entity, page.source)
    if page.kind == "cards":
        groups = f", as cards{groups}"
    if page.kind == "queue":
        groups = f", one after the other{groups}"
    return f"{_rows(entity, page)}{groups}, {order(entity, page.source.sort)}."


def _summed(entity: ResolvedEntity, page: ResolvedPage, source: RowPage) -> str:
    """What a page of totals adds up or ranks, and by what."""
    groups = [words.low(_shown_path(entity, path)) for path in source.group_by]
    by = f" by {words.joined(groups)}" if groups else ""
    if page.kind == "report":
        return f"The totals of {_rows(entity, page).lower()}{by}"
    what = f"{words.joined(groups)} ranked" if groups else f"{_rows(entity, page)}, ranked"
    ranks = source.totals[0] if groups and source.totals else ""
    said = order(entity, source.sort).replace("the last first", "the most first")
    return f"{what} by {ranks}" if ranks else f"{what} {said}"


def _in_groups(entity: ResolvedEntity, source: RowPage) -> str:
    """`, in groups by supplier and month`, `, in a time by due`; nothing without either."""
    groups = [words.low(_shown_path(entity, path)) for path in source.group_by]
    said = f", in groups by {words.joined(groups)}" if groups else ""
    date = words.low(_shown_path(entity, source.between)) if source.between else ""
    return f"{said}, of the days that one picks by {date}" if date else said


def _crossed(entity: ResolvedEntity, page: ResolvedPage, source: RowPage) -> str:
    """By what a matrix goes down and across, and what stands in its cells."""
    down, across = (words.low(_shown_path(entity, one)) for one in (source.rows, source.across))
    cell = words.low(_shown_path(entity, source.cell)) if source.cell.isidentifier() else ""
    shown = f", with its {cell}" if cell else f", as {source.cell}" if source.cell else ""
    return f"{_rows(entity, page)} by {down} and {across}{shown}"


def _in_time(entity: ResolvedEntity, page: ResolvedPage, source: RowPage) -> str:
    """By which dates rows stand on a calendar or a timeline, in which lanes and colours."""
    shown = {
        key: words.low(_shown_path(entity, path))
        for key in ("start", "end", "lanes", "colour_by")
        if (path := getattr(source, key))
    }
    when = f"from {shown['start']} to {shown['end']}" if source.end else f"by {shown['start']}"
    lanes = f", a lane for each {shown['lanes']}" if source.lanes else ""
    colours = f", coloured by {shown['colour_by']}" if source.colour_by else ""
    return f"{_rows(entity, page)} {LAID_OUT[page.kind]}, {when}{lanes}{colours}"


def _rows(entity: ResolvedEntity, page: ResolvedPage) -> str:
    if not getattr(page.source, "scope", ""):
        return f"Every {words.noun(entity)}"
    plural = words.plural(entity)
    return page.name if plural in page.name.lower() else f"{page.name}: {plural}"


def order(entity: ResolvedEntity, sort: Sequence[str]) -> str:
    """`the newest first`, `by due`."""
    first = sort[0] if sort else "-created_at"
    if first.lstrip("-") in ("created_at", "id"):
        return "the newest first" if first.startswith("-") else "the oldest first"
    shown = words.low(_shown_path(entity, first.lstrip("-")))
    return f"by {shown}, the last first" if first.startswith("-") else f"by {shown}"


def _shown_path(entity: ResolvedEntity, path: str) -> str:
    first, _, rest = path.partition(".")
    known = {field.id: field.name for field in entity.fields}
    return known.get(first, names.words(first)) + (f" {names.words(rest).lower()}" if rest else "")


def of_automation(tool: Tool, automation: Automation) -> str:
    """What happens by itself."""
    said = _said([automation.description]) or _meant(tool, f"automations.{automation.id}")
    return said or _happens(tool, automation)


def _happens(tool: Tool, automation: Automation) -> str:
    done = words.joined([_step(tool, automation.entity, step) for step in automation.do])
    if isinstance(automation.when, OnSchedule):
        noun = _noun(tool, automation.entity)
        each = f", for each {words.low(noun)}" if noun else ""
        return words.sentence(f"{done} {times.by_clock(automation.when)}{each}")
    return words.sentence(f"{done} {_when(tool.entity(automation.entity), automation.when)}")


def _noun(tool: Tool, entity: str) -> str:
    return words.noun(tool.entity(entity)) if entity in tool.names else names.words(entity)


def _step(tool: Tool, of: str, step: AnyStep) -> str:
    if isinstance(step, Notify):
        return f"tell {who(tool, step.to)}"
    if isinstance(step, Webhook):
        return f"send a message to {step.host}"
    if isinstance(step, CreateStep):
        return f"make {words.article(words.noun(tool.entity(step.entity)))}"
    if isinstance(step, ExtensionStep):
        return f"run code of its own, extensions/{step.hook}.py"
    entity = tool.entity(of)
    if isinstance(step, AgentStep):
        return f"have a language model {_may(entity, step)}"
    if isinstance(step, Decide):
        return f"decide {_named(entity, [step.field])}"
    if isinstance(step, UpdateStep):
        return f"set {_named(entity, [_target(one) for one in step.set])}"
    return f"do {words.low(entity.action(step.action).name)}"


def _may(entity: ResolvedEntity, step: AgentStep) -> str:
    """`write topic and size, or do close`."""
    known = [field.id for field in entity.source.fields]
    fields = [one for one in step.may if one in known]
    actions = [words.low(entity.action(one).name) for one in step.may if one not in known]
    written = [f"write {_named(entity, fields)}"] * bool(fields)
    return ", or ".join([*written, *(f"do {one}" for one in actions)])


def _when(entity: ResolvedEntity, trigger: AnyTrigger) -> str:
    noun = words.article(words.noun(entity))
    if isinstance(trigger, Saved):
        return f"whenever {_named(entity, trigger.fields, 'or')} of {noun} is written"
    if isinstance(trigger, Changed):
        return f"whenever {_named(entity, [trigger.field])} of {noun} changes"
    if isinstance(trigger, OnDate):
        return times.by_date(trigger, f"{_named(entity, [trigger.field])} of {noun}")
    if isinstance(trigger, Acted):
        return f"after the action {entity.action(trigger.action).name} on {noun}"
    return f"for each new {words.noun(entity)}"


def _named(entity: ResolvedEntity, paths: Sequence[str], last: str = "and") -> str:
    return words.joined([words.low(_shown_path(entity, path)) for path in paths], last)
