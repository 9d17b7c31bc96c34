"""What somebody without an account meets at a tool: its public forms, in words and as a digest.

Takes a blueprint as a version keeps it. Whoever opens a form reads `says`; the digest changes with
everything of it that they might have read, so that what is open is what was read.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.pages import FormPage
from apps.plans.blueprint.reached import reached
from apps.plans.blueprint.resolved import Resolved, ResolvedEntity, resolve
from apps.plans.blueprint.rules import AnyRule, Approval, Creates, Limit, Lock, Validation

COSMETIC = frozenset({"home_for", "open_to", "description"})
"""What outsiders neither send nor read."""
CREATED = "created"
PLACES = re.compile(r"\{([a-z0-9_.]+)\}")


@dataclass(frozen=True, slots=True)
class PublicForm:
    """One form for outsiders."""

    page: str
    name: str
    says: tuple[str, ...]
    digest: str


def public_forms(blueprint: Mapping[str, Any]) -> list[PublicForm]:
    """The public forms of a tool, in the order of its pages; none of one that cannot be read."""
    if not any(page.get("public") for page in blueprint.get("pages", [])):
        return []
    try:
        tool = resolve(shaped(blueprint))
    except BlueprintErrors:
        return []
    forms = [page.source for page in tool.pages if isinstance(page.source, FormPage)]
    return [_form(tool, form) for form in forms if form.public]


def asked_of(page: FormPage, entity: ResolvedEntity) -> tuple[str, ...]:
    """The fields that a form asks for, by their ids."""
    in_steps = [called for step in page.steps for called in step.fields]
    held = {text.partition("=")[0].strip() for text in page.set}
    return tuple(one for one in (page.fields or in_steps or entity.typed_in) if one not in held)


def _form(tool: Resolved, page: FormPage) -> PublicForm:
    entity = tool.entity(page.entity)
    name = next(one.name for one in tool.pages if one.id == page.id)
    says = tuple(_says(tool, page, entity))
    return PublicForm(page.id, name, says, _digest(tool, page, entity, says))


def _says(tool: Resolved, page: FormPage, entity: ResolvedEntity) -> Iterator[str]:
    fields = {field.id: field for field in entity.fields}
    asked = [fields[called] for called in asked_of(page, entity) if called in fields]
    names = ", ".join(field.name for field in asked)
    yield f"Anyone with the address can send {entity.plural}, without an account: fields {names}."
    for field in asked:
        if field.source.pick:
            to = field.source.to
            whom = tool.entity(to).plural if to in tool.entities else "people"
            shown = f" with {', '.join(field.source.shows)}" if field.source.shows else ""
            which = f"as {field.name}{shown}: {field.source.pick}"
            yield f"They read which {whom} can be chosen {which}."
    unique = [field.name for field in asked if field.source.unique]
    if unique:
        yield f"They can find out whether a value of {', '.join(unique)} is there already."
    if told := dict.fromkeys(filter(None, map(_refuses_with, _rules(tool, entity)))):
        yield f"What they send can be refused with: {', '.join(f'“{one}”' for one in told)}."
    if page.after:
        yield f"After sending they read: “{page.after}”"
    if page.reply:
        shown = ", ".join(page.reply)
        yield f"Whoever has the reference of one reads of it later: {shown}."


def _rules(tool: Resolved, entity: ResolvedEntity) -> Iterator[AnyRule]:
    """The rules that can refuse a new row: its own, those of what is made with it, and the locks of
    what it would belong to."""
    made, met = [entity], {entity.id}
    for one in made:
        yield from (rule for rule in one.rules if not isinstance(rule, (Lock, Approval)))
        for rule in one.rules:
            if isinstance(rule, Creates) and rule.on == CREATED and rule.entity not in met:
                met.add(rule.entity)
                made += [tool.entity(rule.entity)] if rule.entity in tool.entities else []
        if one.parent in tool.entities:
            above = tool.entity(one.parent).rules
            yield from (rule for rule in above if isinstance(rule, Lock))


def _refuses_with(rule: AnyRule) -> str:
    """What the plan says of a refusal; one that moves the row on instead refuses nothing."""
    if isinstance(rule, Limit) and rule.overflow:
        return ""
    return rule.message or (rule.description if isinstance(rule, Validation) else "")


def _digest(tool: Resolved, page: FormPage, entity: ResolvedEntity, says: tuple[str, ...]) -> str:
    """Over what the form sends and shows, and over all that this is worked out of."""
    texts = (*asked_of(page, entity), *page.reply, *page.set, *PLACES.findall(page.after))
    held = {
        "page": page.model_dump(mode="json", exclude=set(COSMETIC)),
        "reached": reached(tool, entity.id, texts),
        "rules": [rule.model_dump(mode="json") for rule in _rules(tool, entity)],
        "says": says,
    }
    text = json.dumps(held, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
