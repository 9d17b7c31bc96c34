"""Carry a tool along its way from the command line: the actions of the pages, waited for."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import models

from apps.accounts.models import User
from apps.builds.actions import start_build
from apps.builds.models import Build
from apps.deployments.actions import deploy
from apps.deployments.models import Deployment
from apps.pipeline import words
from apps.plans.actions import use_template
from apps.plans.models import Plan
from apps.plans.templates_gallery import template_named, templates
from apps.prompts.actions import ask
from apps.reviews.actions import approve, ask_for_review
from apps.sites.models import Site
from apps.versions.models import Version

Row = TypeVar("Row", bound=models.Model)


class NotCarried(Exception):
    """A step did not come out as wished; the sentence is the step's own."""

    id = "pipeline:person:carry"


def plan_of(*, by: User, brief: str, site: Site | None = None, seconds: float = 150) -> Plan:
    """Ask, and wait for the outcome. Raises `NotCarried` unless it is a plan."""
    message = ask(by=by, text=brief, site=site)
    plan = _wait(
        Plan.objects.get(message=message), lambda p: p.state != Plan.State.THINKING, seconds
    )
    if plan.state != Plan.State.READY:
        state = plan.get_state_display().lower()
        raise NotCarried(f"No plan came of it ({state}): {words.of_plan(plan)}")
    return plan


def plan_from(*, by: User, template: str) -> Plan:
    """The plan of a template. Raises `NotCarried` where there is none of this id."""
    found = template_named(template)
    if found is None:
        ids = ", ".join(sorted(one.id for one in templates()))
        raise NotCarried(f"There is no template “{template}”. There are: {ids}.")
    return use_template(by=by, template=found)


def version_of(*, by: User, plan: Plan, seconds: float = 300) -> Version:
    """Build, and wait for the version. Raises `NotCarried` with what the build said."""
    build = _wait(start_build(by=by, plan=plan), lambda b: b.state not in Build.OPEN, seconds)
    if build.version is None:
        raise NotCarried(build.error or f"The build was {build.get_state_display().lower()}.")
    return build.version


def approved(*, by: User, reviewer: User, version: Version) -> None:
    """Ask for a review and approve it, with everything red ticked by `reviewer`."""
    review = ask_for_review(by=by, version=version)
    ticked = [item["id"] for item in review.red_items]
    approve(by=reviewer, review=review, digest=version.digest, ticked=ticked)


def deployed(*, by: User, version: Version, seconds: float = 300) -> Deployment:
    """Deploy, and wait until it is live. Raises `NotCarried` with what went wrong."""
    return settled(deploy(by=by, version=version), seconds)


def settled(deployment: Deployment, seconds: float = 300) -> Deployment:
    """Wait until a deployment is live. Raises `NotCarried` with what went wrong."""
    over = {Deployment.State.LIVE, Deployment.State.FAILED}
    deployment = _wait(deployment, lambda d: d.state in over, seconds)
    if deployment.state == Deployment.State.FAILED:
        raise NotCarried(deployment.error)
    return deployment


def _wait(row: Row, done: Callable[[Row], bool], seconds: float) -> Row:
    end = time.monotonic() + seconds
    while not done(row):
        if time.monotonic() > end:
            raise NotCarried(
                f"{row} is not done after {seconds:.0f} s. Is the worker running? See `doctor`."
            )
        time.sleep(0.1)
        row.refresh_from_db()
    return row
