"""Writes rounds of decisions: the rule, the entity that keeps what was decided, and its rights."""

from __future__ import annotations

from apps.builds.compiler import literals, names, words
from apps.builds.compiler.expressions import Reading, who
from apps.builds.compiler.source import Class, call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import Approval, ApprovalStep

AWAITING = "awaiting = kit.Awaiting()"


def approval_of(entity: ResolvedEntity) -> Approval | None:
    """The rule by which rows of an entity are decided on, if there is one."""
    return next((rule for rule in entity.rules if isinstance(rule, Approval)), None)


def approval(tool: Tool, entity: ResolvedEntity, rule: Approval, where: str) -> str:
    """The source of the rule."""
    field = entity.action("approve").field
    pending, approved, rejected = (
        tool.choice(entity.id, field, one) for one in (rule.pending, rule.approved, rule.rejected)
    )
    steps = [_step(tool, entity, one, f"{where}.steps.{one.id}") for one in rule.steps]
    never = who(tool, rule.not_by, entity.id, f"{where}.not_by")
    return call(
        "kit.Approval",
        literals.text(tool.names[entity.id].attribute(field)),
        pending=pending,
        approved=approved,
        rejected=rejected,
        steps=literals.sequence(steps),
        not_by=literals.texts(never) if never else "",
        different="" if rule.different else "False",
        message=literals.text(rule.message) if rule.message else "",
    )


def _step(tool: Tool, entity: ResolvedEntity, step: ApprovalStep, where: str) -> str:
    reading = Reading.at(tool, places.own(entity.id))
    by = who(tool, step.by, entity.id, f"{where}.by")
    return call(
        "kit.Step",
        literals.text(step.id),
        by=literals.listing(literals.text(one) for one in by),
        when=reading.condition(step.when, f"{where}.when"),
        order=str(step.order) if step.order else "",
        days=str(step.days) if step.days else "",
    )


def decisions(tool: Tool, entity: ResolvedEntity) -> Class:
    """The model that keeps the decisions on an entity's rows."""
    noun = words.article(words.noun(entity))
    kept = names.decisions(entity.id)
    model = Class(
        tool.names[kept].model,
        "kit.Decision",
        f"What somebody decided on {noun} in one step, when, and why.",
    )
    link = tool.names[kept].attribute(entity.id)
    column = f', db_column="{entity.id}_id"' if link != entity.id else ""
    model.block([str(_steps(entity))])
    model.set(
        step="kit.ChoiceField(Step, editable=False)",
        **{
            link: f"models.ForeignKey({tool.names[entity.id].model}, models.PROTECT, "
            f'related_name="+", editable=False{column})'
        },
    )
    options, meta = Class("Entity"), Class("Meta")
    options.set(title='"step"', child_of=literals.text(link), append_only="True")
    meta.set(
        db_table=literals.text(kept), verbose_name='"decision"', verbose_name_plural='"decisions"'
    )
    model.block([str(options)])
    model.block([str(meta)])
    return model


def _steps(entity: ResolvedEntity) -> Class:
    """The steps of the rule, by their names."""
    rule = approval_of(entity)
    steps = Class("Step", "models.TextChoices")
    steps.block(
        f"{names.choice_member(one.id)} = {literals.text(one.id)}, "
        f"{literals.text(names.words(one.id))}"
        for one in (rule.steps if rule else ())
    )
    return steps


def rights(tool: Tool, entity: ResolvedEntity, taken: set[str]) -> Class:
    """The rights on them: those who see the row see what was decided; nobody writes them."""
    model = tool.names[names.decisions(entity.id)].model
    name = names.free(f"{model}Permissions", taken, "Table")
    taken.add(name)
    noun = words.article(words.noun(entity))
    table = Class(name, "kit.Permissions", f"Seen with {noun}; made by deciding, and by nobody.")
    table.set(model=model, as_parent="True")
    return table
