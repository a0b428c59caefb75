"""The frame of Standard MIDI Files: bytes to timed messages, however damaged the bytes are.

mido decodes the messages. The chunks and lengths around them are read here, because mido gives up
on a whole file for one bad event, drops the time before events that it does not know, and takes
lengths of any size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import mido
from mido.midifiles.meta import KeySignatureError, build_meta_message

from tuicomposer.errors import SongFileError

MAX_BYTES: Final = 8 * 2**20
MAX_EVENTS: Final = 300_000
MAX_TICK: Final = 2**40
_HEADER: Final = struct.Struct(">4sIHHh")
_CHUNK: Final = struct.Struct(">4sI")
_META, _SYSEX, _ESCAPE = 0xFF, 0xF0, 0xF7
_USED_META: Final = frozenset({*range(1, 8), 0x51, 0x58, 0x59})
_USED_STATUS: Final = frozenset({0x80, 0x90, 0xB0, 0xC0})
_USED_CONTROLS: Final = frozenset({7, 10})


class Event(NamedTuple):
    """A message and the tick at which it stands, in the file's own ticks."""

    tick: int
    message: mido.Message | mido.MetaMessage


@dataclass(frozen=True, slots=True)
class Track:
    """One track's notes, programs, volumes, pans, texts, tempos, metres and keys."""

    events: tuple[Event, ...]
    end: int
    """Tick at which the track ends."""
    whole: bool
    """Whether it could be read to its end."""


@dataclass(frozen=True, slots=True)
class Smf:
    """A Standard MIDI File, read."""

    kind: int
    """0 one track, 1 tracks together, 2 tracks one after the other."""
    division: int
    """Ticks to the quarter note; negative for SMPTE frames."""
    tracks: tuple[Track, ...]


def read_smf(data: bytes) -> Smf:
    """Tracks of a Standard MIDI File; what follows a damaged place in a track is left out.

    Raises:
        SongFileError: The bytes are no MIDI file, or too many.
    """
    start = max(data.find(b"MThd", 0, 64), 0)
    if len(data) > MAX_BYTES:
        raise SongFileError(f"The MIDI file has {len(data)} bytes.", f"Use one of at most {MAX_BYTES} bytes.")
    if len(data) < start + _HEADER.size or data[start : start + 4] != b"MThd":
        raise SongFileError("The file is not a MIDI file.", "Open a Standard MIDI File (.mid).")
    _, size, kind, _, division = _HEADER.unpack_from(data, start)
    if kind > 2 or division == 0 or (division < 0 and division & 0xFF == 0):
        raise SongFileError("The MIDI file has a header that makes no sense.", "Export it again.")
    tracks, budget = [], MAX_EVENTS
    for begin, end in _chunks(data, start + _CHUNK.size + size):
        tracks.append(_TrackReader(data, begin, end, budget).track())
        budget -= len(tracks[-1].events)
    return Smf(kind, division, tuple(tracks))


def _chunks(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """First byte and end of every track's content; the last may end before its stated size."""
    while at + _CHUNK.size <= len(data):
        name, size = _CHUNK.unpack_from(data, at)
        at += _CHUNK.size
        if name == b"MTrk":
            yield at, min(at + size, len(data))
        at += size


class _TrackReader:
    """Reads one track from ``at`` to ``end``."""

    def __init__(self, data: bytes, at: int, end: int, budget: int) -> None:
        self._data, self._at, self._end, self._budget = data, at, end, budget
        self._tick = 0
        self._status = 0
        self._events: list[Event] = []

    def track(self) -> Track:
        """The track, as far as it can be read.

        Raises:
            SongFileError: It has too many events.
        """
        try:
            while self._at < self._end and self._event():
                pass
            whole = True
        except (IndexError, ValueError):
            whole = False
        return Track(tuple(self._events), self._tick, whole)

    def _event(self) -> bool:
        """Read one event; false at the end of the track."""
        self._tick += self._length()
        if self._tick > MAX_TICK:
            raise ValueError("beyond all music")
        status = self._byte()
        if status == _META:
            return self._meta()
        if status in (_SYSEX, _ESCAPE):
            self._take(self._length())
            return True
        if status < 0x80:
            self._at -= 1
            status = self._status
        self._channel_message(status)
        return True

    def _meta(self) -> bool:
        kind = self._byte()
        content = self._take(self._length())
        if kind in _USED_META:
            try:
                self._add(build_meta_message(kind, list(content)))
            except (KeySignatureError, IndexError, ValueError):
                return True
        return kind != 0x2F

    def _channel_message(self, status: int) -> None:
        if not 0x80 <= status < 0xF0:
            raise ValueError("no status byte")
        self._status = status
        content = self._take(1 if status & 0xF0 in (0xC0, 0xD0) else 2)
        if any(byte > 127 for byte in content):
            raise ValueError("no data byte")
        kind = status & 0xF0
        if kind in _USED_STATUS and (kind != 0xB0 or content[0] in _USED_CONTROLS):
            self._add(mido.Message.from_bytes([status, *content]))

    def _add(self, message: mido.Message | mido.MetaMessage) -> None:
        if len(self._events) >= self._budget:
            raise SongFileError(
                f"The MIDI file has more than {MAX_EVENTS} notes and texts.", "Use a shorter one."
            )
        self._events.append(Event(self._tick, message))

    def _byte(self) -> int:
        if self._at >= self._end:
            raise IndexError("end of track")
        self._at += 1
        return self._data[self._at - 1]

    def _take(self, size: int) -> bytes:
        if self._at + size > self._end:
            raise IndexError("end of track")
        self._at += size
        return self._data[self._at - size : self._at]

    def _length(self) -> int:
        """A number of at most four bytes of seven bits."""
        value = 0
        for _ in range(4):
            byte = self._byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise ValueError("a number of more than four bytes")


def text_of(message: mido.MetaMessage) -> str:
    """Text of a text event, which mido reads as Latin-1: as UTF-8 where it is."""
    raw: str = message.name if message.type == "track_name" else message.text
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return raw
