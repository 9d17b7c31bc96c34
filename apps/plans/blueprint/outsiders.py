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

from apps.plans.blueprint.differences import difference
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.pages import FormPage
from apps.plans.blueprint.reached import reached
from apps.plans.blueprint.resolved import Resolved, ResolvedEntity, resolve
from apps.plans.blueprint.rules import AnyRule, Approval, Creates, Limit, Lock, Validation

COSMETIC = frozenset({"home_for", "open_to", "description"})
"""What outsiders neither send nor read."""
CREATED = "created"
NOT_OF_NEW = (Lock, Approval)
PLACES = re.compile(r"\{([a-z0-9_.]+)\}")


@dataclass(frozen=True, slots=True)
class PublicForm:
    """One form for outsiders."""

    page: str
    name: str
    says: tuple[str, ...]
    digest: str
    made_of: tuple[str, ...] = ()
    """The addresses of all that the digest is over."""


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


def changed_form(before: Mapping[str, Any], after: Mapping[str, Any], page: str) -> list[str]:
    """What is otherwise for outsiders at a form of two blueprints that were kept, in words."""
    forms = [form for kept in (before, after) for form in public_forms(kept) if form.page == page]
    if len(forms) < 2:
        return []
    made_of = tuple({f"{one}." for form in forms for one in form.made_of})
    changes = difference(shaped(before), shaped(after))
    return [change.words for change in changes if f"{change.where}.".startswith(made_of)]


def asked_of(page: FormPage, entity: ResolvedEntity) -> tuple[str, ...]:
    """The fields that a form asks for, by their ids."""
    in_steps = [called for step in page.steps for called in step.fields]
    held = {text.partition("=")[0].strip() for text in page.set}
    return tuple(one for one in (page.fields or in_steps or entity.typed_in) if one not in held)


def _form(tool: Resolved, page: FormPage) -> PublicForm:
    entity = tool.entity(page.entity)
    name = next(one.name for one in tool.pages if one.id == page.id)
    says = tuple(_says(tool, page, entity))
    texts = (*asked_of(page, entity), *page.reply, *page.set, *PLACES.findall(page.after))
    found, rules = reached(tool, entity.id, texts), list(_rules(tool, entity))
    held = {
        "page": page.model_dump(mode="json", exclude=set(COSMETIC)),
        "reached": found,
        "rules": [rule.model_dump(mode="json") for _, rule in rules],
        "says": says,
    }
    made_of = (
        f"pages.{page.id}",
        *(f"entities.{called.replace('.', '.fields.')}" for called in found["fields"]),
        *(f"entities.{called}.title" for called in found["titles"]),
        *dict.fromkeys(f"entities.{called}.rules" for called, _ in rules),
        *(f"extensions.{code['id']}" for code in found["code"]),
    )
    return PublicForm(page.id, name, says, _digest(held), made_of)


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
    refused = (_refuses_with(rule) for _, rule in _rules(tool, entity))
    if told := dict.fromkeys(one for one in refused if one):
        yield f"What they send can be refused with: {', '.join(f'“{one}”' for one in told)}."
    if page.after:
        yield f"After sending they read: “{page.after}”"
    if page.reply:
        shown = ", ".join(page.reply)
        yield f"Whoever has the reference of one reads of it later: {shown}."


def _rules(tool: Resolved, entity: ResolvedEntity) -> Iterator[tuple[str, AnyRule]]:
    """The rules that can refuse a new row, with whose they are: its own, those of what is made with
    it, and the locks of what it would belong to."""
    made, met = [entity], {entity.id}
    for one in made:
        yield from ((one.id, rule) for rule in one.rules if not isinstance(rule, NOT_OF_NEW))
        for rule in one.rules:
            if isinstance(rule, Creates) and rule.on == CREATED and rule.entity not in met:
                met.add(rule.entity)
                made += [tool.entity(rule.entity)] if rule.entity in tool.entities else []
        if one.parent in tool.entities:
            above = tool.entity(one.parent).rules
            yield from ((one.parent, rule) for rule in above if isinstance(rule, Lock))


def _refuses_with(rule: AnyRule) -> str:
    """What the plan says of a refusal; one that moves the row on instead refuses nothing."""
    if isinstance(rule, Limit) and rule.overflow:
        return ""
    return rule.message or (rule.description if isinstance(rule, Validation) else "")


def _digest(held: Mapping[str, Any]) -> str:
    """Over what the form sends and shows, and over all that this is worked out of."""
    text = json.dumps(held, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
