"""The sections of a project text: a line of settings and the rows below it."""

from __future__ import annotations

from dataclasses import replace

from tuicomposer.errors import EntryError
from tuicomposer.formats import project_words as word
from tuicomposer.formats.limits import MAX_CELLS, MAX_SECTIONS, too_large
from tuicomposer.formats.project_cells import LOCKED, parse_cell, split_lock
from tuicomposer.formats.project_header import Header, tempo_of, whole
from tuicomposer.formats.quoting import unquoted, words
from tuicomposer.score.cells import Cell
from tuicomposer.score.key import parse_key
from tuicomposer.score.lane import Role
from tuicomposer.score.lock import Lock
from tuicomposer.score.meter import Meter, parse_meter
from tuicomposer.score.section import Section
from tuicomposer.score.swing import parse_swing
from tuicomposer.score.text import visible


class SectionReader:
    """Collects sections, line by line, with the lanes and origins of a header."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._done: list[Section] = []
        self._frame: Section | None = None
        self._has_length = False
        self._rows: list[list[Cell | None]] = []
        self._locks: list[Lock] = []
        self._known: list[dict[str, Cell | None]] = []
        self._cells = 0

    @property
    def started(self) -> bool:
        """Whether a section has begun."""
        return self._frame is not None

    def start(self, value: str) -> None:
        """End the section before, if there is one, and begin one with these settings.

        Raises:
            ComposerError: The settings cannot be read, or the song grows too large.
        """
        self._close()
        self._frame, self._has_length = _frame(value)
        notes: dict[str, Cell | None] = {}
        chords: dict[str, Cell | None] = {}
        self._known = [chords if lane.role is Role.CHORDS else notes for lane in self._header.lanes]

    def add_row(self, text: str) -> None:
        """Take one row into the section.

        Raises:
            ComposerError: No section has begun, or the row does not fit it.
        """
        frame = self._frame
        if frame is None:
            raise EntryError(
                "A row stands before the first section.", 'Begin with a line such as section: "A"'
            )
        if self._has_length and len(self._rows) >= frame.length:
            raise EntryError(f"The section has more than its {frame.length} rows.", "Correct its length.")
        lanes = self._header.lanes
        texts = text[1:].removesuffix("|").split("|") if lanes else []
        if len(texts) != len(lanes):
            raise EntryError(
                f"The row has {len(texts)} cells, but the song has {len(lanes)} lanes.",
                "Write one cell for each lane, with “|” between them.",
            )
        self._count(len(lanes))
        try:
            row = [known[text] for known, text in zip(self._known, texts, strict=True)]
        except KeyError:
            row = [self._cell(lane, text, frame.row_ticks) for lane, text in enumerate(texts)]
        if LOCKED in text:
            number = len(self._rows)
            self._locks += [
                Lock(lane, number, number + 1) for lane, cell in enumerate(texts) if split_lock(cell)[1]
            ]
        self._rows.append(row)

    def _cell(self, lane: int, text: str, row_ticks: int) -> Cell | None:
        """The cell of a text, read once: a long song has few different cells."""
        known = self._known[lane]
        if text not in known:
            chords = self._header.lanes[lane].role is Role.CHORDS
            known[text] = parse_cell(split_lock(text)[0], self._header.origins, row_ticks, chords=chords)
        return known[text]

    def finished(self) -> tuple[Section, ...]:
        """All sections, the last one included.

        Raises:
            ComposerError: The last section does not fit, or the song grows too large.
        """
        self._close()
        return tuple(self._done)

    def _close(self) -> None:
        if self._frame is None:
            return
        length = self._frame.length if self._has_length else len(self._rows)
        missing, lanes = length - len(self._rows), len(self._header.lanes)
        self._count(missing * lanes)
        if len(self._done) == MAX_SECTIONS:
            raise too_large()
        filled = zip(*self._rows, strict=True) if self._rows else ((),) * lanes
        columns = tuple((*column, *(None,) * missing) for column in filled)
        self._done.append(replace(self._frame, length=length, columns=columns, locks=tuple(self._locks)))
        self._rows, self._locks = [], []

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise too_large()


def _frame(value: str) -> tuple[Section, bool]:
    """A section without columns, and whether its length was stated."""
    name, *rest = words(value) or ('""',)
    if len(rest) % 2:
        raise EntryError(
            f"The section has a setting that cannot be read: {visible(' '.join(rest)[:80])}.",
            'Write it as: section: "A" meter 4/4 rows-per-beat 4 pickup 0 length 64',
        )
    pairs = tuple(zip(rest[::2], rest[1::2], strict=True))
    given = {setting: unquoted(text)[:80] for setting, text in pairs if setting in word.SETTINGS}
    extra = tuple((unquoted(one), unquoted(text)) for one, text in pairs if one not in word.SETTINGS)
    meter = parse_meter(given[word.METER]) if word.METER in given else Meter()
    rows_per_beat = whole(given.get(word.ROWS_PER_BEAT, "4"))
    pickup, length = whole(given.get(word.PICKUP, "0")), whole(given.get(word.LENGTH, "1"))
    tempo = tempo_of(given[word.TEMPO]) if word.TEMPO in given else None
    key = parse_key(given[word.KEY]) if word.KEY in given else None
    swing = parse_swing(given[word.SWING]) if word.SWING in given else None
    frame = Section(unquoted(name), length, (), rows_per_beat, meter, pickup, tempo, key, swing, extra=extra)
    return frame, word.LENGTH in given
