"""A recording as a soundfont, so that the synthesizer that plays the song plays the recording too.

Both then have one clock and one device, and cannot drift apart. The font holds the samples once, with
four headers that begin a quarter of 32768 frames apart: a place in the recording is one of them, and
two generators that move the beginning (SoundFont 2.01, sections 8.1.3 and 9.6).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

BANK: Final = 100
"""Bank of the one preset; no General MIDI soundfont has it."""
FIRST_KEY: Final = 60
"""Key of the first header; those of the others follow."""
STRIDE: Final = 8192
"""Frames from where one header begins to where the next does."""
HEADERS: Final = 4
"""Headers; together they span what the coarse generator counts by."""
COARSE: Final = STRIDE * HEADERS
VOICES: Final = 4
"""Voices that play the samples together: a synthesizer leaves each voice room for dozens of others, and a
recording, already a whole mix, would be some 12 dB softer than the song beside it."""
_GUARD_FRAMES: Final = 46
_HEAD: Final = "<20s5IBbHH"
_INSTRUMENT, _KEY_RANGE, _SAMPLE = 41, 43, 53

Samples = NDArray[np.float32]


def write_take_font(file: BinaryIO, blocks: Iterable[Samples], sample_rate: int) -> int:
    """Write the font of a recording, block by block.

    Args:
        file: An empty file that can be written at any place.
        blocks: Mono samples, -1 to 1; what is louder is cut off.
        sample_rate: Samples a second.

    Returns:
        How many frames the recording has.
    """
    info = _list(b"INFO", _chunk(b"ifil", struct.pack("<HH", 2, 1)), _chunk(b"isng", b"EMU8000\0"))
    file.write(b"RIFF\0\0\0\0sfbk" + info)
    list_at = file.tell()
    file.write(b"LIST\0\0\0\0sdtasmpl\0\0\0\0")
    frames = 0
    for block in blocks:
        file.write(np.round(block * 32767).clip(-32767, 32767).astype("<i2").tobytes())
        frames += len(block)
    file.write(bytes(2 * _GUARD_FRAMES))
    size = 2 * (frames + _GUARD_FRAMES)
    file.write(_tables(frames, sample_rate))
    whole = file.tell()
    for at, value in ((4, whole - 8), (list_at + 4, size + 12), (list_at + 16, size)):
        file.seek(at)
        file.write(struct.pack("<I", value))
    return frames


def _tables(frames: int, sample_rate: int) -> bytes:
    keys = range(HEADERS)
    preset = struct.pack("<20s3H3I", b"Recording", 0, BANK, 0, 0, 0, 0)
    ends = struct.pack("<20s3H3I", b"EOP", 0, 0, 1, 0, 0, 0)
    zones = b"".join(
        VOICES * struct.pack("<HBBHH", _KEY_RANGE, FIRST_KEY + key, FIRST_KEY + key, _SAMPLE, key)
        for key in keys
    )
    heads = b"".join(
        struct.pack(_HEAD, f"from {key}".encode(), *_places(key, frames, sample_rate)) for key in keys
    )
    return _list(
        b"pdta",
        _chunk(b"phdr", preset + ends),
        _chunk(b"pbag", struct.pack("<4H", 0, 0, 1, 0)),
        _chunk(b"pmod", bytes(10)),
        _chunk(b"pgen", struct.pack("<4H", _INSTRUMENT, 0, 0, 0)),
        _chunk(b"inst", struct.pack("<20sH20sH", b"Recording", 0, b"EOI", HEADERS * VOICES)),
        _chunk(b"ibag", b"".join(struct.pack("<HH", 2 * zone, 0) for zone in range(HEADERS * VOICES + 1))),
        _chunk(b"imod", bytes(10)),
        _chunk(b"igen", zones + bytes(4)),
        _chunk(b"shdr", heads + struct.pack(_HEAD, b"EOS", *[0] * 9)),
    )


def _places(key: int, frames: int, sample_rate: int) -> tuple[int, ...]:
    start = min(key * STRIDE, max(0, frames - 1))
    return start, frames, start, frames, sample_rate, FIRST_KEY + key, 0, 0, 1


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _list(name: bytes, *chunks: bytes) -> bytes:
    return _chunk(b"LIST", name + b"".join(chunks))
