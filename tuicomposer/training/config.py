"""The file that ``tuicomposer train WHAT --config FILE`` reads."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from tuicomposer.errors import SettingsError
from tuicomposer.generator.network import NetworkConfig
from tuicomposer.generator.styles import STYLES
from tuicomposer.training.cost import SIZES


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """The file given as ``--config``, TOML with these keys."""

    run: Path
    """Folder for the arrays, checkpoints and samples of this run."""
    jsb: Path | None = None
    """``Jsb16thSeparated.json`` of czhuang/JSB-Chorales-dataset: the published split."""
    hymns: Path | None = None
    """Unpacked Open Hymnal (mzealey/openhymnal)."""
    lieder: Path | None = None
    """Unpacked OpenScore Lieder (OpenScore/Lieder)."""
    leadsheets: Path | None = None
    """Unpacked OpenEWLD (00sapo/OpenEWLD)."""
    billboard: Path | None = None
    """Unpacked McGill Billboard (boomerr1/The-McGill-Billboard-Project)."""
    folk: bool = False
    """Whether to use the fiddle tunes of music21's corpus."""
    threads: int = 1
    minutes: float = 60.0
    """Stop after this long; the next call goes on from there."""
    steps: int | None = None
    """Steps of the loop; the recipe's own number if not given."""
    rate: float | None = None
    """Highest learning rate; the recipe's own if not given."""
    patience: int = 0
    """Looks at held-back pieces without a better figure after which a training stops; 0: never."""
    average: float | None = None
    """Share of itself that the averaged network keeps in a step; the recipe's own if not given."""
    start: Path | None = None
    """Model folder whose networks the training starts from; from chance if not given."""
    only: str | None = None
    """The network of the likelihood table to train, the other one being kept as it was at the start."""
    weight: float | None = None
    """Of the discriminator's verdict in turns, beside the likelihood; 0 for turns that do not heed it."""
    half: bool = False
    """Whether to train with matrices multiplied in bfloat16: pays only where a processor has it natively."""
    fakes: int = 3000
    """Windows to rewrite for the discriminator."""
    generator: NetworkConfig | None = None
    """Size of the generator, a table; the recipe's own if not given."""
    discriminator: NetworkConfig | None = None
    """Size of the discriminator, a table; the recipe's own if not given."""
    models: Path = Path("models")
    """Where ``release`` writes the model folder."""
    version: int = 1
    calibration: tuple[float, float] = (1.0, 0.0)
    """Scale and shift of the logit of passages, as ``benchmarks/realness_fit.py`` fits them."""
    soundfonts: dict[str, float] = field(default_factory=dict)
    """Soundfonts to record takes with, and how often each is played; a table."""
    takes: int = 40
    """Files of takes to record."""

    def of_a_loop(self) -> dict[str, Any]:
        """What a loop's recipe is to have other than it has by itself, by the name of its fields."""
        said = {"steps": self.steps, "rate": self.rate, "average": self.average}
        kept = {name: value for name, value in said.items() if value is not None}
        return {**kept, "patience": self.patience, "half": self.half}


_PATHS: Final = ("run", "jsb", "hymns", "lieder", "leadsheets", "billboard", "start", "models")


def read_config(path: Path) -> TrainConfig:
    """Read a training configuration.

    Raises:
        SettingsError: The file is missing, is no TOML, or has unknown keys.
    """
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.", "Give a TOML file.") from error
    known = {item.name for item in fields(TrainConfig)}
    if unknown := set(values) - known:
        raise SettingsError(f"{path} has unknown keys {sorted(unknown)}.", f"Use {sorted(known)}.")
    if "run" not in values:
        raise SettingsError(f"{path} names no folder.", "Add a line such as run = “runs/chorale”.")
    paths: dict[str, Any] = {key: Path(values[key]) for key in _PATHS if key in values}
    networks: dict[str, Any] = {
        key: _network(path, values[key]) for key in ("generator", "discriminator") if key in values
    }
    if "calibration" in values:
        paths["calibration"] = _calibration(path, values["calibration"])
    return TrainConfig(**(values | paths | networks))


def _calibration(path: Path, found: Any) -> tuple[float, float]:
    if not isinstance(found, list) or len(found) != 2 or not all(isinstance(x, int | float) for x in found):
        raise SettingsError(f"{path} has a calibration that is no pair: {found}.", "Use [scale, shift].")
    return float(found[0]), float(found[1])


def _network(path: Path, table: Any) -> NetworkConfig:
    """A size out of a table; what is not said is as in the named ``size``, or in :class:`NetworkConfig`."""
    known = {"size", *(item.name for item in fields(NetworkConfig))}
    if not isinstance(table, dict) or set(table) - known:
        raise SettingsError(f"{path} has a network that cannot be read: {table}.", f"Use {sorted(known)}.")
    size = table.get("size")
    if size is not None and size not in SIZES:
        raise SettingsError(f"{path} has a size of network that is not known: {size}.", f"Use {[*SIZES]}.")
    base = SIZES[size] if size else NetworkConfig(styles=len(STYLES), densities=True)
    config = replace(base, **{name: value for name, value in table.items() if name != "size"})
    if config.width % config.heads:
        raise SettingsError(
            f"{path}: a width of {config.width} cannot be shared by {config.heads} heads.",
            "Make one a multiple of the other.",
        )
    return config
