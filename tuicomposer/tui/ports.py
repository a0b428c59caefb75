"""What the screen needs from outside; wiring gives it, tests give fakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tuicomposer.errors import SongFileError, SoundError
from tuicomposer.settings.layouts import QWERTY, Layout
from tuicomposer.tui.keymap import PLAIN, Keymap

if TYPE_CHECKING:
    from tuicomposer.jobs.cancel import CancelToken
    from tuicomposer.jobs.messages import AnalyzeRequest, GenerateRequest, JudgeRequest
    from tuicomposer.jobs.profile import StyleProfile
    from tuicomposer.jobs.services import Report
    from tuicomposer.playback.midi_input import KeyStroke
    from tuicomposer.playback.player import SoundStatus
    from tuicomposer.playback.take import Take
    from tuicomposer.playback.transport import LoopRange, When
    from tuicomposer.score.chord import Chord
    from tuicomposer.score.song import Song
    from tuicomposer.tui.keeping import KeeperPort
    from tuicomposer.tui.settings_file import SettingsFile


class Playhead(Protocol):
    """Where the music is now; a value."""

    @property
    def playing(self) -> bool:
        """Whether it goes on."""
        ...

    @property
    def section(self) -> int:
        """Index of the section that sounds."""
        ...

    @property
    def row(self) -> int:
        """Row of that section."""
        ...

    @property
    def passage(self) -> int:
        """Index in the song's order of what sounds."""
        ...

    @property
    def tick(self) -> int:
        """Tick of the song's order."""
        ...

    @property
    def ahead(self) -> float:
        """Seconds until the first tick sounds, while the metronome counts in."""
        ...

    @property
    def loop(self) -> tuple[int, int] | None:
        """First tick of what is repeated, and the tick after its last."""
        ...

    @property
    def queued(self) -> int | None:
        """Index in the song's order of what is played next, out of its turn."""
        ...

    @property
    def at(self) -> float:
        """When this was so, in seconds of the ports' clock."""
        ...


class PlayerPort(Protocol):
    """What sounds. Every method returns at once and may be called from the screen's thread."""

    @property
    def playhead(self) -> Playhead:
        """Where the music is now."""
        ...

    def set_song(self, song: Song) -> None:
        """Play this song from now on, at the same place."""
        ...

    def play(self, tick: int | None = None, count_in: int = 0) -> None:
        """Play from a tick of the song's order, after some bars of the metronome."""
        ...

    def metronome(self, *, on: bool) -> None:
        """Strike the beats from now on, or no longer."""
        ...

    def take(self, take: Take | None) -> None:
        """Play a recording beside the song, or no longer."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    def loop(self, loop: LoopRange | None) -> None:
        """Repeat a range of ticks, or no longer; playing goes on."""
        ...

    def queue(self, passage: int | None, when: When) -> None:
        """Play a passage of the order next, at the end of the bar or section, or no longer."""
        ...

    def audition(self, lane: int, sound: int | Chord) -> None:
        """Let a pitch or a chord be heard for a moment, as a lane would play it."""
        ...

    def hold(self, lane: int, pitch: int) -> None:
        """Let a pitch be heard as a lane would play it, until it is let go."""
        ...

    def let_go(self, pitches: Sequence[int]) -> None:
        """End pitches that are held."""
        ...

    def row(self, tick: int) -> None:
        """Let what begins in the row at a tick of the song's order be heard for a moment."""
        ...

    def close(self) -> None:
        """Be silent and give the device back."""
        ...


class MidiPort(Protocol):
    """An open MIDI keyboard."""

    @property
    def name(self) -> str:
        """What it calls itself."""
        ...

    def close(self) -> None:
        """Give it back."""
        ...


def _no_midi(wanted: str, _: Callable[[KeyStroke], None]) -> MidiPort:
    """There is no MIDI here."""
    raise SoundError(f"There is no MIDI keyboard “{wanted}”.", "Type the notes.")


def _as_it_is(seconds: float) -> float:
    """Textual tells the time as Python's monotonic clock does."""
    return seconds


def _no_listener(path: Path, _: Report, __: CancelToken) -> tuple[Song, tuple[str, ...]]:
    """There is nobody to listen."""
    raise SoundError(f"Nobody listens to {path.name} here.", "Open a song or a MIDI file.")


def _no_take(path: Path, _: Report, __: CancelToken) -> Take:
    """There is nothing that plays it."""
    raise SoundError(f"{path.name} cannot be played here.", "Play the song by itself.")


def _no_profile(name: str) -> StyleProfile:
    """There are none."""
    raise SongFileError(f"There is no profile “{name}”.", "“tuicomposer profile make” makes one.")


def _makes_no_profile(name: str, _: Sequence[Path], __: Report, ___: CancelToken) -> StyleProfile:
    """There is nothing that makes one."""
    return _no_profile(name)


GeneratorHandler: TypeAlias = "Callable[[GenerateRequest | JudgeRequest, Report, CancelToken], object]"
AnalyzerHandler: TypeAlias = "Callable[[AnalyzeRequest, Report, CancelToken], object]"


@dataclass(frozen=True, slots=True)
class Ports:
    """The doors of the screen."""

    generator_handler: GeneratorHandler
    """Runs on the generator's worker thread; answers with ``Generated`` or ``Judged``."""
    analyzer_handler: AnalyzerHandler
    """Runs on the analyzer's worker thread; answers with ``Analyzed``."""
    styles: tuple[str, ...]
    """Names of the styles the generator knows; at least one."""
    style_of: Callable[[Song], str]
    """The one of them whose lanes a song has."""
    generator_name: Callable[[], str]
    """What will generate, such as ``chorale`` or ``rules``; asked until the first answer says it."""
    open_player: Callable[[Song, Callable[[SoundStatus], None]], PlayerPort]
    """Starts a player of a song; called on a thread after the first frame.

    The player tells the second argument once, from any thread, whether there is sound.
    """
    load_song: Callable[[Path], tuple[Song, tuple[str, ...]]]
    """A song and warnings about what could not be read exactly; raises ``SongFileError``."""
    save_song: Callable[[Song, Path], None]
    """Writes a project; raises ``SongFileError``."""
    keeper: KeeperPort
    """Looks after unsaved work, history and versions."""
    render: Callable[[Song, Path, Report, CancelToken], None]
    """Writes audio, MIDI, MusicXML or a project by the suffix; called on a thread."""
    clock: Callable[[], float]
    """Seconds of a clock that only goes forward."""
    keymap: Keymap = PLAIN
    """Which keys do what."""
    is_first_start: Callable[[], bool] = lambda: False
    """Whether the program was never started before; true once at most."""
    settings_file: SettingsFile | None = None
    """What the settings screen changes."""
    notes: tuple[str, ...] = ()
    """Sentences to begin with, about settings that could not be used."""
    key_time: Callable[[float], float] = _as_it_is
    """The clock's seconds at which a key arrived, from Textual's time of the key."""
    open_midi: Callable[[str, Callable[[KeyStroke], None]], MidiPort] = _no_midi
    """Opens the MIDI keyboard whose name has a part, and tells its strokes from any thread.

    Raises ``SoundError``; called on a thread.
    """
    is_of_another_program: Callable[[Path], bool] = lambda _: False
    """Whether a file holds notes that another program wrote, so that key and chords are to be found."""
    import_recording: Callable[[Path, Report, CancelToken], tuple[Song, tuple[str, ...]]] = _no_listener
    """The song of a recording, and warnings; called on a thread. Raises ``ComposerError``."""
    open_take: Callable[[Path, Report, CancelToken], Take] = _no_take
    """Makes a recording playable beside the song; called on a thread. Raises ``ComposerError``."""
    profiles: Callable[[], tuple[str, ...]] = lambda: ()
    """Names of the style profiles."""
    load_profile: Callable[[str], StyleProfile] = _no_profile
    """The style profile of a name; raises ``SongFileError``."""
    profile_lines: Callable[[StyleProfile], tuple[str, ...]] = lambda _: ()
    """What a style profile contains, for people."""
    make_profile: Callable[[str, Sequence[Path], Report, CancelToken], StyleProfile] = _makes_no_profile
    """Makes and keeps the profile of some files; called on a thread. Raises ``ComposerError``."""
    rename_profile: Callable[[str, str], None] = lambda _, __: None
    """Gives a profile another name; raises ``ComposerError``."""
    remove_profile: Callable[[str], None] = lambda _: None
    """Removes a profile; raises ``ComposerError``."""
    midi_keyboard: str = ""
    """The keyboard to open at the start; empty for none."""
    layout: Layout = QWERTY
    """Where the piano lies on the computer's keyboard."""
    example_path: Path | None = None
    """An example song that the screen offers to open."""
