"""`run`: everything that a portal needs, on this machine, until somebody stops it."""

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.local import database, files, keys, preparation, processes, services
from portal.local.children import Watch
from portal.local.errors import Interrupted
from portal.local.installation import Installation
from portal.local.output import Printer
from portal.local.processes import Process
from portal.local.services import Services
from portal.local.signals import ignore_signals, raise_on_signals
from portal.local.supervisor import Seat, Supervisor

FIRST_START = 120.0
PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Programme:
    """What is run on top of the services. Tests bring a small one."""

    prepare: Callable[[Installation, str, Watch, Printer], None] = preparation.prepare
    first: Callable[[Installation], tuple[Process, ...]] = processes.first
    afterwards: Callable[[], tuple[Process, ...]] = processes.afterwards
    wants_tools: Callable[[Installation, str], bool] = preparation.wants_tools


@dataclass(slots=True)
class Run:
    """One run of one installation."""

    installation: Installation
    programme: Programme
    watch: Watch
    printer: Printer
    began: float

    def with_services(self) -> int:
        """Bring the services up, serve, stop them."""
        folder = self.installation.folder
        keys.ensure(folder)
        running = services.start(
            folder,
            watch=self.watch,
            environment=self.installation.environment,
            wished=services.ports_of(files.read(folder / services.ADDRESSES)),
        )
        try:
            files.write(folder / services.ADDRESSES, running.addresses)
            database.refuse_silent_services(running.database_url, running.redis_url)
            self.programme.prepare(
                self.installation, running.database_url, self.watch, self.printer
            )
            return self._serve(running)
        finally:
            ignore_signals()
            running.stop()

    def _serve(self, running: Services) -> int:
        portal, ground = Supervisor(self.printer), _ground(running, self.printer)
        try:
            self._start(portal)
            self._send_for_tools(portal, running.database_url)
            while True:
                portal.turn()
                ground.turn(0)
        except Interrupted as interrupted:
            self.printer.line("sitewright", "Stopping. Everything that was saved is kept.")
            by_hand = interrupted.signal_number == signal.SIGINT
            return 0 if by_hand else 128 + interrupted.signal_number
        finally:
            ignore_signals()
            portal.stop(PATIENCE)
            running.up = [seat.child for seat in ground.seats if seat.child is not None]

    def _start(self, portal: Supervisor) -> None:
        for process in self.programme.first(self.installation):
            portal.add(process.seat(self.installation, self.watch))
        portal.wait_until_ready(FIRST_START)
        seconds = time.monotonic() - self.began
        self._tell(f"Ready after {seconds:.1f} s")
        for process in self.programme.afterwards():
            portal.add(process.seat(self.installation, self.watch))

    def _send_for_tools(self, portal: Supervisor, url: str) -> None:
        """On the first start, have the demo's tools built while people look around."""
        if not self.programme.wants_tools(self.installation, url):
            return
        seat = processes.demo_tools().seat(self.installation, self.watch)

        def done(code: int) -> None:
            if code == 0:
                preparation.tools_made(url)
            else:
                text = f"The demo's tools were not made (code {code}); the next start tries again."
                self.printer.line("sitewright", text)
            self._tell("Everything is ready")

        seat.done = done
        portal.add(seat)

    def _tell(self, how: str) -> None:
        """The address, and how to sign in: again when the demo's tools are there."""
        for text in (
            f"{how}: {self.installation.address}",
            *preparation.sign_in_lines(self.installation),
            f"Data: {self.installation.folder}. Ctrl-C stops everything.",
        ):
            self.printer.line("sitewright", text)


def run(environment: Mapping[str, str], programme: Programme = Programme()) -> int:
    """Start everything, keep it up, stop it. Raises LocalError when the machine cannot."""
    raise_on_signals()
    began = time.monotonic()
    installation = Installation.read(environment)
    installation.make_folder()
    with installation.take():
        installation.refuse_taken_port()
        installation.sign()
        watch = Watch()
        printer = Printer(log=installation.folder / "logs" / "terminal.log")
        try:
            return Run(installation, programme, watch, printer, began).with_services()
        finally:
            ignore_signals()
            watch.close()
            installation.sign_off()


def _ground(running: Services, printer: Printer) -> Supervisor:
    """The services, kept up by a supervisor of their own, since they are stopped last."""
    ground = Supervisor(printer)
    for child in running.up:
        ground.add(Seat(child.name, running.restart[child.name], lambda _seat: True, child))
    return ground
