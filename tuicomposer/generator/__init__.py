"""Writes and judges music on the tracker grid."""
