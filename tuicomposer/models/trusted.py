"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset(
    {
        "288030d6edcb75be45166c1664bb98f56efbd0456eaa911ec1d3d3af80786602",  # grid 3
        "5685d4432c4ff85a269ed4c4e7d54f02d70380ed9be9425cfab27118093320a0",  # likelihood 3, for a benchmark
        "5880971d111d1a4795ed7a6174d96ca446c5ac92a22daf5fd7b946f7221054e4",  # analyzer 1
        "bd6d6b726649e0fc7fbc3d43a918828d11cc46e9b48d4c76b29d317b8c92743b",  # jsb 2
        "9ab814bd93fbc4200ae1d8cf1d6995286268cd03ec0e1c84502b828d1814f5cd",  # hearing 2
    }
)
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
