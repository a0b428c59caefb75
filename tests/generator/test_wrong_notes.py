"""Slips are found by what the generator would rather have written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.generator.networks import tiny_discriminator, tiny_generator
from tests.training.test_windows import chorale
from tuicomposer.generator.canvas import read
from tuicomposer.generator.judging import Jury, Verdicts, batch_of, reasons, verdicts
from tuicomposer.generator.network import CanvasBatch, CellLogits, GridGenerator
from tuicomposer.generator.vocabulary import FIRST_PITCH, HOLD, MASK, TOKENS
from tuicomposer.generator.wrong_notes import log_chances, soundness
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.cells import Note
from tuicomposer.score.key import Key
from tuicomposer.training.as_song import typed_song

CANVAS = read(typed_song(chorale(), all_voices=True), 0)


class Knowing(GridGenerator):
    """Knows the chorale by heart, and is asked for hidden cells alone."""

    def __init__(self) -> None:
        super().__init__(tiny_generator().config)
        self.asked = torch.zeros(CANVAS.tokens.shape, dtype=torch.int64)

    def forward(self, canvas: CanvasBatch) -> CellLogits:
        self.asked += (canvas.voices == MASK).sum(0)
        known = torch.nn.functional.one_hot(torch.from_numpy(CANVAS.tokens), TOKENS) * 9.0
        return CellLogits(known.expand(len(canvas.voices), -1, -1, -1).clone(), canvas.chord, canvas.bass)


def test_every_cell_is_hidden_once_and_seen_otherwise() -> None:
    network = Knowing()
    found = log_chances(network, batch_of(CANVAS))
    assert found.shape == (*CANVAS.tokens.shape, TOKENS)
    assert (network.asked == 1).all()
    assert found.exp().sum(-1).allclose(torch.ones(CANVAS.tokens.shape))


@pytest.mark.parametrize("slip", [-2, -1, 1, 2])
def test_a_slip_is_found_and_what_was_meant_is_named(slip: int) -> None:
    tokens = CANVAS.tokens.copy()
    row, voice = 8, 1
    assert tokens[row, voice] >= FIRST_PITCH
    tokens[row, voice] += slip
    wrong = replace(CANVAS, tokens=tokens)
    found = soundness(Knowing(), batch_of(wrong))
    doubtful = found.sound < 0.2
    assert doubtful.nonzero().tolist() == [[row, voice]]
    assert int(found.meant[row, voice]) == CANVAS.tokens[row, voice]
    assert (found.sound[torch.from_numpy(tokens) == HOLD] == 1).all()
    jury = Jury(tiny_discriminator(), Knowing())
    said = [
        reason
        for reason in reasons(wrong, verdicts(wrong, jury, CancelToken()))
        if reason.rule == "unlikely note"
    ]
    assert len(said) == 1
    assert said[0].bar == CANVAS.section.position(row).bar
    assert "would fit" in said[0].sentence


def test_what_was_meant_is_not_doubted() -> None:
    found = soundness(Knowing(), batch_of(CANVAS))
    assert found.sound.min() > 0.9


def test_a_slip_makes_its_cell_less_real() -> None:
    tokens = CANVAS.tokens.copy()
    tokens[8, 1] += 1
    jury = Jury(tiny_discriminator(), Knowing())
    wrong = verdicts(replace(CANVAS, tokens=tokens), jury, CancelToken())
    assert wrong.cells[8, 1] < 0.2
    assert ((wrong.cells >= 0) & (wrong.cells <= 1)).all()


def test_a_slip_is_named_in_the_octave_and_the_key_of_its_section() -> None:
    song = typed_song(chorale(), all_voices=True)
    section = song.sections[0]
    lane = CANVAS.parts[1]
    assert lane is not None
    column = list(section.columns[lane])
    column[8] = Note(22)  # far below what the networks read: they are shown an octave that they know
    columns = tuple(tuple(column) if index == lane else old for index, old in enumerate(section.columns))
    section = replace(section, columns=columns, key=Key("Eb"))
    canvas = read(replace(song, sections=(section,)), 0)
    sound, meant = np.ones(canvas.tokens.shape), canvas.tokens.copy()
    sound[8, 1], meant[8, 1] = 0.0, meant[8, 1] + 1
    said = [
        one
        for one in reasons(canvas, Verdicts(0.5, np.ones(sound.shape), sound, meant))
        if one.rule == "unlikely note"
    ]
    assert [one.sentence for one in said] == ["Alto: Bb0 is unlikely here, B0 would fit."]
