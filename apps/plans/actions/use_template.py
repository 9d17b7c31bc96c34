"""Start a tool from the gallery."""

from django.db import transaction

from apps.accounts.models import User
from apps.plans.actions.keep import keep
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.loading import load
from apps.plans.models import Plan
from apps.plans.planners import Answer
from apps.plans.templates_gallery import Template
from apps.prompts.actions import ask

NOTE = "This is a template: build it as it is, or say what should be different."


@transaction.atomic
def use_template(*, by: User, template: Template) -> Plan:
    """A plan that is ready to read: the template's, as the answer to its brief.

    Asked like any prompt, so the right to build is checked there and the conversation begins with
    the brief. Raises `NotAllowed`.
    """
    plan = Plan.objects.get(message=ask(by=by, text=template.brief))
    blueprint = load(template.blueprint, template.brief).blueprint
    answer = Answer("plan", notes=(NOTE,), blueprint=canonical_data(blueprint))
    return keep(plan.pk, f"the template {template.name}", answer, before=None)
