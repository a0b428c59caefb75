"""Where a General MIDI soundfont is found on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tuicomposer.errors import SoundError
from tuicomposer.score.text import visible
from tuicomposer.settings.home import expanded

VARIABLE: Final = "TUICOMPOSER_SOUNDFONT"
"""Environment variable that names a soundfont."""

SYSTEM_FOLDERS: Final = (
    Path("/usr/share/sounds/sf2"),  # Debian, Ubuntu
    Path("/usr/share/soundfonts"),  # Fedora, Arch
    Path("/usr/share/sounds/sf3"),
    Path("/usr/local/share/soundfonts"),
    Path("/opt/homebrew/share/soundfonts"),  # Homebrew on Apple silicon
    Path("/usr/local/opt/fluid-synth/share/soundfonts"),
    Path("/opt/homebrew/opt/fluid-synth/share/fluid-synth/sf2"),
    Path("/usr/local/opt/fluid-synth/share/fluid-synth/sf2"),
)
_NAMES: Final = (
    "FluidR3_GM.sf2",
    "FluidR3_GM.sf3",
    "GeneralUser-GS.sf2",
    "MuseScore_General.sf3",
    "default-GM.sf2",
    "default-GM.sf3",
    "default.sf2",
    "TimGM6mb.sf2",
)
"""Best first."""
_SUFFIXES: Final = (".sf3", ".sf2")
_HINT: Final = f"Name one with --soundfont or in the variable {VARIABLE}."


def find_soundfont(
    explicit: Path | None,
    builtin_dir: Path | None,
    environ: Mapping[str, str] | None = None,
    folders: tuple[Path, ...] = SYSTEM_FOLDERS,
) -> Path:
    """The soundfont to use: the named one, the environment's, the system's, or the built-in one.

    Args:
        explicit: What the person named, if anything.
        builtin_dir: Folder of the built-in soundfont, if there is one.
        environ: Environment variables; the process's own by default.
        folders: Folders of the system to search.

    Raises:
        SoundError: The named one does not exist or is in a home that is not known, or there is none anywhere.
    """
    environ = os.environ if environ is None else environ
    named = explicit or (expanded(environ[VARIABLE], SoundError) if environ.get(VARIABLE) else None)
    if named is not None:
        if not os.path.isfile(named):  # unlike Path.is_file, false for names that are too long
            raise SoundError(f"There is no soundfont “{visible(str(named))}”.", _HINT)
        return named
    found = next(_known(folders), None) or next(_fonts_in(builtin_dir), None)
    if found is None:
        raise SoundError("No soundfont was found on this machine.", _HINT)
    return found


def _known(folders: tuple[Path, ...]) -> Iterator[Path]:
    for name in _NAMES:
        yield from (folder / name for folder in folders if (folder / name).is_file())


def _fonts_in(folder: Path | None) -> Iterator[Path]:
    if folder is not None and folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
