"""A tool's two colours, as a style sheet of its own over the look's tokens.

Surfaces keep a given colour exactly, with black or white text, whichever reads better; as text,
border or focus only its lightness moves, until it reads on the surface it stands on.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator

from site_kit.apps import Theme

TEXT, SHAPE = 4.5, 3.0
LIGHT, DARK = "#ffffff", "#17191c"
LIGHT_PAPER, DARK_PAPER = "#f6f6f3", "#101214"
STEPS = 200
_HEX = re.compile(r"^#([0-9a-f]{6})$")
_SHORT = re.compile(r"^#([0-9a-f]{3})$")
WORDS = {
    "black": "#000000",
    "blue": "#1d4f9f",
    "brown": "#7a4b21",
    "green": "#1f7a45",
    "grey": "#5d646c",
    "gray": "#5d646c",
    "indigo": "#3f3d9b",
    "lime": "#7cb518",
    "maroon": "#7d1f2e",
    "navy": "#14284b",
    "olive": "#6b6b1f",
    "orange": "#d9730d",
    "pink": "#c2357a",
    "purple": "#6d3aa8",
    "red": "#b3261e",
    "teal": "#0f766e",
    "turquoise": "#12919b",
    "violet": "#6d3aa8",
    "white": "#ffffff",
    "yellow": "#e3b505",
    "beige": "#f3ecdc",
    "cream": "#faf5e6",
    "ivory": "#fbf8ee",
}

Rgb = tuple[float, float, float]


def read(colour: str) -> str:
    """A colour as `#rrggbb`; "" where it is none that the kit knows."""
    said = colour.strip().lower()
    said = WORDS.get(said, said)
    if short := _SHORT.match(said):
        said = "#" + "".join(letter * 2 for letter in short.group(1))
    return said if _HEX.match(said) else ""


def is_given(theme: Theme) -> bool:
    """Whether the tool asks for a colour of its own."""
    return bool(read(theme.accent) or read(theme.background))


def _rgb(colour: str) -> Rgb:
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in rgb)


def _luminance(colour: str) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _rgb(colour)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """How far apart two colours are: 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable_on(surface: str) -> str:
    """Black or white, whichever reads better on it."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, surface))


def moved(colour: str, surface: str, least: float) -> str:
    """The colour with its lightness moved until it is that far from the surface."""
    if contrast(colour, surface) >= least:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*_rgb(colour))
    end = 0.0 if _luminance(surface) > 0.18 else 1.0
    for step in range(1, STEPS + 1):
        there = light + (end - light) * step / STEPS
        found = _hex(colorsys.hls_to_rgb(hue, there, strength))
        if contrast(found, surface) >= least:
            return found
    return readable_on(surface)


def _mixed(colour: str, surface: str, share: float) -> str:
    return _hex(
        tuple(  # type: ignore[arg-type]
            one * share + other * (1 - share)
            for one, other in zip(_rgb(colour), _rgb(surface), strict=True)
        )
    )


def _pair(name: str, light: str, dark: str) -> str:
    return f"--{name}:light-dark({light},{dark})"


def _of_accent(accent: str, paper: str, dark_paper: str) -> Iterator[str]:
    light, dark = moved(accent, LIGHT, TEXT), moved(accent, DARK, TEXT)
    wash, dark_wash = _mixed(accent, LIGHT, 0.09), _mixed(dark, dark_paper, 0.16)
    light, dark = moved(light, wash, TEXT), moved(dark, dark_wash, TEXT)
    yield _pair("accent", light, dark)
    yield _pair("accent-2", moved(light, LIGHT, 7), moved(dark, DARK, 7))
    yield _pair("on-accent", readable_on(light), readable_on(dark))
    yield _pair("focus", light, dark)
    yield _pair("wash", wash, dark_wash)
    yield _pair("wash-line", _mixed(accent, LIGHT, 0.3), _mixed(dark, dark_paper, 0.4))
    yield f"--surface-of-button:{accent};--text-of-button:{readable_on(accent)}"


def _of_background(background: str) -> Iterator[str]:
    hue, _, strength = colorsys.rgb_to_hls(*_rgb(background))
    dark = _hex(colorsys.hls_to_rgb(hue, 0.07, min(strength, 0.2)))
    yield _pair("paper", background, dark)
    ink = readable_on(background)
    if contrast("#16191d", background) < TEXT:
        yield f"--on-paper:light-dark({ink},#eceef0)"


def stylesheet(theme: Theme) -> str:
    """The style sheet of a theme; empty where it asks for nothing."""
    accent, background = read(theme.accent), read(theme.background)
    rules: list[str] = []
    if background:
        rules += _of_background(background)
    if accent:
        rules += _of_accent(accent, background or LIGHT_PAPER, DARK_PAPER)
    said = f":root{{{';'.join(rules)}}}" if rules else ""
    if accent:
        said += (
            ".btn.primary:not(.danger),.mark{background:var(--surface-of-button);"
            "border-color:var(--surface-of-button);color:var(--text-of-button)}"
        )
    if any("--on-paper" in rule for rule in rules):
        said += ".main>.head :is(h1,p),.main>.crumbs :is(a,li),.foot{color:var(--on-paper)}"
    return said
