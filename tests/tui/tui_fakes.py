"""Ports that answer at once and alike every time, and the songs the tests work on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from tuicomposer.errors import Cancelled, SongFileError, SoundError
from tuicomposer.formats.atomic import original_of
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import (
    Analyzed,
    AnalyzeRequest,
    Candidate,
    CellRealness,
    ChordGuess,
    FoundAgain,
    Generated,
    GenerateRequest,
    Judged,
    JudgeRequest,
    KeyGuess,
    Reason,
)
from tuicomposer.jobs.profile import StyleProfile, Voice
from tuicomposer.jobs.services import Report
from tuicomposer.playback.midi_input import KeyStroke
from tuicomposer.playback.take import Take
from tuicomposer.score.cells import Cell, Note
from tuicomposer.score.edits import SetCells
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.history import Steps
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import heard_origin
from tuicomposer.score.recording import Recording
from tuicomposer.score.roman import roman
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import ChordSpan, song_spans
from tuicomposer.tui.keeping import Backup, Begun, LeftBehind, Rescued
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.pace import Pace
from tuicomposer.tui.ports import Ports
from tuicomposer.tui.settings_file import SettingsFile

AT_ONCE = Pace(analyze=0.005, judge=0.005, playhead=0.005, autosave=0.005, panel=0.0, after_frame=0.0)
"""A pace for tests: hardly anything is waited for."""

MELODY = "E4:2 D4 C4 | D4:2 G4:2 | C5 B4 A4 G4 | F#4 G4:3 | E4:2 D4 C4 | F4:2 A4:2 | G4 F4 E4 D4 | C4:4"
CHORDS = "C | G | Am F | D7 G | C/E | F Dm | C/G G7 | C"


def ode() -> Song:
    """Eight bars with a melody and chords, and empty lanes to fill."""
    return song_from_text(MELODY, CHORDS, title="Evening walk", tempo=96.0, key=Key("C", "major"))


class FakePlayhead(NamedTuple):
    """A playhead that a test moves."""

    playing: bool = False
    section: int = 0
    row: int = 0
    passage: int = 0
    tick: int = 0
    ahead: float = 0.0
    loop: tuple[int, int] | None = None
    queued: int | None = None
    at: float = 0.0


@dataclass
class FakePlayer:
    """Remembers what it was told."""

    heard: list[tuple[Any, ...]] = field(default_factory=list)
    playhead: FakePlayhead = field(default_factory=FakePlayhead)
    song: Song | None = None

    def set_song(self, song: Song) -> None:
        self.song = song

    def metronome(self, *, on: bool) -> None:
        if on:
            self.heard.append(("metronome",))

    def play(self, tick: int | None = None, count_in: int = 0) -> None:
        self.heard.append(("play", tick, count_in) if count_in else ("play", tick))
        self.playhead = FakePlayhead(True, 0, (tick or 0) // 120, loop=self.playhead.loop)

    def take(self, take: Any) -> None:
        self.heard.append(("take", None if take is None else (take.font.name, take.volume)))

    def stop(self) -> None:
        self.heard.append(("stop",))
        self.playhead = self.playhead._replace(playing=False)

    def loop(self, loop: Any) -> None:
        self.heard.append(("loop", loop))
        self.playhead = self.playhead._replace(loop=loop)

    def queue(self, passage: int | None, when: Any) -> None:
        self.heard.append(("queue", passage, str(when)))
        self.playhead = self.playhead._replace(queued=passage)

    def audition(self, lane: int, sound: Any) -> None:
        self.heard.append(("audition", lane, sound))

    def hold(self, lane: int, pitch: int) -> None:
        self.heard.append(("hold", lane, pitch))

    def let_go(self, pitches: Sequence[int]) -> None:
        self.heard.extend(("let go", pitch) for pitch in pitches)

    def row(self, tick: int) -> None:
        self.heard.append(("row", tick))

    def close(self) -> None:
        self.heard.append(("close",))


@dataclass
class FakeGenerator:
    """Writes a third, a fifth and an octave below the melody; waits for ``gate`` if a test closed it."""

    gate: threading.Event = field(default_factory=threading.Event)
    started: threading.Event = field(default_factory=threading.Event)
    requests: list[GenerateRequest | JudgeRequest] = field(default_factory=list)
    judges: bool = True
    """Whether its candidates have a verdict."""
    note: str = ""
    copied_from: str = "BWV 1.6"
    """Name of the piece that its candidates copy; empty where they copy nothing long."""
    found: FoundAgain | None = None
    """What is heard again of its candidates."""

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(
        self, request: GenerateRequest | JudgeRequest, report: Report, token: CancelToken
    ) -> Generated | Judged:
        self.requests.append(request)
        if isinstance(request, JudgeRequest):
            return verdict(request)
        report(0.4, "drawing bar 3")
        self.started.set()
        while not self.gate.wait(0.01):
            token.check()
        candidates = tuple(self._candidate(request, rank) for rank in range(request.candidates))
        return Generated(request, candidates, "fake", 0.1, self.note)

    def _candidate(self, request: GenerateRequest, rank: int) -> Candidate:
        candidate = replace(_candidate(request, rank), copied_from=self.copied_from, found=self.found)
        return candidate if self.judges else replace(candidate, realness=None)


def _candidate(request: GenerateRequest, rank: int) -> Candidate:
    cells: list[tuple[Place, Cell]] = []
    section = request.song.sections[request.region.section]
    melody = request.song.melody_lane or 0
    for lane in request.region.lanes:
        for row in range(request.region.start, request.region.stop):
            model = section.cell(melody, row)
            if isinstance(model, Note) and section.cell(lane, row) is None:
                pitch = model.pitch - (0, 0, 3, 7, 12 + rank)[min(lane, 4)]
                cells.append((Place(request.region.section, lane, row), Note(pitch, origin="fake seed 1")))
    verdicts = tuple(CellRealness(place, 0.1 if place.row in range(32, 44) else 0.8) for place, _ in cells)
    return Candidate(SetCells(tuple(cells)), 0.91 - 0.1 * rank, verdicts, True, True, 36)


def verdict(request: JudgeRequest) -> Judged:
    """Doubt about bar 3, belief elsewhere."""
    section = request.song.sections[request.section]
    cells = tuple(
        CellRealness(Place(request.section, lane, row), 0.05 if section.position(row).bar == 3 else 0.85)
        for lane, column in enumerate(section.columns)
        for row, cell in enumerate(column)
        if cell is not None
    )
    reason = Reason(3, (1, 4), "parallel fifths", "melody and bass move in parallel fifths.")
    return Judged(request, 0.72, cells, (reason,), "fake")


def analyze(request: AnalyzeRequest, report: Report, token: CancelToken) -> Analyzed:
    """Says C major, and reads the chord lane."""
    key = Key("C", "major")
    chords = tuple(
        ChordGuess(span, roman(span.chord, key), 1.0)
        for span in song_spans(request.song)
        if isinstance(span, ChordSpan)
    )
    keys = (KeyGuess(key, 0.81), KeyGuess(Key("G", "major"), 0.12), KeyGuess(Key("A", "minor"), 0.05))
    return Analyzed(request, keys if chords else (), chords, ())


@dataclass
class FakeFiles:
    """A disk in memory."""

    songs: dict[Path, Song] = field(default_factory=dict)
    full: bool = False

    def load(self, path: Path) -> tuple[Song, tuple[str, ...]]:
        if path not in self.songs:
            raise SongFileError(f"“{path}” cannot be read.", "Choose another file.")
        return self.songs[path], ()

    def save(self, song: Song, path: Path) -> None:
        if self.full:
            raise SongFileError("The disk is full.", "Make room, then save again.")
        self.songs[path] = song

    def render(self, song: Song, path: Path, report: Report, token: CancelToken) -> None:
        report(0.5, "half of it")
        self.save(song, path)


@dataclass
class FakeKeeper:
    """Remembers what was kept; knows what a test tells it."""

    begun: Begun = field(default_factory=Begun)
    left: list[Rescued] = field(default_factory=list)
    """More unsaved work of earlier runs."""
    others: tuple[LeftBehind, ...] = ()
    """Unsaved work of other songs."""
    versions: dict[Backup, Song] = field(default_factory=dict)
    kept: list[tuple[Song, Path | None, Steps]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    full: bool = False
    outside: bool = False
    taken: bool = False
    """Whether another process is at the unsaved work since it was offered."""
    gate: threading.Event = field(default_factory=threading.Event)
    """Closed by a test that wants to be quicker than the disk."""

    def __post_init__(self) -> None:
        self.gate.set()

    def begin(self, song: Song, path: Path | None) -> Begun:
        self.gate.wait(10)
        begun, self.begun = self.begun, Begun()
        return begun

    def rescued(self, song: Song, path: Path | None) -> Rescued | None:
        return self.left.pop() if self.left else None

    def elsewhere(self) -> tuple[LeftBehind, ...]:
        return self.others

    def take_over(self, rescued: Rescued) -> bool:
        self.heard.append(f"take over {rescued.file.name}")
        return not self.taken

    def drop(self, rescued: Rescued) -> bool:
        self.heard.append(f"drop {rescued.file.name}")
        return not self.taken

    def keep(self, song: Song, path: Path | None, steps: Steps) -> Path:
        if self.full:
            self.heard.append("full")
            raise SongFileError("The disk is full.", "Make room.")
        self.kept.append((song, path, steps))
        return Path("kept.rescue.tuic")

    def settled(self) -> None:
        self.heard.append("settled")

    def saved(self, path: Path, steps: Steps) -> str:
        self.heard.append(f"saved {path.name}")
        return "The history is full." if self.full else ""

    def changed_outside(self, path: Path) -> bool:
        return self.outside

    def backups(self, path: Path) -> tuple[Backup, ...]:
        return tuple(one for one in self.versions if original_of(one.file) == path)

    def load_backup(self, file: Path) -> Song:
        for backup, song in self.versions.items():
            if backup.file == file and not self.full:
                return song
        raise SongFileError("That version cannot be read.", "Choose another.")

    def close(self) -> None:
        self.heard.append("close")


@dataclass
class FakeMidi:
    """A MIDI keyboard that a test plays."""

    name: str = ""
    """Empty where none is connected."""
    listener: Callable[[KeyStroke], None] | None = None

    def open(self, wanted: str, listener: Callable[[KeyStroke], None]) -> FakeMidi:
        if not self.name:
            raise SoundError("No MIDI keyboard is connected.", "Connect one, then open it again.")
        self.listener = listener
        return self

    def play(self, *pitches: int, velocity: int = 80, at: float = 0.0) -> None:
        """Strike keys together and let them go."""
        assert self.listener is not None
        for pitch in pitches:
            self.listener(KeyStroke(pitch, velocity, at))
        for pitch in pitches:
            self.listener(KeyStroke(pitch, 0, at + 0.1))

    def close(self) -> None:
        self.listener = None


def heard_take() -> Song:
    """What was heard in a recording of two notes, the second a guess."""
    song = song_from_text("C4 D4", "C", title="take")
    (section,) = song.sections
    melody = list(section.columns[1])
    melody[0] = Note(60, origin=heard_origin(0.95))
    melody[4] = Note(62, origin=heard_origin(0.2))
    columns = (section.columns[0], tuple(melody), *section.columns[2:])
    beats = tuple(0.5 + 0.6 * beat for beat in range(5))
    return replace(
        song, sections=(replace(section, columns=columns),), recording=Recording("take.wav", beats)
    )


def waltz(name: str) -> StyleProfile:
    """A profile of tunes with two notes a beat."""
    voice = Voice(
        Role.HARMONY, 2.0, 60.0, (1.0, *(0.0,) * 5, 1.0, *(0.0,) * 5), (*(0.0,) * 12, 1.0, *(0.0,) * 12)
    )
    return StyleProfile(name, 1, 150.0, 0.0, "3/4", (8,), (voice,))


@dataclass
class FakeProfiles:
    """Profiles in memory; making one waits for ``gate`` if a test closed it."""

    names: list[str] = field(default_factory=lambda: ["waltz"])
    made_of: list[tuple[str, ...]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def lines(self, profile: StyleProfile) -> tuple[str, ...]:
        return f"files    {profile.files}", f"tempo    {profile.tempo:g} beats a minute, {profile.meter}"

    def make(self, name: str, paths: Sequence[Path], report: Report, token: CancelToken) -> StyleProfile:
        report(0.25, f"Reading {paths[0].name}")
        while not self.gate.wait(0.01):
            token.check()
        self.made_of.append(tuple(path.name for path in paths))
        self.names.append(name)
        return replace(waltz(name), files=len(paths))

    def rename(self, name: str, new: str) -> None:
        self.names[self.names.index(name)] = new


@dataclass
class FakeRecordings:
    """Hears the same take in every recording; waits for ``gate`` if a test closed it."""

    gate: threading.Event = field(default_factory=threading.Event)
    started: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False

    def __post_init__(self) -> None:
        self.gate.set()

    def load(self, path: Path, report: Report, token: CancelToken) -> tuple[Song, tuple[str, ...]]:
        if path.read_bytes() != b"music":
            raise SongFileError(f"“{path.name}” is no audio that can be read.", "Open another.")
        report(0.4, "Listening")
        self.started.set()
        try:
            while not self.gate.wait(0.01):
                token.check()
        except Cancelled:
            self.cancelled = True
            raise
        return heard_take(), ()


@dataclass
class FakeWorld:
    """All fakes together."""

    player: FakePlayer = field(default_factory=FakePlayer)
    generator: FakeGenerator = field(default_factory=FakeGenerator)
    files: FakeFiles = field(default_factory=FakeFiles)
    keeper: FakeKeeper = field(default_factory=FakeKeeper)
    installed: str = "fake"
    keymap: Keymap = PLAIN
    notes: tuple[str, ...] = ()
    now: float = 0.0
    """What the clock says."""
    settings_file: SettingsFile | None = None
    midi: FakeMidi = field(default_factory=FakeMidi)
    recordings: FakeRecordings = field(default_factory=FakeRecordings)
    profiles: FakeProfiles = field(default_factory=FakeProfiles)
    foreign: tuple[Path, ...] = ()
    """Files of notes that another program wrote."""
    first_start: bool = False

    @property
    def ports(self) -> Ports:
        """Ports into this world."""
        return Ports(
            generator_handler=self.generator,
            analyzer_handler=analyze,
            styles=("chorale", "folk"),
            style_of=lambda song: "folk" if len(song.lanes) == 2 else "chorale",
            generator_name=lambda: self.installed,
            open_player=lambda song, report: self.player,
            load_song=self.files.load,
            save_song=self.files.save,
            keeper=self.keeper,
            keymap=self.keymap,
            notes=self.notes,
            settings_file=self.settings_file,
            is_first_start=lambda: self.first_start,
            render=self.files.render,
            clock=lambda: self.now,
            key_time=lambda _: self.now,
            open_midi=self.midi.open,
            is_of_another_program=lambda path: path in self.foreign,
            import_recording=self.recordings.load,
            open_take=lambda path, report, token: Take(path, (0.0, 1.0), 3.0, 44_100),
            profiles=lambda: tuple(self.profiles.names),
            load_profile=waltz,
            profile_lines=self.profiles.lines,
            make_profile=self.profiles.make,
            rename_profile=self.profiles.rename,
            remove_profile=self.profiles.names.remove,
        )
