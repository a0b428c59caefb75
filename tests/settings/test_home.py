"""Home folders in paths: known ones are put in, unknown ones get a sentence."""

from pathlib import Path

import pytest

from tuicomposer.errors import ModelError, SongFileError
from tuicomposer.settings.home import expanded
from tuicomposer.wiring.paths import MODELS_VARIABLE, models_dir


def test_a_home_is_put_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expanded("~/walk.tuic") == tmp_path / "walk.tuic"
    assert expanded("walk.tuic") == Path("walk.tuic")


def test_a_home_that_nobody_has_is_a_sentence() -> None:
    with pytest.raises(SongFileError, match="“~nobody-of-this-name” starts with a home folder"):
        expanded("~nobody-of-this-name")
    with pytest.raises(ModelError, match="home folder that is not known"):
        models_dir({MODELS_VARIABLE: "~nobody-of-this-name/models"})
