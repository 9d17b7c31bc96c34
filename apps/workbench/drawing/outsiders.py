"""The forms of a tool for outsiders, drawn: what each promises, and how far it is."""

from dataclasses import dataclass

from apps.access.models import PublicForm
from apps.deployments.queries import changed_since_opened, live_version, public_pages
from apps.plans.blueprint.outsiders import PublicForm as Promised
from apps.plans.blueprint.outsiders import public_forms
from apps.sites.models import Site
from apps.workspaces.models import Membership, Workspace


@dataclass(frozen=True, slots=True)
class FormCard:
    """One form of the live version. `row` is what was asked or opened for just this promise;
    `moved`: something else was, so that it has to be asked for again. `changes` is what became
    otherwise since it was last opened.
    """

    site: Site

    promised: Promised
    row: PublicForm | None
    is_open: bool
    moved: bool
    address: str
    changes: list[str]

    @property
    def waits(self) -> bool:
        """Whether somebody asked and nobody has answered."""
        return self.row is not None and self.row.opened_at is None


def forms_of(site: Site, workspace: Workspace, asks: Membership) -> list[FormCard]:
    """The public forms of the live version, in the order of its pages."""
    version = live_version(site)
    promised = public_forms(version.blueprint) if version else []
    if not promised:
        return []
    rows = site.public_forms.filter(closed_at=None).select_related("asked_by", "opened_by")
    by_page, open_now = {row.page: row for row in rows}, public_pages(site, asks)
    return [
        FormCard(
            site=site,
            promised=form,
            row=row if row is not None and row.digest == form.digest else None,
            is_open=form.page in open_now,
            moved=row is not None and row.digest != form.digest,
            address=f"{workspace.site_address(site.slug)}/{form.page}/",
            changes=[] if form.page in open_now else changed_since_opened(site, form.page),
        )
        for form in promised
        for row in [by_page.get(form.page)]
    ]


def forms_that_wait(workspace: Workspace, asks: Membership) -> list[FormCard]:
    """The forms of all tools that somebody asks to open, or that shut since they were opened."""
    sites = Site.objects.filter(public_forms__closed_at=None, public_forms__isnull=False)
    cards = (card for site in sites.distinct() for card in forms_of(site, workspace, asks))
    return [card for card in cards if card.waits or card.moved]
