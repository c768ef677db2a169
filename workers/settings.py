"""Settings of the worker and of everything that reads or builds the index."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from knowledge.domain import Language
from knowledge.language.profiles import PROFILES
from workers.contract import BrokerSettings

SAMPLE_POLICIES = Path(__file__).parent.parent / "ops" / "sample_policies"
SHIPPED_ADAPTER = Path(__file__).parent / "models" / "adapters" / "multilingual-e5-small"
"""What `frontdesk train embedder` made of the questions in `knowledge/training`; see the card in the folder."""
SHIPPED_READER = SHIPPED_ADAPTER.with_name("multilingual-e5-small-reader")
"""What `frontdesk train reader` made of them."""
SHIPPED_CHECKER = SHIPPED_ADAPTER.with_name("multilingual-e5-small-checker")
"""What `frontdesk train checker` made of their claims."""

_HERE = Path("knowledge.toml")


class WorkerSettings(BrokerSettings):
    """Documents, models and limits. Every value may be left out; the defaults run on a laptop."""

    knowledge: Path | None = None
    """The file that names the sources of documents; left out, it is ``knowledge.toml`` where there is one."""
    policies: Path = SAMPLE_POLICIES
    """The folder with the company's documents, where no file names sources."""
    default_readers: str = "everyone"
    """Who may read a document that neither its front matter nor a folder's access.toml speaks of (comma-separated)."""
    link_template: str = ""
    """Address of a document for citations, with {path} and {anchor}; empty is no link. The terminal may know one."""

    versions_kept: int = Field(default=10, ge=2, le=1000)
    """Versions of the index that stay on disk; older ones are removed."""
    failed_share: float = Field(default=0.2, ge=0, le=1)
    """Share of the documents readable before that may fail before a reload publishes nothing."""
    conversion_seconds: float = Field(default=60, gt=0)
    """Time for turning one document into text."""
    conversion_memory_mb: int = Field(default=1536, ge=512)
    """Memory for turning one document into text, in MB."""

    generator: Literal["transformers", "openvino", "openai", "auto", "extractive"] = "transformers"
    """What writes answers: a language model in this process, one on the processor by OpenVINO, one behind an
    OpenAI-compatible server, that of a server found on this machine (auto; the one in this process where there is
    none), or only quotes."""
    generator_model: str = ""
    """Hugging Face id or folder, or the server's name of it; empty is the embedded SmolLM2-135M-Instruct (English)."""
    generator_precision: Literal["auto", "bf16", "fp32", "int8", "int4"] = "auto"
    """Number format of the model's weights; auto is bf16 where the machine computes in it, else fp32. OpenVINO takes
    any, and auto is int8."""
    generator_writes: Literal["auto", "freely", "quotes"] = "auto"
    """Whether the model may answer in its own words, each sentence checked; auto goes by its size."""
    generator_languages: str = ""
    """Languages that the model may answer in (``en,zh``); empty goes by its name."""
    engine: Literal["auto", "ragged", "paged"] = "auto"
    """How answers share a batch: transformers' paged attention (auto on an NVIDIA GPU), or Frontdesk's own."""
    engine_batch: int = Field(default=16, ge=1, le=1024)
    """Answers that the model writes at once."""
    engine_queue: int = Field(default=64, ge=1)
    """Answers that may wait for a place in the batch; what comes after that is quoted at once."""
    openai_base_url: str = "https://api.openai.com/v1"
    """Address of the OpenAI-compatible server, up to and including its /v1."""
    openai_api_key: SecretStr = SecretStr("")
    """Its key, where it wants one."""
    general_knowledge: bool = False
    """Whether the named generator may explain a general term that no document mentions, labelled as that."""
    embedder_model: str = ""
    """Hugging Face id or folder; empty is the embedded multilingual-e5-small."""
    embedder_adapter: str = ""
    """Folder of `frontdesk train embedder`; empty is the one that ships for the embedded embedder, ``off`` is none."""

    reader: str = ""
    """Folder of `frontdesk train reader`; empty is the one that ships for the embedded embedder, ``off`` is none."""
    checker: str = ""
    """Folder of `frontdesk train checker`; empty is the one that ships for the embedded embedder, ``off`` is none: then
    only what repeats the policies is shown of what a model says."""

    reranker_model: str = ""
    """Hugging Face id or folder of a cross-encoder that orders what was found anew; empty for none."""
    entailment_model: str = ""
    """Hugging Face id or folder of a model for natural language inference that checks a model's sentences instead."""
    second_opinion: bool = False
    """Whether the generator's model is asked yes or no, too, about sentences that the checker is not sure of."""
    synonyms: Path | None = None
    """A file of lines like ``PTO = paid time off, 年假``: other names that a question's words are searched by."""

    fit: Path | None = None
    """A file of `frontdesk train ranker` for the embedder that is set: how sentences are ranked and judged."""
    confidence: Path | None = None
    """A file of `frontdesk eval calibrate --write`: when to answer and when to say that the policies don't."""

    answer_cache: Literal["off", "exact", "semantic"] = "exact"
    """Whether a question asked before is answered from Redis: where it is the same, or also where it means the same."""

    worker_threads: int = Field(default=4, ge=1, le=64)
    """Questions in work at once in one worker process; they share its model."""
    torch_threads: int = Field(default=0, ge=0)
    """CPU threads of one model call; 0 takes half of the cores, so that the other parts are not starved."""
    answer_seconds: float = Field(default=90, gt=0, lt=200)
    """Time for one answer, waiting for a worker included; well under the queue's visibility timeout."""

    human_contact: str = ""
    """Whom an answer points to that found nothing, such as ``people@example.com`` or ``the People team``."""

    @field_validator("general_knowledge")
    @classmethod
    def _needs_a_model_that_knows(cls, allowed: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's own call
        if allowed and (info.data.get("generator") == "extractive" or not info.data.get("generator_model")):
            message = (
                "the embedded model knows too little; name a larger one in FRONTDESK_GENERATOR_MODEL, or leave it out"
            )
            raise ValueError(message)
        return allowed

    @property
    def languages(self) -> frozenset[Language] | None:
        """The languages that the model may answer in, where they are set."""
        named = {part.strip() for part in self.generator_languages.split(",")}
        return frozenset(one for one in PROFILES if one in named) if self.generator_languages else None

    @property
    def model_threads(self) -> int:
        """CPU threads of one model call, decided."""
        return self.torch_threads or max(1, (os.cpu_count() or 1) // 2)

    @property
    def adapter_folder(self) -> Path | None:
        """The folder of the weights that tune the embedder: what is set, else what ships for the embedded one."""
        if self.embedder_adapter == "off":
            return None
        if self.embedder_adapter:
            return Path(self.embedder_adapter)
        return None if self.embedder_model else SHIPPED_ADAPTER

    @property
    def reader_folder(self) -> Path | None:
        """The folder of the weights that read: what is set, else what ships, with the tuned form that ships."""
        if self.reader == "off":
            return None
        if self.reader:
            return Path(self.reader)
        return SHIPPED_READER if self.adapter_folder == SHIPPED_ADAPTER else None

    @property
    def checker_folder(self) -> Path | None:
        """The folder of the weights that check: what is set, else what ships for the embedded embedder."""
        if self.checker == "off":
            return None
        if self.checker:
            return Path(self.checker)
        return None if self.embedder_model else SHIPPED_CHECKER

    @property
    def embedded_generator(self) -> bool:
        """Whether the model that comes inside a wheel may write: no other is named, nor a server sure to do so."""
        return self.generator in {"transformers", "openvino", "auto"} and not self.generator_model

    @property
    def models_dir(self) -> Path:
        """Where the embedded models are kept once converted."""
        return self.data_dir / "models"

    @property
    def knowledge_file(self) -> Path | None:
        """The file that names the sources, if there is one."""
        return self.knowledge or (_HERE if _HERE.is_file() else None)

    @property
    def sources_dir(self) -> Path:
        """Where sources keep what they fetch as a whole."""
        return self.data_dir / "sources"

    @property
    def index_dir(self) -> Path:
        """Where the versions of the index are kept."""
        return self.data_dir / "index"
