"""The index: documents in, passages out. Versions are built beside the published one and swapped in at once.

`build_index` builds and publishes, `HybridIndex` searches whatever is published, `index_status` says what that is.
"""

from __future__ import annotations

from knowledge.index.building import BuildReport, Policy, Progress, Stage, build_index
from knowledge.index.following import HybridIndex
from knowledge.index.searching import IndexVersion
from knowledge.index.versions import Manifest as IndexStatus
from knowledge.index.versions import read_manifest as index_status

__all__ = [
    "BuildReport",
    "HybridIndex",
    "IndexStatus",
    "IndexVersion",
    "Policy",
    "Progress",
    "Stage",
    "build_index",
    "index_status",
]
