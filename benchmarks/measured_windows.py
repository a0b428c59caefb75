"""What the commands about realness, copying, diversity and controls share: where from, by what, how many."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from held_back import WRITTEN, Window, held_back_pieces, windows

from tuicomposer.generator.canvas import read
from tuicomposer.generator.checkpoint import Model, load_model
from tuicomposer.generator.proposal import Sampled
from tuicomposer.generator.sampling import NetworkSampler
from tuicomposer.generator.styles import STYLES
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import NO_WISHES, Controls
from tuicomposer.jobs.messages import GenerateRequest, Region
from tuicomposer.models.manifest import MANIFEST
from tuicomposer.training.arrangements import without
from tuicomposer.training.as_song import typed_song
from tuicomposer.training.bach import read_bach
from tuicomposer.training.dataset import STYLE_OF
from tuicomposer.training.piece_store import load_store
from tuicomposer.training.pieces import Piece
from tuicomposer.training.splits import split_by_tune

MODELS = Path(__file__).parent.parent / "models"


class Setting(NamedTuple):
    """What is measured."""

    model: Model
    sampler: NetworkSampler
    style: str
    lanes: tuple[int, ...]
    windows: list[Window]

    def request(self, window: Window, seed: int, controls: Controls = NO_WISHES) -> GenerateRequest:
        """The lanes of a window, emptied, for what else is typed in it."""
        region = Region(0, self.lanes, 0, window.song.sections[0].length)
        return GenerateRequest(without(window.song, region), 0, region, self.style, 1, seed, controls)

    def draw(
        self, window: Window, seed: int, count: int = 1, controls: Controls = NO_WISHES
    ) -> list[Sampled]:
        """Arrangements of a window."""
        rng = np.random.default_rng(seed)
        asked = self.request(window, seed, controls)
        return self.sampler.draw(asked, count, rng, lambda *_: None, CancelToken())


def add_source(parser: argparse.ArgumentParser, most: int) -> None:
    """Describe where windows and networks come from."""
    parser.add_argument("--windows", type=int, default=most, help=f"windows of four bars ({most})")
    parser.add_argument("--model", default="grid", help="a folder in models (grid)")
    parser.add_argument("--style", default="chorale", choices=STYLES, help="style to write in (chorale)")
    parser.add_argument("--lanes", default=",".join(map(str, WRITTEN)), help="lanes to write (2,3,4)")
    parser.add_argument(
        "--split", default="test", choices=("valid", "test"), help="held-back pieces (test); settle on valid"
    )
    add_tunes(parser)
    parser.add_argument(
        "--pieces", type=Path, help="prepared pieces (RUN/pieces); else Bach's held-back chorales"
    )


def add_tunes(parser: argparse.ArgumentParser) -> None:
    """Describe which of Bach's held-back chorales are meant."""
    parser.add_argument(
        "--tunes", default="unseen", choices=("unseen", "any"), help="tunes no training piece has, or any"
    )


def setting(arguments: argparse.Namespace) -> Setting:
    """The networks and the windows that arguments name; one thread."""
    torch.set_num_threads(1)
    folder = MODELS / arguments.model
    model = load_model(folder, {sha256((folder / MANIFEST).read_bytes()).hexdigest()})
    if arguments.pieces is None:
        pieces = held_back_pieces(arguments.split, tunes=arguments.tunes)
    else:
        pieces = [piece for piece in _prepared(arguments) if piece.split == arguments.split]
    found = windows(pieces, most=arguments.windows)
    lanes = tuple(int(lane) for lane in arguments.lanes.split(","))
    sampler = NetworkSampler(model.generator, model.discriminator)
    return Setting(model, sampler, arguments.style, lanes, found)


def other_windows(arguments: argparse.Namespace, found: Setting) -> list[Window]:
    """Windows of the style's pieces that nothing is measured on, those held back for other uses included."""
    measured = {window.piece.name for window in found.windows}
    pieces = read_bach() if arguments.pieces is None else _prepared(arguments)
    apart = [piece for piece in pieces if piece.name not in measured and piece.split != arguments.split]
    return windows(apart)


def _prepared(arguments: argparse.Namespace) -> list[Piece]:
    """The style's prepared pieces, each with its side of the split by tunes."""
    style = STYLES.index(arguments.style)
    return [
        piece
        for piece in split_by_tune(load_store(arguments.pieces))
        if STYLE_OF[piece.collection] == style and piece.onset.any()
    ]


def original_tokens(window: Window) -> np.ndarray:
    """(rows, 4) tokens of a window as its composer wrote it."""
    return read(typed_song(window.piece, all_voices=True), 0).tokens
