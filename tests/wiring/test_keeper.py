"""Side files: unsaved work, history, versions and locks outlive the process, the disk and each other."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tuicomposer.errors import SongFileError
from tuicomposer.formats.files import load_song, save_song
from tuicomposer.formats.song_lock import Holder, SongLock, is_gone, myself
from tuicomposer.score.document import Document
from tuicomposer.score.edits import SetField
from tuicomposer.score.history import Steps
from tuicomposer.score.song import Song, new_song
from tuicomposer.wiring.keeper import Keeper

SAVED = new_song(title="Air", bars=1)
ME, OTHER = Holder(11, "zeus", "1", "today"), Holder(12, "zeus", "2", "yesterday")


def living(holder: Holder, host: str) -> bool:
    return False


def dead(holder: Holder, host: str) -> bool:
    return True


def renamed(*titles: str, song: Song = SAVED) -> Document:
    """A document whose song was given titles, one after the other."""
    document = Document(song)
    for title in titles:
        document.do(SetField("title", title), f"Name it {title}")
    return document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A saved song in a folder of its own."""
    folder = tmp_path / "songs"
    folder.mkdir()
    save_song(SAVED, folder / "air.tuic")
    return folder / "air.tuic"


def keeper(path: Path, **more: object) -> Keeper:
    return Keeper(path.parent.parent / "state", me=ME, **more)  # type: ignore[arg-type]


def crashed(path: Path | None, state: Path, *titles: str) -> Document:
    """Work that was kept by a process which then died."""
    document = renamed(*titles)
    gone = Keeper(state, me=OTHER)
    gone.begin(SAVED, path)
    gone.keep(document.song, path, document.steps)
    return document


# Unsaved work ---------------------------------------------------------------------------


def test_unsaved_work_goes_beside_the_song_and_never_over_it(path: Path) -> None:
    mine, before = keeper(path), path.read_bytes()
    mine.begin(SAVED, path)
    for title in ("One", "Two"):
        document = renamed(title)
        assert mine.keep(document.song, path, document.steps) == path.with_name("air.rescue.tuic")
    assert load_song(path.with_name("air.rescue.tuic")).song.title == "Two"
    assert path.read_bytes() == before
    mine.settled()
    mine.close()
    assert os.listdir(path.parent) == ["air.tuic"]


def test_what_a_dead_process_left_is_offered_with_its_history(path: Path) -> None:
    document = crashed(path, path.parent.parent / "state", "One", "Two")
    rescued = keeper(path, gone=dead).begin(SAVED, path).rescued
    assert rescued is not None
    assert (rescued.song, rescued.steps) == (document.song, document.steps)
    assert rescued.when.startswith("20")


def test_work_that_is_taken_over_is_settled_by_saving(path: Path) -> None:
    document = crashed(path, path.parent.parent / "state", "One")
    mine = keeper(path, gone=dead)
    rescued = mine.begin(SAVED, path).rescued
    assert rescued is not None
    mine.take_over(rescued)
    mine.keep(renamed("Two").song, path, Steps())
    assert load_song(rescued.file).song.title == "Two"
    save_song(document.song, path)
    mine.saved(path, document.steps)
    mine.close()
    assert sorted(os.listdir(path.parent)) == ["air.tuic", "air.tuic~1"]


def test_work_left_for_later_is_not_written_over(path: Path) -> None:
    crashed(path, path.parent.parent / "state", "One")
    mine = keeper(path, gone=dead)
    assert mine.begin(SAVED, path).rescued is not None
    assert mine.keep(renamed("Two").song, path, Steps()).name == "air.rescue-2.tuic"
    assert load_song(path.with_name("air.rescue.tuic")).song.title == "One"


def test_each_of_several_is_offered_and_dropped(path: Path) -> None:
    for number, name in enumerate(("air.rescue.tuic", "air.rescue-2.tuic", "airs.rescue.tuic")):
        save_song(new_song(title=name), path.with_name(name))
        os.utime(path.with_name(name), (number, number))
    mine = keeper(path)
    offered = []
    while (rescued := mine.rescued(SAVED, path)) is not None:
        offered.append(rescued.file.name)
        mine.drop(rescued)
    assert offered == ["air.rescue-2.tuic", "air.rescue.tuic"]
    assert sorted(os.listdir(path.parent)) == ["air.tuic", "airs.rescue.tuic"]


def test_what_equals_the_saved_song_is_removed_and_what_is_damaged_is_left(path: Path) -> None:
    save_song(SAVED, path.with_name("air.rescue.tuic"))
    path.with_name("air.rescue-2.tuic").write_text("no song")
    assert keeper(path).begin(SAVED, path).rescued is None
    assert not path.with_name("air.rescue.tuic").exists()
    assert path.with_name("air.rescue-2.tuic").exists()


def test_a_song_without_a_file_is_kept_in_the_state_folder(tmp_path: Path) -> None:
    document = crashed(None, tmp_path / "state", "One")
    assert (tmp_path / "state" / "untitled.rescue.tuic").exists()
    second = Keeper(tmp_path / "state", me=ME, gone=living)
    assert second.begin(new_song(), None).rescued is None
    assert second.keep(SAVED, None, Steps()).name == "untitled.rescue-2.tuic"
    third = Keeper(tmp_path / "state", me=Holder(13, "zeus"), gone=lambda holder, _: holder == OTHER)
    rescued = third.begin(new_song(), None).rescued
    assert rescued is not None
    assert rescued.song == document.song
    second.settled()
    assert sorted(os.listdir(tmp_path / "state")) == [
        ".untitled.rescue.tuic.lock",
        "history",
        "untitled.rescue.tuic",
    ]


def test_work_without_a_file_that_is_gone_on_with_is_nobody_elses(tmp_path: Path) -> None:
    state = tmp_path / "state"
    crashed(None, state, "One")
    alive = {"gone": lambda holder, _: holder == OTHER}
    first, second = Keeper(state, me=ME, **alive), Keeper(state, me=Holder(13, "zeus"), **alive)
    rescued, seen = first.begin(new_song(), None).rescued, second.begin(new_song(), None).rescued
    assert rescued is not None
    assert seen is not None
    assert first.take_over(rescued)
    assert SongLock(rescued.file, ME).holder() == ME
    assert not second.take_over(seen)
    assert not second.drop(seen)
    assert second.rescued(new_song(), None) is None
    assert second.keep(SAVED, None, Steps()) != rescued.file
    assert first.keep(SAVED, None, Steps()) == rescued.file
    first.settled()
    second.settled()
    assert os.listdir(state) == ["history"]


# A full disk ----------------------------------------------------------------------------


class FullDisk:
    """A writer for which some folders have no room."""

    def __init__(self, *full: Path) -> None:
        self.full = full

    def __call__(self, path: Path, data: bytes) -> None:
        if path.parent in self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        path.write_bytes(data)


def test_where_there_is_no_room_beside_the_song_there_is_the_state_folder(path: Path) -> None:
    state = path.parent.parent / "state"
    mine = keeper(path, write=FullDisk(path.parent))
    mine.begin(SAVED, path)
    place = mine.keep(renamed("One").song, path, Steps())
    assert place.parent == state
    again = Keeper(state, me=OTHER, gone=dead).begin(SAVED, path)
    assert again.rescued is not None
    assert again.rescued.file == place


def test_a_disk_that_is_full_everywhere_is_a_sentence_and_room_later_is_used(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(path.parent.parent / "home"))
    state, before = path.parent.parent / "state", path.read_bytes()
    disk = FullDisk(path.parent, state, path.parent.parent / "home")
    mine = keeper(path, write=disk)
    mine.begin(SAVED, path)
    with pytest.raises(SongFileError, match="cannot be written: the disk is full") as caught:
        mine.keep(renamed("One").song, path, Steps())
    assert "Make room" in caught.value.hint
    assert path.read_bytes() == before
    disk.full = ()
    assert mine.keep(renamed("One").song, path, Steps()) == path.with_name("air.rescue.tuic")


def test_a_history_that_finds_no_room_is_said_and_the_song_is_saved(path: Path) -> None:
    (path.parent.parent / "state").write_text("a file where the folder should be")
    mine, document = keeper(path), renamed("One")
    mine.begin(SAVED, path)
    assert "could not be kept" in mine.saved(path, document.steps)
    assert mine.keep(document.song, path, document.steps) == path.with_name("air.rescue.tuic")


# History --------------------------------------------------------------------------------


def saved_with_history(path: Path) -> Document:
    document, mine = renamed("One", "Two"), keeper(path)
    mine.begin(SAVED, path)
    save_song(document.song, path)
    assert mine.saved(path, document.steps) == ""
    mine.close()
    return document


def test_undo_survives_a_restart_a_move_and_a_copy(path: Path) -> None:
    document = saved_with_history(path)
    moved = path.with_name("moved.tuic")
    path.rename(moved)
    reopened = Document(load_song(moved).song)
    reopened.put_beneath(keeper(path).begin(reopened.song, moved).steps)
    assert reopened.steps == document.steps
    reopened.travel(-2)
    assert reopened.song == SAVED


def test_a_song_that_was_changed_elsewhere_has_no_history(path: Path) -> None:
    saved_with_history(path)
    path.write_text(path.read_text().replace("Two", "Three"))
    begun = keeper(path).begin(load_song(path).song, path)
    assert (begun.steps, begun.notes) == (Steps(), ())


def test_a_damaged_history_is_a_sentence_once_and_the_song_opens(path: Path) -> None:
    document = saved_with_history(path)
    for file in (path.parent.parent / "state" / "history").iterdir():
        file.write_bytes(file.read_bytes()[:-20])
    begun = keeper(path).begin(document.song, path)
    assert begun.steps == Steps()
    assert "damaged and was left aside" in begun.notes[0]
    assert keeper(path).begin(document.song, path).notes == ()


def test_histories_that_newer_ones_replace_do_not_pile_up(path: Path) -> None:
    mine, document = keeper(path), renamed()
    mine.begin(SAVED, path)
    for number in range(6):
        document.do(SetField("title", str(number)), "Title")
        mine.keep(document.song, path, document.steps)
        if number % 2:
            save_song(document.song, path)
            mine.saved(path, document.steps)
    assert len(os.listdir(path.parent.parent / "state" / "history")) == 1


def test_old_histories_make_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuicomposer.formats.history_store.MAX_FILES", 2)
    for number in range(4):
        saved_with_history(path.with_name(f"{number}.tuic"))
        save_song(replace(SAVED, title=str(number)), path)
        document, mine = renamed("x", str(number)), keeper(path)
        mine.begin(SAVED, path)
        mine.saved(path, document.steps)
    assert len(os.listdir(path.parent.parent / "state" / "history")) == 2


# Locks and other programs ---------------------------------------------------------------


def test_two_instances_are_warned_of_each_other(path: Path) -> None:
    first = Keeper(path.parent.parent / "state", me=OTHER)
    assert first.begin(SAVED, path).other == ""
    second = keeper(path, gone=living)
    assert second.begin(SAVED, path).other == "Process 12 on zeus has it open since yesterday."
    assert first.keep(renamed("One").song, path, Steps()).name == "air.rescue.tuic"
    assert second.keep(renamed("Two").song, path, Steps()).name == "air.rescue-11.tuic"
    second.settled()
    second.close()
    assert SongLock(path, ME).holder() == OTHER
    first.close()
    assert SongLock(path, ME).holder() is None


def test_the_lock_goes_with_the_song_that_is_saved_under_another_name(path: Path) -> None:
    mine, other = keeper(path), path.with_name("other.tuic")
    mine.begin(SAVED, path)
    save_song(SAVED, other)
    mine.saved(other, Steps())
    assert SongLock(path, ME).holder() is None
    assert SongLock(other, ME).holder() == ME


@pytest.mark.parametrize(
    "note", ["", "[]", '{"pid": "x"}', '{"pid": -1}', '{"pid": 12, "host": 7}', "\x00" * 50, "[" * 5000]
)
def test_a_damaged_note_is_taken_over(path: Path, note: str) -> None:
    lock = SongLock(path, ME, living)
    lock.note.write_text(note)
    assert lock.take() is None
    assert lock.holder() == ME


def test_a_stale_note_is_taken_over(path: Path) -> None:
    SongLock(path, OTHER).take()
    assert SongLock(path, ME, dead).take() is None
    assert SongLock(path, ME).holder() == ME


def test_who_is_gone() -> None:
    me = myself()
    assert not is_gone(me, me.host)
    assert not is_gone(me._replace(pid=2**22 + 1), "another host")
    assert is_gone(me._replace(pid=2**22 + 1), me.host)
    if me.started:
        assert is_gone(me._replace(started="0"), me.host), "the same number, but another process"


def test_a_folder_that_takes_no_note_warns_nobody(tmp_path: Path) -> None:
    assert SongLock(tmp_path / "nowhere" / "air.tuic", ME).take() is None


def test_the_note_can_be_read_by_a_person(path: Path) -> None:
    lock = SongLock(path, ME)
    lock.take()
    assert json.loads(lock.note.read_text()) == {
        "pid": 11,
        "host": "zeus",
        "started": "1",
        "since": "today",
    }
    assert lock.note.name == ".air.tuic.lock"


def test_a_change_by_another_program_is_noticed(path: Path) -> None:
    mine = keeper(path)
    mine.begin(SAVED, path)
    assert not mine.changed_outside(path)
    save_song(renamed("One").song, path)
    assert mine.changed_outside(path)
    mine.saved(path, Steps())
    assert not mine.changed_outside(path)
    assert not mine.changed_outside(path.with_name("another.tuic"))
    path.unlink()
    assert not mine.changed_outside(path), "what is gone cannot be written over"


def test_versions_before_are_listed_and_opened(path: Path) -> None:
    for title in ("One", "Two"):
        save_song(renamed(title).song, path)
    mine = keeper(path)
    versions = mine.backups(path)
    assert [mine.load_backup(one.file).title for one in versions] == ["One", "Air"]
    assert all(one.when.startswith("20") for one in versions)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell")
def test_a_process_that_nobody_has_asked_after_has_ended() -> None:
    child = subprocess.Popen(["true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(Holder(child.pid, "here"), "here")
    child.wait()


def test_unsaved_work_of_other_songs_is_known_wherever_it_is(path: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    crashed(path, state, "Aria")
    crashed(None, state, "Sketch")
    begun = keeper(path).begin(SAVED, path)
    assert begun.rescued is not None
    assert [one.song for one in begun.elsewhere] == [None]
    second = keeper(path)
    begun = second.begin(SAVED, None)
    assert begun.rescued is not None
    assert [(one.song, one.file) for one in begun.elsewhere] == [(path, path.with_name("air.rescue.tuic"))]
    assert second.drop(begun.rescued)
    third = keeper(path)
    found = third.begin(SAVED, path).rescued
    assert found is not None
    assert third.take_over(found)
    third.settled()
    assert third.begin(SAVED, tmp_path / "other.tuic").elsewhere == ()


def test_work_that_somebody_is_at_is_not_unsaved_work(path: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    document, at_work = renamed("Aria"), Keeper(state, me=OTHER, gone=living)
    at_work.begin(SAVED, path)
    at_work.keep(document.song, path, document.steps)
    assert Keeper(state, me=ME, gone=living).begin(SAVED, None).elsewhere == ()
    assert Keeper(state, me=ME, gone=dead).begin(SAVED, None).elsewhere != ()


def test_a_list_of_unsaved_work_that_is_damaged_is_done_without(path: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    (state / "unsaved").mkdir(parents=True)
    for number, text in enumerate(("", "7", '["a"]', "[1, 2]", "\udcff")):
        (state / "unsaved" / f"{number}.json").write_bytes(os.fsencode(text))
    assert keeper(path).begin(SAVED, path).elsewhere == ()
