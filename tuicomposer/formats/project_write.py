"""Songs to project text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tuicomposer.formats import project_words as word
from tuicomposer.formats.limits import MAX_BYTES, check_size, too_large
from tuicomposer.formats.project_cells import LOCKED, cell_text
from tuicomposer.formats.quoting import bare_or_quoted, quoted
from tuicomposer.score.cells import BY_HAND
from tuicomposer.score.general_midi import PROGRAMS
from tuicomposer.score.lane import Lane
from tuicomposer.score.recording import Recording
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.swing import STRAIGHT

_BEATS_A_LINE: Final = 12
_FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}\Z")


def write_project(song: Song) -> bytes:
    """UTF-8 project text of a song, as :mod:`tuicomposer.formats.project` describes it.

    Raises:
        SongFileError: The song is too large to be read back.
    """
    check_size(song)
    origins = {name: number for number, name in enumerate(_origins(song), 1)}
    lines = [f"{word.MAGIC} {word.VERSION}", "", *_header(song, origins)]
    for index, section in enumerate(song.sections):
        key = song.key_at(index)
        lines += ["", *_section(section, song.lanes, origins, flats=key is not None and key.flats)]
    data = ("\n".join(lines) + "\n").encode("utf-8")
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


def _origins(song: Song) -> Iterator[str]:
    cells = (cell for section in song.sections for column in section.columns for cell in column)
    return iter(dict.fromkeys(cell.origin for cell in cells if cell is not None and cell.origin != BY_HAND))


def _header(song: Song, origins: Mapping[str, int]) -> Iterator[str]:
    yield f"{word.TITLE}: {bare_or_quoted(song.title)}"
    yield f"{word.TEMPO}: {_number(song.tempo)}"
    if song.key is not None:
        yield f"{word.KEY}: {song.key}"
    if song.swing != STRAIGHT:
        yield f"{word.SWING}: {song.swing}"
    yield f"{word.ORDER}: {' '.join(str(index + 1) for index in song.order)}"
    if song.recording is not None:
        yield from _recording(song.recording)
    for name, value in song.extra:
        yield f"{_name(name, word.FIELDS)}: {bare_or_quoted(value)}"
    yield from (f"{word.LANE}: {_lane(lane)}" for lane in song.lanes)
    yield from (f"{word.ORIGIN}: {number} {quoted(name)}" for name, number in origins.items())


def _recording(recording: Recording) -> Iterator[str]:
    pace = "" if recording.followed else f" {word.OWN_TEMPO}"
    yield f"{word.RECORDING}: {quoted(recording.file)}{pace}"
    numbers = [_number(beat) for beat in recording.beats]
    for at in range(0, len(numbers), _BEATS_A_LINE):
        yield f"{word.BEATS}: {' '.join(numbers[at : at + _BEATS_A_LINE])}"


def _name(name: str, known: frozenset[str]) -> str:
    """A name of a newer version as it is, in quotes where this version would take it for its own."""
    return name if _FIELD_NAME.match(name) and name not in known else quoted(name)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _lane(lane: Lane) -> str:
    flags = {word.MUTED: lane.muted, word.SOLO: lane.solo, word.LOCKED: lane.locked}
    parts = [
        quoted(lane.name),
        lane.role.value,
        quoted(PROGRAMS[lane.program]),
        f"{word.VOLUME} {lane.volume}",
        f"{word.PAN} {lane.pan}",
        *(name for name, given in flags.items() if given),
    ]
    return " ".join(parts)


def _section(
    section: Section, lanes: tuple[Lane, ...], origins: Mapping[str, int], *, flats: bool
) -> Iterator[str]:
    yield f"{word.SECTION}: {quoted(section.name)} {' '.join(_settings(section))}"
    columns = [
        _aligned(_texts(section, index, origins, flats=flats), lane.name) for index, lane in enumerate(lanes)
    ]
    yield _row("#", [column[0] for column in columns])
    for row in range(section.length):
        position = section.position(row)
        if position.row == 0:
            yield ""
            yield f"# bar {position.bar}" if position.bar else "# pickup"
        yield _row("|", [column[row + 1] for column in columns])


def _settings(section: Section) -> Iterator[str]:
    yield f"{word.METER} {section.meter} {word.ROWS_PER_BEAT} {section.rows_per_beat}"
    yield f"{word.PICKUP} {section.pickup} {word.LENGTH} {section.length}"
    if section.tempo is not None:
        yield f"{word.TEMPO} {_number(section.tempo)}"
    if section.key is not None:
        yield f"{word.KEY} {quoted(str(section.key))}"
    if section.swing is not None:
        yield f"{word.SWING} {section.swing}"
    yield from (f"{_name(name, word.SETTINGS)} {quoted(value)}" for name, value in section.extra)


def _texts(section: Section, lane: int, origins: Mapping[str, int], *, flats: bool) -> list[str]:
    texts = [cell_text(cell, origins, flats=flats) for cell in section.columns[lane]]
    for lock in section.locks:
        if lock.lane == lane:
            locked = slice(lock.start, lock.stop)
            texts[locked] = [f"{text} {LOCKED}" for text in texts[locked]]
    return texts


def _aligned(cells: list[str], title: str) -> list[str]:
    """The title over the cells, all as wide as the widest cell; a longer title is cut."""
    width = max(7, *(len(text) for text in cells))
    heading = "".join(char for char in title if char.isalnum() or char == " ")[:width].strip()
    return [text.ljust(width) for text in (heading, *cells)]


def _row(mark: str, cells: list[str]) -> str:
    return mark + "".join(f" {text} |" for text in cells)
