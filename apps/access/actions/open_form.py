"""Open a form of a tool to outsiders: one asks, somebody else says yes, either shuts it again."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from apps.access.capabilities import Capability
from apps.access.errors import NotAllowed
from apps.access.models import PublicForm
from apps.access.queries import allows_public_forms, may, may_manage
from apps.access.signals import form_asked
from apps.accounts.models import User
from apps.audit.actions import record

if TYPE_CHECKING:
    from apps.sites.models import Site

FORBIDDEN = (
    "This workspace has no public forms. An admin can let a role open forms to outsiders first."
)


@transaction.atomic
def ask_to_open_form(
    *, by: User, site: "Site", page: str, name: str, digest: str, says: list[str]
) -> PublicForm:
    """Ask for one form of a site to be opened to outsiders; `digest` and `says` are what they will
    meet there. Asking twice is asking once; for another content the earlier row is closed. Raises
    `NotAllowed`.
    """
    may_manage(by, site, Capability.WIDEN_ACCESS).demand()
    if not allows_public_forms():
        raise NotAllowed(FORBIDDEN)
    before = _still_there(site, page)
    if before is not None and before.digest == digest:
        return before
    if before is not None:
        _closed(before)
    asked = PublicForm.objects.create(
        site=site, page=page, name=name[:200], digest=digest, says=says, asked_by=by
    )
    record(by=by, verb="ask_to_open_form", of=site, detail={"form": asked.name, "digest": digest})
    form_asked.send(sender=PublicForm, form=asked)
    return asked


@transaction.atomic
def open_form(*, by: User, form: PublicForm, digest: str) -> PublicForm:
    """Open it: from the next request on anybody with the address may send it. `digest` is that of
    what was read. Raises `NotAllowed`, also for whoever asked.
    """
    may(by, Capability.MAKE_PUBLIC).demand()
    form = _taken(form)
    if form.opened_at is not None:
        return form
    if form.asked_by_id == by.pk:
        raise NotAllowed("You asked for this yourself, so somebody else decides on it.")
    if form.digest != digest:
        raise NotAllowed("The page showed something else than what waits here. Open it again.")
    form.opened_by, form.opened_at = by, timezone.now()
    form.save(update_fields=["opened_by", "opened_at"])
    detail = {"form": form.name, "digest": form.digest, "says": form.says}
    record(by=by, verb="open_form", of=form.site, detail=detail)
    return form


@transaction.atomic
def refuse_form(*, by: User, form: PublicForm) -> PublicForm:
    """Say no to a form that waits to be opened. Raises `NotAllowed`."""
    may(by, Capability.MAKE_PUBLIC).demand()
    form = _taken(form)
    if form.opened_at is not None:
        raise NotAllowed("This form is open already. Shut it instead.")
    _closed(form)
    record(by=by, verb="refuse_form", of=form.site, detail={"form": form.name})
    return form


@transaction.atomic
def close_form(*, by: User, form: PublicForm) -> PublicForm:
    """Shut it, or take the question back: it holds from the next request on. Raises
    `NotAllowed`."""
    if not may(by, Capability.MAKE_PUBLIC):
        may_manage(by, form.site, Capability.WIDEN_ACCESS).demand()
    form = _taken(form)
    _closed(form)
    record(by=by, verb="close_form", of=form.site, detail={"form": form.name})
    return form


def _taken(form: PublicForm) -> PublicForm:
    """The row, locked; one that was closed meanwhile is refused."""
    rows = PublicForm.objects.select_for_update(of=("self",)).select_related("site")
    found = rows.get(pk=form.pk)
    if found.closed_at is not None:
        raise NotAllowed("This was shut or refused already.")
    return found


def _still_there(site: "Site", page: str) -> PublicForm | None:
    rows = PublicForm.objects.select_for_update(of=("self",))
    return rows.filter(site=site, page=page, closed_at=None).first()


def _closed(form: PublicForm) -> None:
    form.closed_at = timezone.now()
    form.save(update_fields=["closed_at"])
