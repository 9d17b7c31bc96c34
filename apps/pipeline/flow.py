"""When this, then that: the whole flow on one page.

Only this module listens to the rooms' signals. What follows at once is done in the same
transaction; what a worker does is queued after commit, as an id. Should the queue lose it,
`tasks.reconcile` finds the row.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery import Task
from django.db import transaction
from django.dispatch import Signal
from kombu.exceptions import OperationalError

from apps.access.capabilities import Capability
from apps.access.models import PublicForm
from apps.access.queries import holders
from apps.access.signals import form_asked
from apps.automations.actions import wake
from apps.builds.models import Build
from apps.builds.signals import build_finished, build_queued
from apps.deployments.models import Deployment
from apps.deployments.queries import changed_since_opened
from apps.deployments.signals import deployment_finished, deployment_queued
from apps.environment.signals import values_changed
from apps.notices.actions import tell
from apps.pipeline import lines, tasks, words
from apps.plans.actions import open_plan
from apps.plans.models import Plan
from apps.plans.signals import plan_finished, plan_opened
from apps.prompts.actions import answer
from apps.prompts.models import Message
from apps.prompts.signals import prompt_received
from apps.reviews.models import Review
from apps.reviews.signals import review_asked, review_decided
from apps.runners import client
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from apps.workspaces.signals import people_changed

log = logging.getLogger(__name__)
_gathered: ContextVar[set[int] | None] = ContextVar("gathered", default=None)


def plan_it(message: Message) -> None:
    """A prompt is planned."""
    open_plan(message=message)


def queue_plan(plan: Plan) -> None:
    """A plan is thought about by a worker."""
    _after_commit(tasks.plan, plan.pk)


def queue_build(build: Build) -> None:
    """A build is made by a worker."""
    _after_commit(tasks.build, build.pk)


def queue_deployment(deployment: Deployment) -> None:
    """A deployment is carried out by a worker."""
    _after_commit(tasks.deploy, deployment.pk)


def tell_plan(plan: Plan) -> None:
    """The conversation says what was understood."""
    answer(site=plan.site, text=words.of_plan(plan))


def tell_build(build: Build) -> None:
    """The conversation says how the build went."""
    answer(site=build.site, text=words.of_build(build))


def tell_review(review: Review) -> None:
    """The conversation says what the reviewer said, or that one is waited for."""
    answer(site=review.version.site, text=words.of_review(review))


def tell_deployment(deployment: Deployment) -> None:
    """The conversation gives the address, or says what went wrong."""
    answer(site=deployment.site, text=words.of_deployment(deployment))


def restart_site(site: Site) -> None:
    """A site's processes start anew with its new values."""
    client.retire_site(site)


def wake_messages(site: Site) -> None:
    """What waited for a value goes out with it."""
    wake(site=site)


def ring_build(build: Build) -> None:
    """Whoever asked for a build reads under the bell that it is over."""
    _ring(build.asked_by_id, build.site, words.of_build(build), f"build-{build.pk}")


def ring_review(review: Review) -> None:
    """Whoever built a version reads under the bell what the reviewer said."""
    if review.state != Review.State.WAITING:
        version = review.version
        _ring(version.created_by_id, version.site, words.of_review(review), f"review-{review.pk}")


def ring_form(form: PublicForm) -> None:
    """Whoever may open a form to outsiders reads under the bell that one waits."""
    may_open = holders(Capability.MAKE_PUBLIC).exclude(user=form.asked_by_id)
    tell(
        people=may_open.values_list("user_id", flat=True),
        text=words.of_form_asked(form, changed_since_opened(form.site, form.page)),
        key=f"form-{form.pk}",
        site=form.site,
        path="/forms/",
    )


def ring_shut_forms(deployment: Deployment) -> None:
    """Whoever opened or wanted a form reads that it is shut, where it is not what was read."""
    site = Site.objects.get(pk=deployment.site_id)
    for form in site.public_forms.filter(closed_at=None, opened_at__isnull=False):
        if changes := changed_since_opened(site, form.page):
            text, key = words.of_shut_form(form, changes), f"form-{form.pk}-{deployment.pk}"
            tell(
                people=filter(None, [form.opened_by_id]),
                text=text,
                key=key,
                site=site,
                path="/forms/",
            )
            _ring(form.asked_by_id, site, text, key)


def _ring(person: int, site: Site, text: str, key: str) -> None:
    tell(people=[person], text=f"{site}: {text}", key=key, site=site, path=f"/tools/{site.slug}/")


def sync_people(workspace: Workspace) -> None:
    """The workspace's tools see its people as they are."""
    gathered = _gathered.get()
    if gathered is None:
        _after_commit(tasks.sync_people, workspace.pk)
    else:
        gathered.add(workspace.pk)


@contextmanager
def syncing_once() -> Iterator[None]:
    """Whoever changes many people at once: the tools are told of all of them at the end."""
    token = _gathered.set(set())
    try:
        yield
    finally:
        workspaces = _gathered.get() or set()
        _gathered.reset(token)
        for pk in sorted(workspaces):
            _after_commit(tasks.sync_people, pk)


FLOW: tuple[tuple[Signal, Callable[..., None]], ...] = (
    (prompt_received, lines.line_of_prompt),
    (prompt_received, plan_it),
    (plan_opened, queue_plan),
    (plan_finished, tell_plan),
    (plan_finished, lines.line_of_plan),
    (build_queued, queue_build),
    (build_finished, tell_build),
    (build_finished, lines.line_of_build),
    (build_finished, ring_build),
    (review_asked, tell_review),
    (review_asked, lines.line_of_review),
    (review_decided, tell_review),
    (review_decided, lines.line_of_review),
    (review_decided, ring_review),
    (deployment_queued, queue_deployment),
    (form_asked, ring_form),
    (deployment_finished, tell_deployment),
    (deployment_finished, lines.line_of_deployment),
    (deployment_finished, ring_shut_forms),
    (values_changed, restart_site),
    (values_changed, wake_messages),
    (people_changed, sync_people),
)


def connect() -> None:
    """Listen. Called once, when Django is ready."""
    for signal, then in FLOW:
        signal.connect(_receiver(then), weak=False, dispatch_uid=f"flow.{then.__name__}")


def _after_commit(task: Task, key: int) -> None:
    """Send a message once the row is there. Without a broker nobody sees an error: the row waits,
    and `reconcile` finds it.
    """

    def send() -> None:
        try:
            task.delay(key)
        except OperationalError:
            log.warning(
                "%s %s could not be queued; it is found by the next reconcile", task.name, key
            )

    transaction.on_commit(send)


def _receiver(then: Callable[..., None]) -> Callable[..., None]:
    def receive(sender: Any, signal: Signal, **what: Any) -> None:
        then(**what)

    return receive
