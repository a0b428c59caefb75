"""The network that hears recordings, run by ONNX Runtime: a recording is heard without torch.

Its layers are :mod:`tuicomposer.training.audio.network`; a release writes them as a graph, whose weights
lie in a file of their own as every model's do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

F32 = NDArray[np.float32]

_ERRORS_ONLY: Final = 3


class Hearing(NamedTuple):
    """Scores (logits) of a stretch of sound."""

    onset: F32
    """(frames, PITCHES): a note begins."""
    frame: F32
    """(frames, PITCHES): a note sounds."""
    melody: F32
    """(frames, PITCHES): it is the melody's."""
    beat: F32
    """(frames, 2): a beat; one that begins a bar."""
    quality: F32
    """(steps, 12, QUALITIES): chord on each root."""
    bass: F32
    """(steps, 12, 12): steps of the bass above each root."""
    shared: F32
    """(steps, 2): no chord; a chord begins."""


Network = Callable[[F32], Hearing]
"""(frames, CHANNELS) levels between 0 and 1, frames a multiple of CHORD_STRIDE, to scores."""


class HearingSession:
    """A graph and its weights, ready to hear.

    Args:
        graph: The bytes of an ONNX model with one input, (1, frames, CHANNELS), and the fields of
            :class:`Hearing` as outputs, each with a leading axis of one.
        weights: Its initializers by name.

    Raises:
        ValueError: The weights are not those of the graph, or the graph answers something else.
    """

    def __init__(self, graph: bytes, weights: Mapping[str, NDArray[np.generic]]) -> None:
        options = onnxruntime.SessionOptions()
        # The other processors are left to the screen and the sound.
        options.intra_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        # The session reads them where they are.
        self._weights = [np.array(each, np.float32, order="C") for each in weights.values()]
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(each) for each in self._weights]
        options.add_external_initializers(list(weights), values)
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's errors have no other base in common.
            raise ValueError(str(error)) from error
        answers = tuple(one.name for one in self._session.get_outputs())
        if answers != Hearing._fields:
            raise ValueError(f"its graph answers {', '.join(answers)}")

    def __call__(self, levels: F32) -> Hearing:
        """Scores of frames.

        Args:
            levels: (frames, CHANNELS) between 0 and 1; frames a multiple of CHORD_STRIDE.
        """
        return Hearing(*(each[0] for each in self._session.run(None, {"levels": levels[None]})))
