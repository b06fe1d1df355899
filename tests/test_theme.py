"""Colours: readable in every palette, and none when none is wanted."""

import pytest
from rich.color import ColorSystem
from rich.color_triplet import ColorTriplet

from dmptui.core.documents.layout.lines import Role
from dmptui.theme import ANSI, DARK, LIGHT, MONO, PALETTES, Tone, choose_theme, next_theme

READ = sorted(set(DARK.styles) - {"rule"})


def luminance(colour: ColorTriplet) -> float:
    """Relative luminance (WCAG 2.2)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("role", READ)
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda p: p.name)
def test_text_is_readable(palette, role, system):
    style = palette[role]
    text, paper = (colour.downgrade(system).get_truecolor() for colour in (style.color, style.bgcolor))
    assert contrast(text, paper) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_every_palette_has_every_role(palette):
    assert set(palette.styles) == set(DARK.styles)
    assert {tone.value for tone in Tone} <= set(palette.styles)
    assert {role.name.lower() for role in Role} <= set(palette.styles)


def test_roles_of_documents_are_known_by_name():
    assert DARK[Role.SECTION] is DARK["section"]
    assert DARK["no such role"] is DARK["normal"]


def test_the_monochrome_palette_has_no_colour_and_tells_what_matters_apart():
    assert all(style.color is None and style.bgcolor is None for style in MONO.styles.values())
    told = ["normal", "dim", "strong", "cursor", "match"]
    assert len({str(MONO[role]) for role in told}) == len(told)


def test_the_terminal_palette_keeps_to_what_the_linux_console_shows():
    colours = [c for style in ANSI.styles.values() for c in (style.color, style.bgcolor) if c is not None]
    assert all(colour.number in range(8) for colour in colours)


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, DARK),
        ({"TERM": "xterm-256color"}, DARK),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, DARK),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, LIGHT),
        ({"TERM": "rxvt-256color", "COLORFGBG": "0;default;7"}, LIGHT),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, DARK),
        ({"TERM": "xterm"}, ANSI),
        ({"TERM": "linux"}, ANSI),
        ({"TERM": "screen"}, ANSI),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, MONO),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, DARK),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, MONO),
        ({"TERM": "vt220"}, MONO),
        ({}, MONO),
    ],
)
def test_the_theme_is_what_the_terminal_can_show(environ, theme):
    assert choose_theme(environ) == theme.name


def test_themes_go_round_and_no_colour_stays():
    assert next_theme(DARK.name) == LIGHT.name
    assert next_theme(next_theme(next_theme(DARK.name))) == DARK.name
    assert next_theme(MONO.name) == MONO.name
