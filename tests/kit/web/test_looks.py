"""The look as it is sent: one style sheet, one script, the icons; and a tool's own colours."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

import site_kit
from look import LOOK_DIR, STYLESHEETS
from site_kit.apps import Theme
from site_kit.web import assets, chart_svg, theme, widths
from site_kit.web.buttons import Button, in_row
from site_kit.web.columns import Column
from site_kit.web.html import TEMPLATES

KIT = Path(site_kit.__file__).parent
ICON = re.compile(r"""icon\(?\s*["']([a-z]+)["']|\bicon "([a-z]+)"|Tone\("[a-z]*", "([a-z]+)"\)""")


def icons() -> set[str]:
    """The names in the sprite."""
    tree = ElementTree.parse(LOOK_DIR / "look" / "icons.svg")
    return {one.attrib["id"].removeprefix("i-") for one in tree.getroot()}


def test_every_icon_that_is_named_is_drawn() -> None:
    named: set[str] = set()
    for source in (*TEMPLATES.rglob("*.html"), *(KIT / "web").glob("*.py")):
        for found in ICON.findall(source.read_text()):
            named |= {name for name in found if name}
    assert len(named) > 15
    assert named <= icons()


def test_all_of_it_is_small() -> None:
    names = ("tool.css", "tool.js", "icons.svg", "favicon.svg")
    bodies = [Client().get(f"/static/{name}").content for name in names]
    assert sum(len(gzip.compress(body, 9)) for body in bodies) < 30_000


def test_the_look_names_no_other_place() -> None:
    for sheet in STYLESHEETS:
        text = (LOOK_DIR / sheet).read_text()
        assert "http" not in text
        assert "@import" not in text
        assert "url(" not in text


def test_a_file_under_its_digest_is_kept_for_ever() -> None:
    kept = Client().get(assets.address_of("tool.css"))
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Client().get("/static/tool.css?v=old")["Cache-Control"] == "no-cache"


def test_it_is_sent_packed_to_who_can_unpack() -> None:
    packed = Client().get("/static/tool.css", headers={"Accept-Encoding": "gzip, br"})
    plain = Client().get("/static/tool.css")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_nothing_else_is_served() -> None:
    for address in ("/static/kit.css", "/static/../settings.py", "/static/tool.css.map"):
        assert Client().get(address).status_code in (401, 404), address


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("#14479b", "#14479b"),
        ("#abc", "#aabbcc"),
        (" Teal ", "#0f766e"),
        ("hotdog", ""),
        ("red;}body{display:none", ""),
        ("", ""),
    ],
)
def test_a_colour_is_read_or_is_none(said: str, colour: str) -> None:
    assert theme.read(said) == colour


@pytest.mark.parametrize("accent", ["yellow", "#ffffff", "navy", "#777777", "lime", "black"])
def test_an_accent_reads_on_light_and_on_dark_whatever_it_is(accent: str) -> None:
    colour = theme.read(accent)
    for surface in (theme.LIGHT, theme.DARK):
        assert theme.contrast(theme.moved(colour, surface, theme.TEXT), surface) >= theme.TEXT
    assert theme.contrast(colour, theme.readable_on(colour)) >= theme.TEXT


@pytest.mark.parametrize("accent", ["#5b3fd6", "yellow", "#ffffff", "navy", "#777777", "black"])
def test_an_accent_reads_on_its_own_wash_too(accent: str) -> None:
    said = dict(
        re.findall(r"--([\w-]+):light-dark\(([^)]*)\)", theme.stylesheet(Theme(accent=accent)))
    )
    for text, wash in zip(said["accent"].split(","), said["wash"].split(","), strict=True):
        assert theme.contrast(text, wash) >= theme.TEXT


def test_a_button_keeps_the_given_colour_exactly() -> None:
    sheet = theme.stylesheet(Theme(accent="#ffd400"))
    assert "--surface-of-button:#ffd400;--text-of-button:#000000" in sheet


def test_a_tool_without_colours_has_no_sheet_of_its_own() -> None:
    assert theme.stylesheet(Theme()) == ""
    assert not theme.is_given(Theme(accent="no colour"))


def test_a_dark_background_has_light_words() -> None:
    assert "--on-paper:light-dark(#ffffff,#eceef0)" in theme.stylesheet(Theme(background="navy"))


def test_white_and_black_are_as_far_apart_as_can_be() -> None:
    assert round(theme.contrast("#ffffff", "#000000"), 1) == 21.0


@pytest.mark.parametrize(
    ("count", "labels", "fit"),
    [
        (4, ["Approve", "Reject"], ""),
        (8, ["Approve", "Reject", "Return"], "bare few"),
        (9, ["Approve", "Reject"], "bare wide"),
        (8, [], ""),
        (14, [], "bare wide"),
    ],
)
def test_a_table_never_runs_out_of_its_sheet(count: int, labels: list[str], fit: str) -> None:
    columns = [
        Column(f"c{at}", "A heading", "money", None, None, None, str, str) for at in range(count)
    ]
    buttons = [Button(label, label, "plain", "x", "row", False, False) for label in labels]
    assert widths.fitting(columns, buttons, 0, ticks=True) == fit


@pytest.mark.parametrize(
    ("most", "count", "in_sight"),
    [(2, 2, 2), (2, 3, 3), (2, 4, 2), (1, 1, 1), (1, 2, 1), (1, 3, 1)],
)
def test_what_does_not_stand_in_a_row_waits_in_its_menu_with_its_words(
    most: int, count: int, in_sight: int
) -> None:
    buttons = [
        Button(f"b{at}", f"Do {at}", "plain", "x", "row", True, False) for at in range(count)
    ]
    row = {"pk": 7, "row_title": "Seven", **{f"may_b{at}": True for at in range(count)}}
    before, _, menu = in_row(buttons, row, "/rows/", most).partition("popovertarget")
    assert [f"Do {at}" in before for at in range(count)] == [at < in_sight for at in range(count)]
    assert all(f"Do {at}" in menu for at in range(in_sight, count))


@pytest.mark.parametrize(("total", "scale"), [("12", 1.0), ("€300,100.00", 0.56)])
def test_a_total_of_any_length_fits_into_its_ring(total: str, scale: float) -> None:
    ring = chart_svg.Drawing(
        "Value",
        "donut",
        ["all"],
        [chart_svg.Series("it", "IT", [3.0])],
        written=lambda value: total,
    )
    assert f'scale({scale})">{total}</text>' in chart_svg.draw(ring)
