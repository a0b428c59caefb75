"""The released network is trusted, is what its card says, and hears plain music rightly."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import soxr

from tuicomposer.analyzer.audio.checkpoint import load_hearing
from tuicomposer.analyzer.audio.listener import AudioListener, open_listener
from tuicomposer.analyzer.audio.spectrum import SAMPLE_RATE
from tuicomposer.errors import ModelError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardSound
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.playback.events import Kind, SoundEvent
from tuicomposer.playback.fluid import fluid_renderer
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.voicing import voicing
from tuicomposer.training.audio.network import HearingConfig, HearingNetwork

MODELS = Path(__file__).parents[3] / "models"
FONT = MODELS.parent / "soundfonts" / "tuicomposer.sf2"
CHORDS = ("C", "Am", "F", "G7")
TUNE = (72, 71, 72, 76, 76, 74, 72, 69, 72, 74, 77, 76, 74, 77, 79, 71)
BEAT = 0.6


@pytest.fixture(scope="module")
def listener() -> AudioListener:
    return open_listener(MODELS / "hearing")


def played() -> np.ndarray:
    """Four bars: a chord and its bass a bar, four notes of a tune over each, at 100 beats a minute."""
    events: list[tuple[float, SoundEvent]] = []

    def note(channel: int, pitch: int, start: float, end: float, velocity: int) -> None:
        events.append((start, SoundEvent(0, Kind.NOTE_ON, channel, pitch, velocity)))
        events.append((end, SoundEvent(0, Kind.NOTE_OFF, channel, pitch)))

    events.append((-1, SoundEvent(0, Kind.PROGRAM, 1, 73)))
    for bar, name in enumerate(CHORDS):
        chord = parse_chord(name)
        for beat in range(4):
            start = (4 * bar + beat) * BEAT
            for pitch in voicing(chord):
                note(0, pitch, start, start + 0.9 * BEAT, 70)
            note(0, 36 + chord.bass_class, start, start + 0.9 * BEAT, 90)
            note(1, TUNE[4 * bar + beat], start, start + 0.95 * BEAT, 110)
    renderer = fluid_renderer(FONT)
    parts, now = [], 0
    for at, event in sorted(events, key=lambda one: (one[0], one[1].kind)):
        target = max(0, round(at * renderer.sample_rate)) // 64 * 64
        if target > now:
            parts.append(renderer.render(target - now).mean(axis=1))
            now = target
        renderer.send(event)
    parts.append(renderer.render(renderer.sample_rate // 2).mean(axis=1))
    rate = renderer.sample_rate
    renderer.close()
    return soxr.resample(np.concatenate(parts), rate, SAMPLE_RATE).astype(np.float32)


def blocks(samples: np.ndarray) -> Iterator[np.ndarray]:
    yield from (samples[at : at + 10_000] for at in range(0, len(samples), 10_000))


@pytest.fixture(scope="module")
def heard(listener: AudioListener) -> HeardSound:
    return listener.listen(blocks(played()), CancelToken(), lambda _: None)


@pytest.mark.audio
def test_four_bars_are_heard_as_they_were_played(heard: HeardSound) -> None:
    for bar, name in enumerate(CHORDS):
        middle = (4 * bar + 2) * BEAT
        found = next(one for one in heard.chords if one.start_s <= middle < one.end_s)
        assert found.chord.root_class == parse_chord(name).root_class, name
    truth = [(number * BEAT, pitch) for number, pitch in enumerate(TUNE)]
    right = sum(
        any(abs(one.start_s - start) < 0.06 and one.pitch == pitch for one in heard.melody)
        for start, pitch in truth
    )
    assert right >= 13
    assert heard.tempo_bpm == pytest.approx(100, rel=0.03)
    assert heard.keys[0].key.tonic_class == 0


@pytest.mark.audio
def test_what_is_heard_lies_inside_the_recording(heard: HeardSound) -> None:
    assert heard.chords[0].start_s == 0
    assert heard.chords[-1].end_s == pytest.approx(heard.seconds)
    assert all(a.end_s == b.start_s for a, b in zip(heard.chords, heard.chords[1:], strict=False))
    for note in heard.notes:
        assert 0 <= note.start_s < note.end_s <= heard.seconds
        assert 1 <= note.velocity <= 127
        assert 0 <= note.confidence <= 1
    # A note of the melody is cut where the next begins, so its end may be earlier.
    assert {(note.start_s, note.pitch) for note in heard.melody} <= {
        (n.start_s, n.pitch) for n in heard.notes
    }


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros(1, np.float32),
        np.zeros(3 * SAMPLE_RATE, np.float32),
        np.ones(3 * SAMPLE_RATE, np.float32),
        np.random.default_rng(0).normal(0, 0.3, 3 * SAMPLE_RATE).astype(np.float32),
        np.sign(np.sin(np.arange(3 * SAMPLE_RATE) * 0.05)).astype(np.float32) * 4,
    ],
    ids=["nothing", "one sample", "silence", "a constant", "noise", "clipping"],
)
def test_every_sound_has_an_answer(listener: AudioListener, samples: np.ndarray) -> None:
    told: list[float] = []
    heard = listener.listen(blocks(samples), CancelToken(), told.append)
    assert heard.seconds == pytest.approx(len(samples) / SAMPLE_RATE)
    assert told == sorted(told)
    assert 0.95 <= told[0] < told[-1] < 1
    if not samples.any():
        assert (heard.notes, heard.keys, heard.beats) == ((), (), ())


@pytest.mark.parametrize("name", ["weights.safetensors", "graph.onnx", "config.json"])
def test_an_altered_folder_is_not_loaded(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "hearing"
    shutil.copytree(MODELS / "hearing", folder)
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match="altered"):
        load_hearing(folder, TRUSTED)


def test_the_card_says_what_is_released() -> None:
    card = (MODELS / "hearing" / "card.md").read_text(encoding="utf-8")
    config = json.loads((MODELS / "hearing" / "config.json").read_text(encoding="utf-8"))
    digest = sha256((MODELS / "hearing" / "manifest.json").read_bytes()).hexdigest()
    load_hearing(MODELS / "hearing", {digest})
    network = HearingNetwork(HearingConfig(**config["network"]))
    assert f"{sum(value.numel() for value in network.parameters()):,} parameters" in card
    assert f"# {config['name']} {config['version']}" in card
    assert f"{config['recipe']['takes']:,} takes" in card
    assert f"{config['recipe']['steps']:,} steps" in card
    assert "@" not in card
