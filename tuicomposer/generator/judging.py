"""The discriminator's verdict on a section, with reasons that name rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from tuicomposer.errors import RequestError
from tuicomposer.generator.canvas import Canvas, read, sounding_pitches
from tuicomposer.generator.network import CanvasBatch, GridDiscriminator, GridGenerator, no_density
from tuicomposer.generator.reasons import lane_name, lanes_of, rule_reasons
from tuicomposer.generator.styles import STYLES, style_of
from tuicomposer.generator.vocabulary import FIRST_PITCH, VOICES
from tuicomposer.generator.wrong_notes import soundness
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import CellRealness, Judged, JudgeRequest, Reason
from tuicomposer.score.cells import Note
from tuicomposer.score.key import Key
from tuicomposer.score.pitch import pitch_name
from tuicomposer.score.song import Place

I64 = NDArray[np.int64]
_UNCONVINCING: Final = 0.35
_MAX_REASONS: Final = 40
_DOUBTFUL: Final = 0.2
"""Soundness below which a note is named as a likely slip."""


class Jury(NamedTuple):
    """Who judges."""

    discriminator: GridDiscriminator
    """Of the passage, and of cells: would a person have written this?"""
    generator: GridGenerator
    """Of single notes: is a neighbour so much likelier that this must be a slip?"""


class Verdicts(NamedTuple):
    """What a jury says of a canvas."""

    passage: float
    """Probability that a person wrote the whole."""
    cells: NDArray[np.float64]
    """(rows, 4) probability that a person wrote the cell and meant it."""
    sound: NDArray[np.float64]
    """(rows, 4) probability that a note is no slip."""
    meant: I64
    """(rows, 4) token that was most likely meant where it is one."""


def judge(request: JudgeRequest, jury: Jury, model: str, token: CancelToken) -> Judged:
    """Realness of a section's cells and of the whole.

    Raises:
        RequestError: The section holds no notes.
        Cancelled: The token was cancelled.
    """
    canvas = read(request.song, request.section)
    if not (canvas.tokens != 0).any():
        raise RequestError(
            "There is nothing to judge: the section holds no notes.", "Type or generate some first."
        )
    found = verdicts(canvas, jury, token)
    return Judged(request, found.passage, _by_cell(canvas, found.cells), reasons(canvas, found), model)


@torch.inference_mode()
def verdicts(canvas: Canvas, jury: Jury, token: CancelToken, window: int = 256) -> Verdicts:
    """What a jury says of a canvas, window by window; the passage is the mean over rows.

    Raises:
        Cancelled: The token was cancelled.
    """
    passages, rows, cells, sound, meant = [], [], [], [], []
    for start in range(0, canvas.rows, window):
        token.check()
        batch = batch_of(canvas, slice(start, min(start + window, canvas.rows)))
        verdict, notes = jury.discriminator(batch), soundness(jury.generator, batch)
        passages.append(float(verdict.passage.sigmoid()))
        rows.append(batch.voices.shape[1])
        cells.append((verdict.cells[0].sigmoid() * notes.sound).double().numpy())
        sound.append(notes.sound.double().numpy())
        meant.append(notes.meant.numpy())
    return Verdicts(
        float(np.average(passages, weights=rows)),
        np.concatenate(cells),
        np.concatenate(sound),
        np.concatenate(meant),
    )


def batch_of(canvas: Canvas, view: slice = slice(None)) -> CanvasBatch:
    """One canvas, or some rows of it, as the networks read it."""
    arrays = (canvas.tokens, canvas.chord, canvas.bass, canvas.clock)
    tokens, chord, bass, clock = (torch.from_numpy(array[view])[None] for array in arrays)
    return CanvasBatch(tokens, chord, bass, clock, torch.tensor([canvas.style]), no_density(1))


def _by_cell(canvas: Canvas, realness: NDArray[np.float64]) -> tuple[CellRealness, ...]:
    heard = sounding_pitches(canvas.tokens)
    return tuple(
        CellRealness(Place(canvas.region.section, lane, row), float(realness[row, voice]))
        for voice, lane in enumerate(canvas.parts)
        if lane is not None
        for row in range(canvas.rows)
        if heard[row, voice] >= 0
    )


def reasons(canvas: Canvas, found: Verdicts) -> tuple[Reason, ...]:
    """Broken rules by bar, likely slips, then the bars that the discriminator believes least."""
    heard = sounding_pitches(canvas.tokens)
    said = [
        *rule_reasons(_in_own_style(canvas), heard),
        *_slips(canvas, found),
        *_doubted_bars(canvas, heard, found.cells),
    ]
    return tuple(sorted(said, key=lambda reason: (reason.bar, reason.rule)))[:_MAX_REASONS]


def _in_own_style(canvas: Canvas) -> Canvas:
    """The canvas in the style of the song's lanes, whose rules are those that count."""
    return replace(canvas, style=STYLES.index(style_of(canvas.song)))


def _slips(canvas: Canvas, found: Verdicts) -> list[Reason]:
    """Notes that are likelier meant as a neighbour, with that neighbour."""
    key = canvas.song.key_at(canvas.region.section) or Key("C")
    said = []
    for row, voice in np.argwhere((canvas.tokens >= FIRST_PITCH) & (found.sound < _DOUBTFUL)).tolist():
        lane = canvas.parts[voice]
        note = None if lane is None else canvas.section.columns[lane][row]
        if isinstance(note, Note):
            slip = int(canvas.tokens[row, voice] - found.meant[row, voice])
            names = [pitch_name(pitch, flats=key.flats) for pitch in (note.pitch, note.pitch - slip)]
            sentence = f"{lane_name(canvas, voice)}: {names[0]} is unlikely here, {names[1]} would fit."
            said.append(Reason(_bar(canvas, row), lanes_of(canvas, (voice,)), "unlikely note", sentence))
    return said


def _bar(canvas: Canvas, row: int) -> int:
    return canvas.section.position(row).bar


def _doubted_bars(canvas: Canvas, heard: I64, realness: NDArray[np.float64]) -> list[Reason]:
    found = []
    bars = np.array([_bar(canvas, row) for row in range(canvas.rows)])
    for bar in np.unique(bars):
        for voice in range(VOICES):
            there = (bars == bar) & (heard[:, voice] >= 0)
            if there.any() and (mean := float(realness[there, voice].mean())) < _UNCONVINCING:
                sentence = f"{lane_name(canvas, voice)} does not sound like a person wrote it ({mean:.0%})."
                found.append(Reason(int(bar), lanes_of(canvas, (voice,)), "unconvincing", sentence))
    return found
