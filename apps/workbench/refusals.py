"""What a refusal looks like to the person who reads it: the action's own sentence, and which status
goes with it.
"""

from dataclasses import dataclass

from django.http import QueryDict

from apps.access.errors import NotAllowed
from apps.builds.errors import BuildRefused
from apps.data_api.errors import TokenRefused
from apps.deployments.errors import DeployFailed, DeployRefused
from apps.environment.errors import ValueRefused
from apps.plans.errors import PlanRefused
from apps.prompts.errors import PromptRefused
from apps.reviews.errors import ReviewRefused
from apps.runners.client import RunnerUnavailable
from apps.versions.errors import Tampered


class FormRefused(Exception):
    """What was sent does not fit the form it claims to come from; the sentence says what to choose
    or type.
    """

    id = "workbench:person:form"


STATUSES: dict[type[Exception], int] = {
    NotAllowed: 403,
    FormRefused: 422,
    PromptRefused: 422,
    ValueRefused: 422,
    TokenRefused: 422,
    PlanRefused: 409,
    BuildRefused: 409,
    ReviewRefused: 409,
    DeployRefused: 409,
    Tampered: 409,
    DeployFailed: 503,
    RunnerUnavailable: 503,
}
REFUSALS = tuple(STATUSES)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done, and what had been typed, so that nobody types it twice."""

    sentence: str
    status: int
    typed: QueryDict


def refusal_of(error: Exception, typed: QueryDict) -> Refusal:
    """The refusal that an action's exception stands for."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return Refusal(str(error), status, typed)
