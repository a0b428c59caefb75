"""In a real terminal: the first start, the palette, the settings, and the key tester."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal
from test_terminal import machine

pytestmark = pytest.mark.terminal


def test_the_first_start_shows_the_tour_and_the_palette_leads_to_the_settings(tmp_path: Path) -> None:
    environment = machine(tmp_path)
    (tmp_path / "state" / "tuicomposer" / "tour.seen").unlink()
    opened = PseudoTerminal([sys.executable, "-m", "tuicomposer"], environment, tmp_path)
    try:
        opened.wait_for("A minute's tour", "1 of 6")
        opened.press("enter")
        opened.wait_for("2 of 6")
        opened.press("escape")
        opened.wait_for("Melody", gone="2 of 6")
        opened.press("ctrl+p")
        opened.wait_for("🔎")
        opened.press(*"settings")
        opened.wait_for("Shows every setting")
        opened.press("enter")
        opened.wait_for("soundfont", "settings.toml", gone="🔎")
        opened.press("down", "down", "enter")
        opened.wait_for("How many processor threads")
        opened.press("1", "enter")
        opened.wait_for("threads         1   ●")
        assert (tmp_path / "config" / "tuicomposer" / "settings.toml").read_text() == "threads = 1\n"
        opened.press("escape", "ctrl+q")
        assert opened.wait_for_end() == 0
    finally:
        opened.close()


def test_the_key_tester_says_what_arrives(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tuicomposer", "keys"]
    tester = PseudoTerminal(command, machine(tmp_path), tmp_path)
    try:
        tester.wait_for(
            "without the kitty keyboard protocol", "Alt+B (Mark) arrives as Ctrl+←", "Not seen yet"
        )
        tester.press("ctrl+z", "\x1bb")
        tester.wait_for("Undo", "Alt+B cannot be told from it here")
        tester.press("ctrl+q")
        assert tester.wait_for_end() == 0
    finally:
        tester.close()
