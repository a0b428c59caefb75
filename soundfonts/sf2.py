"""Writes the SoundFont 2.01 format: a RIFF file of samples and of tables that point at them.

The tables follow the SoundFont Technical Specification 2.01, sections 4 to 8.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE: Final = 22_050
_GUARD_FRAMES: Final = 46
"""Silent frames that must follow each sample."""
_MONO: Final = 1


class Generator(IntEnum):
    """Numbers of the parameters that are used (specification 8.1.2)."""

    FILTER_CUTOFF = 8
    REVERB_SEND = 16
    PAN = 17
    ATTACK = 34
    HOLD = 35
    DECAY = 36
    SUSTAIN = 37
    RELEASE = 38
    INSTRUMENT = 41
    KEY_RANGE = 43
    SAMPLE_ID = 53
    SAMPLE_MODES = 54
    EXCLUSIVE_CLASS = 57
    ROOT_KEY = 58


@dataclass(frozen=True)
class Zone:
    """A sample and the keys that play it."""

    samples: NDArray[np.float64]
    """Mono, -1 to 1."""
    root: int
    """MIDI number at which the sample sounds as it is."""
    low: int = 0
    high: int = 127
    loop: tuple[int, int] | None = None
    """First frame of the loop and frame after the last; ``None`` plays the sample once."""
    cents: int = 0
    """Tuning of the sample relative to ``root``; the sample's pitch is this much too low."""
    generators: dict[Generator, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Instrument:
    """Zones that cover the keyboard."""

    name: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True)
class Preset:
    """A program that plays an instrument."""

    name: str
    bank: int
    program: int
    instrument: int


def timecents(seconds: float) -> int:
    """A duration in the format's logarithmic unit."""
    return round(1200 * math.log2(seconds))


def soundfont_bytes(name: str, instruments: tuple[Instrument, ...], presets: tuple[Preset, ...]) -> bytes:
    """The whole file."""
    zones = [zone for instrument in instruments for zone in instrument.zones]
    info = _list(
        b"INFO",
        _chunk(b"ifil", struct.pack("<HH", 2, 1)),
        _chunk(b"isng", _text("EMU8000")),
        _chunk(b"INAM", _text(name)),
        _chunk(b"ICOP", _text("CC0 1.0: no rights reserved")),
    )
    samples = _list(b"sdta", _chunk(b"smpl", b"".join(_frames(zone) for zone in zones)))
    tables = _list(b"pdta", *_preset_chunks(presets), *_instrument_chunks(instruments), _headers(zones))
    return _chunk(b"RIFF", b"sfbk" + info + samples + tables)


def _frames(zone: Zone) -> bytes:
    scaled = np.round(zone.samples * 32767).clip(-32767, 32767).astype("<i2")
    return scaled.tobytes() + bytes(2 * _GUARD_FRAMES)


def _headers(zones: Iterable[Zone]) -> bytes:
    rows, position = [], 0
    for number, zone in enumerate(zones):
        end = position + len(zone.samples)
        start_loop, end_loop = zone.loop or (0, len(zone.samples))
        loop = position + start_loop, position + end_loop
        places = (position, end, *loop, SAMPLE_RATE, zone.root, zone.cents, 0, _MONO)
        rows.append(struct.pack("<20s5IBbHH", f"sample {number}".encode(), *places))
        position = end + _GUARD_FRAMES
    rows.append(struct.pack("<20s5IBbHH", b"EOS", *[0] * 9))
    return _chunk(b"shdr", b"".join(rows))


def _preset_chunks(presets: tuple[Preset, ...]) -> tuple[bytes, ...]:
    ordered = sorted(presets, key=lambda preset: (preset.bank, preset.program))
    heads = [
        struct.pack("<20s3H3I", preset.name.encode(), preset.program, preset.bank, index, 0, 0, 0)
        for index, preset in enumerate(ordered)
    ]
    heads.append(struct.pack("<20s3H3I", b"EOP", 0, 0, len(ordered), 0, 0, 0))
    zones = [{Generator.INSTRUMENT: preset.instrument} for preset in ordered]
    return (_chunk(b"phdr", b"".join(heads)), *_zone_chunks(b"p", zones))


def _instrument_chunks(instruments: tuple[Instrument, ...]) -> tuple[bytes, ...]:
    heads: list[bytes] = []
    zones: list[dict[Generator, int]] = []
    for instrument in instruments:
        heads.append(struct.pack("<20sH", instrument.name.encode(), len(zones)))
        for zone in instrument.zones:
            zones.append(_zone_generators(zone, len(zones)))
    heads.append(struct.pack("<20sH", b"EOI", len(zones)))
    return (_chunk(b"inst", b"".join(heads)), *_zone_chunks(b"i", zones))


def _zone_generators(zone: Zone, sample: int) -> dict[Generator, int]:
    # The format wants the key range first and the sample last.
    return {
        Generator.KEY_RANGE: zone.low | zone.high << 8,
        **zone.generators,
        Generator.ROOT_KEY: zone.root,
        Generator.SAMPLE_MODES: 0 if zone.loop is None else 1,
        Generator.SAMPLE_ID: sample,
    }


def _zone_chunks(letter: bytes, zones: list[dict[Generator, int]]) -> tuple[bytes, bytes, bytes]:
    bags, generators, count = [], [], 0
    for zone in zones:
        bags.append(struct.pack("<HH", count, 0))
        generators += [struct.pack("<HH", number, value & 0xFFFF) for number, value in zone.items()]
        count += len(zone)
    bags.append(struct.pack("<HH", count, 0))
    generators.append(bytes(4))
    return (
        _chunk(letter + b"bag", b"".join(bags)),
        _chunk(letter + b"mod", bytes(10)),
        _chunk(letter + b"gen", b"".join(generators)),
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _list(name: bytes, *chunks: bytes) -> bytes:
    return _chunk(b"LIST", name + b"".join(chunks))


def _text(text: str) -> bytes:
    data = text.encode("ascii") + b"\0"
    return data + bytes(len(data) % 2)
