"""What the screen asks of a worker and what comes back, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tuicomposer.jobs.controls import NO_WISHES, Controls, Harmony
from tuicomposer.score.chord import Chord
from tuicomposer.score.edits import SetCells
from tuicomposer.score.key import Key
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import ChordSpan, NoteSpan


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of one section that may be written."""

    section: int
    lanes: tuple[int, ...]
    start: int
    """First row."""
    stop: int
    """Row after the last."""


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """Fill the empty cells of a region with music that contains what is typed.

    Cells that a person wrote, and all cells of locked lanes, are kept bit for bit. Cells that
    were generated before and lie in the region are written anew.
    """

    song: Song
    revision: int
    region: Region
    style: str = "chorale"
    candidates: int = 4
    seed: int = 0
    controls: Controls = NO_WISHES
    vary: float | None = None
    """Share of the generated beats of the region that is written anew; ``None`` for all cells."""
    verify: bool = False
    """Whether candidates are listened to, and drawn again where melody or chords are not heard."""


class CellRealness(NamedTuple):
    """The discriminator's verdict on one cell."""

    place: Place
    realness: float
    """Probability that a person wrote it, 0 to 1."""


class Reason(NamedTuple):
    """Why a bar is less convincing."""

    bar: int
    lanes: tuple[int, ...]
    rule: str
    """Name of the rule, such as ``parallel fifths``."""
    sentence: str


class FoundAgain(NamedTuple):
    """How much of the melody and the chords was heard in the sound of a section."""

    melody: float | None
    """F of the melody's notes, 0 to 1, onsets within 50 ms; ``None`` where there is none to be heard."""
    chords: float | None
    """Share of the time in which the chord that is written was heard, as major or minor; ``None`` without."""

    @property
    def passed(self) -> bool:
        """Whether enough was found again."""
        return (self.melody is None or self.melody >= MELODY_FOUND) and (
            self.chords is None or self.chords >= CHORDS_FOUND
        )


MELODY_FOUND, CHORDS_FOUND = 0.90, 0.95
"""What must be found again at least: F of the melody, share of the time of the chords."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposal, as an edit of the song of the request."""

    edit: SetCells
    realness: float | None
    """The discriminator's verdict on the passage, 0 to 1; ``None`` where nothing judged it."""
    cells: tuple[CellRealness, ...]
    """Its verdict on the written cells; empty where nothing judged them."""
    contains_melody: bool
    contains_chords: bool
    longest_copied_run: int
    """Rows of the longest run that stands in the training music too."""
    copied_from: str = ""
    """Name of the piece of that run; empty where nothing long was found."""
    reasons: tuple[Reason, ...] = ()
    """The rules of voice-leading that the passage breaks with it, by bars."""
    found: FoundAgain | None = None
    """What was found again in its sound; ``None`` where nobody listened."""


@dataclass(frozen=True, slots=True)
class Generated:
    """Candidates, best first."""

    request: GenerateRequest
    candidates: tuple[Candidate, ...]
    model: str
    """What wrote them, such as ``chorale 1`` or ``rules``."""
    seconds: float
    note: str = ""
    """Why the rules are at work, where a model should be; else empty."""


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """How convincing is a section, cell by cell?"""

    song: Song
    revision: int
    section: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The discriminator's verdict on a section."""

    request: JudgeRequest
    realness: float
    cells: tuple[CellRealness, ...]
    reasons: tuple[Reason, ...]
    model: str


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """Which key, chords and melody does a song have?"""

    song: Song
    revision: int
    harmony: Harmony | None = None
    """Successions of chords of a style profile, which count as much as the model's for what may come next."""


class KeyGuess(NamedTuple):
    """A key and how likely it is."""

    key: Key
    confidence: float


class ChordGuess(NamedTuple):
    """A recognised chord."""

    span: ChordSpan
    roman: str
    """Roman numeral in the analyzed key; empty where there is none."""
    confidence: float


class ChordSuggestion(NamedTuple):
    """A chord that may come next."""

    chord: Chord
    roman: str
    probability: float
    """Share of the times in the counted music."""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """What the analyzer found in a song; times are ticks in the song's order."""

    request: AnalyzeRequest
    keys: tuple[KeyGuess, ...]
    """Most likely first."""
    chords: tuple[ChordGuess, ...]
    melody: tuple[NoteSpan, ...]
    notes: tuple[NoteSpan, ...] = field(default=())
    note: str = ""
    """Why templates name the chords, where a network should; else empty."""
    following: tuple[tuple[ChordSuggestion, ...], ...] = ()
    """What may follow each of the chords, likeliest first; empty where nothing was counted."""
    melody_confidence: tuple[float, ...] = ()
    """How sure each note of the melody is, 0 to 1; empty where nobody says."""
    written: tuple[KeyGuess, ...] = ()
    """In which key a chorale book writes this, likeliest first; empty where it is no music for four lanes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request has come."""

    request: object
    fraction: float
    """0 to 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A request that ended without a result."""

    request: object
    what: str
    hint: str
    cancelled: bool = False
