"""The one door to FluidSynth: nothing outside of here knows that it exists."""

from tuicomposer.playback.fluid.library import load_library
from tuicomposer.playback.fluid.opening import automatic_drivers, fluid_renderer, open_fluid
from tuicomposer.playback.fluid.synth import FluidSynth

__all__ = ["FluidSynth", "automatic_drivers", "fluid_renderer", "load_library", "open_fluid"]
