"""What the composer does with keys and with what threads tell; made after the first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tuicomposer.errors import Cancelled
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.score.song import Song
from tuicomposer.tui.background import (
    AnalyzerSaid,
    Background,
    GeneratorSaid,
    KeyStruck,
    PlayerFailed,
    PlayerReady,
    QuietDone,
    QuietFailed,
    SoundTold,
    TaskDone,
    TaskFailed,
    TaskProgress,
    Tell,
)
from tuicomposer.tui.commands.table import Commands
from tuicomposer.tui.earshot import Part, heard, in_song, part_at
from tuicomposer.tui.pace import Pace

if TYPE_CHECKING:
    from tuicomposer.tui.screens.composer import Composer


class _Question(NamedTuple):
    """What the analyzer was asked last."""

    request: AnalyzeRequest
    song: Song
    part: Part | None


class Hands:
    """Commands for the person, ears for the threads.

    Args:
        composer: The screen they work at.
        tell: Hands a value from a thread to the screen, which gives it to :meth:`hear`.
        pace: How long to wait before asking.
    """

    def __init__(self, composer: Composer, tell: Tell, pace: Pace) -> None:
        self._composer = composer
        self.commands = Commands(composer, pace)
        self.background = Background(composer.ports, tell)
        self._asked = 0.0
        self._question: _Question | None = None
        self.analysis_seconds = 0.0
        """How long the last analysis took."""

    def analyze(self) -> None:
        """Ask the analyzer about the song as it is, of a long one about the bars around the cursor."""
        document = self._composer.document
        part = part_at(document.song, self._composer.view.cursor)
        harmony = self._composer.view.harmony
        request = AnalyzeRequest(heard(document.song, part), document.revision, harmony)
        self._asked = self._composer.ports.clock()
        self._question = _Question(request, document.song, part)
        self.background.analyze(request)

    @property
    def is_out_of_earshot(self) -> bool:
        """Whether the cursor left the part of a long song that the analyzer was asked about."""
        song, asked = self._composer.document.song, self._question
        if asked is None or asked.song is not song:
            return False
        return part_at(song, self._composer.view.cursor) != asked.part

    def close(self) -> None:
        """Let go of threads and of the MIDI keyboard."""
        self.background.close()
        self.commands.midi.close()

    def hear(self, what: object) -> None:
        """Take in what a thread told."""
        composer = self._composer
        match what:
            case GeneratorSaid(answer):
                self.commands.generating.answered(answer)
            case AnalyzerSaid(Analyzed() as answer):
                self._analyzed(answer)
            case KeyStruck(stroke) if composer.is_current and self.commands.editor.close():
                self.commands.midi.heard(stroke)
            case PlayerReady(player):
                composer.take_player(player)
                player.metronome(on=composer.view.entry.metronome)
                self.commands.midi.open_stated()
            case PlayerFailed(error):
                composer.refuse(error)
            case QuietDone(result, then):
                then(result)
            case QuietFailed(error, failed):
                failed(error)
            case SoundTold(status):
                composer.show_banner(status.error)
            case TaskProgress() | TaskDone() | TaskFailed() if composer.is_task(what.token):
                self._task(what)

    def _task(self, what: TaskProgress | TaskDone | TaskFailed) -> None:
        """Take in what the task at work told; what a cancelled one still tells is never handed here."""
        composer = self._composer
        match what:
            case TaskProgress(_, fraction, text):
                composer.show_progress(fraction, text)
            case TaskDone(_, result, then):
                composer.end_work()
                then(result)
            case TaskFailed(_, error):
                composer.end_work()
                if not isinstance(error, Cancelled):
                    composer.refuse(error)

    def _analyzed(self, answer: Analyzed) -> None:
        self.analysis_seconds = self._composer.ports.clock() - self._asked
        asked = self._question
        if asked is None or answer.request is not asked.request:
            return
        if asked.song is self._composer.document.song:
            view, song = self._composer.view, asked.song
            flats = view.flats_in(song)
            view.analyzed = in_song(answer, song, asked.part)
            # Another key may name the black keys otherwise, in the grid as in the words about the cell.
            if view.flats_in(song) != flats:
                self._composer.redraw()
            else:
                self._composer.redraw_status()
