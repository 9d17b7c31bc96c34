"""Embedded Postgres: one cluster in one folder, on loopback, with passwords.

Under root the server runs as a number without a name, inside a folder that belongs to it; the
folders above may be closed to it, so it is started with the data as working directory and is told
that path (`HERE`), not the long one.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from portal.local import children, leftovers, ports
from portal.local.binaries import Programs
from portal.local.children import Child, Watch
from portal.local.errors import LocalError
from portal.local.signals import raise_if_seen

MAJOR = "18"
HERE = "/proc/self/cwd"
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}
PATIENCE = 30.0
# Each workspace's schema brings its own tables, and one statement may touch all of them.
OPTIONS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "max_locks_per_transaction": "256",
}
OPTIONS |= {"max_connections": "200", "log_min_messages": "warning", "timezone": "UTC"}
# For data that lives as long as one command.
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ROLE = DATABASE = "sitewright"
EXTENSIONS = ("btree_gist", "pg_trgm")
Connection = psycopg.Connection[tuple[Any, ...]]
WALLS = Path(__file__).with_name("walls.sql")
WALLED = "SELECT NOT has_function_privilege('public', 'pg_sleep(double precision)', 'EXECUTE')"


@dataclass(frozen=True, slots=True)
class Passwords:
    """Of the superuser, whom only this package knows, and of the portal's role."""

    superuser: str
    role: str

    @classmethod
    def invent(cls) -> "Passwords":
        """New ones."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A place for data, and the means to start a server on it."""

    folder: Path
    programs: Programs
    passwords: Passwords
    fleeting: bool = False

    @property
    def data(self) -> Path:
        """Where the server's files are."""
        return self.folder / "data"

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away the remains of an earlier server.

        The caller holds a lock: two at once would spoil it.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.programs.account.uid is not None:
            os.chown(self.folder, self.programs.account.uid, self.programs.account.uid)
        if not self.data.is_dir():
            self._create()
        self._refuse_other_versions()
        leftovers.end_all_in(self.data)
        if sys.platform == "linux":
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _create(self) -> None:
        unfinished, password = self.folder / "unfinished", self.folder / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self.passwords.superuser)
        if self.programs.account.uid is not None:
            for path in (unfinished, password):
                os.chown(path, self.programs.account.uid, self.programs.account.uid)
        try:
            self._initdb(unfinished)
        finally:
            password.unlink()
        unfinished.rename(self.data)

    def _initdb(self, unfinished: Path) -> None:
        command = [str(self.programs.postgres / "initdb"), f"--pgdata={self._as_told(unfinished)}"]
        command += ["--username=postgres", "--pwfile=../password", "--auth=scram-sha-256"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"]
        result = subprocess.run(
            command,
            cwd=unfinished,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            **self.programs.account.arguments,
        )
        if result.returncode:
            raise LocalError(
                f"Postgres could not set up {self.folder}: {result.stderr.strip()[-400:]}"
            )

    def _as_told(self, data: Path) -> str:
        return HERE if sys.platform == "linux" else str(data)

    def _refuse_other_versions(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise LocalError(
                f"{self.data} was written by Postgres {found}; this is Postgres {MAJOR}. "
                "Dump it with the old version and restore it into a new data folder."
            )

    def start(self, port: int, watch: Watch, log: Path) -> Child:
        """Start the server. Its own messages go to the log."""
        options = OPTIONS | {"port": str(port)} | (FLEETING if self.fleeting else {})
        command = [str(self.programs.postgres / "postgres"), "-D", self._as_told(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with log.open("ab") as output:
            return children.start(
                "Postgres",
                command,
                watch=watch,
                env=ENVIRONMENT,
                cwd=self.data,
                account=self.programs.account,
                output=output,
                stop_signal=signal.SIGINT,
            )

    def url(self, port: int) -> str:
        """What the portal connects with."""
        return f"postgresql://{ROLE}:{self.passwords.role}@{ports.LOOPBACK}:{port}/{DATABASE}"

    def provision(self, child: Child, port: int, log: Path) -> None:
        """Wait until the server answers; make the portal's role and database if they are not
        there, and take from tools what they do not need.
        """

        def connected(name: str) -> Connection:
            return _connected(child, port, self.passwords.superuser, name, log)

        with connected("template1") as connection:
            for name in EXTENSIONS:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
            _make_role(connection, self.passwords.role)
        with connected("postgres") as connection:
            known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in known:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
        with connected("template1") as template, connected(DATABASE) as own:
            if _is_walled(template) and _is_walled(own):
                return
            # A cluster of an earlier release may have databases without walls; template1 comes
            # last, so that a start that was cut off begins again.
            for name in sorted(known - {"template0", "template1", DATABASE}):
                with connected(name) as inside:
                    _put_up_walls(inside)
            _put_up_walls(own)
            _put_up_walls(template)


def _is_walled(connection: Connection) -> bool:
    row = connection.execute(WALLED).fetchone()
    return row is not None and bool(row[0])


def _put_up_walls(connection: Connection) -> None:
    with connection.transaction():
        # Nothing in it is made up from values.
        connection.execute(WALLS.read_bytes())


def _connected(child: Child, port: int, password: str, database: str, log: Path) -> Connection:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(
                host=ports.LOOPBACK,
                port=port,
                user="postgres",
                password=password,
                dbname=database,
                autocommit=True,
                connect_timeout=5,
            )
        except psycopg.OperationalError as error:
            if not child.running or time.monotonic() > deadline:
                raise LocalError(f"Postgres did not start. {last_words(log)}") from error
        raise_if_seen()
        time.sleep(0.02)


def last_words(log: Path) -> str:
    """The end of a log, for a sentence about a failure."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()[-3:]
    except OSError:
        lines = []
    return (
        f"Its last words ({log}): " + " / ".join(lines) if lines else f"It left nothing in {log}."
    )


def _make_role(connection: Connection, password: str) -> None:
    """The portal's role: it makes databases and roles for workspaces' sites, and is no
    superuser.
    """
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}").format(
                sql.Identifier(ROLE), sql.Literal(password)
            )
        )
    connection.execute(f"ALTER ROLE {ROLE} SET createrole_self_grant = 'set, inherit'")
