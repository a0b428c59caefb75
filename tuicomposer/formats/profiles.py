"""Style profiles as small JSON files, one a profile, in a folder of the person's."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tuicomposer.errors import ComposerError, RequestError, SongFileError
from tuicomposer.formats import atomic
from tuicomposer.formats.files import read_bytes, refused
from tuicomposer.jobs.profile import MOST_KEYS, PLACES, WIDEST, KeyShare, StyleProfile, Voice, check_name
from tuicomposer.score.key import MODES, parse_key
from tuicomposer.score.lane import Role
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.tempo import check_tempo
from tuicomposer.score.text import visible

SUFFIX: Final = ".json"
MAX_BYTES: Final = 2**20
_VERSION: Final = 1
_MOST_BARS: Final = 100_000


class Profiles:
    """The profiles in a folder.

    Args:
        folder: The folder; it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """Names of all profiles, in order."""
        try:
            found = [path.stem for path in self._folder.iterdir() if path.suffix == SUFFIX]
        except OSError:
            return ()
        return tuple(sorted(name for name in found if _is_name(name)))

    def load(self, name: str) -> StyleProfile:
        """The profile of a name.

        Raises:
            RequestError: It is no name of a profile.
            SongFileError: There is none of that name, or it is damaged.
        """
        if name not in self.names():
            known = ", ".join(self.names()) or "none"
            what = f"There is no profile “{visible(check_name(name))}”."
            raise SongFileError(what, f"There are: {known}; “tuicomposer profile make” makes one.")
        data = read_bytes(self._path(name))
        try:
            if len(data) > MAX_BYTES:
                raise ValueError("too large")
            return _read(name, json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ComposerError) as error:
            raise SongFileError(
                f"The profile “{name}” is damaged.", "Remove it and make it again from its files."
            ) from error

    def save(self, profile: StyleProfile) -> Path:
        """Write a profile in place of one of the same name, whole or not at all, and say where.

        Raises:
            SongFileError: It cannot be written.
        """
        path = self._path(profile.name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            atomic.write(path, (json.dumps(_plain(profile), indent=1) + "\n").encode(), backups=0)
        except OSError as error:
            raise refused(path, error, "saved") from error
        return path

    def rename(self, name: str, new: str) -> None:
        """Give a profile another name.

        Raises:
            RequestError: The new name is no name of a profile, or is taken.
            SongFileError: There is none of the old name, it is damaged, or it may not be renamed.
        """
        profile = replace(self.load(name), name=check_name(new))
        if new.casefold() in {taken.casefold() for taken in self.names()}:
            raise RequestError(f"There is a profile “{new}” already.", "Choose another name.")
        self.save(profile)
        self.remove(name)

    def remove(self, name: str) -> None:
        """Remove a profile.

        Raises:
            SongFileError: There is none of that name, or it may not be removed.
        """
        if name not in self.names():
            self.load(name)  # says what there is
        try:
            self._path(name).unlink()
        except OSError as error:
            raise refused(self._path(name), error, "removed") from error

    def _path(self, name: str) -> Path:
        return self._folder / f"{check_name(name)}{SUFFIX}"


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except ComposerError:
        return False
    return True


def _plain(profile: StyleProfile) -> dict[str, Any]:
    return {
        "profile": _VERSION,
        "files": profile.files,
        "tempo": profile.tempo,
        "minor": profile.minor,
        "meter": profile.meter,
        "bars": list(profile.bars),
        "voices": [
            {
                "role": voice.role.value,
                "density": voice.density,
                "pitch": voice.pitch,
                "onsets": list(voice.onsets),
                "steps": list(voice.steps),
            }
            for voice in profile.voices
        ],
        "harmony": profile.harmony,
        "keys": [{"key": str(one.key), "share": one.share} for one in profile.keys],
    }


def _read(name: str, plain: Mapping[str, Any]) -> StyleProfile:
    """The profile of plain values; raises ``ValueError``, ``KeyError`` or ``TypeError`` for others."""
    if plain["profile"] != _VERSION:
        raise ValueError("another version")
    check_tempo(_number(plain["tempo"], 20, 400))
    return StyleProfile(
        name,
        int(_number(plain["files"], 1, 1e6)),
        float(plain["tempo"]),
        _number(plain["minor"], 0, 1),
        str(parse_meter(plain["meter"])),
        tuple(int(_number(bars, 0, _MOST_BARS)) for bars in plain["bars"]),
        tuple(_voice(voice) for voice in plain["voices"]),
        _harmony(plain["harmony"]),
        # Profiles that were made before keys were kept have none.
        tuple(_key(one) for one in plain.get("keys", ())[:MOST_KEYS]),
    )


def _key(plain: Mapping[str, Any]) -> KeyShare:
    return KeyShare(parse_key(plain["key"]), _number(plain["share"], 0, 1))


def _voice(plain: Mapping[str, Any]) -> Voice:
    onsets, steps = ([_number(one, 0, 100) for one in plain[name]] for name in ("onsets", "steps"))
    if len(onsets) != PLACES or len(steps) != 2 * WIDEST + 1:
        raise ValueError("counts are missing")
    density, pitch = _number(plain["density"], 0, 100), _number(plain["pitch"], 0, 127)
    return Voice(Role(plain["role"]), density, pitch, tuple(onsets), tuple(steps))


def _harmony(plain: Mapping[str, Any]) -> dict[str, dict[str, dict[str, int]]]:
    return {
        mode: {
            " ".join(str(int(step)) for step in before.split()): {
                str(int(step)): int(_number(count, 1, 1e9)) for step, count in after.items()
            }
            for before, after in plain[mode].items()
        }
        for mode in MODES
    }


def _number(value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("no number")
    if not low <= value <= high:
        raise ValueError("out of range")
    return float(value)
