"""Which generator the dialog names before anything is loaded, and after the first answer."""

import sys
from pathlib import Path

import pytest
from driving import composing
from tui_fakes import FakeWorld

from tuicomposer.generator.choose import DEFAULT_MODEL
from tuicomposer.models import trusted
from tuicomposer.models.manifest import write_manifest
from tuicomposer.settings.values import Settings
from tuicomposer.wiring import screen
from tuicomposer.wiring.paths import MODELS_VARIABLE


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models with the trusted default among others, and torch to be found."""
    for name in (".hidden", "another", DEFAULT_MODEL):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights").write_text(name)
    digest = write_manifest(tmp_path / DEFAULT_MODEL)
    monkeypatch.setenv(MODELS_VARIABLE, str(tmp_path))
    monkeypatch.setattr(trusted, "TRUSTED", frozenset({digest}))
    monkeypatch.setattr(screen, "find_spec", lambda _: object())
    return tmp_path


def named() -> str:
    return screen.make_ports(Settings()).generator_name()


@pytest.mark.usefixtures("models")
def test_the_default_model_is_named_whatever_else_is_there() -> None:
    loaded = "torch" in sys.modules
    assert named() == DEFAULT_MODEL
    assert ("torch" in sys.modules) == loaded


def test_an_altered_model_is_not_named(models: Path) -> None:
    (models / DEFAULT_MODEL / "weights").write_text("other")
    assert named() == "rules"


@pytest.mark.usefixtures("models")
def test_a_model_that_is_not_trusted_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "TRUSTED", frozenset())
    assert named() == "rules"


@pytest.mark.usefixtures("models")
def test_without_torch_the_rules_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "find_spec", lambda _: None)
    assert named() == "rules"


async def test_the_dialog_names_what_the_first_answer_says() -> None:
    async with composing(world=FakeWorld(installed="chorale")) as hands:
        await hands.press("ctrl+g")
        assert hands.app.screen.query_one("#box").border_subtitle == "chorale"
        await hands.press("enter")
        await hands.until(lambda: hands.composer.view.ghost is not None)
        await hands.press("escape", "ctrl+g")
        assert hands.app.screen.query_one("#box").border_subtitle == "fake"
