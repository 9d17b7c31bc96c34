"""A blueprint as people read it before it is built: what was asked and what it gets them, rows,
pages, rights, the rest.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.resolved import ResolvedEntity, resolve
from apps.plans.models import Plan
from apps.versions.models import Version
from apps.workbench.drawing.clauses import Segment, marked
from apps.workbench.drawing.picture import picture
from apps.workbench.words.addresses import provided_words
from apps.workbench.words.fields import kind_words
from apps.workbench.words.pages import PageWords, page_words
from apps.workbench.words.rights import Rights, rights_of
from apps.workbench.words.rules import automation_words, rule_words
from apps.workbench.words.states import IN_PART, PROVIDED, Label, of_risk
from apps.workbench.words.tool import Tool, a, lower, settings_of, values_of


@dataclass(frozen=True, slots=True)
class Provision:
    """A clause of the brief, what it was taken to mean, and what provides it."""

    number: int
    quote: str
    meaning: str
    provided: str
    partly: str

    @property
    def state(self) -> Label:
        """What became of it."""
        return IN_PART if self.partly else PROVIDED


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of an entity's card."""

    name: str
    kind: str
    required: bool
    values: str


@dataclass(frozen=True, slots=True)
class EntityCard:
    """A kind of row."""

    name: str
    note: str
    fields: list[FieldLine]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the page of a plan writes down."""

    brief: list[Segment]
    provisions: list[Provision]
    earlier: list[Provision]
    entities: list[EntityCard]
    pages: list[tuple[PageWords, SafeString]]
    rights: list[Rights]
    rules: list[str]
    automations: list[str]
    assumptions: list[str]
    left_out: list[dict[str, Any]]
    settings: list[dict[str, Any]]
    changes: list[tuple[dict[str, Any], Label]]
    notes: list[str]


def drawing_of(plan: Plan) -> Drawing | None:
    """The drawing of a plan, or None where it has no blueprint."""
    if not plan.blueprint:
        return None
    return draw(
        plan.blueprint, plan.message.text, plan.changes, list(plan.outcome.get("notes", []))
    )


def draw(
    blueprint: dict[str, Any],
    brief: str,
    changes: list[dict[str, Any]] | None = None,
    notes: list[str] | None = None,
) -> Drawing:
    """The drawing of a blueprint beside the text that it came of."""
    resolved = resolve(shaped(blueprint))
    tool, whole = Tool(resolved), resolved.source
    requirements = [one.model_dump() for one in whole.requirements]
    now = [one for one in requirements if one["quote"].lower() in brief.lower()]
    before = [one for one in requirements if one not in now]
    left_out = [one.model_dump() for one in whole.left_out]
    fields = [one for entity in whole.entities for one in entity.model_dump()["fields"]]
    choices = [one for one in fields if one.get("values")]
    rights = [rights_of(entity, tool) for entity in resolved.entities.values()]
    return Drawing(
        brief=marked(brief, [one["quote"] for one in now], [one["quote"] for one in left_out]),
        provisions=[_provision(n, one, tool) for n, one in enumerate(now, 1)],
        earlier=[_provision(0, one, tool) for one in before],
        entities=[_entity(entity, tool) for entity in resolved.entities.values()],
        pages=[
            (
                page_words(page, tool),
                picture(page.source.model_dump() | {"columns": page.columns}, choices),
            )
            for page in resolved.pages
        ],
        rights=[one for one in rights if one],
        rules=[
            rule_words(rule, entity.id, tool)
            for entity in resolved.entities.values()
            for rule in entity.rules
        ],
        automations=[automation_words(one, tool) for one in whole.automations],
        assumptions=list(whole.assumptions),
        left_out=left_out,
        settings=settings_of(blueprint),
        changes=[(change, of_risk(change.get("risk", ""))) for change in changes or []],
        notes=notes or [],
    )


@dataclass(frozen=True, slots=True)
class Wishes:
    """What became of each wish in a version: those that came with it, and those of before."""

    now: list[Provision]
    before: list[Provision]
    left_out: list[dict[str, Any]]
    left_out_before: list[dict[str, Any]]

    @property
    def kept(self) -> int:
        """How many are of before."""
        return len(self.before) + len(self.left_out_before)


def wishes_of(version: Version) -> Wishes:
    """The wishes of a version. What its base has already, word for word, is of before."""
    whole = shaped(version.blueprint)
    tool = Tool(resolve(whole))
    base = version.base.blueprint if version.base else {}
    known = {(one["quote"], one.get("meaning", "")) for one in base.get("requirements", [])}
    known_out = {one["quote"] for one in base.get("left_out", [])}
    drawn = [(_provision(0, one.model_dump(), tool), one) for one in whole.requirements]
    left_out = [one.model_dump() for one in whole.left_out]
    return Wishes(
        now=[line for line, one in drawn if (one.quote, one.meaning) not in known],
        before=[line for line, one in drawn if (one.quote, one.meaning) in known],
        left_out=[one for one in left_out if one["quote"] not in known_out],
        left_out_before=[one for one in left_out if one["quote"] in known_out],
    )


def _provision(number: int, requirement: dict[str, Any], tool: Tool) -> Provision:
    return Provision(
        number=number,
        quote=requirement["quote"],
        meaning=requirement["meaning"] or requirement["quote"],
        provided=provided_words(requirement["provides"], tool),
        partly=requirement["partly"],
    )


def _entity(entity: ResolvedEntity, tool: Tool) -> EntityCard:
    source = entity.source
    number = len(entity.fields)
    notes = [f"{number} field{'s' if number != 1 else ''}"]
    if source.comments:
        notes.append("comments")
    if source.append_only:
        notes.append("only added to")
    if source.child_of:
        notes.append(f"lines of {a(lower(tool.path(entity.id, source.child_of)))}")
    fields = [
        FieldLine(
            name=field.name,
            kind=kind_words(field, tool),
            required=field.source.required,
            values=", ".join(values_of(field)),
        )
        for field in entity.fields
    ]
    return EntityCard(entity.name, ", ".join(notes), fields)
