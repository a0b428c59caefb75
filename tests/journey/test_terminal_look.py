"""What only a real terminal shows: other sizes while it runs, no colour, sixteen colours, no UTF-8."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal, started_before

pytestmark = pytest.mark.terminal

ROOT = Path(__file__).resolve().parents[2]
SIXTEEN = {
    "default", "black", "red", "green", "brown", "blue", "magenta", "cyan", "white",
    *(f"bright{name}" for name in ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")),
}  # fmt: skip

SGR = re.compile(rb"\x1b\[([0-9;]*)m")
"""What sets attributes and colours; the parameters of other sequences are no colours."""
SIXTEEN_CODES = {*range(30, 38), 39, *range(40, 48), 49, *range(90, 98), *range(100, 108)}
"""ECMA-48's eight colours of letters and ground, the bright eight of both, and the terminal's defaults."""


@contextmanager
def composer(folder: Path, **environment: str) -> Iterator[PseudoTerminal]:
    """The composer with a new song on a machine without settings, where the tour was seen."""
    (folder / "state" / "tuicomposer").mkdir(parents=True)
    (folder / "state" / "tuicomposer" / "tour.seen").touch()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "COLORTERM", "NO_"))
    }
    changes = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", **environment}
    homes = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": started_before(folder / "state")}
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "tuicomposer", "look.tuic"]
    opened = PseudoTerminal(command, {**kept, **homes, "PYTHONPATH": path, **changes}, folder)
    try:
        opened.wait_for("Melody", "octave")
        yield opened
    finally:
        opened.close()


def test_the_size_may_change_at_any_moment(tmp_path: Path) -> None:
    with composer(tmp_path) as terminal:
        for _ in range(6):
            for size in ((61, 21), (150, 50), (20, 6), (80, 24)):
                terminal.resize(*size)
            terminal.press("z")
            terminal.wait_for("C-4", "octave", "Key", gone="shows more")


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": "C"}])
def test_without_colour_and_without_utf8_it_is_plain_but_whole(
    tmp_path: Path, locale: dict[str, str]
) -> None:
    with composer(tmp_path, TERM="linux", NO_COLOR="1", **locale) as terminal:
        terminal.press("z", "ctrl+g")
        terminal.wait_for("Candidates")
        assert terminal.text.isascii()
        assert terminal.colours == {"default"}


@pytest.mark.parametrize("depth", ["", "truecolor"])
def test_the_scheme_of_sixteen_sends_no_other_codes_to_a_terminal_that_knows_more(
    tmp_path: Path, depth: str
) -> None:
    settings = tmp_path / "config" / "tuicomposer" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('theme = "sixteen"\n')
    with composer(tmp_path, TERM="xterm-256color", COLORTERM=depth) as terminal:
        terminal.press("z", "ctrl+g")
        terminal.wait_for("Candidates")
        terminal.press("escape")
        terminal.wait_for("C-4", gone="Candidates")
        terminal.press("ctrl+p")
        terminal.wait_for("Generate…")
    codes = {int(code) for code in b";".join(SGR.findall(terminal.received)).split(b";") if code}
    assert {38, 48}.isdisjoint(codes)
    assert {code for code in codes if code >= 30} <= SIXTEEN_CODES
    assert len(codes & SIXTEEN_CODES) > 8


@pytest.mark.parametrize("name", ["linux", "screen"])
def test_a_terminal_of_sixteen_colours_is_sent_no_others(tmp_path: Path, name: str) -> None:
    with composer(tmp_path, TERM=name) as terminal:
        terminal.press("z", "f3")
        terminal.wait_for("C-4")
        assert terminal.colours <= SIXTEEN
        assert len(terminal.colours) > 4
