"""The composer's screen over the real generator, analyzer, player and files.

What a port needs is imported when the port is first used, on the thread that uses it, so that
the first frame waits for none of it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tuicomposer.errors import ModelError
from tuicomposer.generator.styles import STYLES, style_of
from tuicomposer.playback.quiet import screen_kept_apart
from tuicomposer.score.song import Song, new_song
from tuicomposer.settings.layouts import layout_of
from tuicomposer.settings.load import keymaps_folder, settings_path
from tuicomposer.settings.values import Settings
from tuicomposer.tui.app import ComposerApp
from tuicomposer.tui.keeping import KeeperPort, opened_version
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.ports import PlayerPort, Ports
from tuicomposer.tui.settings_file import SettingsFile
from tuicomposer.wiring.late import Late
from tuicomposer.wiring.paths import example_song, models_dir
from tuicomposer.wiring.rescue import run_rescued
from tuicomposer.wiring.songs import is_of_another_program, load_song, save_song
from tuicomposer.wiring.taste import taste_of

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from tuicomposer.formats.profiles import Profiles
    from tuicomposer.jobs.cancel import CancelToken
    from tuicomposer.jobs.hearing import SoundListener
    from tuicomposer.jobs.messages import AnalyzeRequest, GenerateRequest, JudgeRequest
    from tuicomposer.jobs.profile import StyleProfile
    from tuicomposer.jobs.services import AnalyzerService, GeneratorService, Report
    from tuicomposer.playback.midi_input import KeyStroke
    from tuicomposer.playback.player import SoundStatus
    from tuicomposer.playback.take import Take
    from tuicomposer.tui.ports import MidiPort

SWITCH_SECONDS = 0.0005
"""Longest time that a thread keeps the interpreter while another waits for it."""
RULES = "rules"
"""What generates where no model can be loaded."""


def run_composer(path: Path | None, settings: Settings, notes: tuple[str, ...] = ()) -> None:
    """Open the composer and return when the person leaves it.

    Args:
        path: The song's file; a project that does not exist yet is begun.
        settings: The settings in force.
        notes: What to say at the start, such as what was wrong with the settings.

    Raises:
        SongFileError: The file cannot be opened, or is no song.
        ComposerError: A signal or a defect ended the composer; it says where the unsaved song is.
    """
    song = load_song(path)[0] if path is not None and path.exists() else _begun(path)
    version = "" if path is None else opened_version(path)
    # Threads that compute hand over to the screen ten times sooner than Python's default, or a key
    # pressed meanwhile would wait 5 ms at each of its many steps.
    sys.setswitchinterval(SWITCH_SECONDS)
    with screen_kept_apart():
        ports = make_ports(settings)
        if version:
            path, notes = None, (*notes, version)
        ports = replace(ports, notes=(*ports.notes, *notes))
        app = ComposerApp(ports, song, path, taste=taste_of(settings, os.environ))
        run_rescued(app, ports.keeper)


def make_ports(settings: Settings) -> Ports:
    """The doors of the screen; nothing is opened yet."""
    generator, analyzer = _Generator(settings), _Analyzer()
    keymap, notes = _keymap(settings)
    listener = _Listener(settings)
    return Ports(
        generator_handler=generator.answer,
        analyzer_handler=analyzer.answer,
        styles=STYLES,
        style_of=style_of,
        generator_name=installed_generator,
        open_player=lambda song, report: _open_player(song, report, settings),
        load_song=load_song,
        save_song=save_song,
        keeper=cast(KeeperPort, Late(_open_keeper)),
        render=lambda song, path, report, token: _render(song, path, settings, report, token),
        render_stems=lambda song, folder, report, token: _stems(song, folder, settings, report, token),
        clock=time.monotonic,
        keymap=keymap,
        notes=notes,
        is_first_start=is_first_start,
        settings_file=SettingsFile(settings_path()),
        layout=layout_of(settings.layout),
        open_midi=_open_midi,
        is_of_another_program=is_of_another_program,
        import_recording=listener.answer,
        open_take=_Takes().answer,
        profiles=_profiles,
        load_profile=_load_profile,
        profile_lines=_profile_lines,
        make_profile=_Profiling(listener).answer,
        rename_profile=lambda name, new: _open_profiles().rename(name, new),
        remove_profile=lambda name: _open_profiles().remove(name),
        midi_keyboard=settings.midi_keyboard,
        example_path=example_song(),
    )


class _Generator:
    """The generator, made on the worker's thread by the first request."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._service: GeneratorService | None = None

    def answer(self, request: GenerateRequest | JudgeRequest, report: Report, token: CancelToken) -> object:
        """Write or judge."""
        if self._service is None:
            from tuicomposer.wiring.generating import open_generator  # noqa: PLC0415
            from tuicomposer.wiring.verifying import VerifyingGenerator, open_verifier  # noqa: PLC0415

            self._service = VerifyingGenerator(
                open_generator(self._settings), lambda: open_verifier(self._settings)
            )
        from tuicomposer.jobs.messages import JudgeRequest  # noqa: PLC0415 - after the first frame

        if isinstance(request, JudgeRequest):
            return self._service.judge(request, token)
        return self._service.generate(request, report, token)


class _Analyzer:
    """The analyzer, made on the worker's thread by the first request."""

    def __init__(self) -> None:
        self._service: AnalyzerService | None = None

    def answer(self, request: AnalyzeRequest, report: Report, token: CancelToken) -> object:
        """Analyze."""
        if self._service is None:
            from tuicomposer.wiring.analyzing import open_analyzer  # noqa: PLC0415

            self._service = open_analyzer()
        return self._service.analyze(request, token, report)


class _Takes:
    """Recordings as they are played beside songs; only the last one is kept."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._before: TemporaryDirectory[str] | None = None

    def answer(self, path: Path, report: Report, token: CancelToken) -> Take:
        """A recording that can be played."""
        from tempfile import TemporaryDirectory  # noqa: PLC0415 - after the first frame

        from tuicomposer.wiring.takes import open_take  # noqa: PLC0415

        folder = TemporaryDirectory(prefix="tuicomposer-")
        take = open_take(path, Path(folder.name), report, token)
        # The synthesizer reads the last one until it is told of this one; then its files may go.
        self._folder, self._before = folder, self._folder
        return take


def _open_profiles() -> Profiles:
    from tuicomposer.wiring.profiles import open_profiles  # noqa: PLC0415 - after the first frame

    return open_profiles()


def _profiles() -> tuple[str, ...]:
    return _open_profiles().names()


def _profile_lines(profile: StyleProfile) -> tuple[str, ...]:
    from tuicomposer.analyzer.profile_text import profile_lines  # noqa: PLC0415

    return profile_lines(profile)


def _load_profile(name: str) -> StyleProfile:
    from tuicomposer.wiring import profiles  # noqa: PLC0415

    return profiles.load_profile(name)


class _Listener:
    """Who listens to recordings, made on the thread that first asks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._listener: SoundListener | None = None

    def open(self) -> SoundListener:
        """The listener."""
        from tuicomposer.wiring import hearing  # noqa: PLC0415

        self._listener = self._listener or hearing.open_sound_listener(self._settings.chords_by)
        return self._listener

    def answer(self, path: Path, report: Report, token: CancelToken) -> tuple[Song, tuple[str, ...]]:
        """The song of a recording."""
        from tuicomposer.wiring import hearing  # noqa: PLC0415

        report(0.0, "Opening the model")
        return hearing.import_recording(path, self.open(), report, token)


class _Profiling:
    """Makes style profiles of files."""

    def __init__(self, listener: _Listener) -> None:
        self._listener = listener

    def answer(self, name: str, paths: Sequence[Path], report: Report, token: CancelToken) -> StyleProfile:
        """A profile, kept under its name."""
        from tuicomposer.wiring import profiles  # noqa: PLC0415

        profile = profiles.make_profile(name, paths, report, token, self._listener.open)
        token.check()
        profiles.open_profiles().save(profile)
        return profile


def _open_keeper() -> KeeperPort:
    from tuicomposer.settings.home import state_folder  # noqa: PLC0415 - after the first frame
    from tuicomposer.wiring.keeper import Keeper  # noqa: PLC0415

    return Keeper(state_folder())


def is_first_start() -> bool:
    """Whether the composer was never started before; true only where that can be remembered."""
    from tuicomposer.settings.home import state_folder  # noqa: PLC0415

    mark = state_folder() / "tour.seen"
    try:
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch(exist_ok=False)
    except OSError:
        return False
    return True


def _keymap(settings: Settings) -> tuple[Keymap, tuple[str, ...]]:
    if settings.keymap == PLAIN.name:
        return PLAIN, ()
    from tuicomposer.tui.keymap_files import chosen_keymap  # noqa: PLC0415 - the plain one needs no file

    return chosen_keymap(settings.keymap, keymaps_folder())


def _begun(path: Path | None) -> Song:
    return new_song() if path is None else new_song(title=path.stem)


def installed_generator() -> str:
    """What will generate, told without loading torch; the first answer says it for certain."""
    from tuicomposer.generator.choose import DEFAULT_MODEL  # noqa: PLC0415
    from tuicomposer.models import trusted  # noqa: PLC0415
    from tuicomposer.models.manifest import read_verified  # noqa: PLC0415

    if find_spec("torch") is None:
        return RULES
    try:
        return read_verified(models_dir() / DEFAULT_MODEL, trusted.TRUSTED).name
    except ModelError:
        return RULES


def _open_player(song: Song, report: Callable[[SoundStatus], None], settings: Settings) -> PlayerPort:
    from tuicomposer.playback.player import Player  # noqa: PLC0415
    from tuicomposer.wiring.sound import open_synth  # noqa: PLC0415

    player = Player(song, lambda: open_synth(settings), report)
    player.start()
    return player


def _open_midi(wanted: str, listener: Callable[[KeyStroke], None]) -> MidiPort:
    from tuicomposer.playback.midi_input import open_keyboard  # noqa: PLC0415

    return open_keyboard(wanted, listener)


def _stems(song: Song, folder: Path, settings: Settings, report: Report, token: CancelToken) -> int:
    from tuicomposer.wiring.outputs import write_stems  # noqa: PLC0415

    return len(write_stems(song, folder, settings, None, report, token=token))


def _render(song: Song, path: Path, settings: Settings, report: Report, token: CancelToken) -> None:
    from tuicomposer.wiring.outputs import writer  # noqa: PLC0415

    writer([path], settings)(song, path, report, token)
