"""The styles `song` and `leadsheet` on pieces that no network has seen, beside the rules and the originals.

    python benchmarks/styles.py --lieder PATH --leadsheets PATH [--windows 40]

PATH is the unpacked OpenScore Lieder or OpenEWLD; held back is what training holds back
(``held_out.py``).
Over four-bar windows; mean and 95 % interval over windows (of nats, over pieces):
nats            of hidden cells on fixed masks; the same of cells that are not held ("changed"); of chords
                for the melody, all hidden (chord_nats.py)
chord tones     share of the written lanes' sounding cells in the chord of their row
onsets          notes a quarter note and written lane; Wasserstein distance of that to the originals'
register        mean pitch of the written lanes; total variation distance, 0 to 1, of all windows' pitches to
                the original's
CHE ... MCTD    Yeh et al. 2021, of melody and chords (tuicomposer/training/harmony_measures.py); below
                each the mean distance to the original's value, window by window
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from chord_nats import print_chord_nats
from held_back import released_model
from held_out import held_out
from intervals import over_pieces, shown

from tuicomposer.generator.canvas import Canvas, sounding_pitches
from tuicomposer.generator.network import GridGenerator
from tuicomposer.generator.proposal import Sampler
from tuicomposer.generator.rules import RuleSampler
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, MASK
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.score.chord import Chord
from tuicomposer.score.section import Section
from tuicomposer.score.spans import chord_spans
from tuicomposer.training.as_song import typed_song, window_of
from tuicomposer.training.dataset import Encoded, Windows, draw_masked, encode_piece
from tuicomposer.training.harmony_measures import HarmonyMeasures, harmony_measures
from tuicomposer.training.leadsheets import read_leadsheets
from tuicomposer.training.lieder import read_lieder
from tuicomposer.training.pieces import Piece


def interval(values: Sequence[float]) -> str:
    """Mean and 95 % bootstrap interval of values by window; those that are not numbers left out."""
    array = np.array([value for value in values if np.isfinite(value)])
    picks = np.random.default_rng(0).integers(0, len(array), (1000, len(array)))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return f"{array.mean():.3f} [{low:.3f}, {high:.3f}]"


def four_bars(pieces: Sequence[Piece], most: int, lanes: Sequence[int]) -> list[Piece]:
    """One window a piece, from its ninth bar or its first, in which every lane sounds."""
    found = []
    for piece in pieces:
        window = window_of(piece, 8, 4) or window_of(piece, 0, 4)
        if window is not None and window.onset[:, list(lanes)].any(axis=0).all():
            found.append(window)
    return found[:most]


class NotedWindows(Windows):
    """Windows that note which piece each was drawn from."""

    drawn: list[int]

    def draw(self) -> tuple[Encoded, np.ndarray]:
        """A window, its piece noted."""
        # A copy of the generator tells the piece and leaves the masks as they are.
        index = int(deepcopy(self.rng).choice(len(self.versions), p=self.weights))
        self.drawn = [*getattr(self, "drawn", []), index]
        return super().draw()


@torch.inference_mode()
def likelihood(
    network: GridGenerator, pieces: Sequence[Piece], batches: int = 12
) -> tuple[np.ndarray, list[int]]:
    """Nats of hidden voice cells on fixed masks, and the piece of each window.

    Returns:
        (windows, 4): nats and number of all hidden cells, nats and number of those that are not held.
    """
    windows = NotedWindows([encode_piece(piece) for piece in pieces], 128, np.random.default_rng(2024))
    rows = []
    for _ in range(batches):
        batch = draw_masked(windows, 8)
        hidden = (batch.canvas.voices == MASK) & (batch.voices != MASK)
        logits = network(batch.canvas).voices
        for index, here in enumerate(hidden):
            truth = batch.voices[index][here]
            nats = F.cross_entropy(logits[index][here], truth, reduction="none")
            changed = nats[truth != HOLD]
            rows.append((float(nats.sum()), len(nats), float(changed.sum()), len(changed)))
    return np.array(rows), windows.drawn


def print_likelihood(style: str, network: GridGenerator, pieces: Sequence[Piece]) -> None:
    """Print the likelihood of a style's held-back pieces."""
    table, drawn = likelihood(network, pieces)
    shares = []
    for nats, number in ((0, 1), (2, 3)):

        def pooled(rows: np.ndarray, nats: int = nats, number: int = number) -> float:
            return float(table[rows, nats].sum() / max(1.0, table[rows, number].sum()))

        shares.append(shown(over_pieces(pooled, drawn, np.random.default_rng(0), 1000)))
    print(
        f"\n{style}: nats of hidden cells {shares[0]}, of changed cells {shares[1]}; {len(set(drawn))} pieces"
    )


def row_chords(section: Section) -> list[Chord]:
    """The chord of each row."""
    rows = [Chord(None)] * section.length
    for span in chord_spans(section, 0):
        for row in range(span.row, min(section.length, -(-span.end // section.row_ticks))):
            rows[row] = span.chord
    return rows


Made = tuple[np.ndarray, np.ndarray, list[Chord]]
"""(rows, 4) pitches, (rows, 4) onsets, chord of each row."""


def total_variation(one: np.ndarray, other: np.ndarray) -> float:
    """Half the summed distances of two histograms of MIDI pitches: 0, the same, to 1, nothing shared."""
    shares = [np.bincount(pitches, minlength=128) / max(1, len(pitches)) for pitches in (one, other)]
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def sounding(made: Sequence[Made], voices: list[int]) -> np.ndarray:
    """The pitches of the sounding cells of some lanes of all windows."""
    every = np.concatenate([pitch[:, voices].ravel() for pitch, _, _ in made])
    return np.asarray(every[every >= 0])


def away(found: Sequence[HarmonyMeasures], human: Sequence[HarmonyMeasures]) -> np.ndarray:
    """(windows, 6) distances of each measure to the original's of the same window."""
    return np.abs(np.array(found) - np.array(human))


def made_by(sampler: Sampler | None, window: Piece, style: str, lanes: tuple[int, ...], seed: int) -> Made:
    """A window with some lanes written anew; as it is without a sampler."""
    song = typed_song(window, all_voices=True)
    section = song.sections[0]
    empty = tuple(
        (None,) * section.length if index in lanes else column for index, column in enumerate(section.columns)
    )
    if sampler is None:
        return window.pitch.astype(np.int64), window.onset, row_chords(section)
    asked = replace(song, sections=(replace(section, columns=empty),))
    request = GenerateRequest(asked, 0, Region(0, lanes, 0, section.length), style=style, seed=seed)
    drawn = sampler.draw(request, 1, np.random.default_rng(seed), lambda *_: None, CancelToken())[0]
    chords = _chords_of(drawn.canvas)
    return sounding_pitches(drawn.tokens), drawn.tokens >= FIRST_PITCH, chords


def _chords_of(canvas: Canvas) -> list[Chord]:
    rows = [Chord(None)] * canvas.rows
    for item in canvas.chords:
        rows[item.start : item.stop] = [item.chord] * (item.stop - item.start)
    return rows


class Human(NamedTuple):
    """What the written lanes of all windows have, to be compared with."""

    onsets: np.ndarray
    """(windows,) onsets a quarter note and lane."""
    pitches: np.ndarray
    """Of every sounding cell."""


def texture_row(
    name: str, made: Sequence[Made], voices: list[int], grid: list[int], human: Human | None
) -> Human:
    """Print chord tones, onsets and register of written lanes; returns onsets and pitches."""
    tones, onsets, register = [], [], []
    for (pitch, onset, chords), rows_per_beat in zip(made, grid, strict=True):
        part = pitch[:, voices]
        inside = [
            note % 12 in chord.pitch_classes
            for row, chord in zip(part, chords, strict=True)
            if not chord.is_silence
            for note in row
            if note >= 0
        ]
        tones.append(float(np.mean(inside)) if inside else np.nan)
        onsets.append(onset[:, voices].sum() / len(voices) / (len(onset) / rows_per_beat))
        register.append(float(part[part >= 0].mean()) if (part >= 0).any() else np.nan)
    found = Human(np.array(onsets), sounding(made, voices))
    off = variation = ""
    if human is not None:
        off = f"{np.abs(np.sort(onsets) - np.sort(human.onsets)).mean():.3f}"
        variation = f"{total_variation(found.pitches, human.pitches):.3f}"
    print(f"{name:10}{interval(tones):24}{interval(onsets):24}{off:10}{interval(register):26}{variation}")
    return found


def texture(
    title: str, windows: list[Piece], style: str, voices: list[int], samplers: dict[str, Sampler | None]
) -> None:
    """Lanes written for the others and the chords."""
    print(f"\n{title}; {len(windows)} windows")
    print(f"{'':10}{'chord tones':24}{'onsets':24}{'distance':10}{'register':26}variation")
    lanes = tuple(voice + 1 for voice in voices)
    human = None
    for name, sampler in samplers.items():
        made = [made_by(sampler, window, style, lanes, seed) for seed, window in enumerate(windows)]
        found = texture_row(name, made, voices, [window.steps_per_beat for window in windows], human)
        human = found if human is None else human


def harmony(
    title: str, windows: list[Piece], lanes: tuple[int, ...], samplers: dict[str, Sampler | None]
) -> None:
    """Melody and chords, one of them written for the other."""
    print(f"\n{title}; {len(windows)} windows")
    print(f"{'':10}" + "".join(f"{name:24}" for name in ("CHE", "CC", "CTD", "CTnCTR", "PCS", "MCTD")))
    human: list[HarmonyMeasures] = []
    for name, sampler in samplers.items():
        found: list[HarmonyMeasures] = []
        for seed, window in enumerate(windows):
            pitch, onset, chords = made_by(sampler, window, "leadsheet", lanes, seed)
            found.append(harmony_measures(pitch[:, 0].tolist(), onset[:, 0].tolist(), chords))
        print(f"{name:10}" + "".join(f"{interval(column):24}" for column in zip(*found, strict=True)))
        if human:
            print(f"{'  off by':10}" + "".join(f"{interval(column):24}" for column in away(found, human).T))
        human = human or found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lieder", type=Path)
    parser.add_argument("--leadsheets", type=Path)
    parser.add_argument("--windows", type=int, default=40)
    arguments = parser.parse_args()
    model = released_model()
    samplers: dict[str, Sampler | None] = {
        "original": None,
        "rules": RuleSampler(),
        "model": NetworkSampler(model.generator, model.discriminator),
    }
    print(model.name)
    if arguments.lieder is None and arguments.leadsheets is None:
        parser.error("give the path of a collection: --lieder, --leadsheets, or both")
    if arguments.lieder is not None:
        names = held_out("lieder", "test")
        pieces = [piece for piece in read_lieder(arguments.lieder) if piece.name in names]
        print_likelihood("song", model.generator, pieces)
        windows = four_bars(pieces, arguments.windows, range(4))
        texture("song: three keyboard lanes for voice and chords", windows, "song", [1, 2, 3], samplers)
    if arguments.leadsheets is not None:
        names = held_out("leadsheets", "test")
        pieces = [piece for piece in read_leadsheets(arguments.leadsheets) if piece.name in names]
        print_likelihood("leadsheet", model.generator, pieces)
        windows = four_bars(pieces, arguments.windows, [0])
        texture("leadsheet: a melody for the chords", windows, "leadsheet", [0], samplers)
        print_chord_nats(model.generator, windows)
        harmony("leadsheet: the same melodies", windows, (1,), samplers)
        harmony("leadsheet: chords for the melody", windows, (0,), samplers)


if __name__ == "__main__":
    main()
