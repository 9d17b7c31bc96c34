"""A form of a tool is opened to outsiders by one who asks and another who says yes."""

import pytest

from apps.access.actions import (
    ask_to_open_form,
    close_form,
    open_form,
    refuse_form,
    set_switch,
)
from apps.access.errors import NotAllowed
from apps.access.models import PublicForm
from apps.accounts.models import User
from apps.audit.models import Line
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site

READ = "d" * 64


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    set_switch(by=cast.ada, role="admin", capability="make_public", on=True)
    return a_site(cast.bea)


def ask(by: User, site: Site, digest: str = READ) -> PublicForm:
    says = ["Anyone with the address can send notes."]
    return ask_to_open_form(by=by, site=site, page="tell", name="Tell us", digest=digest, says=says)


def test_a_workspace_forbids_it_until_an_admin_gives_a_role_the_right(
    acme: Workspace, cast: Cast
) -> None:
    with pytest.raises(NotAllowed, match="This workspace has no public forms"):
        ask(cast.bea, a_site(cast.bea))


def test_whoever_has_the_right_opens_what_somebody_else_asked_for(site: Site, cast: Cast) -> None:
    form = open_form(by=cast.omar, form=ask(cast.bea, site), digest=READ)
    assert form.opened_by == cast.omar
    assert (Line.objects.latest("pk").verb, Line.objects.latest("pk").detail["says"]) == (
        "open_form", form.says,
    )  # fmt: skip
    assert open_form(by=cast.omar, form=form, digest=READ).opened_at == form.opened_at


def test_nobody_opens_what_they_asked_for_themselves(site: Site, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="somebody else decides"):
        open_form(by=cast.omar, form=ask(cast.omar, site), digest=READ)


def test_only_what_was_read_is_opened(site: Site, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="something else"):
        open_form(by=cast.omar, form=ask(cast.bea, site), digest="e" * 64)


def test_asking_for_another_content_shuts_what_is_open(site: Site, cast: Cast) -> None:
    first = open_form(by=cast.omar, form=ask(cast.bea, site), digest=READ)
    assert ask(cast.bea, site) == first
    second = ask(cast.bea, site, "e" * 64)
    first.refresh_from_db()
    assert (first.closed_at is None, second.opened_at) == (False, None)


def test_what_was_refused_or_shut_is_settled(site: Site, cast: Cast) -> None:
    for settle in (refuse_form, close_form):
        form = settle(by=cast.omar, form=ask(cast.bea, site))
        with pytest.raises(NotAllowed, match="already"):
            open_form(by=cast.omar, form=form, digest=READ)


def test_who_runs_the_tool_or_may_open_forms_shuts_it(site: Site, cast: Cast) -> None:
    form = open_form(by=cast.omar, form=ask(cast.bea, site), digest=READ)
    for other in (cast.mara, cast.tom, cast.otto, cast.nils):
        with pytest.raises(NotAllowed):
            close_form(by=other, form=form)
    with pytest.raises(NotAllowed, match="open already"):
        refuse_form(by=cast.omar, form=form)
    assert close_form(by=cast.bea, form=form).closed_at is not None
