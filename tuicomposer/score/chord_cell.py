"""What a person types into a cell of the chord lane, and the cells that it means.

``dm,g7`` shares the rest of the bar among two chords, an empty place lets a chord go on
(``dm,,g7,c``), ``:beats`` at the end says how long they last instead, and ``:beats`` after each how
long that one does. ``/F`` is the chord
before over F. ``%`` repeats the chord before or, at the start of a bar, the bar before. Each chord
is a symbol in any case, a roman numeral or a Nashville number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from tuicomposer.errors import EntryError
from tuicomposer.score.cells import BY_HAND, Cell, ChordCell
from tuicomposer.score.chord import Chord, unknown_symbol
from tuicomposer.score.chord_bars import REPEAT, ChordLine, read_bars, split_words
from tuicomposer.score.degree_text import looks_like_degree, read_degree
from tuicomposer.score.key import Key
from tuicomposer.score.section import Section
from tuicomposer.score.song import Place, Song
from tuicomposer.score.symbol_text import plain_signs, read_note, read_symbol
from tuicomposer.score.text import visible

LONGEST: Final = 200
"""Characters of a cell that are read."""
_FLAT_DEGREE: Final = re.compile("b[1-7]")


class Written(NamedTuple):
    """The cells that a text means."""

    cells: dict[int, Cell | None]
    """What each row gets; rows that are not named stay as they are."""
    end: int
    """First row after what was typed, where the text says how long it lasts; else the row itself."""

    @property
    def chords(self) -> tuple[Chord, ...]:
        """The chords that are written, in order."""
        return tuple(cell.chord for _, cell in sorted(self.cells.items()) if isinstance(cell, ChordCell))


def read_chord(text: str, key: Key | None, before: Chord | None) -> Chord:
    """One chord as typed.

    Args:
        text: A symbol, a degree, ``%`` or ``/`` and a bass.
        key: The key that degrees are counted in.
        before: The chord before, for ``%`` and ``/F``.

    Raises:
        EntryError: It is none of these, or needs a key or a chord before that is not there.
    """
    typed = plain_signs(text.strip())
    if typed == REPEAT or typed.startswith("/"):
        return _from_before(typed, text, before)
    chord = read_symbol(typed)
    if chord is None and looks_like_degree(typed):
        if key is None:
            raise EntryError(
                f"“{visible(typed)}” is a degree, but the song states no key.",
                "Write the chord by its letter, or state the key first.",
            )
        chord = read_degree(typed, key)
    if chord is None and _FLAT_DEGREE.match(typed):
        raise EntryError(
            f"“{visible(text)}” is not a chord symbol known here.",
            f"A lowered degree of the key is written _{visible(typed[1:])}, as b is the root B.",
        )
    if chord is None:
        raise unknown_symbol(text)
    return chord


def chord_before(song: Song, place: Place) -> Chord | None:
    """The last chord of a lane before a place: in its section, else in the one that sounds before it."""
    first = next((index for index, section in enumerate(song.order) if section == place.section), 0)
    before = [song.sections[section].columns[place.lane] for section in song.order[:first]]
    column = (
        *(cell for one in before for cell in one),
        *song.sections[place.section].columns[place.lane][: place.row],
    )
    return next((cell.chord for cell in reversed(column) if isinstance(cell, ChordCell)), None)


def read_chord_cell(song: Song, place: Place, text: str) -> Written:
    """The cells that a text means, typed at a place in a chord lane.

    Raises:
        EntryError: A chord cannot be read, or the chords do not share the rows evenly.
    """
    if len(text) > LONGEST:
        raise EntryError(f"The cell has {len(text)} characters.", f"Type at most {LONGEST}.")
    section, row = song.sections[place.section], place.row
    before, key = chord_before(song, place), song.key_at(place.section)
    if text.strip() == REPEAT and row and row == section.bar_start(section.position(row).bar):
        return _bar_again(section, row, place.lane, before)
    words = split_words(text.split(","))
    chords = _each(words.words, key, before)
    if len(chords) == 1 and words.together is None and chords[0] is not None:
        return Written({row: ChordCell(chords[0])}, row)
    rest = Fraction(_bar_end(section, row) - row, section.rows_per_beat)
    ends = [beats * section.rows_per_beat for beats in words.starts(rest)]
    if words.each:
        return _placed(chords, row, [_on_a_row(each, section, row) for each in ends])
    rows = _on_a_row(ends[-1], section, row)
    return _placed(chords, row, _shared(rows, len(chords)))


def read_chord_bars(text: str, bar: Fraction, key: Key | None, before: Chord | None) -> ChordLine:
    """The chords of a line such as ``dm,g7 | cj | % | V7:3 I:1``, each as typed into a cell.

    The chords of a bar share it or last their ``:beats``; ``%`` alone repeats the bar before.

    Args:
        text: Bars between ``|``, their chords between commas or spaces.
        bar: Quarter notes of a bar.
        key: The key that degrees are counted in.
        before: The chord before the line.

    Raises:
        EntryError: A chord cannot be read, or lengths do not fit the bars.
    """
    last = before

    def read(words: list[str]) -> list[Chord | None]:
        nonlocal last
        chords = _each(words, key, last)
        last = next((chord for chord in reversed(chords) if chord is not None), last)
        return chords

    return read_bars(text, bar, read)


def _from_before(typed: str, text: str, before: Chord | None) -> Chord:
    if before is None or (typed != REPEAT and before.is_silence):
        raise EntryError(
            f"“{visible(text)}” needs a chord before it.", "Write the whole chord, such as Dm/F."
        )
    if typed == REPEAT:
        return before
    bass = read_note(typed[1:])
    if bass is None:
        raise unknown_symbol(text)
    return Chord(before.root, before.suffix, bass)


def _each(words: list[str], key: Key | None, before: Chord | None) -> list[Chord | None]:
    chords: list[Chord | None] = []
    for word in words:
        chord = read_chord(word, key, before) if word.strip() or len(words) == 1 else None
        chords.append(chord)
        before = before if chord is None else chord
    if not any(chords):
        raise EntryError("No chord is typed.", "Write chords between the commas, such as dm,g7.")
    return chords


def _on_a_row(rows: Fraction, section: Section, row: int) -> int:
    if rows.denominator != 1 or row + rows > section.length:
        raise EntryError(
            f"{float(rows / section.rows_per_beat):g} beats do not end on a row of this section.",
            f"It has {section.rows_per_beat} rows a beat; use fewer beats or add bars.",
        )
    return int(rows)


def _bar_end(section: Section, row: int) -> int:
    return min(section.bar_start(section.position(row).bar + 1), section.length)


def _shared(rows: int, count: int) -> list[int]:
    """Where each of some chords begins that share rows, and where the last ends."""
    each, rest = divmod(rows, count)
    if rest or not each:
        raise EntryError(
            f"{count} chords do not share {rows} rows evenly.",
            "Leave a place empty where a chord goes on, such as dm,,g7,c.",
        )
    return [index * each for index in range(count + 1)]


def _placed(chords: list[Chord | None], row: int, starts: list[int]) -> Written:
    end = row + starts[-1]
    cells: dict[int, Cell | None] = dict.fromkeys(range(row, end))
    cells |= {
        row + start: ChordCell(chord)
        for start, chord in zip(starts, chords, strict=False)
        if chord is not None
    }
    if chords[0] is None:
        del cells[row]
    return Written(cells, end)


def _bar_again(section: Section, row: int, lane: int, before: Chord | None) -> Written:
    start = section.bar_start(section.position(row - 1).bar)
    column = section.columns[lane]
    rows = min(row - start, _bar_end(section, row) - row)
    # A bar that was shorter, such as a pickup, is repeated from its first row on.
    cells: dict[int, Cell | None] = {
        row + index: None if (cell := column[start + index]) is None else replace(cell, origin=BY_HAND)
        for index in range(rows)
    }
    if cells[row] is None:
        sounding = _sounding(column[:start]) or (before if not any(column[start:row]) else None)
        cells[row] = None if sounding is None else ChordCell(sounding)
    if not any(isinstance(cell, ChordCell) for cell in cells.values()):
        raise EntryError("“%” repeats the bar before, which has no chord.", "Write a chord.")
    return Written(cells, row + rows)


def _sounding(column: tuple[Cell | None, ...]) -> Chord | None:
    last = next((cell for cell in reversed(column) if cell is not None), None)
    return last.chord if isinstance(last, ChordCell) else None
