"""Songs to project text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tuicomposer.formats import project_words as word
from tuicomposer.formats.limits import MAX_BYTES, check_size, too_large
from tuicomposer.formats.project_cells import cell_text
from tuicomposer.formats.quoting import bare_or_quoted, quoted
from tuicomposer.score.cells import BY_HAND
from tuicomposer.score.general_midi import PROGRAMS
from tuicomposer.score.lane import Lane
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song

_FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}\Z")


def write_project(song: Song) -> bytes:
    """UTF-8 project text of a song, as :mod:`tuicomposer.formats.project` describes it.

    Raises:
        SongFileError: The song is too large to be read back.
    """
    check_size(song)
    origins = {name: number for number, name in enumerate(_origins(song), 1)}
    flats = song.key is not None and song.key.flats
    lines = [f"{word.MAGIC} {word.VERSION}", "", *_header(song, origins)]
    for section in song.sections:
        lines += ["", *_section(section, song.lanes, origins, flats=flats)]
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
    yield f"{word.ORDER}: {' '.join(str(index + 1) for index in song.order)}"
    for name, value in song.extra:
        plain = _FIELD_NAME.match(name) and name not in word.FIELDS
        yield f"{name if plain else quoted(name)}: {bare_or_quoted(value)}"
    yield from (f"{word.LANE}: {_lane(lane)}" for lane in song.lanes)
    yield from (f"{word.ORIGIN}: {number} {quoted(name)}" for name, number in origins.items())


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
    yield (
        f"{word.SECTION}: {quoted(section.name)} {word.METER} {section.meter}"
        f" {word.ROWS_PER_BEAT} {section.rows_per_beat}"
        f" {word.PICKUP} {section.pickup} {word.LENGTH} {section.length}"
    )
    columns = [
        _aligned([cell_text(cell, origins, flats=flats) for cell in column], lane.name)
        for column, lane in zip(section.columns, lanes, strict=True)
    ]
    yield _row("#", [column[0] for column in columns])
    for row in range(section.length):
        position = section.position(row)
        if position.row == 0:
            yield ""
            yield f"# bar {position.bar}" if position.bar else "# pickup"
        yield _row("|", [column[row + 1] for column in columns])


def _aligned(cells: list[str], title: str) -> list[str]:
    """The title over the cells, all as wide as the widest cell; a longer title is cut."""
    width = max(7, *(len(text) for text in cells))
    heading = "".join(char for char in title if char.isalnum() or char == " ")[:width].strip()
    return [text.ljust(width) for text in (heading, *cells)]


def _row(mark: str, cells: list[str]) -> str:
    return mark + "".join(f" {text} |" for text in cells)
