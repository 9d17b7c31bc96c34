"""Every page of the gate has one sentence, one way out, and nothing from another host."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from apps.serving import turned_away
from apps.serving.pages import SENTENCES
from apps.serving.turned_away import TurnedAway

SITE: Any = type("Site", (), {"name": 'Keys <b>"', "state": "suspended"})
CONTEXT = {
    "site": SITE,
    "reason": "Only its owner can.",
    "most": 32,
    "host": "evil.example",
    "address": 'http://evil.example/"><script>',
    "onward": "/a?b=c&d",
    "start": "/__gate/start",
    "portal": "http://portal.localhost:8000",
}
FOLDER = Path(turned_away.__file__).parent / "templates" / "serving"
PAGES = sorted(path.stem for path in FOLDER.glob("*.html") if path.stem != "base")


def all_reasons(kind: type[TurnedAway] = TurnedAway) -> list[type[TurnedAway]]:
    return [kind, *(one for sub in kind.__subclasses__() for one in all_reasons(sub))]


@pytest.mark.parametrize("reason", all_reasons())
def test_every_reason_has_its_page_and_status(reason: type[TurnedAway]) -> None:
    assert reason.page in PAGES
    assert 200 <= reason.status < 600


@pytest.mark.parametrize("reason", all_reasons())
def test_every_reason_has_a_sentence_for_programs(reason: type[TurnedAway]) -> None:
    assert SENTENCES[reason.page].endswith((".", "…"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_one_sentence_and_shows_a_way_out(page: str) -> None:
    html = render_to_string(f"serving/{page}.html", CONTEXT)
    assert html.count("data-sentence") == html.count("<h1>") == 1
    assert re.search(r"<(a|button) [^>]*class=\"btn", html)
    assert "<title></title>" not in html


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing(page: str) -> None:
    html = render_to_string(f"serving/{page}.html", CONTEXT)
    loaded = re.findall(r"<(?:link|img|script|use)[^>]*(?:href|src)=\"([^\"]*)\"", html)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert "<script" not in html
    assert 'Keys <b>"' not in html
