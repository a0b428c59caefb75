"""From what a person types or pastes to cells."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from tuicomposer.errors import ComposerError, EntryError
from tuicomposer.score.cells import MAX_LYRIC, Cell, ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.chord_bars import bars_of, words_of
from tuicomposer.score.chord_cell import chord_before, read_chord_bars, read_chord_cell
from tuicomposer.score.edits import SetCells
from tuicomposer.score.entry import parse_melody
from tuicomposer.score.lane import Role
from tuicomposer.score.pitch import parse_pitch, pitch_name
from tuicomposer.score.song import Place, Song
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import TICKS_PER_BEAT

MAX_PASTE = 20_000
"""Characters of a paste that are looked at."""
HIGHEST_VELOCITY = 127
ENDS = ("off", "===", "cut", "^^^")
"""What is typed for a note-off and for a cut."""
_CHORD_STARTS = frozenset("abcdefgnivABCDEFGNIV1234567#_♭%/")


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell that is open for typing."""

    place: Place
    text: str = ""
    problem: ComposerError | None = None
    """Why the text was refused; ``None`` until it was."""
    stem: str = ""
    """What was typed before it was completed; empty where it was not."""

    def typed(self, character: str) -> CellText:
        """The text with a character more."""
        return replace(self, text=self.text + character, problem=None, stem="")

    def erased(self) -> CellText:
        """The text with its last character away."""
        return replace(self, text=self.text[:-1], problem=None, stem="")


def starts_chord(character: str) -> bool:
    """Whether a typed character can be the first of a chord, by symbol or by degree."""
    return character in _CHORD_STARTS


def first_of_chord(character: str) -> str:
    """The first character of a chord; roots are written in capitals, the case of a numeral counts.

    A small b stays as it is: it is the root of ``bm`` and the flat of ``bVII``.
    """
    return character if character in "biv" else character.upper()


def is_whole(text: str) -> bool:
    """Whether the text of a note's cell is one behind which no letter can stand: it begins another."""
    return text.lower() in ENDS or (text[-1:].isdigit() and not {" ", '"'} & {*text})


def text_of(cell: Cell | None, *, flats: bool = False) -> str:
    """What stands in the cell editor when a cell is opened; black keys with flats or sharps."""
    match cell:
        case Note(pitch=pitch):
            return pitch_name(pitch, flats=flats)
        case ChordCell(chord=chord):
            return chord.symbol
        case Off(cut=cut):
            return "cut" if cut else "off"
    return ""


def read_cell(text: str, role: Role, velocity: int) -> Cell | None:
    """The cell that a text means in a lane of a role; ``None`` for an empty text.

    Args:
        text: A chord, a pitch such as ``A4``, a pitch and a velocity such as ``A4 100``, or an end. Behind a
            note may stand what is sung on it: ``A4 "Glo-``.
        role: What the lane is for.
        velocity: That of a note whose text states none.

    Raises:
        EntryError: The text is no chord symbol, no pitch, or no velocity.
    """
    text = text.strip()
    if not text:
        return None
    if text.lower() in ENDS:
        return Off(cut=text.lower() in ("cut", "^^^"))
    if role is Role.CHORDS:
        return ChordCell(parse_chord(text))
    struck, _, lyric = text.partition('"')
    pitch, _, stated = struck.strip().partition(" ")
    note = Note(parse_pitch(pitch), _velocity(stated) if stated.strip() else velocity)
    return replace(note, lyric=_lyric(lyric))


def _lyric(text: str) -> str:
    lyric = text.removesuffix('"').strip()
    if len(lyric) > MAX_LYRIC:
        raise EntryError(f"A syllable has {len(lyric)} characters.", f"Use at most {MAX_LYRIC}.")
    return lyric


def _velocity(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= HIGHEST_VELOCITY):
        raise EntryError(
            f"“{visible(typed[:20])}” is no velocity.",
            f"Write 1 to {HIGHEST_VELOCITY} after the pitch, such as A4 100.",
        )
    return int(typed)


def read_paste(song: Song, at: Place, text: str, velocity: int) -> SetCells:
    """The edit that writes pasted text from a place on: a melody, or a chord line in a chord lane.

    Raises:
        EntryError: The text cannot be read, is too long or does not fit the rows.
    """
    if len(text) > MAX_PASTE:
        raise EntryError(
            f"The pasted text has {len(text)} characters.", f"Paste at most {MAX_PASTE} at a time."
        )
    section = song.sections[at.section]
    if song.lanes[at.lane].role is Role.CHORDS:
        bar = Fraction(section.meter.bar_ticks, TICKS_PER_BEAT)
        # Without a bar line it is what could have been typed into the cell.
        if len(bars_of(text)) == 1 and "|" not in text:
            written = read_chord_cell(song, at, ",".join(words_of(text)))
            return SetCells(tuple((at._replace(row=row), cell) for row, cell in written.cells.items()))
        line = read_chord_bars(text, bar, song.key_at(at.section), chord_before(song, at))
        timed: list[tuple[Fraction, Cell]] = [(start, ChordCell(chord)) for start, chord in line.chords]
        beats = line.beats
    else:
        timed, beats = _melody(text, velocity)
    if not timed:
        raise EntryError(
            "Nothing to paste was found.", "Paste notes such as C4:2 E4 G4, or chords such as C | F."
        )
    return _written(song, at, timed, beats)


def _melody(text: str, velocity: int) -> tuple[list[tuple[Fraction, Cell]], Fraction]:
    cells: list[tuple[Fraction, Cell]] = []
    now = Fraction(0)
    for note in parse_melody(text):
        cells.append((now, Off() if note.pitch is None else Note(note.pitch, velocity)))
        now += note.beats
    return cells, now


def _written(song: Song, at: Place, timed: list[tuple[Fraction, Cell]], beats: Fraction) -> SetCells:
    section = song.sections[at.section]
    rows = section.rows_per_beat
    if at.row + beats * rows > section.length:
        raise EntryError(
            f"The pasted text lasts {_plain(beats)} beats, which is longer than the section.",
            "Move the cursor up, or add bars first.",
        )
    column: dict[int, Cell | None] = dict.fromkeys(range(math.ceil(beats * rows)))
    for start, cell in timed:
        row, rest = divmod(start * rows, 1)
        if rest:
            raise EntryError(
                f"Beat {_plain(start + 1)} lies between two rows.",
                f"This section has {rows} rows a beat.",
            )
        column[int(row)] = cell
    return SetCells(tuple((at._replace(row=at.row + row), cell) for row, cell in column.items()))


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"
