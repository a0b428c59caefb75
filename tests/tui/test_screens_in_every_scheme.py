"""Every screen in every colour scheme: read by every eye, in the colours that the scheme promises."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from schemes import SCHEMES, STATES, Drawn, Picture, Way, looked_at, spelled, text_of
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from test_pictures_of_screens import WAYS

from tuicomposer.score.cells import BY_HAND, Cell, ChordCell, Note
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.lane import Role
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.picture import Beat, Marks, cell_segments, row_label
from tuicomposer.tui.themes import CONTRAST, PLAIN, STEADY

ALL = {name: Way(way.keys, way.action, name) for name, way in WAYS.items()} | STATES
DECORATION = "·"
"""Says that there is nothing; as in print, it is to step back."""
LIKE_LINES = ("\u2500", "\u259f")
"""Rules, frames and bars are no text."""
LEAST = {"night": 3.0, "steady": 3.0, "contrast": 4.5, "sixteen": 3.0}
"""Contrast of text (WCAG 2: 3 for large, 4.5 for all text) by scheme."""
SIXTEEN = {str(code) for first in (30, 40, 90, 100) for code in range(first, first + 8)} | {"39", "49"}


class Spelled(SingleFileSnapshotExtension):
    """A text file for each screen."""

    _file_extension = "txt"
    _write_mode = WriteMode.TEXT


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], Picture]]:
    """Every screen in every scheme."""
    folder = tmp_path_factory.mktemp("schemes")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield looked_at(ALL, SCHEMES, Path())


def cells_of(picture: Picture) -> set[Drawn]:
    return {cell for line in picture for cell in line}


@cache
def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_text(character: str) -> bool:
    return bool(character.strip()) and not LIKE_LINES[0] <= character <= LIKE_LINES[1]


@pytest.mark.parametrize("scheme", LEAST)
@pytest.mark.parametrize("name", ALL)
def test_all_text_can_be_read(pictures: dict[tuple[str, str], Picture], name: str, scheme: str) -> None:
    text = {cell for cell in cells_of(pictures[name, scheme]) if is_text(cell.character)}
    unset = {cell for cell in text if not cell.color or not cell.ground}
    assert not unset, "what the terminal's own colours are nobody knows"
    hard = {
        (cell.color, cell.ground, cell.attributes, cell.character)
        for cell in text
        if contrast(cell.color, cell.ground) < LEAST[scheme]
        and (cell.character != DECORATION or (scheme == "contrast" and contrast(cell.color, cell.ground) < 3))
    }
    assert not hard


@pytest.mark.parametrize("name", ALL)
def test_a_scheme_sends_the_colours_it_promises(pictures: dict[tuple[str, str], Picture], name: str) -> None:
    def sent(scheme: str) -> set[str]:
        return {code for cell in cells_of(pictures[name, scheme]) for code in cell.codes}

    assert sent("plain") == {"39", "49"}
    assert sent("sixteen") <= SIXTEEN
    assert len(sent("sixteen")) > 2
    assert any(code.startswith("38;2;") for code in sent("night"))


@pytest.mark.parametrize("name", ALL)
def test_the_schemes_differ_in_colours_and_not_in_words(
    pictures: dict[tuple[str, str], Picture], name: str
) -> None:
    texts = {scheme: text_of(pictures[name, scheme]) for scheme in SCHEMES if scheme != "plain"}
    assert len(set(texts.values())) == 1
    assert texts["night"].strip()


@pytest.mark.parametrize("name", ALL)
def test_the_looks_of_a_screen(pictures: dict[tuple[str, str], Picture], snapshot: Any, name: str) -> None:
    looks = "\n\n".join(f"{scheme}\n{spelled(pictures[name, scheme])}" for scheme in SCHEMES)
    assert looks + "\n" == snapshot(extension_class=Spelled)


# States of a cell -----------------------------------------------------------------------

BY_COLOUR_ALONE = 1.2
"""Least contrast by which two looks differ in lightness, which an eye that sees no hue still tells apart."""
NOTES = (Note(64, origin=BY_HAND), Note(64, origin="fake seed 1"), ChordCell(parse_chord("Am7")), None)
MARKS = {
    "as it is": Marks(),
    "under the cursor": Marks(cursor=True),
    "in the block": Marks(in_block=True),
    "found": Marks(found=True),
    "of a candidate": Marks(ghost=True),
    "doubtful": Marks(realness=0.0),
    "locked": Marks(locked=True),
    "clashing": Marks(sign="!"),
    "open": Marks(editing="E-4"),
    "refused": Marks(editing="E-4", refused=True),
    "sounding": Marks(),
}


def look(palette: Palette, cell: Cell | None, state: str) -> tuple[Segment, ...]:
    ground = palette.playhead if state == "sounding" else palette.ground
    hue = palette.roles[Role.MELODY]
    number = row_label(palette, Beat(3, 4, 2), ground, here=False)
    return (*cell_segments(palette, hue, cell, MARKS[state], ground=ground, width=10, flats=False), number)


def told_without_hue(one: tuple[Segment, ...], other: tuple[Segment, ...]) -> bool:
    """Whether words, attributes or lightness tell two cells apart."""

    def words(cell: tuple[Segment, ...]) -> list[tuple[object, ...]]:
        return [
            (each.text, each.style.bold, each.style.italic, each.style.underline, each.style.reverse)
            for each in cell
        ]  # type: ignore[union-attr]

    def lights(cell: tuple[Segment, ...]) -> tuple[float, float]:
        style = cell[0].style
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None
        return luminance(style.color.get_truecolor().hex), luminance(style.bgcolor.get_truecolor().hex)

    if words(one) != words(other):
        return True
    if one[0].style is None or one[0].style.color is None:
        return False
    pairs = [sorted(pair) for pair in zip(lights(one), lights(other), strict=True)]
    return any((high + 0.05) / (low + 0.05) >= BY_COLOUR_ALONE for low, high in pairs)


@pytest.mark.parametrize("palette", [STEADY, CONTRAST, PLAIN], ids=lambda palette: palette.name)
@pytest.mark.parametrize("cell", NOTES, ids=["by hand", "generated", "chord", "empty"])
def test_no_two_states_of_a_cell_differ_in_hue_alone(palette: Palette, cell: Cell | None) -> None:
    for one, other in combinations(MARKS, 2):
        assert told_without_hue(look(palette, cell, one), look(palette, cell, other)), (one, other)
