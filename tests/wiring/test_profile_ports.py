"""The composer's doors to style profiles: made and kept, told, renamed, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuicomposer.errors import Cancelled, SongFileError
from tuicomposer.formats.files import save_song
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.settings.values import Settings
from tuicomposer.tui.ports import Ports
from tuicomposer.wiring.screen import make_ports


@pytest.fixture
def ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ports:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return make_ports(Settings())


@pytest.fixture
def tune(tmp_path: Path) -> Path:
    path = tmp_path / "tune.tuic"
    save_song(song_from_text("D5 E5 F#5 A5 | G5:2 E5:2", "D | G A7", key=Key("D")), path)
    return path


def silent(_: float, __: str) -> None:
    """Report to nobody."""


def test_a_profile_is_made_kept_told_renamed_and_removed(ports: Ports, tune: Path) -> None:
    made = ports.make_profile("mine", (tune,), silent, CancelToken())
    assert ports.profiles() == ("mine",)
    assert ports.load_profile("mine") == made
    lines = ports.profile_lines(made)
    assert "keys     D major 100%" in lines
    assert any(line.startswith("major    I") for line in lines)
    assert all(len(line) < 74 for line in lines)
    ports.rename_profile("mine", "ours")
    assert ports.profiles() == ("ours",)
    ports.remove_profile("ours")
    assert ports.profiles() == ()


def test_nothing_is_kept_of_one_that_was_cancelled_or_failed(ports: Ports, tune: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        ports.make_profile("mine", (tune,), silent, token)
    with pytest.raises(SongFileError):
        ports.make_profile("mine", (tune, tune.with_name("none.mid")), silent, CancelToken())
    assert ports.profiles() == ()
