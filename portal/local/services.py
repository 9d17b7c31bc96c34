"""Both services, up in one folder or replaced by the company's own."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from portal.local import binaries, children, files, ports, postgres, valkey
from portal.local.binaries import Programs
from portal.local.children import Child, Watch
from portal.local.errors import LocalError

PATIENCE = 20.0
PORT_ATTEMPTS = 4
ROOM_NEEDED = 300 * 1024 * 1024
PASSWORDS = "embedded.json"
ADDRESSES = "services.json"


@dataclass(slots=True)
class Services:
    """What is up: the addresses, and the children that have to be stopped."""

    database_url: str
    redis_url: str
    up: list[Child] = field(default_factory=list)
    restart: dict[str, Callable[[], Child]] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, str]:
        """As they are written to `services.json`."""
        return {"database_url": self.database_url, "redis_url": self.redis_url}

    def stop(self) -> None:
        """Stop what we started, the queue first."""
        children.stop_all(list(reversed(self.up)), PATIENCE)
        self.up.clear()


def start(
    folder: Path,
    *,
    watch: Watch,
    environment: Mapping[str, str],
    fleeting: bool = False,
    wished: Mapping[str, int] | None = None,
) -> Services:
    """Bring up what the environment does not already name. The caller holds the folder's lock.

    Raises LocalError with a sentence when the machine cannot.
    """
    services = Services(environment.get("DATABASE_URL", ""), environment.get("REDIS_URL", ""))
    if services.database_url and services.redis_url:
        return services
    refuse_full_disk(folder)
    programs = binaries.find()
    (folder / "logs").mkdir(mode=0o700, exist_ok=True)
    wished = wished or {}
    try:
        if not services.database_url:
            _start_postgres(services, folder, programs, watch, fleeting, wished.get("Postgres"))
        if not services.redis_url:
            _start_valkey(services, folder, programs, watch, fleeting, wished.get("Valkey"))
    except BaseException:
        services.stop()
        raise
    return services


def ports_of(addresses: Mapping[str, str]) -> dict[str, int]:
    """The ports of the last time: the same ones again are easier to remember."""
    known = {"Postgres": "database_url", "Valkey": "redis_url"}
    found = {name: urlsplit(addresses.get(key, "")).port for name, key in known.items()}
    return {name: port for name, port in found.items() if port}


def refuse_full_disk(folder: Path) -> None:
    """A database on a full disk stops in the middle; better not to begin."""
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        raise LocalError(
            f"The disk of {folder} is full: {free // 1024**2} MB are free and at least "
            f"{ROOM_NEEDED // 1024**2} MB are needed. Make room, or set DATA_DIR to another disk."
        )


def _start_postgres(
    services: Services,
    folder: Path,
    programs: Programs,
    watch: Watch,
    fleeting: bool,
    wished: int | None,
) -> None:
    passwords = _postgres_passwords(folder)
    cluster = postgres.Cluster(folder / "postgres", programs, passwords, fleeting)
    log = folder / "logs" / "postgres.log"

    def begin(port: int) -> Child:
        cluster.prepare()
        return cluster.start(port, watch, log)

    def ready(child: Child, port: int) -> None:
        cluster.provision(child, port, log)

    port = _on_a_free_port(services, wished, begin, ready)
    services.database_url = cluster.url(port)


def _start_valkey(
    services: Services,
    folder: Path,
    programs: Programs,
    watch: Watch,
    fleeting: bool,
    wished: int | None,
) -> None:
    known = files.read(folder / PASSWORDS)
    password = known.setdefault("valkey", valkey.invent_password())
    files.write(folder / PASSWORDS, known)
    queue = valkey.Queue(folder / "valkey", programs, password, fleeting)
    log = folder / "logs" / "valkey.log"

    def begin(port: int) -> Child:
        queue.prepare()
        return queue.start(port, watch, log)

    def ready(child: Child, port: int) -> None:
        valkey.wait_until_ready(child, port, log)

    port = _on_a_free_port(services, wished, begin, ready)
    services.redis_url = queue.url(port)


def _postgres_passwords(folder: Path) -> postgres.Passwords:
    """The cluster's passwords, written down before the cluster is made with them."""
    known = files.read(folder / PASSWORDS)
    if "postgres" not in known:
        if (folder / "postgres" / "data").is_dir():
            raise LocalError(
                f"{folder / 'postgres'} holds data, but its passwords are gone: there is no "
                f"{folder / PASSWORDS}. Restore that file from a backup, or move the folder away "
                "to begin anew."
            )
        invented = postgres.Passwords.invent()
        known |= {"postgres": invented.superuser, "role": invented.role}
        files.write(folder / PASSWORDS, known)
    return postgres.Passwords(known["postgres"], known["role"])


def _on_a_free_port(
    services: Services,
    wished: int | None,
    begin: Callable[[int], Child],
    ready: Callable[[Child, int], None],
) -> int:
    """Start and wait; somebody may take the free port first, so try again with another."""
    for attempt in range(PORT_ATTEMPTS):
        port = ports.free_port(None if attempt else wished)
        child = begin(port)
        services.up.append(child)
        try:
            ready(child, port)
        except LocalError:
            if attempt == PORT_ATTEMPTS - 1 or child.running:
                raise
            services.up.remove(child)
            child.end(0)
            continue
        services.restart[child.name] = partial(begin, port)
        return port
    raise AssertionError("unreachable")
