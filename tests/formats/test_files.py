"""Songs in files: by suffix, in one step, and with a sentence for everything that can go wrong."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from tuicomposer.errors import SongFileError
from tuicomposer.formats import atomic
from tuicomposer.formats.files import LOADABLE, SAVEABLE, load_backup, load_song, save_song
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.song import new_song

SONG = song_from_text("C4:2 E4 G4", "C | Am F", title="Air")
needs_rights = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


@pytest.mark.parametrize("suffix", [".tuic", ".mid", ".midi", ".TUIC"])
def test_what_is_saved_is_loaded(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"song{suffix}"
    save_song(SONG, path)
    assert load_song(path) == (SONG, ())
    assert os.listdir(tmp_path) == [path.name]


def test_the_suffixes_are_stated() -> None:
    assert set(LOADABLE) == {".tuic", ".mid", ".midi"}
    assert set(SAVEABLE) == {*LOADABLE, ".musicxml", ".xml"}


def test_versions_written_over_are_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "song.tuic"
    for bars in range(1, 9):
        save_song(new_song(bars=bars), path)
    assert load_song(path).song == new_song(bars=8)
    kept = atomic.backups_of(path)
    assert [one.name for one in kept] == [f"song.tuic~{number}" for number in range(1, 6)]
    assert [load_backup(one) for one in kept] == [new_song(bars=bars) for bars in (7, 6, 5, 4, 3)]
    assert len(os.listdir(tmp_path)) == 6


def test_a_version_is_opened_by_its_name_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "air.tuic"
    save_song(SONG, path)
    save_song(new_song(), path)
    version = tmp_path / "air.tuic~1"
    assert load_song(version).song == SONG
    with pytest.raises(SongFileError, match="its suffix is not one of a song"):
        save_song(new_song(), version)
    for name in ("air.tuic~", "air.tuic~0", "air.tuic~6", "~1", "air.txt~1"):
        with pytest.raises(SongFileError, match="its suffix is not one of a song"):
            load_song(tmp_path / name)


def test_saving_the_same_song_again_takes_no_version_away(tmp_path: Path) -> None:
    path = tmp_path / "song.tuic"
    for _ in range(3):
        save_song(SONG, path)
    assert os.listdir(tmp_path) == ["song.tuic"]


def test_where_files_cannot_be_linked_versions_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "song.tuic"
    save_song(SONG, path)
    monkeypatch.setattr(os, "link", _raiser(OSError(errno.EPERM, "no links here")))
    save_song(new_song(bars=1), path)
    assert load_backup(tmp_path / "song.tuic~1") == SONG


def test_a_backup_that_is_no_song_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "song.tuic~1").write_text("not a song")
    with pytest.raises(SongFileError, match=r"song\.tuic~1 cannot be read\. Line 1"):
        load_backup(tmp_path / "song.tuic~1")


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "real.tuic", tmp_path / "link.tuic"
    save_song(new_song(bars=1), target)
    target.chmod(0o640)
    link.symlink_to(target)
    save_song(SONG, link)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert load_song(target).song == SONG


def test_a_full_disk_leaves_the_old_song(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "song.tuic"
    save_song(SONG, path)
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(os, "fsync", _raiser(full))
    with pytest.raises(SongFileError, match="disk is full") as caught:
        save_song(new_song(bars=1), path)
    assert caught.value.hint
    assert load_song(path).song == SONG
    assert os.listdir(tmp_path) == ["song.tuic"]


def test_an_interrupt_leaves_the_old_song(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "song.mid"
    save_song(SONG, path)
    monkeypatch.setattr(os, "fsync", _raiser(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        save_song(new_song(bars=1), path)
    assert load_song(path).song == SONG
    assert os.listdir(tmp_path) == ["song.mid"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.tuic", "no such file"),
        ("folder.tuic", "is a folder"),
        ("file.tuic/song.tuic", "not a folder"),
        ("song.wav", "suffix"),
        ("song", "suffix"),
        ("x" * 300 + ".tuic", "too long"),
        ("nul\0.tuic", "not the name"),
        ("pipe.tuic", "not an ordinary file"),
        ("loop.tuic", "link|no such file"),
    ],
)
def test_what_cannot_be_opened_has_a_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    _mischief(tmp_path)
    with pytest.raises(SongFileError, match=sentence) as caught:
        load_song(tmp_path / name)
    assert caught.value.what.isprintable()
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere/song.tuic", "no such file or folder"),
        ("folder.tuic", "is a folder"),
        ("file.tuic/song.mid", "not a folder"),
        ("song.wav", "suffix"),
        ("x" * 300 + ".mid", "too long"),
        ("nul\0.tuic", "not the name"),
        ("pipe.tuic", "not an ordinary file"),
    ],
)
def test_what_cannot_be_saved_has_a_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    _mischief(tmp_path)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(SongFileError, match=sentence):
        save_song(SONG, tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == before


@needs_rights
def test_rights_that_are_missing_have_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "song.tuic"
    save_song(SONG, path)
    path.chmod(0o444)
    with pytest.raises(SongFileError, match="you may not"):
        save_song(SONG, path)
    path.chmod(0)
    with pytest.raises(SongFileError, match="you may not"):
        load_song(path)


def test_a_refused_right_has_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "song.tuic"
    save_song(SONG, path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SongFileError, match="you may not"):
        save_song(SONG, path)


def test_an_error_in_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "song\x1b.tuic"
    path.write_bytes(b"tuicomposer 1\nkey: H\n")
    with pytest.raises(SongFileError, match=r"song\\x1b\.tuic cannot be read\. Line 2: “H” is not a key"):
        load_song(path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "song.tuic"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(SongFileError, match="too large"):
        load_song(path)


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    atomic.write(tmp_path / "new", b"content")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def _mischief(folder: Path) -> None:
    (folder / "folder.tuic").mkdir()
    (folder / "file.tuic").write_bytes(b"")
    (folder / "loop.tuic").symlink_to(folder / "loop.tuic")
    os.mkfifo(folder / "pipe.tuic")


def _raiser(error: BaseException) -> object:
    def raise_it(*_: object) -> None:
        raise error

    return raise_it


@pytest.mark.parametrize("text", ["/", "//", "", ".", "..", "a\0b"])
def test_what_is_no_file_has_no_versions_before(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert atomic.backups_of(Path(text)) == ()
