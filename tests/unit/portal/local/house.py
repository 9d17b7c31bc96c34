"""A small house for the supervisor: its web is Python's own file server. Everything else is
real.
"""

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
HOUSE = """
import os, sys
CLOCK = '''
import os, signal, sys, time
def last(number, frame):
    print(os.environ.get("LAST_WORDS", ""), flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, last)
print("tick", flush=True)
time.sleep(600)
'''
from portal.local import __main__ as door, database, processes, run_command

def first(installation):
    web = ("-m", "http.server", str(installation.port), "--bind", "127.0.0.1")
    return (processes.Process("web", web, processes.web_answers),)

def afterwards():
    clock = ("-c", CLOCK)
    return (processes.Process("beat", clock, processes.runs),)

def prepare(installation, url, watch, printer):
    printer.line("setup", "prepared")

def wants_tools(installation, url):
    return os.environ.get("ERRAND") == "wanted" and not database.read_mark(url).get("tools")

code = os.environ.get("ERRAND_CODE", "0")
errand = ("-c", f"print('on an errand'); raise SystemExit({code})")
processes.demo_tools = lambda: processes.Process("demo", errand, processes.runs)
house = run_command.Programme(prepare, first, afterwards, wants_tools)
door._dispatch = lambda arguments: run_command.run(os.environ, house)
sys.exit(door.main(["run"]))
"""

NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MASTER_KEY", "DATA_DIR", "PORT"}


@dataclass
class Started:
    """A supervisor that was started, and what it has printed."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    output: Path

    @property
    def text(self) -> str:
        return self.output.read_text()

    def wait_for(self, pattern: str, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            assert time.monotonic() < deadline, f"no “{pattern}” in:\n{self.text}"
            assert self.process.poll() is None or re.search(pattern, self.text), self.text
            time.sleep(0.05)

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def processes_of(folder: Path) -> list[int]:
    """All processes whose environment, command line or working directory names the folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            told += os.readlink(entry / "cwd").encode()
        except OSError:
            continue
        if os.fsencode(folder) in told and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def wait_until_gone(folder: Path, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while left := processes_of(folder):
        assert time.monotonic() < deadline, f"still there: {left}"
        time.sleep(0.05)
