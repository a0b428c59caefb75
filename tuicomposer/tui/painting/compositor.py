"""A compositor that draws only the lines that changed, of the widgets that are seen there."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class LeanCompositor(Compositor):
    """As Textual's, which draws every line of every widget for each update."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Drawn lines, front to back: region of a widget, the part of it that is seen, its lines there."""
        if crop is None:
            yield from super()._get_renders(None)
            return
        lines = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            part = seen.intersection(lines)
            if part and part.overlaps(crop):
                yield region, clip.intersection(lines), widget.render_lines(part.translate(-region.offset))
                if part.contains_region(crop):
                    # What lies behind it is not seen.
                    return
