"""Blocks: rectangles of cells, and every operation on them as a pure function that makes an edit."""
