"""What works on this machine; every question raises the sentence that a person needs."""

from __future__ import annotations

from pathlib import Path

from tuicomposer.errors import ModelError
from tuicomposer.models.manifest import read_verified
from tuicomposer.models.purpose import is_for_benchmarks
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.playback import fluid
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.paths import models_dir
from tuicomposer.wiring.sound import open_synth


def torch_version() -> str:
    """Version of torch, and what it computes on.

    Raises:
        ModelError: It cannot be loaded.
    """
    try:
        import torch  # noqa: PLC0415 - only whoever asks for it pays for it
    except (ImportError, OSError) as error:
        what = f"torch cannot be loaded: {error}."
        raise ModelError(what, "The rules compose in its place; “make setup” installs torch.") from error
    device = f"CUDA {torch.version.cuda}" if torch.cuda.is_available() else "processor"
    return f"{torch.__version__} on {device}, {torch.get_num_threads()} threads"


def onnxruntime_version() -> str:
    """Version of ONNX Runtime.

    Raises:
        ModelError: It cannot be loaded.
    """
    try:
        import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 - as torch
    except (ImportError, OSError) as error:
        what = f"onnxruntime cannot be loaded: {error}."
        raise ModelError(what, "Recordings cannot be heard without it; “make setup” installs it.") from error
    return str(onnxruntime.__version__)


def fluidsynth_version() -> str:
    """Version of the FluidSynth library.

    Raises:
        SoundError: It is missing or too old.
    """
    return fluid.load_library().version


def audio_device(settings: Settings) -> str:
    """Name of the audio driver that works; it is opened and closed.

    Raises:
        SoundError: There is none.
    """
    synth = open_synth(settings)
    try:
        return synth.device
    finally:
        synth.close()


def model_folders() -> tuple[Path, ...]:
    """The folders of models, in order of their names.

    Raises:
        ModelError: There is none.
    """
    home = models_dir()
    folders = tuple(sorted(path for path in home.iterdir() if path.is_dir())) if home.is_dir() else ()
    if not folders:
        raise ModelError(f"There is no model in {home}.", "The rules compose in its place.")
    return folders


def for_benchmarks(folder: Path) -> bool:
    """Whether a model only serves to print a table; nothing is composed with it."""
    return is_for_benchmarks(folder)


def verify_model(folder: Path) -> None:
    """Check every file of a model folder.

    Raises:
        ModelError: Something is missing, altered or not trusted.
    """
    read_verified(folder, TRUSTED)
