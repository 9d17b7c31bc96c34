"""Do one task: ask the language model, and hand its answer to the tool, which writes it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.automations.actions.trying import again, put_off, settled, taken, tell_owner
from apps.automations.errors import NotAnswered
from apps.automations.models import Delivery
from apps.automations.queries import asked_today
from apps.automations.tasks import Task, answer_in, task_for
from apps.deployments.queries import live_config
from apps.language_models.asking import ask as ask_model
from apps.language_models.faults import ModelFault, Refused
from apps.language_models.questions import Endpoint
from apps.language_models.receipts import Receipt
from apps.notices.words import plain
from apps.runners import client
from apps.sites.models import Site
from apps.versions.errors import Tampered
from site_contract.jobs import ANSWER_TASK

log = logging.getLogger(__name__)

ASKING, WRITING = 60.0, 60.0
LEASE = timedelta(seconds=180)
STATES = (Delivery.State.WAITING, Delivery.State.HELD)
UNKNOWN = "The live version of this tool asks no such thing."
NO_MODEL = (
    "No language model is set up. Whoever runs this installation sets MODEL and its key; then it "
    "is asked."
)
FULL = "The language model was asked {most} times today, as often as a tool may. The rest waits."


def ask(*, delivery_id: int) -> Delivery | None:
    """Ask, have the answer written, and write down what came of it; None where another worker has
    it, or it is done.

    An answer is kept until the tool has it: the model is not asked a second time for nothing.
    """
    delivery = taken(delivery_id, Delivery.Kind.TASK, LEASE, STATES)
    if delivery is None:
        return None
    task = task_for(delivery.site.live_version, delivery.to)
    if task is None:
        return settled(delivery, Delivery.State.GIVEN_UP, UNKNOWN)
    if not delivery.answer:
        waits = _waits(delivery)
        if waits is not None:
            return waits
    try:
        delivery.answer = delivery.answer or _answered(delivery, task)
        refused = _written(delivery, task)
    except Refused as no:
        return _over(delivery, f"The language model declined: {plain(no.sentence)[:500]}")
    except (ModelFault, NotAnswered) as fault:
        delivery = again(delivery, plain(str(fault))[:500])
        return _told(delivery) if delivery.state == Delivery.State.GIVEN_UP else delivery
    if refused:
        return _over(delivery, f"Its answer was not written. {refused}")
    return settled(delivery, Delivery.State.DELIVERED, "")


def _waits(delivery: Delivery) -> Delivery | None:
    """The task, put aside: there is no model, or the day has no room; else None."""
    site, most = delivery.site, settings.SITEWRIGHT.model_tasks_a_day
    if not settings.SITEWRIGHT.model:
        return _told(settled(delivery, Delivery.State.HELD, NO_MODEL))
    if _has_room(delivery, most):
        return None
    return _told(put_off(delivery, _tomorrow() - timezone.now(), FULL.format(site=site, most=most)))


@transaction.atomic
def _has_room(delivery: Delivery, most: int) -> bool:
    """Whether the tool may ask once more today, counted one after the other; if so, it asks now.
    One that is asked again in the same day counts once.
    """
    Site.objects.select_for_update().get(pk=delivery.site_id)
    Delivery.objects.filter(pk=delivery.pk).update(asked_at=None)
    has_room = asked_today(delivery.site) < most
    if has_room:
        Delivery.objects.filter(pk=delivery.pk).update(asked_at=timezone.now())
    return has_room


def _tomorrow() -> datetime:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def _answered(delivery: Delivery, task: Task) -> dict[str, object]:
    """The model's answer; what it cost is on the delivery, whatever comes of it. Raises
    `ModelFault` or `NotAnswered`.
    """
    config = settings.SITEWRIGHT
    endpoint = Endpoint(config.model, config.model_base_url, config.model_api_key)
    receipt = Receipt(**({"model": config.model} | delivery.receipt))
    try:
        reply = ask_model(endpoint, task.question(delivery.to.get("values")), seconds=ASKING)
        receipt.add(reply)
    except ModelFault as fault:
        receipt.add_fault(fault)
        raise
    finally:
        delivery.receipt = receipt.as_data()
    return answer_in(reply.text)


def _written(delivery: Delivery, task: Task) -> str:
    """Why the tool did not write the answer, or "". Raises `NotAnswered` where it could not be
    asked.
    """
    version = delivery.site.live_version
    assert version is not None
    payload = {"number": delivery.number, "answer": delivery.answer, "may": task.may}
    try:
        config = live_config(current_workspace(), version)
        result = client.run_job(ANSWER_TASK, config, payload, timeout=WRITING)
    except (client.RunnerUnavailable, client.RunnerRefused, Tampered) as error:
        raise NotAnswered(str(error)) from None
    if not result.ok:
        raise NotAnswered(result.error)
    return plain(str(result.data.get("error", "")))[:500]


def _over(delivery: Delivery, error: str) -> Delivery:
    return _told(settled(delivery, Delivery.State.GIVEN_UP, error))


def _told(delivery: Delivery) -> Delivery:
    """The owner reads why a task is not done: once a day, whichever task it is."""
    site = delivery.site
    log.warning("%s: a task for the language model: %s", site, delivery.error)
    text = f"A task of {site} for the language model is not done. {delivery.error}"
    tell_owner(site, text, f"task-{site.pk}-{delivery.state}")
    return delivery
