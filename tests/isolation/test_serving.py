"""A request goes through the gate into a process of its own and back, and the hard cases."""

import json
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import Client

from apps.runners import client
from apps.runners.errors import RunnerRefused
from apps.serving import limits
from apps.sites.models import Site
from site_contract.frames import FrameSocket, Gone
from tests.cast import Cast
from tests.isolation.direct import answer_of, connected, request_to
from tests.isolation.tools import config_of

Browse = Callable[..., Client]


def pid_of(browser: Client) -> int:
    pid: int = browser.get("/x/echo/").json()["pid"]
    return pid


@pytest.mark.usefixtures("tables")
def test_a_member_gets_the_tools_page(browse: Browse, cast: Cast) -> None:
    page = browse(cast.mara).get("/notes/")
    assert page.status_code == 200
    assert b"Unruly notes" in page.content


def test_the_tool_knows_who_asks(browse: Browse, cast: Cast) -> None:
    asker = browse(cast.mara).get("/x/echo/").json()["asker"]
    assert (asker["id"], asker["name"]) == (cast.mara.pk, "Mara Lind")
    assert asker["roles"] == ["member"]
    assert asker["groups"] == ["Operations"]


def test_whoever_answers_for_the_tool_is_its_admin(browse: Browse, cast: Cast) -> None:
    for person in (cast.ada, cast.omar, cast.bea):
        assert "admin" in browse(person).get("/x/echo/").json()["asker"]["roles"]


def test_the_second_request_finds_the_same_process(browse: Browse, cast: Cast) -> None:
    assert pid_of(browse(cast.mara)) == pid_of(browse(cast.jon))


@pytest.mark.usefixtures("tables")
def test_a_form_is_carried_and_its_redirect_comes_back(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    made = browser.post("/note/new/", {"title": "Milk"})
    assert made.status_code == 302
    assert b"Milk" in browser.get(made["Location"]).content


def test_a_post_of_megabytes_arrives_whole(browse: Browse, cast: Cast) -> None:
    content = b"x" * 2_000_000
    said = browse(cast.mara).post("/x/echo/", content, content_type="text/plain")
    assert said.json()["length"] == len(content)


def test_a_short_answer_has_its_length(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).get("/x/many/?size=1000")
    assert (answer.streaming, answer["Content-Length"]) == (False, "1000")


@pytest.mark.parametrize("how", ["", "&pieces"])
def test_a_long_answer_comes_in_pieces_and_whole(browse: Browse, cast: Cast, how: str) -> None:
    answer = browse(cast.mara).get(f"/x/many/?size=3000000{how}")
    assert answer.streaming
    assert len(b"".join(answer.streaming_content)) == 3_000_000


def test_a_connection_is_used_again_after_a_long_answer(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    before = pid_of(browser)
    b"".join(browser.get("/x/many/?size=3000000").streaming_content)
    assert pid_of(browser) == before


def test_a_reader_who_leaves_in_the_middle_harms_nobody(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    answer = browser.get("/x/many/?size=9000000&pieces")
    next(iter(answer.streaming_content))
    answer._iterator.close()  # as a server does when nobody reads any more
    assert browser.get("/x/ping/").content == b"pong"


def test_an_answer_that_breaks_off_is_not_passed_as_whole(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).get("/x/many/?size=3000000&pieces&break=1000000")
    with pytest.raises(ConnectionError):
        b"".join(answer.streaming_content)


def test_many_at_once_are_answered_by_a_few_threads(runner: Path, unruly_tree: Path) -> None:
    config = config_of(unruly_tree)

    def thread_of(frames: FrameSocket) -> int:
        answer = answer_of(request_to(frames, config, "/x/threads/?wait=0.05"))
        thread: int = json.loads(answer[1])["thread"]
        return thread

    with connected(config, many=12) as several, ThreadPoolExecutor(12) as threads:
        answering = list(threads.map(thread_of, several))
    assert len(answering) == 12
    assert len(set(answering)) <= 4


def test_a_crash_is_a_sentence_and_the_next_request_is_served(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    before = pid_of(browser)
    answer = browser.get("/x/crash/")
    assert answer.status_code == 502
    assert "broke off" in answer.content.decode()
    assert pid_of(browser) != before


def test_an_exit_ends_its_request_and_nothing_else(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    before = pid_of(browser)
    assert browser.get("/x/leave/").status_code == 502
    assert pid_of(browser) == before


@pytest.mark.parametrize("how", ["hang", "spin"])
def test_a_hang_is_ended_in_time_and_the_next_request_is_served(
    browse: Browse, cast: Cast, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    browser = browse(cast.mara)
    before = pid_of(browser)
    with monkeypatch.context() as short:
        short.setattr(limits, "ANSWER_SECONDS", 0.5)
        answer = browser.get(f"/x/{how}/")
    assert answer.status_code == 504
    assert "too long" in answer.content.decode()
    assert pid_of(browser) != before
    assert not Path(f"/proc/{before}").exists()


def test_a_memory_bomb_stays_in_its_process(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    assert browser.get("/x/bomb/").status_code in {500, 502}
    assert browser.get("/x/ping/").content == b"pong"


def test_a_mistake_shows_no_trace_and_no_value(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).get("/x/wrong/")
    assert answer.status_code == 500
    assert b"canary" not in answer.content
    assert b"Traceback" not in answer.content


def test_without_a_runner_there_is_a_sentence(
    browse: Browse, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.conf import settings

    gone = settings.SITEWRIGHT.model_copy(update={"runner_socket": tmp_path / "none.sock"})
    with monkeypatch.context() as without:
        without.setattr(settings, "SITEWRIGHT", gone)
        answer = browse(cast.mara).get("/notes/")
    assert answer.status_code == 503
    assert "cannot be reached" in answer.content.decode()


def test_a_tool_that_cannot_start_is_a_sentence(
    browse: Browse, cast: Cast, open_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.serving.targets import Target

    whole = Target.config
    empty = Path("/nowhere/at/all")
    monkeypatch.setattr(
        Target, "config", lambda target: _elsewhere(whole(target), empty), raising=True
    )
    answer = browse(cast.mara).get("/notes/")
    assert answer.status_code == 502
    assert b"Traceback" not in answer.content


def _elsewhere(config: object, folder: Path) -> object:
    from dataclasses import replace

    return replace(config, code=str(folder), digest="e" * 64)  # type: ignore[type-var]


def test_a_tool_that_always_dies_is_left_alone_for_a_while(runner: Path, unruly_tree: Path) -> None:
    config = config_of(unruly_tree, site="acme/dying")
    for _ in range(5):
        with connected(config) as (frames,), pytest.raises(Gone):
            answer_of(request_to(frames, config, "/x/crash/"))
        wait_for_end_of("acme/dying")
    with pytest.raises(RunnerRefused, match="keeps crashing"):
        client.acquire(config)


def wait_for_end_of(site: str) -> None:
    until = time.monotonic() + 5
    while any(one["site"] == site for one in client.status()["processes"]):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_changed_file_on_this_node_is_not_run(
    browse: Browse, cast: Cast, open_site: Site
) -> None:
    from apps.versions.trees import folder_of

    assert open_site.live_version is not None
    folder = folder_of(open_site.live_version)
    file = folder / "app" / "models.py"
    file.chmod(0o644)
    file.write_text("raise SystemExit")
    answer = browse(cast.mara).get("/notes/")
    shutil.rmtree(folder)
    assert answer.status_code == 503
