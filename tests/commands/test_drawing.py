"""Pictures printed by ``dmptui view``."""

import pytest

from dmptui.cli import main
from tests.core.documents.picture_samples import RED, WHITE, halves, tiff


def with_colours(monkeypatch) -> None:
    """As on a terminal that has them."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def view(tmp_path, content: bytes, *options: str) -> int:
    path = tmp_path / "image"
    path.write_bytes(content)
    return main(["view", str(path), "--width", "20", *options])


def test_a_picture_is_drawn_on_a_terminal_with_colours(monkeypatch, tmp_path, capsys):
    with_colours(monkeypatch)
    assert view(tmp_path, halves()) == 0
    out = capsys.readouterr().out
    assert "image" in out
    assert "\x1b[" in out.splitlines()[-1]
    assert "48;2;248" in out or "48;2;255" in out


def test_every_page_has_its_number(monkeypatch, tmp_path, capsys):
    with_colours(monkeypatch)
    view(tmp_path, tiff(RED, WHITE, RED))
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("page ")] == [
        f"page {n} sur 3" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize("options", [("--plain",), ()])
def test_elsewhere_a_sentence_is_enough(tmp_path, capsys, options, monkeypatch):
    if not options:
        monkeypatch.setenv("NO_COLOR", "1")
    view(tmp_path, tiff(RED, WHITE), *options)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "image de 2 pages" in out
