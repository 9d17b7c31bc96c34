"""Tools that are live and do something by themselves, without a process, and their outbox."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from apps.accounts.models import User
from apps.runners import databases
from apps.runners.names import database_of
from apps.runners.server import connected
from apps.sites.actions import go_live
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version

Live = Callable[..., Site]
Say = Callable[..., int]
REMIND: dict[str, Any] = {
    "id": "remind",
    "entity": "key",
    "when": {"kind": "date", "field": "due"},
    "do": [{"kind": "notify", "to": ["member"], "text": "{title}"}],
}
POST: dict[str, Any] = {
    "id": "post",
    "entity": "key",
    "when": {"kind": "created"},
    "do": [
        {"kind": "webhook", "secret": "CHAT_URL", "host": "hooks.example.com", "text": "{title}"}
    ],
}
NEEDS = [{"key": "CHAT_URL", "kind": "secret", "why": "Where new keys are told"}]
OUTBOX = (
    'CREATE TABLE {}.kit_outbox (id bigserial PRIMARY KEY, "to" jsonb NOT NULL, text text NOT NULL,'
    " link text NOT NULL, at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz,"
    " tries smallint NOT NULL DEFAULT 0)"
)


def put_live(by: User, name: str = "Office keys", **blueprint: Any) -> Site:
    """A tool with this blueprint live, open to its owner and admins."""
    site = a_site(by, name)
    version = a_version(by, site, blueprint=BLUEPRINT | blueprint)
    go_live(by=by, site=site, version=version)
    site.refresh_from_db()
    return site


@pytest.fixture
def live(acme: Workspace, cast: Cast) -> Live:
    """`live(automations=[…])`: a tool of Bea's."""

    def make(**blueprint: Any) -> Site:
        return put_live(cast.bea, **blueprint)

    return make


def make_outbox(workspace: Workspace, site: Site) -> None:
    """Its schema and roles, and the kit's table as its migration would make it."""
    databases.ensure_workspace_database(workspace.pk)
    databases.drop_schema(workspace.pk, site.schema)
    access = databases.provision_schema(workspace.pk, site.schema)
    with connected(database_of(workspace.pk)) as connection:
        connection.execute(SQL("SET ROLE {}").format(Identifier(access.owner.user)))
        connection.execute(SQL(OUTBOX).format(Identifier(site.schema)))


def put_in(workspace: Workspace, site: Site, **said: Any) -> int:
    """A row as the tool's process would leave it; its number."""
    values = {"to": {}, "text": "A key is due.", "link": "/key/1/"} | said
    with connected(database_of(workspace.pk)) as connection:
        row = connection.execute(
            SQL(
                'INSERT INTO {}.kit_outbox ("to", text, link) VALUES (%s, %s, %s) RETURNING id'
            ).format(Identifier(site.schema)),
            [Jsonb(values["to"]), values["text"], values["link"]],
        ).fetchone()
    assert row is not None
    return int(row[0])


def left_in(workspace: Workspace, site: Site) -> int:
    """How many rows nobody has taken."""
    with connected(database_of(workspace.pk)) as connection:
        row = connection.execute(
            SQL("SELECT count(*) FROM {}.kit_outbox WHERE sent_at IS NULL").format(
                Identifier(site.schema)
            )
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def site(acme: Workspace, live: Live) -> Iterator[Site]:
    """A tool of Bea's that reminds and posts, with an empty outbox."""
    site = live(automations=[REMIND, POST], settings_needed=NEEDS)
    make_outbox(acme, site)
    yield site
    databases.drop_schema(acme.pk, site.schema)


@pytest.fixture
def say(acme: Workspace, site: Site) -> Say:
    """`say(to={…}, text="…")`: what the tool's process puts into its outbox."""
    return lambda **said: put_in(acme, site, **said)
