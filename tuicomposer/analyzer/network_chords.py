"""Chords by the trained network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tuicomposer.analyzer.decoding import decode
from tuicomposer.analyzer.listening import Labelled, bar_lines, is_thin
from tuicomposer.analyzer.network import NumpyChordNetwork
from tuicomposer.analyzer.segments import grid_edges, segments
from tuicomposer.analyzer.template_chords import TemplateListener
from tuicomposer.analyzer.vocabulary import SILENCE, chord_in
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.services import Share, untold
from tuicomposer.score.key import Key
from tuicomposer.score.section import Section
from tuicomposer.score.spans import NoteSpan


class NetworkListener:
    """Implements :class:`tuicomposer.analyzer.listening.ChordListener`.

    A single line is labelled by bars with templates: the network was taught accompaniments.
    """

    def __init__(self, network: NumpyChordNetwork) -> None:
        self._network = network
        self._for_lines = TemplateListener()

    def listen(
        self,
        section: Section,
        notes: Sequence[NoteSpan],
        key: Key,
        token: CancelToken,
        share: Share = untold,
    ) -> Iterator[Labelled]:
        """See the protocol."""
        if len({note.lane for note in notes}) == 1 and is_thin(section, notes):
            yield from self._for_lines.listen(section, notes, key, token)
            return
        edges, marks = grid_edges(bar_lines(section), section.meter.pulse_ticks)
        rows = np.array([(note.start, note.end, note.pitch) for note in notes], np.int64).reshape(-1, 3)
        token.check()
        heard = self._network.hear(segments(rows, edges, marks), token, share)
        for found in decode(heard):
            if found.label != SILENCE:
                chord = chord_in(key, found.label, found.bass)
                start, end = int(edges[found.first]), int(edges[found.stop])
                yield Labelled(start, end, chord, found.confidence)
