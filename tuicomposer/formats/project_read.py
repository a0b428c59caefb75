"""Project text to songs: any bytes give a song or a sentence that names the line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tuicomposer.errors import ComposerError, EntryError, SongFileError
from tuicomposer.formats import project_words as word
from tuicomposer.formats.limits import MAX_BYTES, too_large
from tuicomposer.formats.project_header import Header, add_field
from tuicomposer.formats.project_section import SectionReader
from tuicomposer.formats.quoting import unquoted
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible

_FIRST_LINE: Final = re.compile(rf"{word.MAGIC}\s+([0-9]{{1,9}})\Z")
_FIELD: Final = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s:|"]+)\s*:(.*)\Z', re.DOTALL)


class Line(NamedTuple):
    """A line that means something."""

    number: int
    text: str


def read_project(data: bytes) -> Song:
    """Song of a project text, as :mod:`tuicomposer.formats.project` describes it.

    Raises:
        SongFileError: The bytes are no project text; the sentence names the line.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    lines = _lines(_decoded(data))
    _check_version(next(lines, Line(1, "")))
    header = Header()
    sections = SectionReader(header)
    number = 1
    for number, text in lines:
        try:
            _read_line(text, header, sections)
        except ComposerError as error:
            raise _at(number, error) from error
    try:
        return header.song(sections.finished())
    except ComposerError as error:
        raise _at(number, error) from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SongFileError(
            f"Line {line}: The file is not UTF-8 text.", "Open a song that tuicomposer saved, or a MIDI file."
        ) from error


def _lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(io.StringIO(text), 1):
        line = raw.strip()
        if line and not line.startswith("#"):
            yield Line(number, line)


def _check_version(line: Line) -> None:
    match = _FIRST_LINE.match(line.text)
    if match is None:
        raise SongFileError(
            f"Line {line.number}: The file is not a song of tuicomposer.",
            f"Its first line must be “{word.MAGIC} {word.VERSION}”.",
        )
    if int(match[1]) != word.VERSION:
        raise SongFileError(
            f"Line {line.number}: The song is in version {int(match[1])} of the format, not {word.VERSION}.",
            "Open it with a newer tuicomposer.",
        )


def _read_line(text: str, header: Header, sections: SectionReader) -> None:
    if text.startswith("|"):
        sections.add_row(text)
        return
    match = _FIELD.match(text)
    if match is None:
        raise EntryError(
            f"“{visible(text[:40])}” is neither a field nor a row.",
            "Write “name: value”, a row that starts with “|”, or a comment that starts with “#”.",
        )
    name, value = match[1], match[2].strip()
    if name == word.SECTION:
        sections.start(value)
    elif sections.started:
        raise EntryError(
            f"The field “{visible(name[:40])}” stands after a section.", "Move it to the header."
        )
    else:
        add_field(header, name if name in word.FIELDS else "", unquoted(name), value)


def _at(line: int, error: ComposerError) -> SongFileError:
    return SongFileError(f"Line {line}: {error.what}", error.hint)
