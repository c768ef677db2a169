"""A model hub: what it says of a model, and one file at a time of it. Every failure is one sentence.

The address and the token are huggingface_hub's own, ``HF_ENDPOINT`` and ``HF_TOKEN``, unless they are given.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, Self, cast

import httpx2  # with which huggingface_hub speaks HTTP; it lets these errors pass
from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.hf_api import ModelInfo, RepoSibling
from huggingface_hub.utils import logging
from huggingface_hub.utils._headers import build_hf_headers
from huggingface_hub.utils._validators import validate_repo_id

from workers.models.errors import ModelsUnavailable

_SECONDS: Final = 20.0
"""For the hub to say what a model has."""
_SINGLE: Final = "model.safetensors"
_WEIGHTS: Final = re.compile(r"model(-\d+-of-\d+)?\.safetensors")
_BESIDE: Final = re.compile(
    r"(?!frontdesk\.json).+\.(json|jinja)|(tokenizer|spiece|sentencepiece\.bpe)\.model|(merges|vocab)\.txt|"
    r"README\.md|(LICEN[CS]E|NOTICE|USE_POLICY)(\.(txt|md))?"
)
"""Configuration, tokenizer, chat template and terms; no pickles, which run code when they are read, and no code."""
_SHOWN: Final = 60
"""Characters of a licence's name, which anybody may write."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_UNAUTHORIZED, _FORBIDDEN, _TOO_MANY = 401, 403, 429
_AGAIN: Final = "Run the command again: it goes on where it stopped."


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a model: ``sha256`` of those in LFS, of the others git's id of their content."""

    name: str
    size: int
    sha256: str
    blob_id: str

    def matches(self, path: Path) -> bool:
        """Whether the file's bytes are those that the hub names."""
        if self.sha256:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        content = path.read_bytes()
        blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)  # git names its blobs so
        return blob.hexdigest() == self.blob_id


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model at one commit, and those of its files that are wanted."""

    id: str
    commit: str
    licence: str
    files: tuple[HubFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


class Hub:
    """A hub at an address. ``token`` False sends none, None is what huggingface_hub finds."""

    def __init__(
        self, endpoint: str | None = None, token: str | Literal[False] | None = None, seconds: float = _SECONDS
    ) -> None:
        self._api, self._token, self._seconds = HfApi(endpoint=endpoint, token=token), token, seconds
        self.endpoint = self._api.endpoint
        # Its warnings show addresses of files, which may hold a signature.
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]

    def model(self, model_id: str, revision: str | None = None) -> HubModel:
        """Say what there is of a model. Raises ModelsUnavailable."""
        with self._explained(model_id, revision):
            validate_repo_id(model_id)
            info = self._api.model_info(model_id, revision=revision, files_metadata=True, timeout=self._seconds)
        if not _COMMIT.fullmatch(info.sha or ""):
            raise self._is_no_hub()
        files = _wanted(model_id, info.siblings or [])
        return HubModel(model_id, str(info.sha), _licence(info), tuple(files))

    def download(self, model: HubModel, file: HubFile, path: Path, progress: Callable[[int], None]) -> None:
        """Write a file, or what is missing of it; ``progress`` is called with the bytes that came.

        huggingface_hub's own `hf_hub_download` begins anew after a crash; what it downloads with does not have to.
        Raises ModelsUnavailable.
        """
        url = hf_hub_url(model.id, file.name, revision=model.commit, endpoint=self.endpoint)
        headers = build_hf_headers(token=self._token, headers={"Accept-Encoding": "identity"})
        bar = cast("Any", partial(_Bar, progress))
        with self._explained(model.id, model.commit), path.open("ab") as out:
            http_get(
                url,
                out,
                resume_size=out.tell(),
                headers=headers,
                expected_size=file.size,
                displayed_filename=file.name,
                tqdm_class=bar,
            )

    @contextmanager
    def _explained(self, model_id: str, revision: str | None) -> Iterator[None]:
        """Turn what may go wrong into a sentence that says what to do."""
        try:
            yield
        except HFValidationError as error:
            raise ModelsUnavailable(
                f"{model_id} is no id of a model: name it as the hub does, such as Qwen/Qwen3-8B."
            ) from error
        except OfflineModeIsEnabled as error:
            raise ModelsUnavailable("HF_HUB_OFFLINE is set, so nothing is fetched. Unset it.") from error
        except HfHubHTTPError as error:
            raise ModelsUnavailable(self._refused(error, model_id, revision)) from error
        except httpx2.HTTPError as error:
            slow = isinstance(error, httpx2.TimeoutException)
            what = "did not answer in time" if slow else f"could not be reached, or broke off ({type(error).__name__})"
            raise ModelsUnavailable(
                f"{self.endpoint} {what}. Check the network and its proxy, or name a mirror in HF_ENDPOINT. {_AGAIN}"
            ) from error
        except OSError as error:
            if error.errno is not None:  # the disk's, which the caller explains
                raise
            raise ModelsUnavailable(f"{self.endpoint} broke off while it sent {model_id}. {_AGAIN}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise self._is_no_hub() from error

    def _refused(self, error: HfHubHTTPError, model_id: str, revision: str | None) -> str:
        """Say why the hub does not give it. Gated comes first: that error is one of a missing model, too."""
        status = error.response.status_code
        if isinstance(error, GatedRepoError):
            how = (
                "HF_TOKEN belongs to an account that has not been let in"
                if self._sends_token
                else "set HF_TOKEN to a token of the account that accepted them"
            )
            return (
                f"{model_id} is given only to who accepts its terms: accept them on {self.endpoint}/{model_id}; {how}."
            )
        if isinstance(error, RevisionNotFoundError):
            return f"{model_id} has no revision {revision}. Leave --revision out for the newest."
        closed = status in {_UNAUTHORIZED, _FORBIDDEN}
        if isinstance(error, RepositoryNotFoundError) or (closed and not self._sends_token):
            return (
                f"{self.endpoint} has no model {model_id}, or shows it only to some. Check the spelling; for a private "
                "one set HF_TOKEN to a token that may read it."
            )
        if closed:
            return f"{self.endpoint} does not accept HF_TOKEN for {model_id} ({status}). Set one that may read it."
        if status == _TOO_MANY:
            return f"{self.endpoint} was asked too often. Wait a few minutes, or set HF_TOKEN. {_AGAIN}"
        return f"{self.endpoint} answers {status} for {model_id}. Try again later, or check HF_ENDPOINT."

    @property
    def _sends_token(self) -> bool:
        return "authorization" in build_hf_headers(token=self._token)

    def _is_no_hub(self) -> ModelsUnavailable:
        return ModelsUnavailable(f"{self.endpoint} does not answer as a model hub does. Check HF_ENDPOINT.")


class _Bar:
    """What http_get takes for tqdm's bar."""

    def __init__(self, progress: Callable[[int], None], **_: object) -> None:
        self._progress = progress

    def update(self, count: int) -> None:
        """So many bytes came; fewer than none where it has to begin anew."""
        self._progress(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def _wanted(model_id: str, siblings: list[RepoSibling]) -> Iterator[HubFile]:
    """The files that are loaded, of those at the top: whole weights where there are, else their parts.

    Raises ModelsUnavailable where there are none, or a name leads out of the folder.
    """
    for name in (sibling.rfilename for sibling in siblings):
        if name.startswith(("/", "~")) or "\\" in name or {"", ".", ".."} & set(name.split("/")):
            raise ModelsUnavailable(f"{model_id} names a file outside of its folder ({name!r}) and is not fetched.")
    by_name = {sibling.rfilename: sibling for sibling in siblings if "/" not in sibling.rfilename}
    weights = [_SINGLE] if _SINGLE in by_name else [name for name in by_name if _WEIGHTS.fullmatch(name)]
    if not weights or "config.json" not in by_name:
        raise ModelsUnavailable(
            f"{model_id} has no weights as safetensors with a config.json; pickles (.bin, .pt) are not loaded, as they "
            "may run code. Choose another upload of the model; GGUF files are served by Ollama or llama.cpp."
        )
    for name in sorted({*weights, *filter(_BESIDE.fullmatch, by_name)}):
        yield _verifiable(model_id, by_name[name])


def _verifiable(model_id: str, sibling: RepoSibling) -> HubFile:
    sha256 = sibling.lfs.sha256 if sibling.lfs else ""
    if sibling.size is None or not (sha256 or sibling.blob_id):
        raise ModelsUnavailable(
            f"The hub does not say what {sibling.rfilename} of {model_id} must be. Check HF_ENDPOINT."
        )
    return HubFile(sibling.rfilename, sibling.size, sha256, sibling.blob_id or "")


def _licence(info: ModelInfo) -> str:
    """The licence as the model's card names it."""
    card = info.card_data.to_dict() if info.card_data else {}  # type: ignore[no-untyped-call]
    named = card.get("license_name") if card.get("license") in {None, "other"} else card["license"]
    said = str(named or card.get("license") or "not stated")
    return "".join(filter(str.isprintable, said))[:_SHOWN]
