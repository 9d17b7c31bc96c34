"""Rules and automations in a sentence each: the author's own words where there are some."""

from typing import Any

from apps.plans.blueprint import times
from apps.workbench.words.conditions import condition_words
from apps.workbench.words.tool import Tool, a, capital, listed, lower, plain


def rule_words(rule: Any, entity_id: str, tool: Tool) -> str:
    """What the server holds, on every way in, and what it says to whoever breaks it."""
    held = _ended(rule.description) if rule.description else _held(rule, entity_id, tool)
    return f"{held} Otherwise it says “{rule.message.rstrip('.')}”." if rule.message else held


def _held(rule: Any, entity_id: str, tool: Tool) -> str:
    rows = tool.plural(entity_id)
    match rule.kind:
        case "validation":
            return f"Of {rows}: {condition_words(rule.expr)}."
        case "required_if":
            field = tool.path(entity_id, rule.field)
            return f"{field} is filled in where {condition_words(rule.when)}."
        case "empty_if":
            field = tool.path(entity_id, rule.field)
            return f"{field} stays empty where {condition_words(rule.when)}."
        case "unique":
            fields = [lower(tool.path(entity_id, field)) for field in rule.fields]
            return f"No two {rows} have the same {listed(fields)}."
        case "lock":
            return f"{capital(rows)} are not edited any more where {condition_words(rule.when)}."
        case "no_overlap":
            same = listed([lower(tool.path(entity_id, one)) for one in rule.per])
            of_one = f" with the same {same}" if same else ""
            return f"No two {rows}{of_one} are at the same time."
        case "limit":
            per = listed([lower(tool.path(entity_id, one)) for one in rule.per])
            summed = rule.of.removeprefix("sum(").removesuffix(")")
            what = rows if rule.of == "count()" else lower(tool.path(entity_id, summed))
            more = " One more waits until room comes free." if rule.overflow else ""
            most = condition_words(rule.max)
            return f"At most {most} {what}{f' for each {per}' if per else ''}.{more}"
        case "creates":
            return _created(rule, entity_id, tool)
        case "stock":
            item = lower(tool.path(entity_id, rule.item))
            least = "" if rule.min in ("0", "none") else f", and {condition_words(rule.min)} stays"
            if rule.min == "none":
                return f"{capital(rows)} say what is on hand of each {item}."
            return f"No more of {a(item)} is taken than there is on hand{least}."
        case "approval":
            return _decided(rule, entity_id, tool)
        case kind:
            return f"{capital(rows)}: {plain(kind)}."


def _created(rule: Any, entity_id: str, tool: Tool) -> str:
    """What comes into being with a row, or with an action on it."""
    row = a(lower(tool.entity_name(entity_id)))
    when = f"With {row}" if rule.on == "created" else f"With “{capital(plain(rule.on))}” on {row}"
    made, where = a(lower(tool.entity_name(rule.entity))), ""
    if rule.rows:
        made = f"{len(rule.rows)} {tool.plural(rule.entity)}"
    if rule.each:
        made += f" for each {lower(tool.entity_name(rule.each))}"
    if rule.where:
        where = f" where {condition_words(rule.where)}"
    come = "come" if rule.rows else "comes"
    return f"{when} {come} {made}{where}; if that is refused, so is this."


def _decided(rule: Any, entity_id: str, tool: Tool) -> str:
    """Who decides, in which order, and who never does: said aloud, since nobody else can."""
    steps = [_decider(step, entity_id, tool) for step in rule.steps]
    said = f"While {tool.plural(entity_id)} are “{plain(rule.pending)}”, they wait for a decision"
    said += f" of {'; then '.join(steps)}, and are locked."
    named = {who for step in rule.steps for who in step.by}
    if not named & {"admin", "member"}:
        said += " Admins decide only where a step finds nobody."
    if rule.not_by:
        never = listed([lower(tool.who(entity_id, who)) for who in rule.not_by], "or")
        said += f" {capital(never)} never decides."
    return said + (" Nobody decides two steps." if rule.different and len(steps) > 1 else "")


def _decider(step: Any, entity_id: str, tool: Tool) -> str:
    who = listed([lower(tool.who(entity_id, one)) for one in step.by], "or")
    when = f", where {condition_words(step.when)}" if step.when else ""
    late = f" (after {step.days} days, the next ones too)" if step.days else ""
    return f"{who}{when}{late}"


def automation_words(automation: Any, tool: Tool) -> str:
    """What happens by itself, and when."""
    if automation.description:
        return _ended(automation.description)
    row = a(lower(tool.entity_name(automation.entity))) if automation.entity else "the tool"
    steps = listed([_step(step, automation.entity, tool) for step in automation.do])
    return f"{_trigger(automation, row, tool)}: {steps}."


def _trigger(automation: Any, row: str, tool: Tool) -> str:
    when = automation.when
    match when.kind:
        case "created":
            return f"When {row} is added"
        case "changed":
            to = f" to “{plain(when.to)}”" if when.to else ""
            return f"When {lower(tool.path(automation.entity, when.field))} of {row} changes{to}"
        case "saved":
            return f"When {row} is saved"
        case "action":
            return f"After “{capital(plain(when.action))}” on {row}"
        case "date":
            what = lower(tool.path(automation.entity, when.field))
            return capital(times.by_date(when, f"{what} of {row}"))
        case _:
            each = f", for each {lower(tool.entity_name(automation.entity))}"
            return capital(times.by_clock(when)) + (each if automation.entity else "")


def _step(step: Any, entity: str, tool: Tool) -> str:
    match step.kind:
        case "agent":
            return f"a language model is asked, and may write {_may(step, entity, tool)}"
        case "notify" | "digest":
            who = listed([lower(tool.who("", one)) for one in step.to])
            return f"a message to {who}"
        case "webhook":
            return f"a message to {step.host}"
        case "create":
            return f"a new {lower(tool.entity_name(step.entity))}"
        case "decide":
            return f"{plain(step.field)} is decided by {len(step.cases)} rules"
        case kind:
            return f"the row is {'updated' if kind == 'update' else plain(kind)}"


def _may(step: Any, entity: str, tool: Tool) -> str:
    """What a language model may write of a row, and run on it."""
    fields = {field.id for field in tool.resolved.entity(entity).source.fields}
    said = [
        lower(tool.path(entity, one)) if one in fields else f"do “{capital(plain(one))}”"
        for one in step.may
    ]
    return listed(said, "or")


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
