"""The templates and the style of the workbench: all there, all used, nothing the look lacks."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.source import ROOT

HERE = ROOT / "apps/workbench"
TEMPLATES = HERE / "templates"
# Django, its admin and allauth look for these by name.
# Two folders hold templates that are named by a kind of page and by a tab.
FOUND_BY_NAME = ("400", "403", "403_csrf", "404", "500", "account/", "allauth/", "admin/")
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
ALL = {name: (TEMPLATES / name).read_text() for name in NAMES}
OTHERS = [
    path.read_text()
    for room in ("reviews", "versions")
    for path in (ROOT / "apps" / room).rglob("*.html")
]


def python() -> str:
    return "".join(path.read_text() for path in HERE.rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_read(name: str) -> None:
    assert get_template(name)


def test_every_template_is_asked_for_by_somebody() -> None:
    text = python() + "".join(ALL.values()) + "".join(OTHERS)
    text += "".join(path.read_text() for path in (ROOT / "apps").glob("*/middleware.py"))
    text += (ROOT / "portal/middleware.py").read_text()
    unused = [
        name
        for name in NAMES
        if f'"{name}"' not in text and not name.startswith((*FOUND_BY_NAME, "workbench/version/"))
    ]
    assert unused == []


def test_every_icon_is_in_the_sprite() -> None:
    sprite = (ROOT / "look/static/look/icons.svg").read_text()
    shapes = set(re.findall(r'id="i-([\w-]+)"', sprite))
    named = {icon for text in ALL.values() for icon in re.findall(r'{% icon "([\w-]+)"', text)}
    assert named
    assert named - shapes == set()


def test_every_class_of_our_own_style_is_used() -> None:
    style = (HERE / "static/workbench/workbench.css").read_text()
    classes = set(
        re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|url\([^)]*\)", "", style, flags=re.S))
    )
    used = " ".join([*ALL.values(), *OTHERS, python()])
    used += "this-page"  # Django's own mark of a page in a list
    assert {one for one in classes if not re.search(rf"\b{re.escape(one)}\b", used)} == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_template_has_a_style_or_a_script_of_its_own(name: str) -> None:
    text = ALL[name]
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", text)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_of_another_host(name: str) -> None:
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', ALL[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_button_says_what_it_is(name: str) -> None:
    buttons = re.findall(r"<button\b[^>]*>", ALL[name])
    if name != "allauth/elements/button.html":
        assert [one for one in buttons if "type=" not in one] == []


def test_the_script_asks_nothing_by_itself_and_writes_no_html() -> None:
    script: str = Path(HERE / "static/workbench/workbench.js").read_text()
    for forbidden in ("fetch(", "XMLHttpRequest", "innerHTML", "eval(", "insertAdjacentHTML"):
        assert forbidden not in script
