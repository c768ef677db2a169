"""The index: documents in, passages out. Versions are built beside the published one and swapped in at once.

`build_index` builds and publishes, `HybridIndex` searches whatever is published, `index_status` says what that is.
"""

from __future__ import annotations

from knowledge.index.building import BuildReport, Policy, Progress, Stage, build_index
from knowledge.index.live_index import HybridIndex
from knowledge.index.searching import IndexVersion, SearchOptions
from knowledge.index.synonyms import NO_SYNONYMS, read_synonyms
from knowledge.index.versions import Manifest as IndexStatus
from knowledge.index.versions import read_manifest as index_status

__all__ = [
    "NO_SYNONYMS",
    "BuildReport",
    "HybridIndex",
    "IndexStatus",
    "IndexVersion",
    "Policy",
    "Progress",
    "SearchOptions",
    "Stage",
    "build_index",
    "index_status",
    "read_synonyms",
]
