"""The history as text: everything comes back, and nothing damaged, strange or misplaced is taken."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import edits, songs
from tuicomposer.errors import SongFileError
from tuicomposer.formats.history_text import HistoryWriter, read_history
from tuicomposer.formats.plain_values import from_plain, to_plain
from tuicomposer.score.cells import Note
from tuicomposer.score.document import Document
from tuicomposer.score.edits import Edit, SetCells, SetField
from tuicomposer.score.song import Place, new_song

DIGEST = "5" * 64


def worked_on() -> Document:
    """A document with three steps, the last of them taken back."""
    document = Document(new_song(bars=1))
    document.do(SetCells(((Place(0, 1, 0), Note(60)),)), "Type a note")
    document.do(SetField("tempo", 90.0), "Tempo")
    document.do(SetField("title", "Air"), "Title")
    document.undo()
    return document


@given(st.data())
def test_every_edit_is_the_same_after_writing_and_reading(data: st.DataObject) -> None:
    edit = data.draw(edits(data.draw(songs())))
    assert from_plain(Edit, json.loads(json.dumps(to_plain(edit)))) == edit


@given(st.data())
def test_a_history_leads_back_after_a_restart(data: st.DataObject) -> None:
    document = Document(data.draw(songs(max_lanes=2, max_sections=2, max_rows=4)))
    first = document.song
    for number in range(data.draw(st.integers(1, 4))):
        document.do(data.draw(edits(document.song)), f"step {number}")
    last = document.song
    for _ in range(data.draw(st.integers(0, 2))):
        document.undo()
    text = HistoryWriter().write(document.steps, DIGEST)
    reopened = Document(document.song)
    reopened.put_beneath(read_history(text, reopened.song, DIGEST))
    assert reopened.steps == document.steps
    while reopened.redo() is not None:
        pass
    assert reopened.song == last
    while reopened.undo() is not None:
        pass
    assert reopened.song == first


def test_what_was_done_before_the_history_was_read_stays_on_top() -> None:
    document = worked_on()
    reopened = Document(document.song)
    reopened.do(SetField("title", "Song"), "Name it")
    reopened.put_beneath(document.steps)
    assert [step.label for step in reopened.steps.done] == ["Type a note", "Tempo", "Name it"]
    assert reopened.redo_label is None
    while reopened.undo() is not None:
        pass
    assert reopened.song == new_song(bars=1)


def test_the_text_is_lines_that_a_person_can_read() -> None:
    lines = HistoryWriter().write(worked_on().steps, DIGEST).decode().splitlines()
    assert json.loads(lines[0])["done"] == 2
    assert lines[1] == (
        '{"label": "Type a note", "edit": {"type": "SetCells", "cells": [[[0, 1, 0], null]]}}'
    )
    assert [json.loads(line)["label"] for line in lines[1:]] == ["Type a note", "Tempo", "Title"]


def test_a_step_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document, writer = worked_on(), HistoryWriter()
    before = writer.write(document.steps, DIGEST)
    monkeypatch.setattr("tuicomposer.formats.history_text.to_plain", lambda edit: pytest.fail("again"))
    assert writer.write(document.steps, DIGEST) == before


def sealed(*lines: str, done: int | None = None, **changes: object) -> bytes:
    """A history whose digests are right, whatever it says."""
    body = "".join(f"{line}\n" for line in lines).encode()
    count = len(lines) if done is None else done
    head = {"tuicomposer-history": 1, "song": DIGEST, "done": count, "undone": 0}
    return json.dumps({**head, "digest": sha256(body).hexdigest(), **changes}).encode() + b"\n" + body


GOOD = '{"label": "a", "edit": {"type": "SetField", "name": "tempo", "value": 90}}'


def test_the_seal_is_what_the_reader_wants() -> None:
    assert len(read_history(sealed(GOOD), new_song(), DIGEST).done) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\n",
        b"[]\n",
        b"[" * 100_000,
        sealed(GOOD)[:-1],
        sealed(GOOD).replace(b"90", b"91"),
        sealed(GOOD, song="6" * 64),
        sealed(GOOD, done=2),
        sealed(GOOD, done=-1),
        sealed(GOOD, **{"tuicomposer-history": 2}),
        sealed('{"label": 7, "edit": {"type": "SetField", "name": "tempo", "value": 90}}'),
        sealed('{"label": "a", "edit": {"type": "SetField", "name": "tempo", "value": "fast"}}'),
        sealed('{"label": "a", "edit": {"type": "SetField", "name": "tempo", "value": 1e99}}'),
        sealed('{"label": "a", "edit": {"type": "SetField", "name": "__class__", "value": 1}}'),
        sealed('{"label": "a", "edit": {"type": "Path", "args": ["x"]}}'),
        sealed('{"label": "a", "edit": {"type": "RemoveLane", "index": 99}}'),
        sealed('{"label": "a", "edit": {"type": "RemoveLane", "index": 0, "more": 1}}'),
        sealed('{"label": "a", "edit": {"type": "SetCells", "cells": [[[0, 1], null]]}}'),
        sealed('{"label": "a", "edit": {"type": "SetCells", "cells": null}}'),
        sealed('{"label": "a", "edit": ' + '{"type": "Batch", "edits": [' * 40 + "]}" * 40 + "}"),
    ],
)
def test_a_history_that_cannot_be_trusted_is_a_sentence(data: bytes) -> None:
    with pytest.raises(SongFileError, match="damaged and was left aside") as caught:
        read_history(data, new_song(), DIGEST)
    assert "as it was saved" in caught.value.hint


@given(st.binary(max_size=80))
def test_any_bytes_are_a_sentence(data: bytes) -> None:
    with pytest.raises(SongFileError):
        read_history(data, new_song(), DIGEST)
