"""What ``tuicomposer train corpora`` does: read the collections, split them by tune, keep them as arrays."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tuicomposer.training.bach import read_bach
from tuicomposer.training.billboard import read_billboard
from tuicomposer.training.config import TrainConfig
from tuicomposer.training.folk import BOOKS, read_folk
from tuicomposer.training.hymns import read_hymns
from tuicomposer.training.leadsheets import read_leadsheets
from tuicomposer.training.lieder import read_lieder
from tuicomposer.training.piece_store import load_store, made_from, save_store
from tuicomposer.training.pieces import Piece
from tuicomposer.training.prepared import STORE
from tuicomposer.training.splits import match_split, split_by_tune

_CODE: Final = (
    "bach",
    "billboard",
    "corpora",
    "folk",
    "grids",
    "hymns",
    "leadsheets",
    "lieder",
    "piece_store",
    "pieces",
    "same_tune",
    "splits",
    "xml_notes",
)
"""Modules that decide what is prepared: where one has changed, so may have the pieces."""


def make_corpora(config: TrainConfig, log: Callable[[str], None]) -> None:
    """Prepare the collections, unless the run has what the same files and the same program have made."""
    folder, wanted = config.run / STORE, fingerprint(config)
    if made_from(folder) == wanted:
        log(f"{folder} was made from these files already")
    else:
        save_store(read_collections(config), folder, wanted)
    pieces = load_store(folder)
    for collection in sorted({piece.collection for piece in pieces}):
        counts = {split: _count(pieces, collection, split) for split in ("train", "valid", "test")}
        log(f"{collection}: {counts}")


def read_collections(config: TrainConfig) -> list[Piece]:
    """All pieces of the collections that a configuration names, always in the same order."""
    pieces = list(read_bach())
    if config.hymns is not None:
        pieces += read_hymns(config.hymns)
    if config.jsb is not None:
        splits = match_split(pieces, config.jsb)
        pieces = [_protected(piece, splits[piece.name]) for piece in pieces]
    if config.lieder is not None:
        pieces += read_lieder(config.lieder)
    if config.leadsheets is not None:
        pieces += read_leadsheets(config.leadsheets)
    if config.billboard is not None:
        pieces += read_billboard(config.billboard)
    if config.folk:
        pieces += read_folk()
    return split_by_tune(pieces)


def _protected(piece: Piece, split: str) -> Piece:
    """A hymn keeps its own split unless it is a chorale that the published split holds back."""
    return replace(piece, split=split) if piece.collection == "bach" or split != "train" else piece


def _count(pieces: list[Piece], collection: str, split: str) -> int:
    return sum(piece.collection == collection and piece.split == split for piece in pieces)


def fingerprint(config: TrainConfig) -> str:
    """SHA-256 of all that decides what is prepared: the collections' files, the code, what reads them."""
    digest = sha256()
    for name, path in _read(config):
        digest.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    digest.update(_music21_version().encode())
    return digest.hexdigest()


def _read(config: TrainConfig) -> Iterator[tuple[str, Path]]:
    """Every file that is read, by a name that does not depend on where it lies."""
    code = Path(__file__).parent
    yield from ((name, code / f"{name}.py") for name in _CODE)
    reader = shutil.which("abc2midi")
    if reader is not None:
        yield "abc2midi", Path(reader)
    for name, folder, patterns in _sources(config):
        found = {path for pattern in patterns for path in folder.rglob(pattern)}
        yield from ((f"{name}/{path.relative_to(folder).as_posix()}", path) for path in sorted(found))
    if config.jsb is not None:
        yield "jsb", config.jsb


def _sources(config: TrainConfig) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    named = (
        ("hymns", config.hymns, "*.abc"),
        ("lieder", config.lieder, "*.mxl"),
        ("leadsheets", config.leadsheets, "*.mxl"),
        ("billboard", config.billboard, "salami_chords.txt"),
    )
    yield from ((name, folder, (pattern,)) for name, folder, pattern in named if folder is not None)
    found = find_spec("music21")
    if found is not None and found.origin is not None:
        corpus = Path(found.origin).parent / "corpus"
        yield "bach", corpus / "bach", ("*.mxl", "*.xml")
        if config.folk:
            yield from ((book, corpus / book, ("*.abc",)) for book in BOOKS)


def _music21_version() -> str:
    try:
        return version("music21")
    except PackageNotFoundError:
        return ""
