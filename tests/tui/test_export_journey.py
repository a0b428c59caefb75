"""Export: by the suffix, in the background, and nobody's file is lost by it; stems into a folder."""

from __future__ import annotations

from pathlib import Path

from driving import Hands, composing
from textual.widgets import Input, Static
from tui_fakes import FakeWorld

from tuicomposer.tui.screens.confirm import Confirm


async def export(hands: Hands, path: Path) -> None:
    """Ask for an export to a file."""
    await hands.press("ctrl+e")
    hands.app.screen.query_one("#value", Input).value = str(path)
    await hands.press("enter")


async def exported(hands: Hands, path: Path) -> None:
    """Export to a file and wait until it is told."""
    await export(hands, path)
    await hands.until(lambda: path.name in hands.line("cell"))


def proposed(hands: Hands) -> str:
    """What the dialog proposes."""
    return hands.app.screen.query_one("#value", Input).value


async def test_stems_are_written_into_a_folder(tmp_path: Path) -> None:
    world, taken = FakeWorld(), tmp_path / "taken"
    taken.touch()
    async with composing(world=world, path=tmp_path / "ode.tuic") as hands:
        await hands.press(*"\\,E")
        field = hands.app.screen.query_one(Input)
        assert field.value == str(tmp_path / "ode-stems")
        field.value = str(taken)
        await hands.press("enter")
        assert "“taken” is a file." in str(hands.app.screen.query_one(".problem", Static).render())
        field.value = str(tmp_path / "ode-stems")
        await hands.press("enter")
        await hands.until(lambda: "ode-stems." in hands.line("cell"))
        assert f"Wrote {len(hands.song.lanes)} files" in hands.line("cell")
        assert tmp_path / "ode-stems" / "Bass.wav" in world.files.songs


async def test_export_writes_by_the_suffix_in_the_background(tmp_path: Path) -> None:
    path = tmp_path / "walk.flac"
    async with composing() as hands:
        await exported(hands, path)
        assert "Wrote" in hands.line("cell")
        assert hands.world.files.songs == {path: hands.song}
        assert hands.line("work") == ""


async def test_export_proposes_the_kind_that_was_exported_last(tmp_path: Path) -> None:
    async with composing() as hands:
        await hands.press("ctrl+e")
        assert proposed(hands) == "evening-walk.wav"
        await hands.press("escape")
        for kind, after in (("MID", "mid"), ("musicxml", "musicxml")):
            await exported(hands, tmp_path / f"walk.{kind}")
            await hands.press("ctrl+e")
            assert proposed(hands) == f"evening-walk.{after}"
            await hands.press("escape")


async def test_export_asks_before_it_replaces_a_file(tmp_path: Path) -> None:
    opened, other, ours = (tmp_path / name for name in ("walk.mid", "other.mid", "new.mid"))
    for path in (opened, other):
        path.write_text("someone's")
    async with composing(path=opened) as hands:
        await exported(hands, ours)
        await hands.press("ctrl+e")
        assert proposed(hands) == str(tmp_path / "walk.wav")
        await hands.press("escape")
        for path in (opened, other):
            await export(hands, path)
            assert isinstance(hands.app.screen, Confirm)
            await hands.press("escape")
        assert set(hands.world.files.songs) == {ours}
        ours.write_text("ours")
        await export(hands, ours)
        assert not isinstance(hands.app.screen, Confirm)
        await export(hands, other)
        await hands.press("enter")
        await hands.until(lambda: other.name in hands.line("cell"))
        assert other in hands.world.files.songs


async def test_a_project_exported_to_itself_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "walk.tuic"
    async with composing(path=path) as hands:
        await hands.press("z")
        await export(hands, path)
        assert hands.world.files.songs[path] == hands.song
        assert "●" not in hands.line("title")
