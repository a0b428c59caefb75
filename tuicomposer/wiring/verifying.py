"""Proof by ear: a candidate is rendered, listened to, and drawn again where it is not understood."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from tuicomposer.analyzer.found_again import TimedChord, TimedNote, chord_recall, melody_f
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import SoundListener
from tuicomposer.jobs.messages import (
    Candidate,
    FoundAgain,
    Generated,
    GenerateRequest,
    Judged,
    JudgeRequest,
)
from tuicomposer.jobs.services import GeneratorService, Report
from tuicomposer.playback.render import RendererFactory, render_song
from tuicomposer.playback.timeline import audible_lanes
from tuicomposer.score.edits import apply
from tuicomposer.score.song import Song
from tuicomposer.score.spans import chord_spans, note_spans
from tuicomposer.score.tempo_map import TempoMap, tempo_map
from tuicomposer.settings.values import Settings
from tuicomposer.wiring import hearing
from tuicomposer.wiring.sound import renderer_factory

DRAWS: Final = 3
"""How often candidates are drawn at most: once, and again for those that were not understood."""
_NEXT_SEED: Final = 1_000_003
"""From the seed of one draw to that of the next."""
_DRAWN: Final = 0.5
"""Share of the work of a draw that is done when its candidates are there."""


class Verifier:
    """Renders a section of a song and listens for its melody and chords.

    Args:
        factory: Makes synthesizers.
        listener: Who listens.
    """

    def __init__(self, factory: RendererFactory, listener: SoundListener) -> None:
        self._factory = factory
        self._listener = listener

    def found(self, song: Song, section: int, token: CancelToken) -> FoundAgain:
        """What is found again of the melody and the chords of a section, played by itself.

        Raises:
            SoundError: The section has no notes to hear, or the sound cannot be made.
            Cancelled: The token was cancelled.
        """
        alone = replace(song, order=(section,), recording=None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "proof.wav"
            render_song(alone, path, self._factory, token=token)
            heard = hearing.hear(path, self._listener, _to_nobody, token)
        clock = tempo_map(alone)
        melody, chords = list(_melody(alone, section, clock)), list(_chords(alone, section, clock))
        return FoundAgain(
            melody_f(melody, (TimedNote(one.start_s, one.pitch) for one in heard.melody)) if melody else None,
            chord_recall(chords, [TimedChord(one.start_s, one.end_s, one.chord) for one in heard.chords]),
        )


class VerifyingGenerator:
    """A generator whose candidates are listened to where the request asks for it.

    Those that are not understood are drawn again, :data:`DRAWS` times in all; what is understood comes
    first. The same seed still gives the same music.

    Args:
        service: Who writes.
        opener: Opens the verifier for the first request that needs it.
        clock: Seconds, by which listening is counted with the work.
    """

    def __init__(
        self,
        service: GeneratorService,
        opener: Callable[[], Verifier],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service, self._clock = service, clock
        self._opener = opener
        self._verifier: Verifier | None = None

    @property
    def name(self) -> str:
        """What is at work."""
        return self._service.name

    def judge(self, request: JudgeRequest, token: CancelToken) -> Judged:
        """See the protocol."""
        return self._service.judge(request, token)

    def generate(self, request: GenerateRequest, report: Report, token: CancelToken) -> Generated:
        """See the protocol.

        Raises:
            ModelError: The model that hears is missing.
            SoundError: The sound cannot be made.
        """
        if not request.verify:
            return self._service.generate(request, report, token)
        started = self._clock()
        verifier = self._verifier = self._verifier or self._opener()
        rounds: list[Generated] = []
        passed: list[Candidate] = []
        failed: list[Candidate] = []
        while not rounds or (len(rounds) < DRAWS and len(passed) < len(rounds[0].candidates)):
            part = _part(report, len(rounds) / DRAWS, 1 / DRAWS)
            again = replace(request, seed=request.seed + len(rounds) * _NEXT_SEED)
            rounds.append(self._service.generate(again, _part(part, 0.0, _DRAWN), token))
            listening = _part(part, _DRAWN, 1.0 - _DRAWN)
            for one in _heard(verifier, request, rounds[-1].candidates, listening, token):
                (passed if one.found is not None and one.found.passed else failed).append(one)
        failed.sort(key=_understood, reverse=True)
        seconds = self._clock() - started
        kept = (*passed, *failed)[: len(rounds[0].candidates)]
        return replace(rounds[0], request=request, candidates=kept, seconds=seconds)


def open_verifier(settings: Settings, soundfont: Path | None = None) -> Verifier:
    """The verifier with the synthesizer and the listener of this machine.

    Raises:
        ModelError: The model that hears is missing.
        SoundError: FluidSynth or the soundfont is missing.
    """
    return Verifier(renderer_factory(settings, soundfont), hearing.open_sound_listener())


def _heard(
    verifier: Verifier,
    request: GenerateRequest,
    candidates: tuple[Candidate, ...],
    report: Report,
    token: CancelToken,
) -> Iterator[Candidate]:
    for rank, candidate in enumerate(candidates):
        report(rank / len(candidates), "Listening to the candidates")
        song = apply(request.song, candidate.edit).song
        yield replace(candidate, found=verifier.found(song, request.region.section, token))


def _understood(candidate: Candidate) -> float:
    found = candidate.found
    if found is None:
        return 0.0
    return min(1.0 if share is None else share for share in found)


def _melody(song: Song, section: int, clock: TempoMap) -> Iterator[TimedNote]:
    """The notes of the melody lane, if it is heard."""
    lane = song.melody_lane
    if lane is not None and lane in audible_lanes(song):
        for span in note_spans(song.sections[section], lane):
            yield TimedNote(clock.seconds_at(span.start), span.pitch)


def _chords(song: Song, section: int, clock: TempoMap) -> Iterator[TimedChord]:
    lane = song.chord_lane
    if lane is not None:
        for span in chord_spans(song.sections[section], lane):
            yield TimedChord(clock.seconds_at(span.start), clock.seconds_at(span.end), span.chord)


def _part(report: Report, start: float, share: float) -> Report:
    return lambda fraction, text: report(start + share * fraction, text)


def _to_nobody(fraction: float, text: str) -> None:
    """Report to nobody."""
