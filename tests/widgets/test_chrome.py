"""The fixed lines."""

import pytest

from dmptui.actions import Action
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, PagesLine, Rule, TextLine

NAMES = ["lire", "filtrer", "masquer", "aide"]
ACTIONS = [Action(name, (key,), name) for name, key in zip(NAMES, "l/m?", strict=True)]


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (30, " BERNARD Lucie · F     normal "),
        (22, " BERNARD Luci… normal "),
        (12, " BE… normal "),
    ],
)
async def test_text_line_is_cut_on_the_left_side_first(host, width, text):
    line = TextLine([("BERNARD Lucie", Tone.STRONG), (" · F", Tone.NORMAL)], [("normal", Tone.DIM)])
    async with host(line).run_test(size=(width, 3)):
        assert line.text == text


async def test_it_repaints_only_when_it_changes(host):
    line = TextLine([("un", Tone.NORMAL)])
    app = host(line)
    async with app.run_test(size=(30, 3)) as pilot:
        await pilot.pause()
        app.frames.clear()
        line.show([("un", Tone.NORMAL)])
        await pilot.pause()
        assert app.frames == []
        line.show([("deux", Tone.NORMAL)])
        await pilot.pause()
        assert app.frames == [[(0, 0, 30)]]


async def test_a_ground_paints_the_whole_line(host):
    line = TextLine()
    async with host(line).run_test(size=(30, 3)):
        line.show([("BRIS DE GLACE", Tone.STRONG)], ground="emergency")
        (segment,) = line.render_line(0)
        assert "on #8e1f1a" in str(segment.style)


async def test_the_current_page_is_told_without_colour(host):
    line = PagesLine()
    async with host(line, environ={"TERM": "dumb"}).run_test(size=(50, 3)):
        line.show_pages([("Documents", "Docs"), ("Accès", "Accès")], 1)
        assert line.text.rstrip() == " 1 Documents  2 Accès"
        told = [segment.text for segment in line.render_line(0) if "bold underline" in str(segment.style)]
        assert told == ["2 Accès"]


PAGES_OF_A_RECORD = (
    ("summary", "Récapitulatif", "Récap"),
    ("documents", "Documents", "Docs"),
    ("care_path", "Parcours de soins", "Parcours"),
    ("vaccinations", "Vaccination", "Vaccins"),
    ("directives", "Directives", "Direct."),
    ("biology", "Biologie", "Bio"),
    ("traces", "Accès", "Accès"),
    ("messages", "Messages", "Msg"),
)


@pytest.mark.parametrize(("width", "wanted"), [(120, 1), (80, 2), (78, 2)])
async def test_the_pages_of_a_record_fit_in_one_line(host, width, wanted):
    line = PagesLine()
    async with host(line).run_test(size=(width, 3)):
        for current in range(len(PAGES_OF_A_RECORD)):
            line.show_pages([page[1:] for page in PAGES_OF_A_RECORD], current)
            for number, page in enumerate(PAGES_OF_A_RECORD, 1):
                assert f"{number} {page[wanted]}  " in line.text + "  "
            assert "…" not in line.text


async def test_a_very_narrow_line_names_the_page_on_the_screen_only(host):
    line = PagesLine()
    async with host(line).run_test(size=(60, 3)):
        line.show_pages([page[1:] for page in PAGES_OF_A_RECORD], 4)
        assert line.text.rstrip() == " 1 2 3 4 5 Direct.  6 7 8"


@pytest.mark.parametrize(
    ("width", "status", "text"),
    [
        (60, "", " l lire   / filtrer   m masquer   ? aide"),
        (32, "", " l lire   / filtrer   ? aide"),
        (20, "", " l lire   ? aide"),
        (10, "", " ? aide"),
        (50, "3 sur 37", " l lire   / filtrer   ? aide             3 sur 37"),
    ],
)
async def test_the_footer_keeps_the_help_whatever_the_width(host, width, status, text):
    footer = FooterLine(ACTIONS)
    async with host(footer).run_test(size=(width, 3)):
        footer.show_status(status)
        assert footer.text.rstrip() == text


async def test_refused_keys_are_dim(host):
    footer = FooterLine(ACTIONS)
    async with host(footer).run_test(size=(60, 3)):
        footer.show_keys(ACTIONS, refused={"masquer"})
        dim = {segment.text.strip() for segment in footer.render_line(0) if "938f86" in str(segment.style)}
        assert dim == {"m masquer"}


async def test_rule(host, lines_of):
    rule = Rule()
    async with host(rule).run_test(size=(10, 3)):
        assert lines_of(rule) == [" ────────"]
